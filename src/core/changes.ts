/** One place where two versions of a thing differ. */
export interface Difference {
  /** Dotted path; members of lists by their code where they have one, else by their place. */
  path: string;
  /** The path in words: "Trường hợp thường › Thời hạn › Số lượng". */
  label: string;
  /** null: not there. */
  before: string | null;
  after: string | null;
}

/** Name of a property, or of the path it ends, in Vietnamese: "name" or "fees.amount". The longest match wins. */
export type Labels = Readonly<Record<string, string>>;

/** Properties by which members of a list are known. */
const KEYS = ['code', 'id', 'key', 'slug', 'path', 'number'];

/**
 * Field-by-field differences of two JSON values, in the order of the properties of the newer one.
 *
 * @param labels words for properties; a property without any is named as it is
 * @param words words for values, by "property=value" ("unit=working_day")
 */
export function differences(
  before: unknown,
  after: unknown,
  labels: Labels = {},
  words: Labels = {},
): Difference[] {
  const found: Difference[] = [];
  walk(before, after, [], [], found, { labels, words });
  return found;
}

interface Vocabulary {
  labels: Labels;
  words: Labels;
}

function walk(
  before: unknown,
  after: unknown,
  path: string[],
  names: string[],
  found: Difference[],
  vocabulary: Vocabulary,
): void {
  if (same(before, after)) return;
  const older = membersOf(before);
  const newer = membersOf(after);
  // A list of plain texts reads better whole.
  if ((older ?? newer) && (older || empty(before)) && (newer || empty(after))) {
    const keys = [...new Set([...(newer?.keys() ?? []), ...(older?.keys() ?? [])])];
    const list = Array.isArray(before ?? after);
    for (const key of keys) {
      const [left, right] = [older?.get(key), newer?.get(key)];
      const name = list ? memberName(right ?? left, key) : labelOf([...path, key], vocabulary.labels);
      walk(left, right, [...path, key], [...names, name], found, vocabulary);
    }
    return;
  }
  found.push({
    path: path.join('.'),
    label: names.join(' › '),
    before: textOf(before, path, vocabulary.words),
    after: textOf(after, path, vocabulary.words),
  });
}

/** Members of an object, or of a list of objects, by key; null for what is shown as one value. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every(isObject)) return null;
    const key = KEYS.find(
      (name) =>
        new Set(value.map((one) => one[name])).size === value.length &&
        value.every((one) => one[name] !== undefined),
    );
    return new Map(value.map((one, index) => [key ? String(one[key]) : String(index + 1), one]));
  }
  return isObject(value) ? new Map(Object.entries(value)) : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const empty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

function same(before: unknown, after: unknown): boolean {
  if (before === after || (empty(before) && empty(after))) return true;
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((one, index) => same(one, after[index]));
  }
  if (!isObject(before) || !isObject(after)) return false;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].every((key) => same(before[key], after[key]));
}

function memberName(member: unknown, key: string): string {
  if (!isObject(member)) return key;
  const name = ['name', 'title', 'label', 'text']
    .map((one) => member[one])
    .find((one) => typeof one === 'string' && one);
  return name ? String(name) : key;
}

function labelOf(path: string[], labels: Labels): string {
  for (let from = 0; from < path.length - 1; from += 1) {
    const found = labels[path.slice(from).join('.')];
    if (found) return found;
  }
  // Members of lists stand between: "fees.A.amount" is also known as "fees.amount", before plain "amount".
  const last = path.at(-1)!;
  const within = path.slice(0, -1).findLast((part) => labels[`${part}.${last}`]);
  return (within && labels[`${within}.${last}`]) ?? labels[last] ?? last;
}

function textOf(value: unknown, path: string[], words: Labels): string | null {
  if (empty(value) || value === '') return null;
  if (typeof value === 'boolean') return value ? 'Có' : 'Không';
  const property = path.findLast((part) => !/^\d+$/.test(part)) ?? '';
  const word = (one: unknown): string => words[`${property}=${String(one)}`] ?? String(one);
  if (Array.isArray(value)) {
    return value.map((one) => (isObject(one) ? memberName(one, JSON.stringify(one)) : word(one))).join('; ');
  }
  return isObject(value) ? JSON.stringify(value) : word(value);
}
