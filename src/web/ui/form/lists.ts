import {
  catalogueNames,
  type AdminUnits,
  type Catalogues,
  type FormDefinition,
} from '../../../core/form/index.ts';
import { localDate } from '../../../core/dates.ts';
import { communesOf, provinces, type AdminUnit } from '../../../modules/agencies/index.ts';
import { catalogues } from '../../../modules/catalogues/index.ts';
import type { Db } from '../../../platform/index.ts';

/**
 * Rows of every list that the form chooses from.
 *
 * @param at moment whose lists are meant: now for a form, the filing for a dossier; absent: whatever has no end
 */
export async function cataloguesOf(db: Db, form: FormDefinition | null, at?: Date): Promise<Catalogues> {
  const names = form ? catalogueNames(form) : new Set<string>();
  return names.size === 0 ? {} : catalogues(db, names, at && localDate(at));
}

const units = new WeakMap<readonly AdminUnit[], AdminUnits>();

/** Provinces and communes in force, found by code or name as forms ask for them. */
export async function adminUnitsOf(db: Db): Promise<AdminUnits> {
  const all = await provinces(db);
  const known = units.get(all);
  if (known) return known;
  const communes = new Map<string, readonly AdminUnit[]>();
  for (const { code, name } of all) {
    const own = (await communesOf(db, code)) ?? [];
    communes.set(code, own);
    communes.set(name, own);
  }
  const found = { provinces: all, communesOf: (province: string) => communes.get(province) ?? [] };
  units.set(all, found);
  return found;
}
