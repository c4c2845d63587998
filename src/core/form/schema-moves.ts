import type { FormDefinition, JsonSchema, RepeatItem } from './types.ts';
import { outline, rawAt, schemaRoot } from './places.ts';

/** Puts the schema of a path in its place, with the objects on the way, and says whether it is required. */
export function putSchema(root: JsonSchema, path: string, schema: JsonSchema, required: boolean): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let here = root;
  for (const key of keys) {
    const properties = (here.properties ??= {});
    const next: JsonSchema = Object.hasOwn(properties, key) ? properties[key]! : { type: 'object' };
    properties[key] = next;
    here = next;
  }
  (here.properties ??= {})[last] = schema;
  const others = (here.required ?? []).filter((name) => name !== last);
  const was = here.required?.includes(last) ?? false;
  if (required) here.required = was ? here.required : [...others, last];
  else if (others.length > 0) here.required = others;
  else delete here.required;
}

/**
 * Takes the schema of a path out, with the objects that it leaves empty; leaves it where another item asks the same or a
 * part of it. Answers a copy of what it was (a plain text when there was nothing).
 * @param standing the item itself is still in the form
 */
export function takeSchema(
  def: FormDefinition,
  repeat: RepeatItem | undefined,
  path: string,
  standing = false,
): { schema: JsonSchema; required: boolean } {
  const root = schemaRoot(def, repeat);
  const schema = structuredClone(rawAt(root, path) ?? { type: 'string' as const });
  const required = isListed(root, path);
  const asking = outline(def).filter(
    (one) =>
      one.kind === 'item' &&
      one.repeat === repeat &&
      (one.item.kind === 'field' || one.item.kind === 'repeat') &&
      (one.item.path === path || one.item.path.startsWith(`${path}.`)),
  );
  if (asking.length <= (standing ? 1 : 0)) removeAt(root, path.split('.'));
  return { schema, required };
}

function isListed(root: JsonSchema, path: string): boolean {
  const cut = path.lastIndexOf('.');
  const parent = cut < 0 ? root : rawAt(root, path.slice(0, cut));
  return parent?.required?.includes(path.slice(cut + 1)) ?? false;
}

function removeAt(here: JsonSchema, [key, ...rest]: string[]): void {
  const { properties } = here;
  if (key === undefined || !properties || !Object.hasOwn(properties, key)) return;
  const inner = properties[key]!;
  if (rest.length > 0) {
    removeAt(inner, rest);
    if (Object.keys(inner.properties ?? {}).length > 0) return;
  }
  delete properties[key];
  const left = here.required?.filter((name) => name !== key);
  if (left?.length) here.required = left;
  else delete here.required;
}
