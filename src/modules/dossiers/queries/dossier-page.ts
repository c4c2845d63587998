import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { WorkCalendar } from '../../../core/calendar/index.ts';
import type { Flow } from '../../../core/flow/types.ts';
import {
  holdsTask,
  maySee,
  possibleActions,
  type Action,
  type Actor,
} from '../../../core/permission/index.ts';
import type { ProcedureDefinition, ProcedureCase } from '../../../core/procedure.ts';
import type { FormDefinition } from '../../../core/form/types.ts';
import type { Status } from '../../../core/status/index.ts';
import {
  compiledOnce,
  withDates,
  type MomentsOf,
  type Written,
} from '../../../platform/database/compiled.ts';
import type { Db } from '../../../platform/index.ts';
import type { Directory } from '../../agencies/index.ts';
import { flowVersion } from '../../flows/index.ts';
import { SLIP_COLUMNS, slipView, type Slip } from '../../slips/index.ts';
import { CHART_ROWS, chartFrom, STEP_STATUSES } from '../../statuses/index.ts';
import { DossierNotFound, NotAllowed } from '../errors.ts';
import { dossierFacts } from '../facts.ts';
import { openActions } from '../open-changes.ts';
import { loadPinned } from '../store.ts';
import { kept } from './kept.ts';
import type { Dossier, Paper, Supplement, Task } from '../types.ts';

export interface FileView {
  id: string;
  name: string;
  mime: string;
  size: number;
  addedAt: Date;
  replaced: boolean;
}

export interface PaperView extends Paper {
  files: FileView[];
}

export interface TraceView {
  id: number;
  at: Date;
  action: string;
  from: Status | null;
  to: Status;
  actorKind: 'citizen' | 'officer' | 'system';
  actorName: string;
  actorTitle: string;
  unitName: string;
  agencyName: string;
  stepName: string | null;
  note: string;
  /** Empty for applicants: opinions stay inside. */
  internalNote: string;
  data: Record<string, unknown>;
}

export interface ResultView {
  id: number;
  typeCode: string;
  name: string;
  number: string | null;
  summary: string;
  fileId: string | null;
  draftedAt: Date;
  signedAt: Date | null;
  signerName: string | null;
  issuedAt: Date | null;
}

export interface FeeView {
  id: number;
  name: string;
  kind: 'fee' | 'charge';
  amount: number;
  dueUntil: Date | null;
  paidAt: Date | null;
  receiptNo: string | null;
}

export interface TaskView extends Task {
  assigneeName: string | null;
  closedByName: string | null;
}

/** The whole dossier, as far as the one who looks may see it. */
export interface DossierPage {
  dossier: Dossier;
  /** Codes of the detailed statuses of the open steps. */
  stepStatuses: string[];
  /** owner: without internal opinions, drafts of results and consultations. */
  as: 'owner' | 'officer';
  procedure: ProcedureDefinition;
  procedureCase: ProcedureCase;
  form: FormDefinition | null;
  flow: Flow;
  bpmn: string;
  calendar: WorkCalendar;
  directory: Directory;
  tasks: TaskView[];
  papers: PaperView[];
  supplements: Supplement[];
  results: ResultView[];
  fees: FeeView[];
  slips: Slip[];
  trace: TraceView[];
  /** Acts that are open to the one who looks. */
  actions: Action[];
  /** Ids of the open tasks that the one who looks holds. */
  held: number[];
}

/**
 * Everything one screen shows of a dossier, in a bounded number of statements; none where it is kept. What it gives must
 * not be changed.
 *
 * @throws DossierNotFound; NotAllowed when the actor may not see it (the message says what to do)
 */
export async function dossierPage(db: Db, actor: Actor, id: number): Promise<DossierPage> {
  const whole = await kept(db, 'dossiers', String(id), async () => {
    const [row] = await wholeDossier(db, id);
    return row ? { value: read(row), toldBy: [`dossier ${id}`] } : null;
  });
  if (!whole) throw new DossierNotFound();
  const { dossier, stepStatuses, chart, tasks, papers, supplements, results, fees, slips, trace } = whole;
  const pinned = await loadPinned(db, dossier);
  const flow = await flowVersion(db, dossier.flow_version_id);
  const facts = dossierFacts(dossier, tasks, pinned.flow);
  const sight = maySee(actor, facts);
  if (!sight.ok) throw new NotAllowed(sight.reason);
  const owner = sight.as === 'owner';
  return {
    dossier,
    stepStatuses,
    as: owner ? 'owner' : 'officer',
    ...pinned,
    bpmn: flow?.bpmn ?? '',
    tasks: owner ? tasks.filter((task) => task.kind === 'step') : tasks,
    papers,
    supplements,
    results: owner ? results.filter((result) => result.issuedAt !== null) : results,
    fees,
    slips,
    trace: owner ? trace.filter(forOwner).map((event) => ({ ...event, internalNote: '' })) : trace,
    actions: openActions(chart, dossier, possibleActions(actor, facts)),
    held:
      actor.kind === 'officer'
        ? facts.openTasks.filter((task) => holdsTask(actor, task)).map((task) => task.id)
        : [],
  };
}

/** Everything of a dossier's page that differs without anything having been published, to be compared. */
export const changingPartsOf = (page: DossierPage): readonly unknown[] => {
  const { dossier, stepStatuses, tasks, papers, supplements, results, fees, slips, trace } = page;
  return [
    dossier,
    stepStatuses,
    tasks,
    papers,
    supplements,
    results,
    fees,
    slips,
    trace,
    page.actions,
    page.held,
  ];
};

/** Internal to and fro is not the applicant's: opinions asked and given, directions, drafts sent back. */
const INTERNAL_ACTIONS = new Set([
  'comment',
  'consult',
  'answer',
  'send-back',
  'reassign',
  'approve',
  'migrate',
  'delegate',
]);
const forOwner = (event: TraceView): boolean => !INTERNAL_ACTIONS.has(event.action);

/**
 * The dossier with all that hangs on it, in one trip and as JSON, the dossier itself, too: a row of so many columns is
 * read column by column.
 */
const wholeDossier = compiledOnce((db, id: number) =>
  db
    .selectFrom('dossier')
    .where('dossier.id', '=', id)
    .select(sql<Written<Dossier>>`to_json(dossier)`.as('dossier'))
    .select([STEP_STATUSES, CHART_ROWS.as('chart')])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('task')
          .leftJoin('officer as assignee', 'assignee.id', 'task.assignee_id')
          .leftJoin('officer as closer', 'closer.id', 'task.closed_by')
          .selectAll('task')
          .select(['assignee.name as assigneeName', 'closer.name as closedByName'])
          .whereRef('task.dossier_id', '=', 'dossier.id')
          .orderBy('task.id'),
      ).as('tasks'),
      jsonArrayFrom(
        eb.selectFrom('paper').selectAll().whereRef('dossier_id', '=', 'dossier.id').orderBy('id'),
      ).as('papers'),
      jsonArrayFrom(
        eb
          .selectFrom('paper_file')
          .innerJoin('file', 'file.id', 'paper_file.file_id')
          .innerJoin('paper', 'paper.id', 'paper_file.paper_id')
          .whereRef('paper.dossier_id', '=', 'dossier.id')
          .select([
            'paper_file.paper_id as paperId',
            'file.id',
            'file.name',
            'file.mime',
            'file.size',
            'paper_file.added_at as addedAt',
            'paper_file.replaced_at as replacedAt',
          ])
          .orderBy('paper_file.added_at')
          .orderBy((one) => one('paper_file.replaced_at', 'is', null))
          .orderBy('paper_file.position'),
      ).as('files'),
      jsonArrayFrom(
        eb.selectFrom('supplement').selectAll().whereRef('dossier_id', '=', 'dossier.id').orderBy('id'),
      ).as('supplements'),
      jsonArrayFrom(
        eb
          .selectFrom('result')
          .leftJoin('officer', 'officer.id', 'result.signed_by')
          .whereRef('result.dossier_id', '=', 'dossier.id')
          .select([
            'result.id',
            'result.type_code as typeCode',
            'result.name',
            'result.number',
            'result.summary',
            'result.file_id as fileId',
            'result.drafted_at as draftedAt',
            'result.signed_at as signedAt',
            'officer.name as signerName',
            'result.issued_at as issuedAt',
          ])
          .orderBy('result.id'),
      ).as('results'),
      jsonArrayFrom(
        eb
          .selectFrom('dossier_fee')
          .whereRef('dossier_id', '=', 'dossier.id')
          .select([
            'id',
            'name',
            'kind',
            'amount',
            'due_until as dueUntil',
            'paid_at as paidAt',
            'receipt_no as receiptNo',
          ])
          .orderBy('id'),
      ).as('fees'),
      jsonArrayFrom(
        eb
          .selectFrom('slip')
          .whereRef('dossier_id', '=', 'dossier.id')
          .select(SLIP_COLUMNS)
          .orderBy('id', 'desc'),
      ).as('slips'),
      jsonArrayFrom(
        eb
          .selectFrom('trace')
          .whereRef('dossier_id', '=', 'dossier.id')
          .select([
            'id',
            'at',
            'action',
            'from_status as from',
            'to_status as to',
            'actor_kind as actorKind',
            'actor_name as actorName',
            'actor_title as actorTitle',
            'unit_name as unitName',
            'agency_name as agencyName',
            'step_name as stepName',
            'note',
            'internal_note as internalNote',
            'data',
          ])
          .orderBy('id', 'desc'),
      ).as('trace'),
    ]),
);

const MOMENTS = [
  'status_at',
  'submitted_at',
  'accepted_at',
  'due_at',
  'original_due_at',
  'paused_at',
  'supplement_until',
  'done_at',
  'returned_at',
  'updated_at',
] as const satisfies readonly MomentsOf<Dossier>[];

type Whole = Awaited<ReturnType<typeof wholeDossier>>[number];

function read({ dossier, tasks, papers, files, supplements, results, fees, slips, trace, ...row }: Whole) {
  const views = withDates(files, 'addedAt', 'replacedAt');
  return {
    dossier: withDates([dossier], ...MOMENTS)[0]!,
    stepStatuses: row.stepStatuses,
    chart: chartFrom(row.chart),
    tasks: withDates(tasks, 'opened_at', 'due_at', 'paused_at', 'closed_at'),
    papers: withDates(papers, 'verified_at').map((paper) => ({
      ...paper,
      files: views
        .filter((file) => file.paperId === paper.id)
        .map(({ paperId: _paperId, replacedAt, ...file }) => ({ ...file, replaced: replacedAt !== null })),
    })),
    supplements: withDates(supplements, 'requested_at', 'until', 'answered_at'),
    results: withDates(results, 'draftedAt', 'signedAt', 'issuedAt'),
    fees: withDates(fees, 'dueUntil', 'paidAt'),
    slips: withDates(slips, 'madeAt').map(slipView),
    trace: withDates(trace, 'at'),
  };
}

/** Dossier that a file belongs to, for asking who may read it: by its papers or its results. */
export async function fileDossiers(db: Db, fileId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('paper_file')
    .innerJoin('paper', 'paper.id', 'paper_file.paper_id')
    .where('paper_file.file_id', '=', fileId)
    .select('paper.dossier_id as id')
    .union(db.selectFrom('result').where('file_id', '=', fileId).select('dossier_id as id'))
    .execute();
  return rows.map((row) => row.id);
}
