import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';
import { InvalidConfiguration, recordChange } from '../configuration/index.ts';
import { expireAdminUnits } from './admin-units.ts';
import { expireCalendars } from './calendar.ts';
import { expireDirectory, readDirectory } from './directory.ts';
import { agencyObject, type AgencyEdit } from './edit.ts';
import { factsOf } from './facts.ts';

export interface PositionRow {
  officerId: number;
  unitId: number;
  role: PositionRole;
  title: string;
  from: string;
  to: string | null;
}

interface DayRow {
  agencyId: number;
  day: string;
  kind: 'holiday' | 'rest' | 'working';
  name: string;
  spans: [number, number][] | null;
}

interface AdminUnitRow {
  name: string;
  folded: string;
  province: string | null;
  from: string;
  to: string | null;
  successors: string[];
}

/** What belongs to agencies beside themselves, as plain JSON by key, so that two moments can be compared. */
export interface AgencyHoldings {
  /** By id. */
  positions: Record<string, PositionRow>;
  /** Days of their own in the calendar, by "agency@day". */
  days: Record<string, DayRow>;
  /** Communes by code. */
  adminUnits: Record<string, AdminUnitRow>;
}

/** What is to be written or taken away, by kind and key. */
export type HoldingsChange = {
  [Kind in keyof AgencyHoldings]: { put: AgencyHoldings[Kind]; remove: string[] };
};

/** Positions and calendar days of agencies, and communes of these codes. Three statements. */
export async function agencyHoldings(
  db: Db | Tx,
  agencyIds: readonly number[],
  communeCodes: readonly string[],
): Promise<AgencyHoldings> {
  const ids = [...agencyIds];
  const positions = await db
    .selectFrom('position')
    .innerJoin('unit', 'unit.id', 'position.unit_id')
    .where((eb) => eb('unit.agency_id', '=', eb.fn.any(eb.val(ids))))
    .select([
      'position.id',
      'position.officer_id as officerId',
      'position.unit_id as unitId',
      'position.role',
      'position.title',
      'position.valid_from as from',
      'position.valid_to as to',
    ])
    .execute();
  const days = await db
    .selectFrom('calendar_day')
    .where((eb) => eb('agency_id', '=', eb.fn.any(eb.val(ids))))
    .select(['agency_id', 'day', 'kind', 'name', 'spans'])
    .execute();
  const communes = await db
    .selectFrom('admin_unit')
    .where((eb) => eb('code', '=', eb.fn.any(eb.val([...communeCodes]))))
    .selectAll()
    .execute();
  return {
    positions: Object.fromEntries(positions.map(({ id, ...row }) => [String(id), row])),
    days: Object.fromEntries(
      days.map(({ agency_id: agencyId, ...row }) => [
        `${agencyId}@${row.day}`,
        { agencyId: agencyId!, ...row },
      ]),
    ),
    adminUnits: Object.fromEntries(
      communes.map((row) => [
        row.code,
        {
          name: row.name,
          folded: row.folded,
          province: row.province_code,
          from: row.valid_from,
          to: row.valid_to,
          successors: row.successor_codes,
        },
      ]),
    ),
  };
}

/** Writes and takes away positions, calendar days and communes as they are given. */
export async function putHoldings(tx: Tx, { positions, days, adminUnits }: HoldingsChange): Promise<void> {
  const put = JSON.stringify(Object.entries(positions.put).map(([id, row]) => ({ id, ...row })));
  await sql`
    update position p set unit_id = k."unitId", role = k.role, title = k.title, valid_from = k."from", valid_to = k."to"
    from jsonb_to_recordset(${put}::jsonb) as k(id bigint, "unitId" bigint, role text, title text, "from" date, "to" date)
    where p.id = k.id`.execute(tx);
  await sql`delete from position where id = any(${positions.remove}::bigint[])`.execute(tx);
  await sql`
    delete from calendar_day where (agency_id || '@' || day) = any(${days.remove})`.execute(tx);
  for (const row of Object.values(days.put)) {
    const facts = { kind: row.kind, name: row.name, spans: row.spans && JSON.stringify(row.spans) };
    await tx
      .insertInto('calendar_day')
      .values({ agency_id: row.agencyId, day: row.day, ...facts })
      .onConflict((conflict) => conflict.columns(['agency_id', 'day']).doUpdateSet(facts))
      .execute();
  }
  for (const [code, row] of Object.entries(adminUnits.put)) {
    await tx
      .updateTable('admin_unit')
      .set({
        name: row.name,
        folded: row.folded,
        province_code: row.province,
        valid_from: row.from,
        valid_to: row.to,
        successor_codes: row.successors,
      })
      .where('code', '=', code)
      .execute();
  }
  // Addresses may name it already: it is offered no more, and keeps its name.
  await sql`update admin_unit set valid_to = valid_from where code = any(${adminUnits.remove})`.execute(tx);
  expireDirectory(tx);
  expireCalendars(tx);
  expireAdminUnits(tx);
}

/**
 * Takes an agency away that a merger or split made and nothing has come to: as if it had never been, so that its name,
 * code and address are free again. Agencies that belonged to it stand alone until they are written anew.
 *
 * @throws InvalidConfiguration when something has come to it just now
 */
export async function removeAgency(tx: Tx, id: number, edit: AgencyEdit): Promise<void> {
  const agency = (await readDirectory(tx)).agencyById(id);
  if (!agency) return;
  await recordChange(tx, {
    object: agencyObject(id),
    title: agency.name,
    action: 'agency.remove',
    by: edit.by,
    at: edit.at,
    before: factsOf(agency),
    after: null,
  });
  await sql`update unit set successor_id = null where successor_id in (select id from unit where agency_id = ${id})`.execute(
    tx,
  );
  await sql`
    update agency set parent_id = nullif(parent_id, ${id}), receives_at_id = nullif(receives_at_id, ${id})
    where parent_id = ${id} or receives_at_id = ${id}`.execute(tx);
  try {
    await tx.deleteFrom('unit').where('agency_id', '=', id).execute();
    await tx.deleteFrom('agency').where('id', '=', id).execute();
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error;
    const message = `Vừa có hồ sơ hoặc cán bộ đến ${agency.name}. Xem lại các số rồi xác nhận lần nữa.`;
    throw new InvalidConfiguration([{ place: '', message }]);
  }
  expireDirectory(tx);
}

/** Takes those of these units away that nobody works in and nothing ever lay in; the others stay. */
export async function removeIdleUnits(tx: Tx, ids: readonly number[]): Promise<void> {
  const wanted = [...ids];
  const idle = sql`u.id = any(${wanted}::bigint[])
    and not exists (select from position p where p.unit_id = u.id)
    and not exists (select from task t where t.unit_id = u.id)
    and not exists (select from dossier d where d.current_unit_id = u.id)`;
  await sql`update unit set successor_id = null where successor_id in (select u.id from unit u where ${idle})`.execute(
    tx,
  );
  await sql`delete from unit u where ${idle}`.execute(tx);
  expireDirectory(tx);
}
