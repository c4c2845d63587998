import { sql, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Delivery, Party, Source } from '../../../core/dossier.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import type { LimitUnit } from '../../../core/procedure.ts';
import type { OfficerActor } from '../../../core/permission/index.ts';
import type { Status } from '../../../core/status/index.ts';
import { fold } from '../../../core/text.ts';
import type { Schema } from '../../../platform/database/index.ts';
import type { PositionRole } from '../../../platform/database/schema.ts';
import type { Db } from '../../../platform/index.ts';

/** A box of a desk: whose it is, and what lies in it. */
export interface Box {
  code: string;
  label: string;
  /** Roles on whose desk it stands. */
  roles: PositionRole[];
  /** By status, for the counter's boxes. */
  statuses?: Status[];
  accepted?: boolean;
  /** By open task, for the boxes of those who work on dossiers. */
  steps?: StepKind[];
  kind?: 'step' | 'consult';
  /** mine: my tasks, and those of my unit that nobody has taken · unit: all of my units · done: that I closed. */
  whose?: 'mine' | 'unit' | 'done';
  paused?: boolean;
  late?: boolean;
  /** Of the dossier, for boxes by task. */
  dossierStatus?: Status;
  /** How I closed the task. */
  outcome?: string;
  /** What lies in it waits for whoever sits at the desk. */
  todo?: boolean;
}

/** All boxes, in the order of the desk. Labels are what officials read. */
export const BOXES: Box[] = [
  { code: 'cho-tiep-nhan', label: 'Chờ tiếp nhận', roles: ['counter'], statuses: ['submitted'], todo: true },
  {
    code: 'da-bo-sung',
    label: 'Đã bổ sung, chờ tiếp nhận',
    roles: ['counter'],
    statuses: ['supplemented'],
    accepted: false,
    todo: true,
  },
  {
    code: 'cho-chuyen',
    label: 'Đã tiếp nhận, chờ chuyển',
    roles: ['counter'],
    statuses: ['accepted'],
    todo: true,
  },
  {
    code: 'cho-bo-sung',
    label: 'Chờ người nộp bổ sung',
    roles: ['counter'],
    statuses: ['supplement_requested'],
  },
  {
    code: 'dang-xu-ly',
    label: 'Đang xử lý',
    roles: ['counter'],
    statuses: ['in_progress', 'payment_required', 'supplemented'],
    accepted: true,
  },
  { code: 'cho-tra', label: 'Chờ trả kết quả', roles: ['counter'], statuses: ['done'], todo: true },
  { code: 'tu-choi', label: 'Không tiếp nhận', roles: ['counter'], statuses: ['refused'] },
  { code: 'da-tra', label: 'Đã trả kết quả', roles: ['counter'], statuses: ['returned'] },
  {
    code: 'cho-phan-cong',
    label: 'Chờ phân công',
    roles: ['head'],
    steps: ['assign'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'viec',
    label: 'Chờ tôi xử lý',
    roles: ['officer', 'head'],
    steps: ['process'],
    kind: 'step',
    whose: 'mine',
    todo: true,
    paused: false,
  },
  {
    code: 'cho-y-kien',
    label: 'Được xin ý kiến',
    roles: ['officer', 'head'],
    kind: 'consult',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'viec-cho-bo-sung',
    label: 'Chờ người nộp bổ sung',
    roles: ['officer'],
    steps: ['process'],
    kind: 'step',
    whose: 'mine',
    paused: true,
  },
  {
    code: 'viec-da-bo-sung',
    label: 'Đã bổ sung, xử lý tiếp',
    roles: ['officer'],
    steps: ['process'],
    kind: 'step',
    whose: 'mine',
    dossierStatus: 'supplemented',
  },
  {
    code: 'cho-duyet',
    label: 'Chờ tôi duyệt',
    roles: ['head'],
    steps: ['approve'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'cua-phong',
    label: 'Phòng đang xử lý',
    roles: ['head'],
    steps: ['process', 'approve'],
    kind: 'step',
    whose: 'unit',
  },
  {
    code: 'phong-qua-han',
    label: 'Phòng để quá hạn',
    roles: ['head'],
    steps: ['assign', 'process', 'approve'],
    kind: 'step',
    whose: 'unit',
    late: true,
  },
  {
    code: 'cho-ky',
    label: 'Chờ ký',
    roles: ['leader'],
    steps: ['sign'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'cho-phat-hanh',
    label: 'Chờ cấp số, đóng dấu',
    roles: ['clerk'],
    steps: ['issue'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'da-ky',
    label: 'Đã ký',
    roles: ['leader'],
    steps: ['sign'],
    kind: 'step',
    whose: 'done',
    outcome: 'signed',
  },
  {
    code: 'da-tra-lai',
    label: 'Đã trả lại',
    roles: ['leader', 'head'],
    kind: 'step',
    whose: 'done',
    outcome: 'sent-back',
  },
  {
    code: 'da-xu-ly',
    label: 'Đã tham gia xử lý',
    roles: ['officer', 'head', 'leader', 'clerk'],
    kind: 'step',
    whose: 'done',
  },
];

/** Boxes on the desk of somebody with these roles. */
export function boxesOf(actor: OfficerActor): Box[] {
  const roles = new Set(actor.positions.map((position) => position.role));
  return BOXES.filter((box) => box.roles.some((role) => roles.has(role as PositionRole)));
}

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

type Joined = ExpressionBuilder<Schema, 'dossier' | 'task'>;

function unitsWith(actor: OfficerActor, roles: PositionRole[]): number[] {
  return actor.positions
    .filter((position) => roles.includes(position.role))
    .map((position) => position.unitId);
}

/** Agencies for whose counter the officer works. */
export function counterAgencies(actor: OfficerActor): number[] {
  return [
    ...new Set(
      actor.positions.filter((position) => position.role === 'counter').map((position) => position.agencyId),
    ),
  ];
}

function ofBox(eb: Joined, actor: OfficerActor, box: Box, now: Date) {
  const conditions = [];
  if (box.statuses) {
    conditions.push(eb('dossier.reception_agency_id', '=', eb.fn.any(eb.val(counterAgencies(actor)))));
    conditions.push(eb('dossier.status', '=', eb.fn.any(eb.val(box.statuses))));
    if (box.accepted !== undefined)
      conditions.push(eb('dossier.accepted_at', box.accepted ? 'is not' : 'is', null));
    return eb.and(conditions);
  }
  if (box.kind) conditions.push(eb('task.kind', '=', box.kind));
  if (box.steps) conditions.push(eb('task.step', '=', eb.fn.any(eb.val(box.steps))));
  if (box.whose === 'done') {
    conditions.push(eb('task.closed_by', '=', actor.officerId));
    conditions.push(eb('task.closed_at', 'is not', null));
    if (box.outcome) conditions.push(eb('task.outcome', '=', box.outcome));
    return eb.and(conditions);
  }
  conditions.push(eb('task.closed_at', 'is', null));
  const inUnits = eb('task.unit_id', '=', eb.fn.any(eb.val(unitsWith(actor, box.roles))));
  if (box.whose === 'mine') {
    const free = eb.and([
      eb('task.assignee_id', 'is', null),
      inUnits,
      eb.or([
        eb('task.role', 'is', null),
        sql<SqlBool>`task.role = any(${actor.positions.map((position) => position.role)})`,
      ]),
    ]);
    conditions.push(eb.or([eb('task.assignee_id', '=', actor.officerId), free]));
  } else {
    conditions.push(inUnits);
  }
  if (box.paused !== undefined) conditions.push(eb('task.paused_at', box.paused ? 'is not' : 'is', null));
  if (box.dossierStatus) conditions.push(eb('dossier.status', '=', box.dossierStatus));
  if (box.late) conditions.push(eb('dossier.due_at', '<', now), eb('task.paused_at', 'is', null));
  return eb.and(conditions);
}

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
    .select([
      'dossier.id as dossierId',
      'task.id as taskId',
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
      sql<string | null>`case when task.closed_at is null then task.name end`.as('stepName'),
      sql<Date | null>`case when task.closed_at is null then task.due_at end`.as('stepDueAt'),
      'dossier.current_step as step',
      unitId.as('unitId'),
      'officer.name as officerName',
      'dossier.agency_id as agencyId',
      'dossier.limit_unit as limitUnit',
      'dossier.delivery',
      'dossier.revision',
      sql<string>`${sort}::text`.as('sort'),
      id.as('id'),
    ])
    .orderBy(sort, newestFirst ? 'desc' : 'asc')
    .orderBy(id, newestFirst ? 'desc' : 'asc')
    .limit(filter.limit)
    .execute();
  return rows;
}

/** Procedures of the dossiers in a box, by name: what its list can be narrowed to. One statement. */
export async function boxProcedures(
  db: Db,
  actor: OfficerActor,
  box: Box,
  now: Date,
): Promise<{ code: string; name: string }[]> {
  const byTask = box.statuses === undefined;
  return db
    .selectFrom('dossier')
    .leftJoin('task', (join) =>
      byTask ? join.onRef('task.dossier_id', '=', 'dossier.id') : join.on(sql<SqlBool>`false`),
    )
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .where((eb) => ofBox(eb as unknown as Joined, actor, box, now))
    .select(['procedure.code', 'procedure.name'])
    .distinct()
    .orderBy('procedure.name')
    .limit(100)
    .execute();
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

/** Dossiers that the officer's agencies received or handle. */
function ofAgencies(eb: Joined, actor: OfficerActor) {
  const agencies = [...new Set(actor.positions.map((position) => position.agencyId))];
  return eb.or([
    eb('dossier.reception_agency_id', '=', eb.fn.any(eb.val(agencies))),
    eb('dossier.agency_id', '=', eb.fn.any(eb.val(agencies))),
  ]);
}

/** Open tasks that each of the officers has taken: whom to give the next one. Those without any are left out. */
export async function openTaskCounts(db: Db, officerIds: readonly number[]): Promise<Map<number, number>> {
  if (officerIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('task')
    .where((eb) => eb('assignee_id', '=', eb.fn.any(eb.val([...officerIds]))))
    .where('closed_at', 'is', null)
    .groupBy('assignee_id')
    .select((eb) => ['assignee_id as officerId', eb.fn.countAll<number>().as('count')])
    .execute();
  return new Map(rows.map((row) => [row.officerId!, row.count]));
}

/** Condition for what an officer types: a code, a registration number, or part of a name, number or phone. */
function typedLike(typed: string) {
  const folded = fold(typed);
  const code = typed.trim().toUpperCase().replace(/\s+/g, '');
  const like = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(dossier.code = ${code} or dossier.registration_no = ${code} or dossier.search_text like ${like})`;
}

/** How many lie in each of the desk's boxes, and how many of them are late: one statement. Finished boxes are not counted. */
export async function deskCounts(
  db: Db,
  actor: OfficerActor,
  now: Date,
): Promise<Record<string, { count: number; late: number }>> {
  const boxes = boxesOf(actor).filter(
    (box) =>
      box.whose !== 'done' && !box.statuses?.some((status) => ['refused', 'returned'].includes(status)),
  );
  if (boxes.length === 0) return {};
  const parts = boxes.map((box) => {
    const byTask = box.statuses === undefined;
    return db
      .selectFrom('dossier')
      .$if(byTask, (query) => query.innerJoin('task', 'task.dossier_id', 'dossier.id') as never)
      .where((eb) => ofBox(eb as unknown as Joined, actor, box, now))
      .select((eb) => [
        sql<string>`${sql.lit(box.code)}`.as('code'),
        eb.fn.countAll<number>().as('count'),
        sql<number>`count(*) filter (where dossier.due_at < ${now} and dossier.paused_at is null and dossier.done_at is null)`.as(
          'late',
        ),
      ]);
  });
  const [first, ...rest] = parts;
  const rows = await rest.reduce((query, part) => query.unionAll(part), first!).execute();
  return Object.fromEntries(rows.map((row) => [row.code, { count: row.count, late: row.late }]));
}

/**
 * Dossiers that the officer may see and that fit what was typed in the search box; an exact code is the only answer.
 */
export async function findDossiers(
  db: Db,
  actor: OfficerActor,
  typed: string,
  limit = 20,
): Promise<WorkRow[]> {
  const rows = await db
    .selectFrom('dossier')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .leftJoin('officer', 'officer.id', 'dossier.current_officer_id')
    .where(typedLike(typed))
    .where((eb) => ofAgencies(eb as unknown as Joined, actor))
    .select([
      'dossier.id as dossierId',
      sql<number | null>`null::bigint`.as('taskId'),
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
      sql<string | null>`null::text`.as('stepName'),
      sql<Date | null>`null::timestamptz`.as('stepDueAt'),
      'dossier.current_step as step',
      'dossier.current_unit_id as unitId',
      'officer.name as officerName',
      'dossier.agency_id as agencyId',
      'dossier.limit_unit as limitUnit',
      'dossier.delivery',
      'dossier.revision',
      sql<string>`dossier.submitted_at::text`.as('sort'),
      'dossier.id as id',
    ])
    .orderBy('dossier.submitted_at', 'desc')
    .orderBy('dossier.id', 'desc')
    .limit(limit)
    .execute();
  return rows;
}
