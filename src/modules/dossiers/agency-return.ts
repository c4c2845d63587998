import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import { FINAL_STATUSES } from '../../core/status/index.ts';
import type { Db, Tx } from '../../platform/index.ts';

/**
 * Keeps the dossiers that a merger or split is about to move as they are, so that it can be taken back. They stay locked
 * until the move is done.
 *
 * @param agencyIds agencies that end
 */
export async function keepBeforeMove(
  tx: Tx,
  reorganisationId: number,
  agencyIds: readonly number[],
): Promise<void> {
  const from = [...agencyIds];
  const { rows } = await sql<{ id: number }>`
    select d.id from dossier d
    where d.agency_id = any(${from}::bigint[]) or d.reception_agency_id = any(${from}::bigint[])
      or exists (select from task t where t.dossier_id = d.id and t.closed_at is null
        and t.agency_id = any(${from}::bigint[]))
    order by d.id for update`.execute(tx);
  await sql`
    insert into reorganisation_dossier (reorganisation_id, dossier_id, revision, agency_id, reception_agency_id,
      filed_agency_id, filed_reception_agency_id, current_agency_id, current_unit_id, current_officer_id, tasks)
    select ${reorganisationId}, d.id, d.revision + 1, d.agency_id, d.reception_agency_id,
      d.filed_agency_id, d.filed_reception_agency_id, d.current_agency_id, d.current_unit_id, d.current_officer_id,
      coalesce((select jsonb_agg(jsonb_build_object(
          'id', t.id, 'agency', t.agency_id, 'unit', t.unit_id, 'assignee', t.assignee_id) order by t.id)
        from task t where t.dossier_id = d.id and t.closed_at is null), '[]')
    from dossier d where d.id = any(${rows.map((row) => Number(row.id))}::bigint[])`.execute(tx);
}

/** What would come back of the dossiers that a merger or split moved, and what stays because it was worked on since. */
export interface Returning {
  dossiers: number;
  running: number;
  tasks: number;
  /** Worked on since. */
  stay: number;
  /** A few of them, the newest first. */
  examples: { id: number; name: string }[];
}

const EXAMPLES = 20;

/** Counts what `returnAgencyTasks` would move; two statements. */
export async function returning(db: Db | Tx, reorganisationId: number): Promise<Returning> {
  const { rows } = await sql<Record<'dossiers' | 'running' | 'tasks' | 'stay', number>>`
    select count(*) filter (where d.revision = r.revision) as dossiers,
      count(*) filter (where d.revision = r.revision and d.status <> all(${FINAL_STATUSES})) as running,
      coalesce(sum(jsonb_array_length(r.tasks)) filter (where d.revision = r.revision), 0)::bigint as tasks,
      count(*) filter (where d.revision <> r.revision) as stay
    from reorganisation_dossier r join dossier d on d.id = r.dossier_id
    where r.reorganisation_id = ${reorganisationId}`.execute(db);
  const examples = await db
    .selectFrom('reorganisation_dossier as r')
    .innerJoin('dossier as d', 'd.id', 'r.dossier_id')
    .where('r.reorganisation_id', '=', reorganisationId)
    .whereRef('d.revision', '<>', 'r.revision')
    .select((eb) => ['d.id', eb.fn.coalesce('d.code', 'd.registration_no').as('name')])
    .orderBy('d.id', 'desc')
    .limit(EXAMPLES)
    .execute();
  const { dossiers, running, tasks, stay } = rows[0]!;
  return { dossiers, running, tasks, stay, examples };
}

/** What lies with agencies and would not come back: dossiers old and new, and applications being written. */
export interface Staying {
  /** Dossiers that came to it after the move. */
  received: number;
  /** All that it answers for, received, or worked on. */
  dossiers: number;
  drafts: number;
}

/**
 * What would be left with an agency once a merger or split is taken back.
 *
 * @param draftIds drafts that go back
 */
export async function staying(
  db: Db | Tx,
  reorganisationId: number,
  agencyId: number,
  draftIds: readonly string[],
): Promise<Staying> {
  const { rows } = await sql<Record<keyof Staying, number>>`
    with there as (
      select d.id, r.dossier_id is null as fresh from dossier d
      left join reorganisation_dossier r on r.dossier_id = d.id and r.reorganisation_id = ${reorganisationId}
      where r.revision is distinct from d.revision and d.id in (
        select id from dossier where agency_id = ${agencyId} or reception_agency_id = ${agencyId}
          or filed_agency_id = ${agencyId} or filed_reception_agency_id = ${agencyId} or current_agency_id = ${agencyId}
        union select dossier_id from task where agency_id = ${agencyId}))
    select (select count(*) from there where fresh) as received, (select count(*) from there) as dossiers,
      (select count(*) from draft where agency_id = ${agencyId} and id <> all(${[...draftIds]}::uuid[])) as drafts`.execute(
    db,
  );
  return rows[0]!;
}

/** An open task that would not come back. */
export interface TaskLeft {
  unitId: number;
  role: string | null;
  assigneeId: number | null;
}

/** Open tasks in units that would not come back, alike ones once. */
export async function openTasksLeft(
  db: Db | Tx,
  reorganisationId: number,
  unitIds: readonly number[],
): Promise<TaskLeft[]> {
  const { rows } = await sql<TaskLeft>`
    select distinct t.unit_id as "unitId", t.role, t.assignee_id as "assigneeId"
    from task t join dossier d on d.id = t.dossier_id
    left join reorganisation_dossier r on r.dossier_id = d.id and r.reorganisation_id = ${reorganisationId}
    where t.closed_at is null and t.unit_id = any(${[...unitIds]}::bigint[])
      and r.revision is distinct from d.revision`.execute(db);
  return rows;
}

/**
 * Gives the dossiers that a merger or split moved, and nobody has worked on since, back to where they were: agency, unit
 * and officer, with an event in the trace of each. Codes, due dates and what was written stay.
 *
 * Officers go back before: a task whose holder is not in its unit again lies there for anybody of its role.
 *
 * @param act note: read by the applicant
 */
export async function returnAgencyTasks(
  tx: Tx,
  reorganisationId: number,
  act: { by: { accountId: number; name: string }; at: Date; note: string },
): Promise<{ dossiers: number; tasks: number }> {
  const today = localDate(act.at);
  const { rows } = await sql<{ id: number }>`
    select d.id from reorganisation_dossier r join dossier d on d.id = r.dossier_id
    where r.reorganisation_id = ${reorganisationId} and d.revision = r.revision
    order by d.id for update of d`.execute(tx);
  const ids = rows.map((row) => Number(row.id));
  await sql`
    update dossier d set agency_id = r.agency_id, reception_agency_id = r.reception_agency_id,
      filed_agency_id = r.filed_agency_id, filed_reception_agency_id = r.filed_reception_agency_id,
      current_agency_id = r.current_agency_id, current_unit_id = r.current_unit_id,
      current_officer_id = r.current_officer_id, revision = d.revision + 1, updated_at = ${act.at}
    from reorganisation_dossier r
    where r.reorganisation_id = ${reorganisationId} and r.dossier_id = d.id and d.id = any(${ids}::bigint[])`.execute(
    tx,
  );
  const { numAffectedRows: tasks = 0n } = await sql`
    update task t set agency_id = k.agency, unit_id = k.unit,
      assignee_id = case when exists (select from position p where p.officer_id = k.assignee and p.unit_id = k.unit
        and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date))
        then k.assignee end
    from reorganisation_dossier r,
      jsonb_to_recordset(r.tasks) as k(id bigint, agency bigint, unit bigint, assignee bigint)
    where r.reorganisation_id = ${reorganisationId} and r.dossier_id = any(${ids}::bigint[])
      and t.id = k.id and t.closed_at is null`.execute(tx);
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
  return { dossiers: ids.length, tasks: Number(tasks) };
}

/** Unfinished applications of citizens by the agency they are addressed to. */
export async function draftsAddressed(
  db: Db | Tx,
  agencyIds: readonly number[],
): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('draft')
    .where((eb) => eb('agency_id', '=', eb.fn.any(eb.val([...agencyIds]))))
    .where('dossier_id', 'is', null)
    .select(['id', 'agency_id'])
    .execute();
  return Object.fromEntries(rows.map((row) => [row.id, row.agency_id]));
}

/** Addresses unfinished applications to agencies. */
export async function addressDrafts(tx: Tx, drafts: readonly [string, number][], at: Date): Promise<void> {
  await sql`
    update draft f set agency_id = a.agency, updated_at = ${at}
    from unnest(${drafts.map(([id]) => id)}::uuid[], ${drafts.map(([, to]) => to)}::bigint[]) as a(id, agency)
    where f.id = a.id and f.dossier_id is null`.execute(tx);
}
