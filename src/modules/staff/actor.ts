import { sql } from 'kysely';
import type { OfficerActor, Position } from '../../core/permission/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { loadGrants } from '../rights/index.ts';

/**
 * Officers as the rights see them on a day, whether they are logged in or not: for "who can do what" and "why". One
 * statement beside the grants.
 *
 * @param today ISO date
 */
export async function actorOf(
  db: Db,
  officerIds: readonly number[],
  today: string,
): Promise<Map<number, OfficerActor>> {
  const rows = await db
    .selectFrom('officer')
    .where((eb) => eb('officer.id', '=', eb.fn.any(eb.val([...officerIds]))))
    .select([
      'officer.id',
      'officer.account_id',
      'officer.name',
      sql<(Position & { insteadOf: Position['insteadOf'] | null })[]>`coalesce((
        select json_agg(json_build_object('agencyId', unit.agency_id, 'unitId', unit.id, 'unitCode', unit.code,
          'role', p.role, 'title', p.title, 'insteadOf', held.instead_of) order by held.instead_of is not null, p.id)
        from (
          select officer.id as officer_id, null::json as instead_of
          union all
          select s.officer_id, json_build_object('officerId', s.officer_id, 'name', away.name, 'until', s.valid_to)
          from substitution s join officer away on away.id = s.officer_id
          where s.substitute_id = officer.id and s.valid_from <= ${today}::date and s.valid_to >= ${today}::date
        ) held
        join position p on p.officer_id = held.officer_id
        join unit on unit.id = p.unit_id
        where p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date)), '[]')`.as(
        'positions',
      ),
      sql<string[]>`coalesce((
        select json_agg(m.group_code order by m.group_code) from officer_group_member m
        where m.officer_id = officer.id and m.valid_from <= ${today}::date
          and (m.valid_to is null or m.valid_to >= ${today}::date)), '[]')`.as('groups'),
    ])
    .execute();
  const grants = await loadGrants(db);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        kind: 'officer',
        accountId: row.account_id,
        officerId: row.id,
        name: row.name,
        positions: row.positions.map(({ insteadOf, ...position }) => ({
          ...position,
          ...(insteadOf && { insteadOf }),
        })),
        groups: row.groups,
        grants,
      },
    ]),
  );
}
