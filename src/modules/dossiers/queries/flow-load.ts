import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { StepKind } from '../../../core/flow/types.ts';
import { reportPlaces, type OfficerActor } from '../../../core/permission/index.ts';
import { STATUSES, type Status } from '../../../core/status/index.ts';
import type { Db, Tx } from '../../../platform/index.ts';
import { loadDirectory } from '../../agencies/index.ts';
import type { FindPage, FoundRow } from './find.ts';
import { LIST_COLUMNS, NAME_ALONE } from './work-list.ts';

/** How many tasks wait at a step of a version of a flow. */
export interface FlowLoad {
  versionId: number;
  version: number;
  /** Id of the step's node in that version. */
  node: string;
  step: StepKind;
  /** Open tasks, and those of them whose time is over; a task that is paused is not late. */
  open: number;
  late: number;
}

/** The same, of the dossiers that an officer may look over. */
export interface SeenLoad extends FlowLoad {
  flowCode: string;
  /** Name of the step as its version has it. */
  stepName: string;
  /** Of the one that is late for longest: when the step was due, and the agency whose calendar counts. */
  latest: { dueAt: Date; agencyId: number } | null;
}

/** A flow with the running dossiers that an officer may look over. */
export interface FlowSum {
  flowCode: string;
  /** Names of their procedures. */
  procedures: string[];
  /** Dossiers that run, those with a step that is late, and those whose day of return is over. */
  running: number;
  late: number;
  overdue: number;
}

const FINISHED: readonly Status[] = ['refused', 'stopped', 'withdrawn', 'returned'];
/** Said the other way round for indexes that begin with an agency and go on with a status. */
const RUNNING = STATUSES.filter((status) => !FINISHED.includes(status));

/** Where the running dossiers of a flow stand, by version and step, in one statement; steps without any are left out. */
export async function flowLoad(db: Db | Tx, flowCode: string, now: Date): Promise<FlowLoad[]> {
  return byStep(db, now).where('flow_version.code', '=', flowCode).execute();
}

/**
 * The same of the dossiers that the officer may look over in reports: of whole agencies, which received or handle them
 * or have a step of them, and at units.
 *
 * @param flowCode of one flow; of all without it
 */
export async function seenFlowLoad(
  db: Db,
  actor: OfficerActor,
  now: Date,
  flowCode?: string,
): Promise<SeenLoad[]> {
  const late = isLate(now);
  const rows = await byStep(db, now)
    .where(await seenBy(db, actor))
    .$if(flowCode !== undefined, (query) => query.where('flow_version.code', '=', flowCode!))
    .select([
      'flow_version.code as flowCode',
      sql<string>`max(task.name)`.as('stepName'),
      sql<Date | null>`min(task.due_at) filter (where ${late})`.as('dueAt'),
      sql<number>`(array_agg(dossier.agency_id order by task.due_at) filter (where ${late}))[1]`.as(
        'agencyId',
      ),
    ])
    .execute();
  return rows.map(({ dueAt, agencyId, ...row }) => ({ ...row, latest: dueAt && { dueAt, agencyId } }));
}

/** Flows with running dossiers that the officer may look over, those with most late ones first. One statement. */
export async function seenFlows(db: Db, actor: OfficerActor, now: Date): Promise<FlowSum[]> {
  const ofDossier = sql`dossier.due_at < ${now} and dossier.paused_at is null and dossier.done_at is null`;
  return openSteps(db)
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .where(await seenBy(db, actor))
    .groupBy('flow_version.code')
    .select([
      'flow_version.code as flowCode',
      sql<string[]>`array_agg(distinct procedure.name)`.as('procedures'),
      sql<number>`count(distinct dossier.id)`.as('running'),
      sql<number>`count(distinct dossier.id) filter (where ${isLate(now)})`.as('late'),
      sql<number>`count(distinct dossier.id) filter (where ${ofDossier})`.as('overdue'),
    ])
    .orderBy('late', 'desc')
    .orderBy('overdue', 'desc')
    .orderBy('running', 'desc')
    .orderBy('flow_version.code')
    .execute();
}

/** A number of `seenFlowLoad`: a step of a version, and whether the late ones alone. */
export interface LoadPlace {
  versionId: number;
  node: string;
  late: boolean;
}

/** The dossiers that a number counts, by when the step is due. One statement. */
export async function seenAtStep(
  db: Db,
  actor: OfficerActor,
  now: Date,
  { versionId, node, late }: LoadPlace,
  { limit, after }: FindPage,
): Promise<FoundRow[]> {
  const due = sql`coalesce(task.due_at, 'infinity')`;
  return openSteps(db)
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .leftJoin('officer', 'officer.id', 'task.assignee_id')
    .where(await seenBy(db, actor))
    .where('dossier.flow_version_id', '=', versionId)
    .where('task.node', '=', node)
    .$if(late, (query) => query.where(isLate(now)))
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(${due}, task.id) > (${after!.sort}::timestamptz, ${after!.id}::bigint)`),
    )
    .select(LIST_COLUMNS)
    .select([
      NAME_ALONE,
      'task.id as taskId',
      'task.name as stepName',
      'task.due_at as stepDueAt',
      'task.unit_id as unitId',
      sql<string>`${due}::text`.as('sort'),
      'task.id',
    ])
    .orderBy(due)
    .orderBy('task.id')
    .limit(limit)
    .execute();
}

const isLate = (now: Date): RawBuilder<SqlBool> =>
  sql<SqlBool>`(task.due_at < ${now} and task.paused_at is null)`;

const openSteps = (db: Db | Tx) =>
  db
    .selectFrom('task')
    .innerJoin('dossier', 'dossier.id', 'task.dossier_id')
    .innerJoin('flow_version', 'flow_version.id', 'dossier.flow_version_id')
    .where('dossier.status', 'not in', FINISHED)
    .where('task.closed_at', 'is', null)
    .where('task.kind', '=', 'step');

const byStep = (db: Db | Tx, now: Date) =>
  openSteps(db)
    .groupBy(['flow_version.id', 'flow_version.version', 'task.node', 'task.step'])
    .select((eb) => [
      'flow_version.id as versionId',
      'flow_version.version',
      'task.node',
      'task.step',
      eb.fn.countAll<number>().as('open'),
      sql<number>`count(*) filter (where ${isLate(now)})`.as('late'),
    ])
    .orderBy('flow_version.version')
    .orderBy('task.node');

/** Open tasks that the officer may look over: each of the three ways has an index, so that no other office is read. */
async function seenBy(db: Db, actor: OfficerActor): Promise<RawBuilder<SqlBool>> {
  const { agencyIds, unitIds } = reportPlaces(actor);
  const directory = await loadDirectory(db);
  const units = [
    ...unitIds,
    ...agencyIds.flatMap((id) => directory.agencyById(id)?.units.map((unit) => unit.id) ?? []),
  ];
  const ofAgencies = (column: string) => sql`select waits.id from dossier held
    join task waits on waits.dossier_id = held.id and waits.closed_at is null
    where ${sql.ref(column)} = any(${agencyIds}::bigint[]) and held.status = any(${[...RUNNING]}::text[])`;
  return sql<SqlBool>`task.id in (${ofAgencies('held.agency_id')} union ${ofAgencies('held.reception_agency_id')}
    union select id from task where unit_id = any(${units}::bigint[]) and closed_at is null)`;
}
