import type { FieldItem, FormDefinition, FormItem, FormStep, RepeatItem } from './types.ts';

/** The field or repeat that a path names, and its step; indices of members in the path are passed over. */
export function findItem(
  def: FormDefinition,
  path: string,
): { item: FieldItem | RepeatItem; step: FormStep } | undefined {
  const wanted = path.replace(/\.\d+(?=\.|$)/g, '');
  const within = (items: FormItem[], prefix: string): FieldItem | RepeatItem | undefined => {
    for (const item of items) {
      if (item.kind === 'note' || item.kind === 'attachment') continue;
      if (item.kind !== 'group' && prefix + item.path === wanted) return item;
      const inner =
        item.kind === 'group'
          ? within(item.items, prefix)
          : item.kind === 'repeat'
            ? within(item.items, `${item.path}.`)
            : undefined;
      if (inner) return inner;
    }
    return undefined;
  };
  for (const step of def.steps) {
    const item = within(step.items, '');
    if (item) return { item, step };
  }
  return undefined;
}

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
