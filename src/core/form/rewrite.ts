import type { Condition, FormDefinition, FormItem, JsonSchema } from './types.ts';
import { resolvePath } from './paths.ts';
import { outline, rawAt, schemaRoot } from './places.ts';

/** Path patterns that are called anew: from → to, seen from the root ("members.*.name"). */
export type Renames = ReadonlyMap<string, string>;

/** Has every condition, x-after and the subject line follow answers that are called anew. Changes `def`. */
export function followRenames(def: FormDefinition, renames: Renames): void {
  if (renames.size === 0) return;
  for (const spot of outline(def)) {
    if (spot.kind !== 'item') continue;
    const { item, repeat } = spot;
    const member = repeat && `${repeat.path}.*`;
    renameCondition(item, renames, member);
    if (item.kind !== 'field') continue;
    const schema = rawAt(schemaRoot(def, repeat), item.path);
    if (schema) renameAfter(schema, renames, member);
  }
  if (def.subject) def.subject = def.subject.map((path) => renamed(path, renames));
}

/** The same for one item's own condition; `from` is the member it was written in, when that is another one. */
export function renameCondition(
  item: FormItem,
  renames: Renames,
  member: string | undefined,
  from: string | undefined = member,
): void {
  if (item.showIf) item.showIf = inCondition(item.showIf, (path) => rewritten(path, renames, member, from));
}

/** The same for a date that may not precede another. */
export function renameAfter(
  schema: JsonSchema,
  renames: Renames,
  member: string | undefined,
  from: string | undefined = member,
): void {
  const after = schema['x-after'];
  if (after !== undefined) schema['x-after'] = rewritten(after, renames, member, from);
}

function rewritten(
  path: string,
  renames: Renames,
  member: string | undefined,
  from: string | undefined,
): string {
  const absolute = resolvePath(path, from);
  const next = renamed(absolute, renames);
  if (next === absolute && member === from) return path;
  return member && next.startsWith(`${member}.`) ? next.slice(member.length) : next;
}

function renamed(path: string, renames: Renames): string {
  const exact = renames.get(path);
  if (exact !== undefined) return exact;
  for (const [from, to] of renames) if (path.startsWith(`${from}.`)) return to + path.slice(from.length);
  return path;
}

function inCondition(condition: Condition, rename: (path: string) => string): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => inCondition(part, rename)) };
  if ('any' in condition) return { any: condition.any.map((part) => inCondition(part, rename)) };
  if ('not' in condition) return { not: inCondition(condition.not, rename) };
  return { ...condition, path: rename(condition.path) };
}
