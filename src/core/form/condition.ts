import type { Answers, Condition } from './types.ts';
import { getPath, isFilled, resolvePath } from './paths.ts';

const matches = (value: unknown, wanted: string | number | boolean): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted;

/** Whether a condition holds for the answers; `member` is the path of the repeat's member it stands in. */
export function holds(condition: Condition, answers: Answers, member?: string): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, answers, member));
  if ('any' in condition) return condition.any.some((part) => holds(part, answers, member));
  if ('not' in condition) return !holds(condition.not, answers, member);
  const value = getPath(answers, resolvePath(condition.path, member));
  if ('equals' in condition) return matches(value, condition.equals);
  if ('in' in condition) return condition.in.some((wanted) => matches(value, wanted));
  return isFilled(value) === condition.filled;
}

/** Paths a condition looks at, seen from the root. */
export function references(condition: Condition, member?: string): string[] {
  if ('all' in condition) return condition.all.flatMap((part) => references(part, member));
  if ('any' in condition) return condition.any.flatMap((part) => references(part, member));
  if ('not' in condition) return references(condition.not, member);
  return [resolvePath(condition.path, member)];
}

/**
 * What is left to decide of a condition once the answers outside `open` are settled: true, false, or a condition on the
 * open paths alone (absolute), for the browser to follow.
 */
export function reduce(
  condition: Condition,
  answers: Answers,
  open: (path: string) => boolean,
  member?: string,
): Condition | boolean {
  if ('not' in condition) {
    const inner = reduce(condition.not, answers, open, member);
    return typeof inner === 'boolean' ? !inner : { not: inner };
  }
  if ('all' in condition || 'any' in condition) {
    const every = 'all' in condition;
    const parts = (every ? condition.all : condition.any).map((part) => reduce(part, answers, open, member));
    if (parts.includes(!every)) return !every;
    const rest = parts.filter((part) => typeof part !== 'boolean');
    if (rest.length === 0) return every;
    return rest.length === 1 ? rest[0]! : every ? { all: rest } : { any: rest };
  }
  const path = resolvePath(condition.path, member);
  return open(path) ? { ...condition, path } : holds(condition, answers, member);
}
