import type { FieldItem, InputKind, JsonSchema } from './types.ts';

/** Schema that `{ "$ref": "address" }` stands for: names of units, two levels since 01/07/2025, three in older data. */
export const ADDRESS_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['province', 'commune', 'detail'],
  properties: {
    province: { type: 'string', maxLength: 100 },
    district: { type: 'string', maxLength: 100 },
    commune: { type: 'string', maxLength: 100 },
    detail: { type: 'string', maxLength: 300 },
  },
  additionalProperties: false,
};

/** Keywords that forms may use; everything else is said with showIf. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'type properties required items minItems maxItems uniqueItems minLength maxLength minimum maximum ' +
    'exclusiveMinimum exclusiveMaximum multipleOf pattern format enum const additionalProperties title ' +
    'description default $ref $schema $id x-when x-after'
  ).split(' '),
);

export const FORMATS: ReadonlySet<string> = new Set([
  'personal-id',
  'tax-code',
  'vn-phone',
  'vn-date',
  'email',
]);

/** Types of schema that each input can fill. */
export const TYPES_OF_INPUT: Readonly<Record<InputKind, readonly string[]>> = {
  text: ['string'],
  textarea: ['string'],
  date: ['string'],
  integer: ['integer', 'number'],
  number: ['number', 'integer'],
  money: ['integer', 'number'],
  radio: ['string', 'integer', 'number'],
  select: ['string', 'integer', 'number'],
  checkboxes: ['array'],
  yesno: ['boolean'],
  address: ['object'],
  'personal-id': ['string'],
  'tax-code': ['string'],
  phone: ['string'],
  email: ['string'],
  declaration: ['boolean'],
};

/** The format an input brings along when its schema names none. */
export const FORMAT_OF_INPUT: Partial<Record<InputKind, string>> = {
  date: 'vn-date',
  'personal-id': 'personal-id',
  'tax-code': 'tax-code',
  phone: 'vn-phone',
  email: 'email',
};

/** What a schema says, with the built-in reference resolved. */
export const resolve = (schema: JsonSchema): JsonSchema =>
  schema['$ref'] === 'address' ? ADDRESS_SCHEMA : schema;

/** Schema of a dotted path below `root` (no indices), or undefined. */
export function schemaAt(root: JsonSchema, path: string): JsonSchema | undefined {
  const dot = path.indexOf('.');
  const key = dot < 0 ? path : path.slice(0, dot);
  const { properties } = resolve(root);
  const schema = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return dot < 0 || !schema ? schema && resolve(schema) : schemaAt(schema, path.slice(dot + 1));
}

/** Schema of the object that holds a path, and the path's name in it. */
function holderOf(root: JsonSchema, path: string): { holder: JsonSchema | undefined; name: string } {
  const cut = path.lastIndexOf('.');
  return { holder: cut < 0 ? root : schemaAt(root, path.slice(0, cut)), name: path.slice(cut + 1) };
}

/** Whether the object that holds the path lists it as required. */
export function isRequired(root: JsonSchema, path: string): boolean {
  const { holder, name } = holderOf(root, path);
  return holder?.required?.includes(name) ?? false;
}

/** Whether one must fill the field in when it shows: listed as required, or a list that may not be empty. */
export function mustFill(root: JsonSchema, field: Pick<FieldItem, 'path'>): boolean {
  const { holder, name } = holderOf(root, field.path);
  if (!holder) return false;
  return holder.required?.includes(name) || (schemaAt(holder, name)?.minItems ?? 0) > 0;
}
