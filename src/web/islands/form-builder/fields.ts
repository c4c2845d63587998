import {
  EditRefused,
  mustFill,
  NEW_ITEMS,
  rawAt,
  rulesOf,
  RULES_OF_INPUT,
  schemaRoot,
  spotAt,
  type Condition,
  type FieldItem,
  type FieldRules,
  type FormDefinition,
  type FormEdit,
  type FormItem,
  type InputKind,
} from '../../../core/form/index.ts';
import { candidates, conditionOf, rowsOf, type ConditionRow, type Rows } from './conditions.ts';

/** What stands in the inputs of the properties panel, by name, as a browser would send it. */
export type Fields = Record<string, string[]>;

export const one = (fields: Fields, name: string): string => fields[name]?.at(-1) ?? '';

/** Inputs of the panel for the thing at a place, filled with what it says. */
export function fieldsAt(def: FormDefinition, place: string): Fields {
  const spot = spotAt(def, place);
  const fields: Fields = {};
  const put = (name: string, value: unknown) => {
    if (value !== undefined && value !== null && value !== false) fields[name] = [String(value)];
  };
  if (!spot || spot.kind === 'form') {
    put('title', def.title);
    put('legalBasis', def.legalBasis);
    fields['subject'] = [...(def.subject ?? [])];
    return fields;
  }
  if (spot.kind === 'step') {
    for (const key of ['title', 'lead', 'id'] as const) put(key, spot.step[key]);
    return fields;
  }
  const { item, repeat } = spot;
  for (const [key, value] of Object.entries(item)) {
    if (typeof value === 'string' || typeof value === 'boolean') put(key, value);
  }
  if (item.kind === 'field') {
    const root = schemaRoot(def, repeat);
    if (mustFill(root, item)) put('required', 'true');
    for (const [rule, value] of Object.entries(rulesOf(item.input, rawAt(root, item.path) ?? {}))) {
      put(rule, value);
    }
    put('options', item.options && optionLines(item.options));
  }
  if (item.kind === 'repeat') {
    const schema = rawAt(def.schema, item.path);
    put('least', schema?.minItems);
    put('most', schema?.maxItems);
  }
  const rows = rowsOf(item.showIf);
  if (!rows) put('keepCondition', 'true');
  else putRows(fields, rows);
  return fields;
}

export function putRows(fields: Fields, { mode, rows }: Rows): void {
  fields['mode'] = [mode];
  for (const [i, row] of rows.entries()) {
    fields[`c.${i}.path`] = [row.path];
    fields[`c.${i}.op`] = [row.op];
    fields[`c.${i}.value`] = row.values;
  }
}

/** Lines of the condition editor as they stand in the inputs. */
export function rowsIn(fields: Fields): Rows {
  const rows: ConditionRow[] = [];
  for (let i = 0; i < 50; i += 1) {
    if (fields[`c.${i}.path`] === undefined) break;
    const op = one(fields, `c.${i}.op`);
    rows.push({
      path: one(fields, `c.${i}.path`),
      op: (['is', 'not', 'filled', 'empty'].includes(op) ? op : 'is') as ConditionRow['op'],
      values: fields[`c.${i}.value`] ?? [],
    });
  }
  return { mode: one(fields, 'mode') === 'any' ? 'any' : 'all', rows };
}

/** Options one a line: "Nhãn = mã | gợi ý". */
const optionLines = (options: NonNullable<FieldItem['options']>): string =>
  options.map(({ value, label, hint }) => `${label} = ${value}${hint ? ` | ${hint}` : ''}`).join('\n');

/** Options out of lines; a line without a code gets one made from its label. */
export function readOptions(text: string): NonNullable<FieldItem['options']> {
  const taken = new Set<string>();
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [head = '', hint = ''] = split(line, '|');
      const [label = '', typed = ''] = split(head, '=');
      let value = typed || codeOf(label);
      if (!typed) for (let number = 2; taken.has(value); number += 1) value = `${codeOf(label)}-${number}`;
      taken.add(value);
      return hint ? { value, label, hint } : { value, label };
    });
}

function split(text: string, at: string): string[] {
  const cut = text.lastIndexOf(at);
  return cut < 0 ? [text.trim()] : [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
}

const codeOf = (label: string): string =>
  label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.slice(0, 6)
    .join('-') ?? 'lua-chon';

const NUMBER_NAMES: Record<string, string> = {
  minLength: 'số ký tự ít nhất',
  maxLength: 'số ký tự nhiều nhất',
  minimum: 'giá trị nhỏ nhất',
  maximum: 'giá trị lớn nhất',
  minItems: 'số mục ít nhất',
  maxItems: 'số mục nhiều nhất',
  least: 'số phần ít nhất',
  most: 'số phần nhiều nhất',
};

function numberIn(fields: Fields, name: string, whole: boolean): number | undefined {
  const text = one(fields, name).replace(/\s/g, '');
  if (!text) return undefined;
  const number = Number(text.replace(/\.(?=\d{3}(\D|$))/g, '').replace(',', '.'));
  if (Number.isFinite(number) && (!whole || (Number.isInteger(number) && number >= 0 && number <= 100_000))) {
    return number;
  }
  throw new EditRefused(name, `Ghi ${NUMBER_NAMES[name]} bằng chữ số, ví dụ ${whole ? '200' : '1.000.000'}.`);
}

const text = (fields: Fields, name: string): string =>
  one(fields, name).normalize('NFC').replace(/\r\n?/g, '\n').trim();

/**
 * The edit that the inputs of the panel ask for.
 *
 * @throws EditRefused naming the input that can not be read
 */
export function editFrom(def: FormDefinition, place: string, fields: Fields): FormEdit {
  const spot = spotAt(def, place);
  if (!spot) throw new EditRefused('', 'Mục này không còn ở chỗ cũ. Chọn lại mục ở danh sách.');
  if (spot.kind === 'form') {
    const subject = (fields['subject'] ?? []).filter(Boolean);
    const title = needed(fields, 'title', 'Nhập tên biểu mẫu như trên văn bản ban hành.');
    return { op: 'form', title, legalBasis: text(fields, 'legalBasis'), subject };
  }
  if (spot.kind === 'step') {
    const title = text(fields, 'title');
    return { op: 'step', place, title, lead: text(fields, 'lead'), id: text(fields, 'id') || spot.step.id };
  }
  return itemEdit(def, place, spot.item, fields);
}

function needed(fields: Fields, name: string, message: string): string {
  const given = text(fields, name);
  if (!given) throw new EditRefused(name, message);
  return given;
}

function itemEdit(def: FormDefinition, place: string, item: FormItem, fields: Fields): FormEdit {
  const showIf: Condition | undefined =
    one(fields, 'keepCondition') === 'true'
      ? item.showIf
      : conditionOf(rowsIn(fields), candidates(def, place));
  const hint = text(fields, 'hint');
  const help = text(fields, 'help');
  switch (item.kind) {
    case 'group':
      return { op: 'group', place, title: text(fields, 'title'), lead: text(fields, 'lead'), showIf };
    case 'note':
      return { op: 'note', place, note: { text: text(fields, 'text'), showIf } };
    case 'attachment': {
      const [component, label] = [text(fields, 'component'), text(fields, 'label')];
      const required = one(fields, 'required') === 'true';
      return { op: 'attachment', place, attachment: { component, label, hint, help, required, showIf } };
    }
    case 'repeat': {
      const names = {
        path: text(fields, 'path') || item.path,
        title: text(fields, 'title'),
        memberTitle: text(fields, 'memberTitle'),
        addLabel: text(fields, 'addLabel'),
      };
      const least = numberIn(fields, 'least', true);
      return {
        op: 'repeat',
        place,
        repeat: { ...names, showIf },
        least,
        most: numberIn(fields, 'most', true),
      };
    }
    case 'field':
      return fieldEdit(place, item, fields, showIf);
  }
}

function fieldEdit(place: string, item: FieldItem, fields: Fields, showIf: Condition | undefined): FormEdit {
  const typed = one(fields, 'input') as InputKind;
  const input = Object.hasOwn(RULES_OF_INPUT, typed) ? typed : item.input;
  const rules: FieldRules = {};
  for (const rule of RULES_OF_INPUT[input]) {
    if (rule === 'pattern' || rule === 'after') rules[rule] = text(fields, rule) || undefined;
    else if (rule === 'when') rules.when = (one(fields, 'when') || undefined) as FieldRules['when'];
    else rules[rule] = numberIn(fields, rule, !['minimum', 'maximum'].includes(rule));
  }
  const catalogue = one(fields, 'catalogue');
  const choices = ['radio', 'select', 'checkboxes'].includes(input);
  // Panels of other inputs have no options; those that were there come back with the input.
  const lines = fields['options'] ? readOptions(one(fields, 'options')) : item.options;
  const width = one(fields, 'width');
  return {
    op: 'field',
    place,
    field: {
      path: text(fields, 'path') || item.path,
      label: text(fields, 'label'),
      input,
      hint: text(fields, 'hint'),
      help: text(fields, 'help'),
      missing: text(fields, 'missing'),
      options: choices && !catalogue ? (lines ?? [{ value: 'luaChon1', label: 'Lựa chọn 1' }]) : undefined,
      catalogue: choices && catalogue ? catalogue : undefined,
      prefill: text(fields, 'prefill') || undefined,
      width: width === 'short' || width === 'medium' ? width : undefined,
      showIf,
    },
    required: one(fields, 'required') === 'true',
    rules,
  };
}

/** Buttons of the outline: what each asks of the thing at a place. */
export function buttonEdit(def: FormDefinition, place: string, button: string): FormEdit {
  if (button === 'up' || button === 'down') return { op: 'shift', place, by: button === 'up' ? -1 : 1 };
  if (button === 'remove' || button === 'duplicate') return { op: button, place };
  const what = NEW_ITEMS.find((item) => `add:${item.what}` === button)?.what;
  if (!what) throw new EditRefused('', 'Không hiểu nút vừa bấm. Mở lại trang rồi làm lại.');
  return addBehind(def, place, what);
}

/** A new item goes into the step, group or repeat that is chosen, else right behind the chosen item. */
export function addBehind(
  def: FormDefinition,
  place: string,
  what: (typeof NEW_ITEMS)[number]['what'],
): FormEdit {
  const spot = spotAt(def, place);
  if (what === 'step') {
    const step = spot && spot.kind !== 'form' ? def.steps.indexOf(spot.step) : def.steps.length - 1;
    return { op: 'add', what, parent: 'steps', index: step + 1 };
  }
  if (spot?.kind === 'step') return { op: 'add', what, parent: place };
  if (spot?.kind !== 'item') {
    const last = def.steps.at(-1);
    if (!last) throw new EditRefused('', 'Thêm một bước trước, rồi thêm mục vào bước đó.');
    return { op: 'add', what, parent: `steps.${last.id || def.steps.length - 1}` };
  }
  const { item, parent, index } = spot;
  const isField = !['group', 'repeat', 'note', 'attachment'].includes(what);
  if (item.kind === 'group' || (item.kind === 'repeat' && isField)) return { op: 'add', what, parent: place };
  if (spot.repeat && !isField) {
    const around = spotAt(def, parent);
    if (around?.kind === 'item') return { op: 'add', what, parent: around.parent, index: around.index + 1 };
  }
  return { op: 'add', what, parent, index: index + 1 };
}
