/** Names that would reach an object's prototype; a path that has one leads nowhere. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Value at a dotted path ("members.0.name"), own properties only; undefined when there is none. */
export function getPath(root: unknown, path: string): unknown {
  let value = root;
  for (const key of path.split('.')) {
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
  const keys = path.split('.');
  if (keys.some((key) => FORBIDDEN.has(key))) return;
  const last = keys.pop()!;
  let here: Record<string, unknown> = root;
  for (const [i, key] of keys.entries()) {
    const next = Object.hasOwn(here, key) ? here[key] : undefined;
    if (typeof next === 'object' && next !== null) {
      here = next as Record<string, unknown>;
      continue;
    }
    if (value === undefined) return;
    const made = /^\d+$/.test(keys[i + 1] ?? last) ? [] : {};
    here[key] = made;
    here = made as Record<string, unknown>;
  }
  if (value === undefined) delete here[last];
  else here[last] = value;
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
