import { addDays } from '../../core/dates.ts';
import { fold } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';

/** A province or a commune with its official code (Decision 19/2025/QĐ-TTg). */
export interface AdminUnit {
  code: string;
  name: string;
}

interface AdminUnits {
  provinces: readonly AdminUnit[];
  /** Communes by the code of their province. */
  communes: ReadonlyMap<string, readonly AdminUnit[]>;
}

const byName = new Intl.Collator('vi').compare;

const kept = versioned(
  async (db): Promise<AdminUnits> => {
    const rows = await db
      .selectFrom('admin_unit')
      .select(['code', 'name', 'level', 'province_code'])
      .where('valid_to', 'is', null)
      .execute();
    rows.sort((a, b) => byName(a.name, b.name));
    const communes = new Map<string, AdminUnit[]>();
    const provinces: AdminUnit[] = [];
    for (const { code, name, level, province_code } of rows) {
      if (level === 'province') provinces.push({ code, name });
      else if (province_code) {
        const list = communes.get(province_code) ?? [];
        list.push({ code, name });
        communes.set(province_code, list);
      }
    }
    return { provinces, communes };
  },
  (db) => tableStamp(db, ['admin_unit']),
);

/** Has the next read look at the database. */
export const expireAdminUnits = (db: Db | Tx): void => kept.expire(db);

/** Provinces and centrally run cities in force, by name. Kept in this process. */
export const provinces = async (db: Db | Tx): Promise<readonly AdminUnit[]> => (await kept.get(db)).provinces;

/** Communes of a province in force, by name; null when there is no such province. Kept in this process. */
export async function communesOf(db: Db | Tx, provinceCode: string): Promise<readonly AdminUnit[] | null> {
  const units = await kept.get(db);
  const known = units.provinces.some((province) => province.code === provinceCode);
  return known ? (units.communes.get(provinceCode) ?? []) : null;
}

export interface ProvinceInput extends AdminUnit {
  communes: AdminUnit[];
}

/** Enters provinces with their communes, or brings the names of those with the same code up to date. */
export async function putAdminUnits(tx: Db | Tx, inputs: readonly ProvinceInput[]): Promise<void> {
  const rows = inputs.flatMap((province) => [
    { code: province.code, level: 'province', name: province.name, province_code: null },
    ...province.communes.map(({ code, name }) => ({
      code,
      level: 'commune',
      name,
      province_code: province.code,
    })),
  ]);
  const BATCH = 1000;
  for (let at = 0; at < rows.length; at += BATCH) {
    await tx
      .insertInto('admin_unit')
      .values(rows.slice(at, at + BATCH).map((row) => ({ ...row, folded: fold(row.name) })))
      .onConflict((conflict) =>
        conflict
          .column('code')
          .doUpdateSet((eb) => ({
            name: eb.ref('excluded.name'),
            folded: eb.ref('excluded.folded'),
            province_code: eb.ref('excluded.province_code'),
          }))
          .where('admin_unit.name', 'is distinct from', (eb) => eb.ref('excluded.name')),
      )
      .execute();
  }
  kept.expire(tx);
}

/** Communes in force with these codes; unknown and ended ones are left out. */
export async function communesByCode(
  db: Db | Tx,
  codes: readonly string[],
): Promise<(AdminUnit & { provinceCode: string | null })[]> {
  if (codes.length === 0) return [];
  return db
    .selectFrom('admin_unit')
    .where((eb) => eb('code', '=', eb.fn.any(eb.val([...codes]))))
    .where('level', '=', 'commune')
    .where('valid_to', 'is', null)
    .select(['code', 'name', 'province_code as provinceCode'])
    .orderBy('code')
    .execute();
}

/**
 * Ends communes and has one take their place from a day on; the one named is made when it is not there yet, and ends
 * nothing when it is one of them.
 *
 * @param day first day of the new order
 */
export async function mergeAdminUnits(
  tx: Tx,
  change: { ended: readonly string[]; code: string; name: string },
  day: string,
): Promise<void> {
  const { code, name } = change;
  const [first] = await communesByCode(tx, change.ended);
  const provinceCode = first?.provinceCode ?? null;
  await tx
    .insertInto('admin_unit')
    .values({
      code,
      level: 'commune',
      name,
      folded: fold(name),
      province_code: provinceCode,
      valid_from: day,
    })
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet({ name, folded: fold(name), valid_to: null }),
    )
    .execute();
  await tx
    .updateTable('admin_unit')
    .set({ valid_to: addDays(day, -1), successor_codes: [code] })
    .where((eb) => eb('code', '=', eb.fn.any(eb.val([...change.ended]))))
    .where('code', '!=', code)
    .where('level', '=', 'commune')
    .execute();
  kept.expire(tx);
}
