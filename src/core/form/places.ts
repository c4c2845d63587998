import type { FormDefinition, FormItem, FormStep, JsonSchema, RepeatItem } from './types.ts';

const PLACE = /^steps\.(.+?)((?:\.items\.\d+)*)$/;

/** What a place of a definition names ("steps.nguoi-nop.items.0"), as `checkForm` writes places. */
export type Spot =
  { kind: 'form'; place: 'form' } | { kind: 'step'; place: string; step: FormStep; index: number } | ItemSpot;

/** One item, with what is around it. */
export interface ItemSpot {
  kind: 'item';
  place: string;
  step: FormStep;
  item: FormItem;
  /** The list it stands in, and where. */
  list: FormItem[];
  index: number;
  /** Place of the step, group or repeat around it. */
  parent: string;
  /** The repeat around it. */
  repeat?: RepeatItem;
}

export const stepPlace = (step: FormStep, index: number): string => `steps.${step.id || index}`;

/** What stands at a place; null when nothing does. */
export function spotAt(def: FormDefinition, place: string): Spot | null {
  if (place === 'form') return { kind: 'form', place };
  const [, id, rest] = PLACE.exec(place) ?? [];
  if (id === undefined) return null;
  const found = def.steps.findIndex((one, i) => stepPlace(one, i) === `steps.${id}`);
  const step = def.steps[found];
  if (!step) return null;
  const way = (rest?.match(/\d+/g) ?? []).map(Number);
  if (way.length === 0) return { kind: 'step', place, step, index: found };
  let list: FormItem[] = step.items;
  let repeat: RepeatItem | undefined;
  let parent = `steps.${id}`;
  for (const [depth, index] of way.entries()) {
    const item = list[index];
    if (!item) return null;
    if (depth === way.length - 1) return { kind: 'item', place, step, item, list, index, parent, repeat };
    if (item.kind !== 'group' && item.kind !== 'repeat') return null;
    if (item.kind === 'repeat') repeat = item;
    list = item.items;
    parent = `${parent}.items.${index}`;
  }
  return null;
}

/** Every step and item in the order of the form, with its depth; the first one is the first step at depth 0. */
export function outline(
  def: FormDefinition,
): ({ depth: number } & Extract<Spot, { kind: 'step' | 'item' }>)[] {
  const found: ReturnType<typeof outline> = [];
  const visit = (step: FormStep, list: FormItem[], parent: string, depth: number, repeat?: RepeatItem) => {
    for (const [index, item] of list.entries()) {
      const place = `${parent}.items.${index}`;
      found.push({ kind: 'item', place, step, item, list, index, parent, repeat, depth });
      if (item.kind === 'group') visit(step, item.items, place, depth + 1, repeat);
      else if (item.kind === 'repeat') visit(step, item.items, place, depth + 1, item);
    }
  };
  for (const [index, step] of def.steps.entries()) {
    const place = stepPlace(step, index);
    found.push({ kind: 'step', place, step, index, depth: 0 });
    visit(step, step.items, place, 1);
  }
  return found;
}

/** Path of an item seen from the root of the answers, members of a repeat as "*"; undefined for what has none. */
export function patternOf(spot: ItemSpot): string | undefined {
  const { item, repeat } = spot;
  if (item.kind !== 'field' && item.kind !== 'repeat') return undefined;
  return repeat ? `${repeat.path}.*.${item.path}` : item.path;
}

/** Place of the step or item nearest to the place of a fault: faults of the schema lead to the field that has it. */
export function nearestPlace(def: FormDefinition, place: string): string {
  if (spotAt(def, place)) return place;
  if (!place.startsWith('schema.')) return 'form';
  const pattern = place
    .split('.')
    .slice(1)
    .filter((part) => part !== 'properties')
    .map((part) => (part === 'items' ? '*' : part))
    .join('.');
  const items = outline(def).filter((one): one is ItemSpot & { depth: number } => one.kind === 'item');
  const exact = items.find((one) => patternOf(one) === pattern);
  return (exact ?? items.find((one) => patternOf(one)?.startsWith(`${pattern}.`)))?.place ?? 'form';
}

/** Schema under which the paths of an item are found: the root's, or that of one member of the repeat around it. */
export function schemaRoot(def: FormDefinition, repeat: RepeatItem | undefined): JsonSchema {
  if (!repeat) return def.schema;
  const array = rawAt(def.schema, repeat.path);
  return array?.items ?? {};
}

/** Schema of a path as it is written, references not resolved; undefined when there is none. */
export function rawAt(root: JsonSchema, path: string): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const key of path.split('.')) {
    const properties: Record<string, JsonSchema> | undefined = schema?.properties;
    if (!properties || !Object.hasOwn(properties, key)) return undefined;
    schema = properties[key];
  }
  return schema;
}
