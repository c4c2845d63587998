/** Names that would reach an object's prototype; a path that has one leads nowhere. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Value at a dotted path ("members.0.name"), own properties only; undefined when there is none. */
export function getPath(root: unknown, path: string): unknown {
  let value = root;
  let start = 0;
  while (start <= path.length) {
    const dot = path.indexOf('.', start);
    const end = dot < 0 ? path.length : dot;
    const key = path.slice(start, end);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
    start = end + 1;
  }
  return value;
}

/** The same for a path that is already taken apart. */
export function valueAt(root: unknown, keys: readonly string[]): unknown {
  let value = root;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/**
 * Puts a value at a dotted path and makes the objects and arrays (before a numeric key) on the way. Undefined removes.
 * Changes `root`. A path with a prototype name is ignored.
 */
export function setPath(root: Record<string, unknown>, path: string, value: unknown): void {
  putAt(root, path.split('.'), value);
}

/** The same for a path that is already taken apart. */
export function putAt(root: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  if (keys.some((key) => FORBIDDEN.has(key))) return;
  const last = keys.length - 1;
  let here = root;
  for (let i = 0; i < last; i += 1) {
    const key = keys[i]!;
    const next = Object.hasOwn(here, key) ? here[key] : undefined;
    if (typeof next === 'object' && next !== null) {
      here = next as Record<string, unknown>;
      continue;
    }
    if (value === undefined) return;
    const made = /^\d+$/.test(keys[i + 1]!) ? [] : {};
    here[key] = made;
    here = made as Record<string, unknown>;
  }
  if (value === undefined) delete here[keys[last]!];
  else here[keys[last]!] = value;
}

/** A copy that shares nothing with the value, as answers are: texts, numbers, lists and plain objects. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Record<string, unknown> = { ...value };
  for (const key of Object.keys(copy)) copy[key] = copyOf(copy[key]);
  return copy;
}

/** Whether anything was filled in: false is an answer; empty text, lists and objects are none. */
export function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.some(isFilled);
  if (isPlainObject(value)) return Object.values(value).some(isFilled);
  return true;
}

/** The path of an item, its condition or `x-after` seen from the root: a leading "." stands for the member. */
export const resolvePath = (path: string, member: string | undefined): string =>
  path.startsWith('.') ? `${member ?? ''}${path}`.replace(/^\./, '') : path;
