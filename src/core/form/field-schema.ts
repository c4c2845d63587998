import type { FieldItem, InputKind, JsonSchema } from './types.ts';
import { FORMAT_OF_INPUT, TYPES_OF_INPUT } from './schema.ts';

/** What the person who edits a form says about the values of a field. */
export interface FieldRules {
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  /** Date against today. */
  when?: 'past' | 'past-or-today' | 'future';
  /** Path of a date that this one may not precede. */
  after?: string;
  minItems?: number;
  maxItems?: number;
}

type Rule = keyof FieldRules;

/** Rules that each input knows. */
export const RULES_OF_INPUT: Readonly<Record<InputKind, readonly Rule[]>> = {
  text: ['minLength', 'maxLength', 'pattern'],
  textarea: ['minLength', 'maxLength'],
  date: ['when', 'after'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  money: ['minimum', 'maximum'],
  checkboxes: ['minItems', 'maxItems'],
  radio: [],
  select: [],
  yesno: [],
  address: [],
  'personal-id': [],
  'tax-code': [],
  phone: [],
  email: ['maxLength'],
  declaration: [],
};

/** Inputs that choose from options or a catalogue. */
export const CHOICE_INPUTS: ReadonlySet<string> = new Set(['radio', 'select', 'checkboxes']);

const KEYWORD: Record<Rule, string> = {
  minLength: 'minLength',
  maxLength: 'maxLength',
  minimum: 'minimum',
  maximum: 'maximum',
  pattern: 'pattern',
  when: 'x-when',
  after: 'x-after',
  minItems: 'minItems',
  maxItems: 'maxItems',
};

/** The rules that a schema holds. */
export function rulesOf(input: InputKind, schema: JsonSchema): FieldRules {
  return Object.fromEntries(
    RULES_OF_INPUT[input].flatMap((rule) =>
      schema[KEYWORD[rule]] === undefined ? [] : [[rule, schema[KEYWORD[rule]]]],
    ),
  );
}

/** Schema that a new field of this input begins with. */
export function freshSchema(input: InputKind): JsonSchema {
  if (input === 'address') return { $ref: 'address' };
  const schema: JsonSchema = { type: TYPES_OF_INPUT[input][0] as JsonSchema['type'] };
  const format = FORMAT_OF_INPUT[input];
  if (format) schema.format = format;
  if (input === 'text') schema.maxLength = 200;
  if (input === 'textarea') schema.maxLength = 2000;
  if (input === 'money' || input === 'integer') schema.minimum = 0;
  if (input === 'checkboxes') schema.items = { type: 'string' };
  if (input === 'declaration') schema.const = true;
  return schema;
}

/**
 * Schema of a field after an edit: what it said before stays as far as the input can hold it, the rules are as given,
 * and the values of an enum follow the options.
 */
export function editedSchema(
  field: Pick<FieldItem, 'input' | 'options'>,
  before: { input: InputKind; schema: JsonSchema | undefined },
  rules: FieldRules,
  required: boolean,
): JsonSchema {
  const { input } = field;
  if (input === 'address') return { $ref: 'address' };
  const stays =
    before.schema !== undefined &&
    (before.input === input || (isOneOf(before.input) && isOneOf(input))) &&
    TYPES_OF_INPUT[input].includes(String(before.schema.type));
  const schema: JsonSchema = stays ? structuredClone(before.schema!) : freshSchema(input);
  for (const rule of RULES_OF_INPUT[input]) {
    if (rules[rule] === undefined) delete schema[KEYWORD[rule]];
    else schema[KEYWORD[rule]] = rules[rule];
  }
  if (input === 'checkboxes') {
    if (!required) delete schema.minItems;
    else schema.minItems = Math.max(1, schema.minItems ?? 1);
  }
  const holder = input === 'checkboxes' ? schema.items : schema;
  if (holder?.enum && field.options) {
    const numeric = holder.type === 'integer' || holder.type === 'number';
    holder.enum = field.options.map(({ value }) => (numeric ? Number(value) : value));
  } else if (holder) delete holder.enum;
  return schema;
}

const isOneOf = (input: InputKind): boolean => input === 'radio' || input === 'select';
