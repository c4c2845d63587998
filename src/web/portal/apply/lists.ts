import type { AdminUnits, Catalogues, FormDefinition, FormItem } from '../../../core/form/index.ts';
import { communesOf, provinces, type AdminUnit } from '../../../modules/agencies/index.ts';
import { catalogues } from '../../../modules/catalogues/index.ts';
import type { Db } from '../../../platform/index.ts';

/** Rows of every list that the form chooses from. */
export async function cataloguesOf(db: Db, form: FormDefinition | null): Promise<Catalogues> {
  const names = new Set<string>();
  const visit = (items: readonly FormItem[]): void => {
    for (const item of items) {
      if (item.kind === 'field') {
        if (item.catalogue) names.add(item.catalogue);
      } else if (item.kind !== 'note') visit(item.items);
    }
  };
  for (const step of form?.steps ?? []) visit(step.items);
  return names.size === 0 ? {} : catalogues(db, names);
}

/** Provinces and communes in force, found by code or name as forms ask for them. */
export async function adminUnitsOf(db: Db): Promise<AdminUnits> {
  const all = await provinces(db);
  const communes = new Map<string, readonly AdminUnit[]>();
  for (const { code, name } of all) {
    const own = (await communesOf(db, code)) ?? [];
    communes.set(code, own);
    communes.set(name, own);
  }
  return { provinces: all, communesOf: (province) => communes.get(province) ?? [] };
}
