import { sql, type SqlBool } from 'kysely';
import type { Delivery, Party, Source } from '../../../core/dossier.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import type { LimitUnit } from '../../../core/procedure.ts';
import type { OfficerActor } from '../../../core/permission/index.ts';
import type { Status } from '../../../core/status/index.ts';
import type { Db } from '../../../platform/index.ts';
import type { Box } from './boxes.ts';
import { loadDirectory } from '../../agencies/index.ts';
import { ofAgencies, ofBox, typedLike, type Joined } from './conditions.ts';

export interface WorkListFilter {
  procedureCode?: string;
  source?: Source;
  /** Name, number, phone or code, as typed. */
  typed?: string;
  /** Due by this moment. */
  dueBefore?: Date;
  /** Row after which the page begins: its sort value and id. */
  after?: { sort: string; id: number };
  limit: number;
}

export interface WorkRow {
  dossierId: number;
  /** Task that brought it into the box; null for the counter's boxes. */
  taskId: number | null;
  code: string | null;
  registrationNo: string;
  procedureCode: string;
  procedureName: string;
  content: string;
  applicant: Party;
  status: Status;
  statusReason: string | null;
  source: Source;
  submittedAt: Date;
  acceptedAt: Date | null;
  dueAt: Date | null;
  doneAt: Date | null;
  returnedAt: Date | null;
  pausedAt: Date | null;
  stepName: string | null;
  stepDueAt: Date | null;
  /** Kind of step that waits, and who holds it. */
  step: StepKind | null;
  unitId: number | null;
  officerName: string | null;
  /** Agency that handles it: by its calendar the days late are counted. */
  agencyId: number;
  limitUnit: LimitUnit | null;
  delivery: Partial<Delivery>;
  revision: number;
  /** Where the next page begins after this row. */
  sort: string;
  id: number;
}

/** Columns of a row that are the dossier's own. */
const ROW_COLUMNS = [
  'dossier.id as dossierId',
  'dossier.code',
  'dossier.registration_no as registrationNo',
  'dossier.procedure_code as procedureCode',
  'procedure.name as procedureName',
  'dossier.content',
  'dossier.applicant',
  'dossier.status',
  'dossier.status_reason as statusReason',
  'dossier.source',
  'dossier.submitted_at as submittedAt',
  'dossier.accepted_at as acceptedAt',
  'dossier.due_at as dueAt',
  'dossier.done_at as doneAt',
  'dossier.returned_at as returnedAt',
  'dossier.paused_at as pausedAt',
  'dossier.current_step as step',
  'officer.name as officerName',
  'dossier.agency_id as agencyId',
  'dossier.limit_unit as limitUnit',
  'dossier.delivery',
  'dossier.revision',
] as const;

/** One page of a box: one statement, whatever the number of rows. */
export async function workList(
  db: Db,
  actor: OfficerActor,
  box: Box,
  filter: WorkListFilter,
  now: Date,
): Promise<WorkRow[]> {
  const byTask = box.statuses === undefined;
  // Finished things newest first, waiting things by what is due first.
  const newestFirst =
    box.whose === 'done' || box.statuses?.some((status) => ['refused', 'returned'].includes(status));
  const sort =
    box.whose === 'done'
      ? sql<string>`task.closed_at`
      : newestFirst
        ? sql<string>`dossier.status_at`
        : byTask
          ? sql<string>`coalesce(task.due_at, 'infinity'::timestamptz)`
          : box.statuses?.every((status) =>
                ['submitted', 'supplemented', 'supplement_requested'].includes(status),
              )
            ? sql<string>`dossier.submitted_at`
            : sql<string>`coalesce(dossier.due_at, 'infinity'::timestamptz)`;
  // Who holds it: for a task that waits, the one of that task; a dossier may wait at several desks at once.
  const waits = byTask && box.whose !== 'done';
  const unitId = waits ? sql<number | null>`task.unit_id` : sql<number | null>`dossier.current_unit_id`;
  const officerId = waits ? sql<number>`task.assignee_id` : sql<number>`dossier.current_officer_id`;
  const id = byTask ? sql<number>`task.id` : sql<number>`dossier.id`;
  let query = db
    .selectFrom('dossier')
    .leftJoin('task', (join) =>
      byTask ? join.onRef('task.dossier_id', '=', 'dossier.id') : join.on(sql<SqlBool>`false`),
    )
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .leftJoin('officer', (join) => join.on('officer.id', '=', officerId))
    .where((eb) => ofBox(eb as unknown as Joined, actor, box, now));
  if (filter.procedureCode) query = query.where('dossier.procedure_code', '=', filter.procedureCode);
  if (filter.source) query = query.where('dossier.source', '=', filter.source);
  if (filter.dueBefore) query = query.where('dossier.due_at', '<', filter.dueBefore);
  if (filter.typed) query = query.where(typedLike(filter.typed));
  if (filter.after) {
    const { sort: from, id: last } = filter.after;
    query = query.where(
      newestFirst
        ? sql<SqlBool>`(${sort}, ${id}) < (${from}::timestamptz, ${last})`
        : sql<SqlBool>`(${sort}, ${id}) > (${from}::timestamptz, ${last})`,
    );
  }
  const rows = await query
    .select(ROW_COLUMNS)
    .select([
      'task.id as taskId',
      sql<string | null>`case when task.closed_at is null then task.name end`.as('stepName'),
      sql<Date | null>`case when task.closed_at is null then task.due_at end`.as('stepDueAt'),
      unitId.as('unitId'),
      sql<string>`${sort}::text`.as('sort'),
      id.as('id'),
    ])
    .orderBy(sort, newestFirst ? 'desc' : 'asc')
    .orderBy(id, newestFirst ? 'desc' : 'asc')
    .limit(filter.limit)
    .execute();
  return rows;
}

/**
 * Dossiers that the officer may see and that fit what was typed in the search box; an exact code is the only answer. The
 * code or name of an agency, also one that is no more, finds what was filed there.
 */
export async function findDossiers(
  db: Db,
  actor: OfficerActor,
  typed: string,
  limit = 20,
): Promise<WorkRow[]> {
  const named = (await loadDirectory(db)).named(typed).map((agency) => agency.id);
  const rows = await db
    .selectFrom('dossier')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .leftJoin('officer', 'officer.id', 'dossier.current_officer_id')
    .where((eb) =>
      named.length === 0
        ? typedLike(typed)
        : eb.or([
            typedLike(typed),
            eb('dossier.agency_id', '=', eb.fn.any(eb.val(named))),
            eb('dossier.filed_agency_id', '=', eb.fn.any(eb.val(named))),
          ]),
    )
    .where((eb) => ofAgencies(eb as unknown as Joined, actor))
    .select(ROW_COLUMNS)
    .select([
      sql<number | null>`null::bigint`.as('taskId'),
      sql<string | null>`null::text`.as('stepName'),
      sql<Date | null>`null::timestamptz`.as('stepDueAt'),
      'dossier.current_unit_id as unitId',
      sql<string>`dossier.submitted_at::text`.as('sort'),
      'dossier.id as id',
    ])
    .orderBy('dossier.submitted_at', 'desc')
    .orderBy('dossier.id', 'desc')
    .limit(limit)
    .execute();
  return rows;
}

/** Codes of dossiers of the actor's agencies, by id; others are left out. */
export async function dossierNames(
  db: Db,
  actor: OfficerActor,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('dossier')
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...ids]))))
    .where((eb) => ofAgencies(eb as unknown as Joined, actor))
    .select(['id', 'code', 'registration_no'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.code ?? row.registration_no]));
}
