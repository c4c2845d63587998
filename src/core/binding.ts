import { formatLongDate, isIsoDate } from './dates.ts';
import { addressText, answerText, findItem, getPath, resolvePath } from './form/index.ts';
import type { Answers, Catalogues, Fault, FormDefinition } from './form/index.ts';
import { dateWords, numberWords } from './words.ts';

/**
 * Text made of what was declared, kept as data so that an administrator can change it. `{child.name}` puts in an answer
 * as people read it (the label of a choice, the name in a catalogue, an address on one line, DD/MM/YYYY), `{@number}` a
 * fact of the dossier, `{child.birthDate|words}` another form of it; `[, {father.name}]` is left out when nothing was
 * declared. Docs: docs/results.md.
 */
export type TextBinding =
  | string
  /** Another text for each value of an answer. */
  | { of: string; choices: Record<string, string>; otherwise?: string };

export type RowBinding = TextBinding | { row: Record<string, TextBinding> };

/** Rows one after the other, or one for each member of a repeat, whose answers begin with a dot: `{.line}`. */
export type ListBinding = (RowBinding | { each: string; item: RowBinding })[];

export type Bindings = Record<string, TextBinding | ListBinding>;

/** The document that is made of a result: a template and what fills each of its fields. */
export interface DocumentBinding {
  template: string;
  fields: Bindings;
}

export type Row = string | Record<string, string>;
export type Bound = Record<string, string | Row[]>;

export interface BindingSource {
  form: FormDefinition | null;
  answers: Answers;
  catalogues: Catalogues;
  /** What `{@name}` stands for; dates as YYYY-MM-DD. */
  facts: Readonly<Record<string, string>>;
}

/** A value that is text by itself; empty for objects, which stored JSON may hold in any shape. */
const plain = (value: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';

/** Forms in which a value can be asked for after a "|". */
export const FORMATS: Record<string, (value: unknown) => string> = {
  /** 12/11/2026 → "ngày 12 tháng 11 năm 2026". */
  long: (value) => (isIsoDate(plain(value)) ? formatLongDate(plain(value)) : ''),
  /** A date or a whole number in words. */
  words: (value) =>
    typeof value === 'number'
      ? Number.isSafeInteger(value) && value >= 0 && value < 1e12
        ? numberWords(value)
        : ''
      : dateWords(plain(value)),
  year: (value) => (isIsoDate(plain(value)) ? plain(value).slice(0, 4) : ''),
  /** The stored value: the code of a choice, not its name. */
  code: plain,
};

type Part = { text: string } | { path: string; format: string } | { group: Part[] };

const PLACEHOLDER = /^\{([.@]?\p{L}[\p{L}\d_-]*(?:\.[\p{L}\d_-]+)*)(?:\|([a-z]+))?\}/u;

/** Reads a text; what does not fit the notation stays as it is and is named in `faults`. */
function parse(template: string): { parts: Part[]; faults: string[] } {
  const faults: string[] = [];
  let at = 0;
  const list = (inside: boolean): Part[] => {
    const parts: Part[] = [];
    let text = '';
    const flush = () => {
      if (text) parts.push({ text });
      text = '';
    };
    while (at < template.length) {
      const sign = template[at]!;
      if (sign === ']' && inside) break;
      const placeholder = sign === '{' ? PLACEHOLDER.exec(template.slice(at)) : null;
      if (placeholder) {
        flush();
        parts.push({ path: placeholder[1]!, format: placeholder[2] ?? '' });
        at += placeholder[0].length;
      } else if (sign === '[' && template.includes(']', at)) {
        flush();
        at += 1;
        parts.push({ group: list(true) });
        at += 1;
      } else {
        if ('{}[]'.includes(sign)) faults.push(`“${template.slice(at, at + 20)}”`);
        text += sign;
        at += 1;
      }
    }
    flush();
    return parts;
  };
  return { parts: list(false), faults };
}

/**
 * Fills every field from the answers and the facts. Never fails: a path without a value gives empty text, and a row
 * with an empty column is left out.
 */
export function bind(fields: Bindings, source: BindingSource): Bound {
  return Object.fromEntries(
    Object.entries(fields).map(([name, binding]) => [
      name,
      Array.isArray(binding)
        ? binding.flatMap((entry) => rows(entry, source))
        : boundText(binding, source, undefined),
    ]),
  );
}

function rows(entry: ListBinding[number], source: BindingSource): Row[] {
  if (typeof entry === 'string' || !('each' in entry)) return row(entry, source, undefined);
  const members = getPath(source.answers, entry.each);
  if (!Array.isArray(members)) return [];
  return members.flatMap((_, index) => row(entry.item, source, `${entry.each}.${index}`));
}

function row(binding: RowBinding, source: BindingSource, member: string | undefined): Row[] {
  if (typeof binding === 'string' || !('row' in binding)) {
    return boundText(binding, source, member)
      .split(/\n+/)
      .filter((line) => line.trim() !== '');
  }
  const columns = Object.entries(binding.row).map(
    ([name, text]) => [name, boundText(text, source, member)] as const,
  );
  return columns.every(([, text]) => text !== '') ? [Object.fromEntries(columns)] : [];
}

function boundText(binding: TextBinding, source: BindingSource, member: string | undefined): string {
  if (typeof binding === 'string') return filled(parse(binding).parts, source, member).text.trim();
  const value = plain(valueAt(binding.of, source, member));
  const chosen = Object.hasOwn(binding.choices, value) ? binding.choices[value] : binding.otherwise;
  return boundText(chosen ?? '', source, member);
}

function filled(
  parts: Part[],
  source: BindingSource,
  member: string | undefined,
): { text: string; lacks: boolean } {
  let text = '';
  let lacks = false;
  for (const part of parts) {
    if ('text' in part) text += part.text;
    else if ('group' in part) {
      const inner = filled(part.group, source, member);
      if (!inner.lacks) text += inner.text;
    } else {
      const value = placeholderText(part, source, member);
      if (value === '') lacks = true;
      text += value;
    }
  }
  return { text, lacks };
}

function valueAt(path: string, source: BindingSource, member: string | undefined): unknown {
  if (!path.startsWith('@')) return getPath(source.answers, resolvePath(path, member));
  const name = path.slice(1);
  return Object.hasOwn(source.facts, name) ? source.facts[name] : undefined;
}

function placeholderText(
  { path, format }: { path: string; format: string },
  source: BindingSource,
  member: string | undefined,
): string {
  const value = valueAt(path, source, member);
  if (value === undefined || value === null || value === '') return '';
  if (format) return Object.hasOwn(FORMATS, format) ? FORMATS[format]!(value) : '';
  const item =
    source.form && !path.startsWith('@') ? findItem(source.form, resolvePath(path, member))?.item : undefined;
  if (item?.kind === 'field') return answerText(item, value, source.catalogues);
  if (typeof value === 'object') return Array.isArray(value) ? '' : addressText(value);
  return String(value);
}

/**
 * Faults of bindings: paths the form does not ask, facts and formats that are not known, brackets left open.
 *
 * @param facts names that `{@name}` may stand for
 */
export function checkBindings(fields: Bindings, form: FormDefinition, facts: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  const path = (place: string, name: string, repeat: string | undefined) => {
    if (name.startsWith('@')) {
      if (!facts.includes(name.slice(1))) {
        faults.push({ place, message: `Không có thông tin hồ sơ “${name}”. Dùng: @${facts.join(', @')}.` });
      }
      return;
    }
    const inRepeat = name.startsWith('.');
    const full = inRepeat ? `${repeat ?? ''}${name}` : name;
    const owner = findItem(form, full.replace(/\.(province|district|commune|detail)$/, ''))?.item;
    const known =
      findItem(form, full)?.item.kind === 'field' || (owner?.kind === 'field' && owner.input === 'address');
    if (!known || (inRepeat && repeat === undefined)) {
      faults.push({ place, message: `Tờ khai “${form.title}” không có mục “${name}”.` });
    }
  };
  const parts = (place: string, list: Part[], repeat: string | undefined): void => {
    for (const part of list) {
      if ('group' in part) parts(place, part.group, repeat);
      else if ('path' in part) {
        path(place, part.path, repeat);
        if (part.format && !Object.hasOwn(FORMATS, part.format)) {
          const formats = Object.keys(FORMATS).join(', ');
          faults.push({ place, message: `Không có cách viết “${part.format}”. Dùng: ${formats}.` });
        }
      }
    }
  };
  const text = (place: string, binding: TextBinding, repeat: string | undefined): void => {
    if (typeof binding === 'string') {
      const parsed = parse(binding);
      for (const fault of parsed.faults) faults.push({ place, message: `Dấu ngoặc chưa khép: ${fault}.` });
      parts(place, parsed.parts, repeat);
      return;
    }
    path(place, binding.of, repeat);
    for (const [value, inner] of Object.entries(binding.choices)) text(`${place}.${value}`, inner, repeat);
    if (binding.otherwise !== undefined) text(`${place}.otherwise`, binding.otherwise, repeat);
  };
  const entry = (place: string, binding: RowBinding, repeat: string | undefined): void => {
    if (typeof binding === 'string' || !('row' in binding)) text(place, binding, repeat);
    else for (const [name, inner] of Object.entries(binding.row)) text(`${place}.${name}`, inner, repeat);
  };
  for (const [name, binding] of Object.entries(fields)) {
    if (!Array.isArray(binding)) text(name, binding, undefined);
    else {
      for (const [index, one] of binding.entries()) {
        const place = `${name}.${index}`;
        if (typeof one === 'string' || !('each' in one)) entry(place, one, undefined);
        else if (findItem(form, one.each)?.item.kind === 'repeat') entry(place, one.item, one.each);
        else faults.push({ place, message: `Tờ khai “${form.title}” không có danh sách “${one.each}”.` });
      }
    }
  }
  return faults;
}
