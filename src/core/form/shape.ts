import type { Fault } from './types.ts';

type Report = (place: string, message: string) => void;
type Plain = Record<string, unknown>;

/** Bounds that no form of the state comes near; they keep a page of any form within reach of one browser. */
const MOST_STEPS = 30;
const MOST_ITEMS = 500;
const MOST_OPTIONS = 500;
const DEEPEST = 6;
const LONGEST = 4000;

const KEYS: Record<string, readonly string[]> = {
  form: ['code', 'title', 'legalBasis', 'schema', 'steps', 'subject'],
  step: ['id', 'title', 'lead', 'items'],
  field: 'kind path label input hint help options catalogue prefill showIf autocomplete width missing'.split(
    ' ',
  ),
  group: ['kind', 'title', 'lead', 'showIf', 'items'],
  repeat: ['kind', 'path', 'title', 'memberTitle', 'addLabel', 'showIf', 'items'],
  note: ['kind', 'text', 'showIf'],
  attachment: ['kind', 'component', 'label', 'hint', 'help', 'required', 'showIf'],
  option: ['value', 'label', 'hint'],
};

/** Texts that must be there, by what they belong to. */
const NEEDED: Record<string, readonly string[]> = {
  form: ['code', 'title'],
  step: ['id', 'title'],
  field: ['path', 'label', 'input'],
  group: ['title'],
  repeat: ['path', 'title', 'memberTitle', 'addLabel'],
  note: ['text'],
  attachment: ['component', 'label'],
  option: ['value', 'label'],
};

const OTHER = new Set(['schema', 'steps', 'subject', 'items', 'options', 'showIf', 'required']);

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether a document is a form at all: every part there and of its kind, so that it can be drawn and looked into. What
 * the parts say is the business of `checkForm`, which asks this first.
 */
export function shapeFaults(value: unknown): Fault[] {
  const faults: Fault[] = [];
  const fault: Report = (place, message) => {
    faults.push({ place, message });
  };
  if (!isObject(value) || !isObject(value['schema']) || !Array.isArray(value['steps'])) {
    fault('form', 'Mẫu cần có schema và steps, mỗi bước có items.');
    return faults;
  }
  texts('form', value, 'form', fault);
  const { subject, steps } = value;
  if (subject !== undefined && !(Array.isArray(subject) && subject.every((one) => typeof one === 'string'))) {
    fault('subject', 'Trích yếu (subject) phải là danh sách đường dẫn.');
  }
  if (steps.length > MOST_STEPS) fault('steps', `Mẫu có quá ${MOST_STEPS} bước. Gộp bớt bước.`);
  schemaShape(value['schema'], 'schema', 0, fault);
  let count = 0;
  const visit = (items: unknown, place: string, depth: number): void => {
    if (!Array.isArray(items)) return fault(place, 'Thiếu danh sách items.');
    if (depth > DEEPEST) return fault(place, `Nhóm lồng nhau quá ${DEEPEST} lớp. Tách thành bước riêng.`);
    for (const [i, item] of items.entries()) {
      const here = `${place}.items.${i}`;
      count += 1;
      if (!isObject(item)) {
        fault(here, 'Mỗi mục phải là một đối tượng { "kind": … }.');
        continue;
      }
      const kind = String(item['kind']);
      if (!Object.hasOwn(KEYS, kind) || ['form', 'step', 'option'].includes(kind)) {
        fault(here, 'Không có loại mục này. Dùng field, group, repeat, note hoặc attachment.');
        continue;
      }
      texts(kind, item, here, fault);
      conditionShape(item['showIf'], here, fault);
      if (kind === 'attachment' && !['undefined', 'boolean'].includes(typeof item['required'])) {
        fault(here, '“required” chỉ nhận true hoặc false.');
      }
      if (kind === 'field') optionsShape(item['options'], here, fault);
      if (kind === 'group' || kind === 'repeat') visit(item['items'], here, depth + 1);
    }
  };
  for (const [i, step] of steps.entries()) {
    const place = `steps.${isObject(step) && typeof step['id'] === 'string' && step['id'] ? step['id'] : i}`;
    if (!isObject(step)) {
      fault(place, 'Mỗi bước phải là một đối tượng có id, title và items.');
      continue;
    }
    texts('step', step, place, fault);
    visit(step['items'], place, 0);
  }
  if (count > MOST_ITEMS) fault('steps', `Mẫu có quá ${MOST_ITEMS} mục. Tách thành nhiều biểu mẫu.`);
  return faults;
}

/** Texts that are there and are texts, and nothing that nobody would read. */
function texts(what: string, value: Plain, place: string, fault: Report): void {
  for (const key of NEEDED[what]!) {
    if (typeof value[key] !== 'string') fault(place, `Thiếu “${key}”, hoặc “${key}” không phải chữ.`);
  }
  for (const [key, one] of Object.entries(value)) {
    if (!KEYS[what]!.includes(key)) fault(place, `Không hiểu “${key}” ở đây. Bỏ đi hoặc sửa tên.`);
    else if (OTHER.has(key) || one === undefined) continue;
    else if (typeof one !== 'string') {
      if (!NEEDED[what]!.includes(key)) fault(place, `“${key}” phải là chữ.`);
    } else if (one.length > LONGEST) fault(place, `“${key}” dài quá ${LONGEST} ký tự. Viết gọn lại.`);
  }
}

function optionsShape(options: unknown, place: string, fault: Report): void {
  if (options === undefined) return;
  if (!Array.isArray(options) || !options.every(isObject)) {
    return fault(place, 'Lựa chọn (options) phải là danh sách { "value", "label" }.');
  }
  if (options.length > MOST_OPTIONS) fault(place, `Có quá ${MOST_OPTIONS} lựa chọn. Dùng danh mục.`);
  for (const option of options) texts('option', option, place, fault);
}

function conditionShape(condition: unknown, place: string, fault: Report, depth = 0): void {
  if (condition === undefined) return;
  if (!isObject(condition) || depth > DEEPEST) {
    return fault(place, 'Điều kiện hiện (showIf) viết sai dạng. Xem các dạng trong tài liệu mẫu đơn.');
  }
  for (const key of ['all', 'any']) {
    const parts = condition[key];
    if (Array.isArray(parts)) for (const part of parts) conditionShape(part, place, fault, depth + 1);
  }
  if ('not' in condition) conditionShape(condition['not'], place, fault, depth + 1);
}

const NUMBERS = new Set(
  'minItems maxItems minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'.split(
    ' ',
  ),
);
const TEXTS = new Set(['type', 'pattern', 'format', 'title', 'description', '$ref', 'x-when', 'x-after']);
const isPrimitive = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function schemaShape(schema: unknown, place: string, depth: number, fault: Report): void {
  if (!isObject(schema)) return fault(place, 'Lược đồ ở đây phải là một đối tượng.');
  if (depth > 3 * DEEPEST) return fault(place, 'Lược đồ lồng nhau quá sâu.');
  for (const [key, value] of Object.entries(schema)) {
    if (value === undefined) continue;
    const wrong =
      (NUMBERS.has(key) && !(typeof value === 'number' && Number.isFinite(value))) ||
      (TEXTS.has(key) && typeof value !== 'string') ||
      (key === 'required' && !(Array.isArray(value) && value.every((one) => typeof one === 'string'))) ||
      (key === 'enum' && !(Array.isArray(value) && value.every(isPrimitive))) ||
      (key === 'const' && !isPrimitive(value));
    if (wrong) fault(place, `“${key}” của lược đồ viết sai kiểu.`);
  }
  if (schema['items'] !== undefined) schemaShape(schema['items'], `${place}.items`, depth + 1, fault);
  const { properties } = schema;
  if (properties === undefined) return;
  if (!isObject(properties)) return fault(place, '“properties” của lược đồ phải là một đối tượng.');
  for (const [name, inner] of Object.entries(properties)) {
    schemaShape(inner, `${place}.properties.${name}`, depth + 1, fault);
  }
}
