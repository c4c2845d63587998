import { differences, type Difference, type Labels } from '../changes.ts';
import type { Condition, FormDefinition, FormItem } from './types.ts';
import { conditionText } from './condition-text.ts';
import { rulesOf } from './field-schema.ts';
import { kindName } from './fresh.ts';
import { outline, patternOf, rawAt, schemaRoot, type ItemSpot } from './places.ts';
import { resolvePath } from './paths.ts';
import { mustFill } from './schema.ts';

const LABELS: Labels = {
  title: 'Tên',
  legalBasis: 'Căn cứ pháp lý',
  subject: 'Trích yếu',
  lead: 'Lời dẫn',
  label: 'Nhãn',
  kind: 'Loại',
  step: 'Bước',
  hint: 'Gợi ý',
  help: 'Giải thích',
  required: 'Bắt buộc',
  options: 'Lựa chọn',
  catalogue: 'Danh mục',
  prefill: 'Dữ liệu sẵn',
  shows: 'Chỉ hiện khi',
  missing: 'Lời báo khi bỏ trống',
  width: 'Bề rộng',
  text: 'Nội dung',
  memberTitle: 'Tên mỗi phần',
  addLabel: 'Chữ trên nút thêm',
  component: 'Thành phần hồ sơ',
  minLength: 'Ít nhất (ký tự)',
  maxLength: 'Nhiều nhất (ký tự)',
  minimum: 'Nhỏ nhất',
  maximum: 'Lớn nhất',
  pattern: 'Mẫu chữ (pattern)',
  when: 'So với hôm nay',
  after: 'Không trước ngày',
  minItems: 'Chọn ít nhất',
  maxItems: 'Chọn nhiều nhất',
};

const WORDS: Labels = {
  'when=past': 'trước hôm nay',
  'when=past-or-today': 'không sau hôm nay',
  'when=future': 'sau hôm nay',
  'width=short': 'ngắn',
  'width=medium': 'vừa',
  'width=full': 'cả hàng',
};

/** What two versions of a form have that is not the same, as the people who edit it would say it. */
export function compareForms(before: FormDefinition, after: FormDefinition): Difference[] {
  const [older, newer] = [factsOf(before), factsOf(after)];
  const found = differences(headOf(before), headOf(after), LABELS, WORDS);
  for (const [key, now] of newer) {
    const then = older.get(key);
    if (!then) found.push({ path: key, label: now.name, before: null, after: now.summary });
    else
      for (const one of differences(then.facts, now.facts, LABELS, WORDS))
        found.push({ ...one, path: `${key}.${one.path}`, label: `${now.name} › ${one.label}` });
  }
  for (const [key, then] of older)
    if (!newer.has(key)) found.push({ path: key, label: then.name, before: then.summary, after: null });
  const shared = [...newer.keys()].filter((key) => older.has(key));
  const were = [...older.keys()].filter((key) => newer.has(key));
  if (shared.some((key, i) => key !== were[i])) {
    const names = (keys: string[], facts: typeof newer) => keys.map((key) => facts.get(key)!.name).join('; ');
    found.push({ path: 'order', label: 'Thứ tự', before: names(were, older), after: names(shared, newer) });
  }
  return found;
}

function headOf(def: FormDefinition) {
  const label = (path: string) => {
    const found = outline(def).find((one) => one.kind === 'item' && patternOf(one) === path);
    return found?.kind === 'item' ? nameOf(found.item) : path;
  };
  return {
    title: def.title,
    legalBasis: def.legalBasis,
    subject: def.subject?.map(label),
    steps: def.steps.map(({ id, title, lead }) => ({ id, title, lead })),
  };
}

interface Told {
  name: string;
  /** The item in a few words. */
  summary: string;
  facts: Record<string, unknown>;
}

function factsOf(def: FormDefinition): Map<string, Told> {
  const found = new Map<string, Told>();
  for (const spot of outline(def)) {
    if (spot.kind !== 'item') continue;
    const stem = patternOf(spot) ?? keyOf(spot.item);
    let key = stem;
    for (let number = 2; found.has(key); number += 1) key = `${stem} ${number}`;
    found.set(key, told(def, spot));
  }
  return found;
}

const keyOf = (item: FormItem): string =>
  item.kind === 'group'
    ? `group ${item.title}`
    : item.kind === 'note'
      ? `note ${item.text.slice(0, 40)}`
      : item.kind === 'attachment'
        ? `paper ${item.component}`
        : item.path;

const nameOf = (item: FormItem): string =>
  item.kind === 'field' || item.kind === 'attachment'
    ? item.label
    : item.kind === 'note'
      ? `Ghi chú “${item.text.slice(0, 40)}”`
      : item.title;

function told(def: FormDefinition, { item, repeat, step }: ItemSpot): Told {
  const shows = item.showIf && conditionText(def, absolute(item.showIf, repeat && `${repeat.path}.*`));
  if (item.kind === 'field') {
    const { kind: _kind, path: _path, input, showIf: _showIf, autocomplete: _auto, options, ...texts } = item;
    const root = schemaRoot(def, repeat);
    const required = mustFill(root, item);
    return {
      name: item.label,
      summary: `${kindName(input)}${required ? ', bắt buộc' : ''}, bước “${step.title}”`,
      facts: {
        ...texts,
        kind: kindName(input),
        step: step.title,
        required,
        options: options?.map((option) => option.label),
        shows,
        ...rulesOf(input, rawAt(root, item.path) ?? {}),
      },
    };
  }
  const { kind, showIf: _showIf, ...rest } = item;
  const facts = Object.fromEntries(Object.entries(rest).filter(([key]) => !['items', 'path'].includes(key)));
  return {
    name: nameOf(item),
    summary: `${kindName(kind)}, bước “${step.title}”`,
    facts: { ...facts, step: step.title, shows },
  };
}

/** A condition with its paths seen from the root, as `conditionText` takes them. */
function absolute(condition: Condition, member: string | undefined): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => absolute(part, member)) };
  if ('any' in condition) return { any: condition.any.map((part) => absolute(part, member)) };
  if ('not' in condition) return { not: absolute(condition.not, member) };
  return { ...condition, path: resolvePath(condition.path, member).replace('.*.', '.0.') };
}
