import { fold } from '../../core/text.ts';

interface Member {
  code: string;
  name: string;
}

export interface MergedMembers<T> {
  /** In the order of the national list. */
  members: T[];
  /** Those here that the national list does not know. */
  gone: T[];
  /** Code in the national list → code here. */
  codes: Map<string, string>;
}

/**
 * Matches members of two lists: by name where it is certain, then by code. Matched ones keep their code here; new ones get their national
 * code, or one made from it when that is taken.
 *
 * @param take makes the merged member of one here and its national match
 */
export function mergeMembers<T extends Member>(
  local: readonly T[],
  national: readonly T[],
  take: (mine: T, other: T) => T,
): MergedMembers<T> {
  const left = new Set(local);
  const matches = new Map<T, T>();
  const match = (equal: (mine: T, other: T) => boolean): void => {
    for (const other of national) {
      if (matches.has(other)) continue;
      const found = [...left].find((mine) => equal(mine, other));
      if (!found) continue;
      left.delete(found);
      matches.set(other, found);
    }
  };
  match((mine, other) => mine.code === other.code && fold(mine.name) === fold(other.name));
  // A name that stands twice tells nobody which one is meant.
  const alone = (list: readonly T[], name: string): boolean =>
    list.filter((one) => fold(one.name) === name).length === 1;
  match((mine, other) => {
    const name = fold(other.name);
    return fold(mine.name) === name && alone(local, name) && alone(national, name);
  });
  match((mine, other) => mine.code === other.code);
  // What is left of the same name is told apart by its order alone.
  match((mine, other) => fold(mine.name) === fold(other.name));
  const taken = new Set([...matches.values()].map((mine) => mine.code));
  const codes = new Map<string, string>();
  const members = national.map((other) => {
    const mine = matches.get(other);
    if (mine) {
      codes.set(other.code, mine.code);
      return take(mine, other);
    }
    const code = free(other.code, taken);
    taken.add(code);
    codes.set(other.code, code);
    return { ...other, code };
  });
  return { members, gone: [...left], codes };
}

function free(code: string, taken: ReadonlySet<string>): string {
  if (!taken.has(code)) return code;
  for (let number = 2; ; number++) if (!taken.has(`${code}-${number}`)) return `${code}-${number}`;
}

/** Whether two values say the same: whatever the order of keys, and whether what is not there is left out or empty. */
export const same = (a: unknown, b: unknown): boolean => shape(a) === shape(b);

function shape(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) => {
      if (part === null || (Array.isArray(part) && part.length === 0)) return undefined;
      if (!part || typeof part !== 'object' || Array.isArray(part)) return part;
      return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
    }) ?? ''
  );
}
