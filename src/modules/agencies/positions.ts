import { sql } from 'kysely';
import { addDays } from '../../core/dates.ts';
import type { Db, Tx } from '../../platform/database/index.ts';

/** An officer's position in force in one of the units, with what a page shows of it. */
export interface UnitPosition {
  id: number;
  officerId: number;
  officerName: string;
  unitId: number;
  role: string;
  title: string;
}

/** Positions in these units that hold on a day or later, by unit and name. */
export async function positionsIn(
  db: Db | Tx,
  unitIds: readonly number[],
  day: string,
): Promise<UnitPosition[]> {
  if (unitIds.length === 0) return [];
  return db
    .selectFrom('position')
    .innerJoin('officer', 'officer.id', 'position.officer_id')
    .where((eb) => eb('position.unit_id', '=', eb.fn.any(eb.val([...unitIds]))))
    .where((eb) => eb.or([eb('position.valid_to', 'is', null), eb('position.valid_to', '>=', day)]))
    .select([
      'position.id as id',
      'officer.id as officerId',
      'officer.name as officerName',
      'position.unit_id as unitId',
      'position.role as role',
      'position.title as title',
    ])
    .orderBy('position.unit_id')
    .orderBy('officer.name')
    .execute();
}

/**
 * Moves officers to other units on a day: each position ends the day before and goes on in the new unit with its role
 * and title, unless the officer holds the same there already.
 *
 * @param moves unit by position
 */
export async function movePositions(
  tx: Tx,
  moves: ReadonlyMap<number, number>,
  day: string,
): Promise<number> {
  if (moves.size === 0) return 0;
  const ids = [...moves.keys()];
  const units = [...moves.values()];
  await sql`
    insert into position (officer_id, unit_id, role, title, valid_from, valid_to)
    select distinct on (p.officer_id, m.unit_id, p.role)
      p.officer_id, m.unit_id, p.role, p.title, greatest(p.valid_from, ${day}::date), p.valid_to
    from unnest(${ids}::bigint[], ${units}::bigint[]) as m(id, unit_id)
    join position p on p.id = m.id
    where not exists (
      select from position held
      where held.officer_id = p.officer_id and held.unit_id = m.unit_id and held.role = p.role
        and (held.valid_to is null or held.valid_to >= ${day}::date))
    order by p.officer_id, m.unit_id, p.role, p.id`.execute(tx);
  await sql`
    update position set valid_to = ${addDays(day, -1)}::date
    where id = any(${ids}::bigint[])`.execute(tx);
  return moves.size;
}
