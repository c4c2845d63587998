import type {
  AttachmentItem,
  Condition,
  Fault,
  FieldItem,
  FormDefinition,
  FormItem,
  JsonSchema,
} from './types.ts';
import {
  ADDRESS_SCHEMA,
  FORMATS,
  FORMAT_OF_INPUT,
  KEYWORDS,
  TYPES_OF_INPUT,
  resolve,
  schemaAt,
} from './schema.ts';
import { PREFILLS } from './offers.ts';
import { references } from './condition.ts';
import { resolvePath } from './paths.ts';
import { shapeFaults } from './shape.ts';

const PATH = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;
const CODE = /^[a-z0-9][a-z0-9-]{1,59}$/;
const RESERVED = new Set(['prototype', 'constructor']);
const CHOICES = new Set(['radio', 'select', 'checkboxes']);

interface Scope {
  schema: JsonSchema;
  /** Path pattern of the repeat: "members.*". */
  member?: string;
}

/** What exists around a form; what is left out is not checked. */
export interface KnownAround {
  /** Names of the catalogues. */
  catalogues?: Iterable<string>;
  /** Codes of the components of the procedures that use the form. */
  components?: Iterable<string>;
}

/**
 * Faults of a definition, each with its place and a Vietnamese message for the person who edits the form; empty when the
 * form may be published. Takes any document: one that is no form at all answers with the faults of its shape alone.
 */
export function checkForm(def: FormDefinition, known: KnownAround = {}): Fault[] {
  const misshapen = shapeFaults(def);
  if (misshapen.length > 0) return misshapen;
  const faults: Fault[] = [];
  const fault = (place: string, message: string) => void faults.push({ place, message });
  const catalogues = known.catalogues && new Set(known.catalogues);
  const components = known.components && new Set(known.components);
  const papers = new Set<string>();
  /** Fields met so far, by path pattern. */
  const fields = new Map<string, FieldItem>();
  /** Path patterns of the fields and repeats met so far. */
  const asked = new Set<string>();
  const dates: { place: string; path: string; member?: string }[] = [];

  const checkCondition = (condition: Condition | undefined, place: string, scope: Scope) => {
    if (!condition) return;
    if (!isCondition(condition))
      return fault(place, 'Điều kiện hiện (showIf) viết sai dạng. Xem các dạng trong tài liệu mẫu đơn.');
    for (const path of references(condition, scope.member)) {
      if (isOfAnotherMember(path, scope.member)) {
        fault(
          place,
          `Điều kiện hiện dựa vào “${path}” trong nhóm lặp lại; chỉ ô cùng nhóm lặp lại mới dựa vào được.`,
        );
      }
      if (asked.has(path)) continue;
      if (schemaAt(def.schema, path))
        fault(
          place,
          `Điều kiện hiện dựa vào “${path}”, nhưng ô đó chưa hỏi ở phía trước. Đưa ô đó lên trước.`,
        );
      else fault(place, `Điều kiện hiện dựa vào “${path}”, nhưng mẫu không có ô này. Sửa lại điều kiện.`);
    }
    checkValues(condition, place, scope);
  };

  /** A condition on a choice that is not offered can never hold. */
  const checkValues = (condition: Condition | undefined, place: string, scope: Scope) => {
    for (const { path, values } of condition ? wanted(condition, scope.member) : []) {
      const field = fields.get(path);
      if (!field || field.catalogue || !(field.options || field.input === 'yesno')) continue;
      const offered = field.options?.map((option) => option.value) ?? ['true', 'false'];
      for (const value of values.map(String)) {
        if (!offered.includes(value))
          fault(
            place,
            `Điều kiện hiện cần “${field.label}” là “${value}”, nhưng ô đó không có lựa chọn này.`,
          );
      }
    }
  };

  const checkPath = (path: string, place: string, scope: Scope): JsonSchema | undefined => {
    if (!PATH.test(path) || path.split('.').some((key) => RESERVED.has(key))) {
      fault(place, `Đường dẫn “${path}” chỉ được gồm chữ không dấu, chữ số và dấu chấm, bắt đầu bằng chữ.`);
      return undefined;
    }
    const pattern = scope.member ? `${scope.member}.${path}` : path;
    if (asked.has(pattern)) fault(place, `“${pattern}” đã hỏi ở chỗ khác. Mỗi mục chỉ hỏi một lần.`);
    const overlap = [...asked].find((one) => one.startsWith(`${pattern}.`) || pattern.startsWith(`${one}.`));
    if (overlap && !scope.member) fault(place, `“${pattern}” trùng phần với “${overlap}” đã hỏi.`);
    asked.add(pattern);
    const schema = schemaAt(scope.schema, path);
    if (!schema) fault(place, `Lược đồ không có “${pattern}”. Thêm vào schema hoặc sửa đường dẫn.`);
    return schema;
  };

  const checkField = (item: FieldItem, place: string, scope: Scope) => {
    checkCondition(item.showIf, place, scope);
    fields.set(scope.member ? `${scope.member}.${item.path}` : item.path, item);
    const schema = checkPath(item.path, place, scope);
    const types = TYPES_OF_INPUT[item.input];
    if (!types) return fault(place, `Không có kiểu ô “${item.input}”.`);
    if (!item.label?.trim()) fault(place, 'Ô chưa có nhãn (label).');
    if (schema) {
      checkFieldSchema(item, schema, types, place, fault);
      const after = schema['x-after'];
      if (after) dates.push({ place, path: resolvePath(after, scope.member), member: scope.member });
    }
    checkChoices(item, place, catalogues, fault);
    if (item.prefill !== undefined) {
      if (!PREFILLS.has(item.prefill)) fault(place, `Không có dữ liệu sẵn “${item.prefill}”.`);
      if (scope.member) fault(place, 'Ô trong nhóm lặp lại không dùng dữ liệu sẵn (prefill).');
    }
  };

  const checkPaper = (item: AttachmentItem, place: string, scope: Scope) => {
    checkCondition(item.showIf, place, scope);
    if (!item.label.trim()) fault(place, 'Giấy tờ kèm theo chưa có tên. Ghi tên giấy tờ.');
    if (!item.component.trim()) {
      fault(place, `“${item.label}” chưa gắn với thành phần hồ sơ nào. Chọn giấy tờ của thủ tục.`);
    } else if (components && !components.has(item.component)) {
      fault(
        place,
        `Không thủ tục nào dùng mẫu này có giấy tờ mã “${item.component}”. Chọn giấy tờ khác hoặc thêm vào thủ tục.`,
      );
    }
    if (papers.has(item.component)) fault(place, `Giấy tờ “${item.component}” đã hỏi ở chỗ khác trong mẫu.`);
    papers.add(item.component);
  };

  const visit = (items: FormItem[], place: string) => {
    const scope: Scope = { schema: def.schema };
    for (const [i, item] of items.entries()) {
      const here = `${place}.items.${i}`;
      if (item.kind === 'field') checkField(item, here, scope);
      else if (item.kind === 'group') {
        checkCondition(item.showIf, here, scope);
        if (!item.title.trim()) fault(here, 'Nhóm chưa có tên. Ghi tên nhóm.');
        if (item.items.length === 0)
          fault(here, `Nhóm “${item.title}” chưa có mục nào. Thêm mục hoặc xóa nhóm.`);
        visit(item.items, here);
      } else if (item.kind === 'note') {
        checkCondition(item.showIf, here, scope);
        if (!item.text.trim()) fault(here, 'Ghi chú chưa có nội dung. Viết nội dung hoặc xóa ghi chú.');
      } else if (item.kind === 'attachment') checkPaper(item, here, scope);
      else if (item.kind === 'repeat') {
        checkCondition(item.showIf, here, scope);
        const schema = checkPath(item.path, here, scope);
        if (schema && (schema.type !== 'array' || schema.items?.type !== 'object')) {
          fault(
            here,
            `“${item.path}” là nhóm lặp lại nên lược đồ phải là mảng (array) các đối tượng (object).`,
          );
          continue;
        }
        if (![item.title, item.memberTitle, item.addLabel].every((text) => text.trim())) {
          fault(here, 'Nhóm lặp lại cần đủ tên nhóm, tên mỗi phần và chữ trên nút thêm.');
        }
        if (item.items.length === 0) fault(here, `Nhóm lặp lại “${item.title}” chưa có ô nào.`);
        const inner: Scope = { schema: schema?.items ?? {}, member: `${item.path}.*` };
        for (const [j, field] of item.items.entries()) {
          if (field.kind === 'field') checkField(field, `${here}.items.${j}`, inner);
          else fault(`${here}.items.${j}`, 'Trong nhóm lặp lại chỉ được có ô (field).');
        }
      } else fault(here, 'Không có loại mục này. Dùng field, group, repeat hoặc note.');
    }
  };

  if (!CODE.test(def.code)) {
    fault('form', 'Mã mẫu chỉ gồm chữ thường không dấu, chữ số và gạch nối, dài 2–60 ký tự.');
  }
  if (!def.title.trim()) fault('form', 'Mẫu chưa có tên. Ghi tên mẫu như trên văn bản ban hành.');
  if (def.steps.length === 0) fault('steps', 'Mẫu chưa có bước nào.');
  const ids = new Set<string>();
  for (const [i, step] of def.steps.entries()) {
    const place = `steps.${step.id || i}`;
    if (!/^[a-z0-9][a-z0-9-]*$/.test(step.id))
      fault(place, 'Mã bước (id) chỉ gồm chữ thường không dấu, chữ số và gạch nối.');
    if (ids.has(step.id)) fault(place, `Có hai bước cùng mã “${step.id}”.`);
    ids.add(step.id);
    if (!step.title.trim()) fault(place, 'Bước chưa có tên. Ghi tên bước.');
    if (step.items.length === 0)
      fault(place, `Bước “${step.title}” chưa có mục nào. Thêm mục hoặc xóa bước.`);
    visit(step.items, place);
  }
  for (const { place, path, member } of dates) {
    if (isOfAnotherMember(path, member)) {
      fault(place, `Ngày “${path}” nằm trong nhóm lặp lại nên không so được từ ngoài nhóm đó.`);
    } else if (!asked.has(path)) fault(place, `x-after trỏ tới “${path}”, nhưng mẫu không hỏi ngày đó.`);
  }
  for (const path of def.subject ?? []) {
    if (!asked.has(path)) fault('subject', `Trích yếu dùng “${path}”, nhưng mẫu không hỏi mục này.`);
  }
  checkSchema(def.schema, 'schema', '', asked, fault);
  return faults;
}

/** Whether a path names an answer of a repeat's members that is not the member it is used in. */
const isOfAnotherMember = (path: string, member: string | undefined): boolean =>
  path.includes('.*.') && !(member && path.startsWith(`${member}.`));

type Report = (place: string, message: string) => void;

function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  if ('all' in one || 'any' in one) {
    const parts = one['all'] ?? one['any'];
    return Array.isArray(parts) && parts.length > 0 && parts.every(isCondition);
  }
  if ('not' in one) return isCondition(one['not']);
  if (typeof one['path'] !== 'string') return false;
  const primitive = (entry: unknown) => ['string', 'number', 'boolean'].includes(typeof entry);
  if ('equals' in one) return primitive(one['equals']);
  if ('in' in one) return Array.isArray(one['in']) && one['in'].length > 0 && one['in'].every(primitive);
  return typeof one['filled'] === 'boolean';
}

/** Paths that a condition compares, seen from the root, with the values it wants. */
function wanted(
  condition: Condition,
  member: string | undefined,
): { path: string; values: (string | number | boolean)[] }[] {
  if ('all' in condition) return condition.all.flatMap((part) => wanted(part, member));
  if ('any' in condition) return condition.any.flatMap((part) => wanted(part, member));
  if ('not' in condition) return wanted(condition.not, member);
  const path = resolvePath(condition.path, member);
  if ('equals' in condition) return [{ path, values: [condition.equals] }];
  return 'in' in condition ? [{ path, values: condition.in }] : [];
}

function checkFieldSchema(
  item: FieldItem,
  schema: JsonSchema,
  types: readonly string[],
  place: string,
  fault: Report,
) {
  const type = schema.type;
  if (type === undefined || !types.includes(type)) {
    fault(
      place,
      `Ô kiểu “${item.input}” cần lược đồ kiểu ${types.join(' hoặc ')}, không phải ${type ?? 'để trống'}.`,
    );
  }
  const format = FORMAT_OF_INPUT[item.input];
  if (format && schema.format !== undefined && schema.format !== format) {
    fault(place, `Ô kiểu “${item.input}” cần format “${format}”, không phải “${schema.format}”.`);
  }
  if (item.input === 'declaration' && schema.const !== true) {
    fault(place, 'Ô cam kết cần lược đồ có const: true.');
  }
  if (item.input === 'checkboxes' && schema.items?.type !== 'string') {
    fault(place, 'Ô chọn nhiều cần lược đồ mảng các chuỗi (items.type: string).');
  }
  const parts = Object.keys(ADDRESS_SCHEMA.properties ?? {});
  if (item.input === 'address' && !parts.every((part) => part === 'district' || schema.properties?.[part])) {
    fault(place, 'Ô địa chỉ cần lược đồ { "$ref": "address" }.');
  }
  for (const option of item.options ?? []) {
    const allowed = item.input === 'checkboxes' ? schema.items?.enum : schema.enum;
    if (allowed && !allowed.some((value) => String(value) === option.value)) {
      fault(place, `Lựa chọn “${option.value}” không có trong enum của lược đồ.`);
    }
  }
}

function checkChoices(item: FieldItem, place: string, catalogues: Set<string> | undefined, fault: Report) {
  if (CHOICES.has(item.input) && !item.catalogue && !item.options?.length) {
    fault(place, `“${item.label}” là ô chọn nhưng chưa có lựa chọn. Thêm options hoặc catalogue.`);
  }
  if (item.catalogue && catalogues && !catalogues.has(item.catalogue)) {
    fault(place, `Không có danh mục “${item.catalogue}”.`);
  }
  const values = (item.options ?? []).map((option) => option.value);
  if (new Set(values).size < values.length) fault(place, `“${item.label}” có hai lựa chọn cùng giá trị.`);
  if (values.some((value) => typeof value !== 'string' || value === '')) {
    fault(place, `Giá trị của lựa chọn ở “${item.label}” phải là chuỗi không rỗng.`);
  }
}

/** Keywords that run, formats that exist, patterns that compile, and everything required asked. */
function checkSchema(
  raw: JsonSchema,
  place: string,
  path: string,
  asked: ReadonlySet<string>,
  fault: Report,
) {
  for (const keyword of Object.keys(raw)) {
    if (!KEYWORDS.has(keyword))
      fault(place, `Từ khóa “${keyword}” không dùng được trong mẫu; nói điều kiện bằng showIf.`);
  }
  if (raw['$ref'] !== undefined && raw['$ref'] !== 'address')
    fault(place, `Không có tham chiếu “${String(raw['$ref'])}”.`);
  const schema = resolve(raw);
  if (schema.format !== undefined && !FORMATS.has(schema.format))
    fault(place, `Không có định dạng “${schema.format}”.`);
  const when = schema['x-when'];
  if (when !== undefined && !['past', 'past-or-today', 'future'].includes(when)) {
    fault(place, `x-when chỉ nhận past, past-or-today hoặc future, không phải “${String(when)}”.`);
  }
  if (schema.pattern !== undefined && !compiles(schema.pattern))
    fault(place, `Biểu thức pattern “${schema.pattern}” viết sai.`);
  for (const [least, most] of BOUNDS) {
    const [low, high] = [schema[least], schema[most]];
    if (typeof low === 'number' && typeof high === 'number' && low > high) {
      fault(place, `Giới hạn ngược: ít nhất ${low} mà nhiều nhất ${high}. Sửa lại một trong hai.`);
    }
  }
  if (place === 'schema' && schema.type !== 'object') fault(place, 'Gốc của lược đồ phải là object.');

  const properties = schema.properties ?? {};
  for (const name of schema.required ?? []) {
    const inner = path ? `${path}.${name}` : name;
    const isAsked =
      asked.has(path) || asked.has(inner) || [...asked].some((one) => one.startsWith(`${inner}.`));
    if (!Object.hasOwn(properties, name)) fault(place, `“${inner}” bắt buộc nhưng lược đồ không định nghĩa.`);
    else if (!isAsked) fault(place, `“${inner}” bắt buộc nhưng không bước nào hỏi.`);
  }
  for (const [name, inner] of Object.entries(properties)) {
    checkSchema(inner, `${place}.properties.${name}`, path ? `${path}.${name}` : name, asked, fault);
  }
  if (schema.items) checkSchema(schema.items, `${place}.items`, `${path}.*`, asked, fault);
}

const BOUNDS = [
  ['minLength', 'maxLength'],
  ['minimum', 'maximum'],
  ['minItems', 'maxItems'],
] as const;

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
