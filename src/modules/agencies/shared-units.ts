import { sql } from 'kysely';
import { fold } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { expireAdminUnits } from './admin-units.ts';

/** A province or commune as the shared catalogue has it. ISO dates; `to` is the last day, null: it goes on. */
export interface SharedUnit {
  code: string;
  name: string;
  /** Code of the province; null: it is one. */
  province: string | null;
  from: string;
  to: string | null;
}

/** Units of these codes, whether in force or not, by code. One query. */
export async function sharedUnits(db: Db | Tx, codes: readonly string[]): Promise<Map<string, SharedUnit>> {
  const rows = await db
    .selectFrom('admin_unit')
    .where(sql<boolean>`code = any(${[...codes]})`)
    .select(['code', 'name', 'province_code as province', 'valid_from as from', 'valid_to as to'])
    .execute();
  return new Map(rows.map((row) => [row.code, row]));
}

/** Enters units or brings those with the same code to this; provinces before their communes. Forms offer them at once. */
export async function putSharedUnits(tx: Db | Tx, units: readonly SharedUnit[]): Promise<void> {
  const ordered = [...units].sort((a, b) => Number(a.province !== null) - Number(b.province !== null));
  const BATCH = 500;
  for (let at = 0; at < ordered.length; at += BATCH) {
    const rows = ordered.slice(at, at + BATCH).map(({ code, name, province, from, to }) => ({
      code,
      level: province === null ? 'province' : 'commune',
      name,
      folded: fold(name),
      province_code: province,
      valid_from: from,
      valid_to: to,
    }));
    await tx
      .insertInto('admin_unit')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          folded: eb.ref('excluded.folded'),
          province_code: eb.ref('excluded.province_code'),
          valid_from: eb.ref('excluded.valid_from'),
          valid_to: eb.ref('excluded.valid_to'),
        })),
      )
      .execute();
  }
  expireAdminUnits(tx);
}
