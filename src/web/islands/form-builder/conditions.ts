import {
  CHOICE_INPUTS,
  EditRefused,
  outline,
  spotAt,
  type Condition,
  type FieldItem,
  type FormDefinition,
} from '../../../core/form/index.ts';

/** One line of the condition editor. */
export interface ConditionRow {
  /** As conditions write it: from the root, or with a leading "." for the same member. */
  path: string;
  op: 'is' | 'not' | 'filled' | 'empty';
  values: string[];
}

export interface Rows {
  mode: 'all' | 'any';
  rows: ConditionRow[];
}

export const OPERATORS: { value: ConditionRow['op']; label: string }[] = [
  { value: 'is', label: 'là' },
  { value: 'not', label: 'không phải là' },
  { value: 'filled', label: 'đã điền' },
  { value: 'empty', label: 'chưa điền' },
];

/** Lines of a condition; null when it is nested deeper than lines can say. */
export function rowsOf(condition: Condition | undefined): Rows | null {
  if (!condition) return { mode: 'all', rows: [] };
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition];
  const rows = parts.map(rowOf);
  if (!rows.every((row) => row !== null)) return null;
  return { mode: 'any' in condition ? 'any' : 'all', rows };
}

function rowOf(condition: Condition): ConditionRow | null {
  if ('all' in condition || 'any' in condition) return null;
  if ('not' in condition) {
    const inner = rowOf(condition.not);
    return inner?.op === 'is' ? { ...inner, op: 'not' } : null;
  }
  const { path } = condition;
  if ('filled' in condition) return { path, op: condition.filled ? 'filled' : 'empty', values: [] };
  return { path, op: 'is', values: ('in' in condition ? condition.in : [condition.equals]).map(String) };
}

/** A field that a condition at a place may look at: asked earlier, and not in another repeat. */
export interface Candidate {
  path: string;
  item: FieldItem;
  where: string;
}

export function candidates(def: FormDefinition, place: string): Candidate[] {
  const spot = spotAt(def, place);
  if (spot?.kind !== 'item') return [];
  const found: Candidate[] = [];
  for (const one of outline(def)) {
    if (one.kind !== 'item') continue;
    if (one.item === spot.item) break;
    if (one.item.kind !== 'field' || (one.repeat && one.repeat !== spot.repeat)) continue;
    const path = one.repeat ? `.${one.item.path}` : one.item.path;
    found.push({ path, item: one.item, where: one.repeat?.title ?? one.step.title });
  }
  return found;
}

/** Choices of a field whose values are few enough to tick. */
export function tickable(item: FieldItem | undefined): { value: string; label: string }[] | null {
  if (!item) return null;
  if (item.input === 'yesno' || item.input === 'declaration') {
    return [
      { value: 'true', label: 'Có' },
      { value: 'false', label: 'Không' },
    ];
  }
  return CHOICE_INPUTS.has(item.input) && item.options && item.options.length <= 30 ? item.options : null;
}

/**
 * The condition that lines say; undefined when there is none.
 *
 * @throws EditRefused when a line has no value
 */
export function conditionOf({ mode, rows }: Rows, around: readonly Candidate[]): Condition | undefined {
  const parts = rows
    .filter((row) => row.path)
    .map((row): Condition => {
      const { path, op } = row;
      if (op === 'filled' || op === 'empty') return { path, filled: op === 'filled' };
      const item = around.find((one) => one.path === path)?.item;
      const values = row.values.filter((text) => text.trim()).map((text) => typed(item, text.trim()));
      if (values.length === 0) {
        throw new EditRefused('showIf', `Chọn giá trị của “${item?.label ?? path}” để mục này hiện ra.`);
      }
      const is: Condition = values.length === 1 ? { path, equals: values[0]! } : { path, in: values };
      return op === 'not' ? { not: is } : is;
    });
  if (parts.length <= 1) return parts[0];
  return mode === 'any' ? { any: parts } : { all: parts };
}

function typed(item: FieldItem | undefined, text: string): string | number | boolean {
  if (item?.input === 'yesno' || item?.input === 'declaration') return text === 'true';
  if (item && ['integer', 'number', 'money'].includes(item.input)) {
    const number = Number(text.replace(/[.\s]/g, '').replace(',', '.'));
    if (Number.isFinite(number)) return number;
  }
  return text;
}
