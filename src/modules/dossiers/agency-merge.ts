import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import { STATUSES, STATUS_INFO } from '../../core/status/index.ts';
import type { Db, Tx } from '../../platform/index.ts';

/** Where everything of agencies that end goes. */
export interface AgencyMapping {
  /** Agencies that end, with the one that answers for what no unit decides. */
  agencies: ReadonlyMap<number, number>;
  /** Units of those agencies, with the unit that takes over and its agency. */
  units: ReadonlyMap<number, { unitId: number; agencyId: number }>;
}

/** What of an agency is in hand: it can not end while any of it is. */
export interface AgencyLoad {
  /** Dossiers it handles or received that are not finished. */
  running: number;
  /** All dossiers it handles or received. */
  dossiers: number;
  /** Dossiers filed with it for which another agency answers now. */
  moved: number;
  /** Open tasks in its units. */
  tasks: number;
  /** Unfinished applications of citizens that are addressed to it. */
  drafts: number;
}

const ENDED = STATUSES.filter((status) => STATUS_INFO[status].final);

/** Load of agencies by id; one statement, whatever their number. */
export async function agencyLoads(db: Db | Tx, ids: readonly number[]): Promise<Map<number, AgencyLoad>> {
  const wanted = [...ids];
  const { rows } = await sql<AgencyLoad & { id: number }>`
    select a.id,
      (select count(*) from dossier d where (d.agency_id = a.id or d.reception_agency_id = a.id)
        and d.status <> all(${ENDED})) as running,
      (select count(*) from dossier d where d.agency_id = a.id or d.reception_agency_id = a.id) as dossiers,
      (select count(*) from dossier d where d.filed_agency_id = a.id) as moved,
      (select count(*) from task t where t.agency_id = a.id and t.closed_at is null) as tasks,
      (select count(*) from draft f where f.agency_id = a.id and f.dossier_id is null) as drafts
    from unnest(${wanted}::bigint[]) as a(id)`.execute(db);
  return new Map(
    rows.map(({ id, running, dossiers, moved, tasks, drafts }) => [
      Number(id),
      {
        running: Number(running),
        dossiers: Number(dossiers),
        moved: Number(moved),
        tasks: Number(tasks),
        drafts: Number(drafts),
      },
    ]),
  );
}

/** Open tasks by unit; units without any are left out. */
export async function unitTasks(db: Db | Tx, unitIds: readonly number[]): Promise<Map<number, number>> {
  if (unitIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('task')
    .where((eb) => eb('unit_id', '=', eb.fn.any(eb.val([...unitIds]))))
    .where('closed_at', 'is', null)
    .select((eb) => ['unit_id', eb.fn.countAll<number>().as('count')])
    .groupBy('unit_id')
    .execute();
  return new Map(rows.map((row) => [row.unit_id!, Number(row.count)]));
}

export interface Moved {
  dossiers: number;
  tasks: number;
  drafts: number;
}

/**
 * Hands everything that lies in agencies that end to those that take over, as one act with an event in the trace of each
 * dossier: open tasks go to the unit that takes over, the dossier to its agency, which from then on answers for it.
 * Code, due date, names and all that was written before stay; where it was filed is kept beside. Finished dossiers go
 * along, so that the new agency finds and may open what the old one did. A merger may move thousands: set by set, not
 * one act each, under locks on all of them.
 *
 * Officers move before: a task whose holder is not in the new unit lies there for anybody of its role.
 *
 * @param act note: read by the applicant
 */
export async function moveAgencyTasks(
  tx: Tx,
  mapping: AgencyMapping,
  act: { by: { accountId: number; name: string }; at: Date; note: string },
): Promise<Moved> {
  const today = localDate(act.at);
  const agencyFrom = [...mapping.agencies.keys()];
  const agencyTo = [...mapping.agencies.values()];
  const unitFrom = [...mapping.units.keys()];
  const unitTo = [...mapping.units.values()].map((unit) => unit.unitId);
  const unitAgency = [...mapping.units.values()].map((unit) => unit.agencyId);
  const agencies = sql`unnest(${agencyFrom}::bigint[], ${agencyTo}::bigint[]) as a(old, new)`;
  const units = sql`unnest(${unitFrom}::bigint[], ${unitTo}::bigint[], ${unitAgency}::bigint[]) as m(old, new, agency)`;

  // In the order of ids, as every other lock on several dossiers, so that nobody waits in a ring.
  const { rows: touched } = await sql<{ id: number }>`
    select d.id from dossier d
    where d.agency_id = any(${agencyFrom}::bigint[]) or d.reception_agency_id = any(${agencyFrom}::bigint[])
      or exists (select from task t where t.dossier_id = d.id and t.closed_at is null
        and (t.agency_id = any(${agencyFrom}::bigint[]) or t.unit_id = any(${unitFrom}::bigint[])))
    order by d.id for update`.execute(tx);
  const ids = touched.map((row) => Number(row.id));

  // Which new agency handles it: where the unit went that works, or last worked, on it; the counter decides least.
  await sql`
    update dossier d set
      filed_agency_id = case when h.id is null then d.filed_agency_id else coalesce(d.filed_agency_id, d.agency_id) end,
      filed_reception_agency_id = case when r.new is null then d.filed_reception_agency_id
        else coalesce(d.filed_reception_agency_id, d.reception_agency_id) end,
      agency_id = coalesce(h.id, d.agency_id),
      reception_agency_id = coalesce(r.new, d.reception_agency_id),
      current_agency_id = coalesce(c.agency, ca.new, d.current_agency_id),
      current_unit_id = coalesce(c.new, d.current_unit_id),
      revision = d.revision + 1,
      updated_at = ${act.at}
    from dossier d2
    left join lateral (select a.new from ${agencies} where a.old = d2.reception_agency_id) r0 on true
    left join lateral (
      select m.agency as new from task t join unit u on u.id = t.unit_id join ${units} on m.old = t.unit_id
      where t.dossier_id = d2.id and u.agency_id = d2.reception_agency_id and u.kind = 'counter'
      order by t.closed_at is null desc, t.id desc limit 1) r1 on r0.new is not null
    left join lateral (select coalesce(r1.new, r0.new) as new) r on true
    left join lateral (select a.new from ${agencies} where a.old = d2.agency_id) h0 on true
    left join lateral (
      select m.agency from task t join unit u on u.id = t.unit_id join ${units} on m.old = t.unit_id
      where t.dossier_id = d2.id and u.agency_id = d2.agency_id
      order by u.kind = 'counter', t.closed_at is null desc, t.id desc limit 1) h1 on h0.new is not null
    left join lateral (select case when h0.new is not null then coalesce(h1.agency, h0.new) end as id) h on true
    left join lateral (select m.new, m.agency from ${units} where m.old = d2.current_unit_id) c on true
    left join lateral (select a.new from ${agencies} where a.old = d2.current_agency_id) ca on true
    where d2.id = d.id and d.id = any(${ids}::bigint[])`.execute(tx);

  const { numAffectedRows: inUnits = 0n } = await sql`
    update task t set unit_id = m.new, agency_id = m.agency
    from ${units} where t.closed_at is null and t.unit_id = m.old`.execute(tx);
  // Steps that no unit holds lie with the agency that handles the dossier.
  const { numAffectedRows: inAgencies = 0n } = await sql`
    update task t set agency_id = coalesce(d.agency_id, a.new)
    from ${agencies}, dossier d
    where t.closed_at is null and t.agency_id = a.old and d.id = t.dossier_id and t.unit_id is null`.execute(
    tx,
  );
  await sql`
    update task t set assignee_id = null
    where t.closed_at is null and t.unit_id = any(${unitTo}::bigint[]) and t.assignee_id is not null
      and t.dossier_id = any(${ids}::bigint[])
      and not exists (select from position p where p.officer_id = t.assignee_id and p.unit_id = t.unit_id
        and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date))`.execute(
    tx,
  );
  await sql`
    update dossier d set current_officer_id = null
    where d.id = any(${ids}::bigint[]) and d.current_officer_id is not null and not exists (
      select from task t where t.dossier_id = d.id and t.closed_at is null
        and t.assignee_id = d.current_officer_id)`.execute(tx);

  await sql`
    insert into trace (dossier_id, at, action, from_status, to_status, actor_kind, actor_account_id, actor_name, note, data)
    select d.id, ${act.at}, 'move-agency', d.status, d.status, 'system', ${act.by.accountId}, ${act.by.name}, ${act.note},
      jsonb_build_object('agency', d.agency_id, 'filedAgency', d.filed_agency_id)
    from dossier d where d.id = any(${ids}::bigint[]) order by d.id`.execute(tx);
  const { numAffectedRows: drafts = 0n } = await sql`
    update draft f set agency_id = a.new, updated_at = ${act.at}
    from ${agencies} where f.agency_id = a.old and f.dossier_id is null`.execute(tx);
  return { dossiers: ids.length, tasks: Number(inUnits) + Number(inAgencies), drafts: Number(drafts) };
}

/**
 * Gives the open tasks of one unit to another of the same agency, with an event in the trace of each dossier.
 *
 * @returns how many tasks moved
 */
export async function moveUnitTasks(
  tx: Tx,
  units: ReadonlyMap<number, { unitId: number; agencyId: number }>,
  act: { by: { accountId: number; name: string }; at: Date; note: string },
): Promise<Moved> {
  return moveAgencyTasks(tx, { agencies: new Map(), units }, act);
}
