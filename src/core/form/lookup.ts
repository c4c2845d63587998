import type { FieldItem, FormDefinition, FormItem, FormStep, RepeatItem } from './types.ts';
import { perForm } from './per-form.ts';

interface Found {
  item: FieldItem | RepeatItem;
  step: FormStep;
}

/** Fields and repeats by their paths, members of repeats without an index; where two have one path, the first. */
const itemsByPath = perForm((def): ReadonlyMap<string, Found> => {
  const found = new Map<string, Found>();
  const visit = (step: FormStep, items: readonly FormItem[], prefix: string): void => {
    for (const item of items) {
      if (item.kind === 'field' || item.kind === 'repeat') {
        const path = prefix + item.path;
        if (!found.has(path)) found.set(path, { item, step });
      }
      if (item.kind === 'group') visit(step, item.items, '');
      else if (item.kind === 'repeat') visit(step, item.items, `${item.path}.`);
    }
  };
  for (const step of def.steps) visit(step, step.items, '');
  return found;
});

/** The field or repeat that a path names, and its step; indices of members in the path are passed over. */
export const findItem = (def: FormDefinition, path: string): Found | undefined =>
  itemsByPath(def).get(path.replace(/\.\d+(?=\.|$)/g, ''));

/** Names of the catalogues that the fields of a form choose from. */
export function catalogueNames(def: FormDefinition): Set<string> {
  const names = new Set<string>();
  const visit = (items: readonly FormItem[]): void => {
    for (const item of items) {
      if (item.kind === 'field') {
        if (item.catalogue) names.add(item.catalogue);
      } else if (item.kind === 'group' || item.kind === 'repeat') visit(item.items);
    }
  };
  for (const step of def.steps) visit(step.items);
  return names;
}
