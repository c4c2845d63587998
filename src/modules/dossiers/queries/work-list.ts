import { sql, type RawBuilder } from 'kysely';
import type { Delivery, Source } from '../../../core/dossier.ts';
import { minuteOf } from '../../../core/dates.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import type { LimitUnit } from '../../../core/procedure.ts';
import type { OfficerActor } from '../../../core/permission/index.ts';
import type { Status } from '../../../core/status/index.ts';
import { compiledBy } from '../../../platform/database/compiled.ts';
import { tableStamp, versioned } from '../../../platform/versioned.ts';
import type { Db } from '../../../platform/index.ts';
import type { Box } from './boxes.ts';
import { STEP_STATUSES } from '../../statuses/index.ts';
import {
  holderOf,
  narrowedTo,
  ofAgencies,
  toldWays,
  typedLike,
  typedValues,
  waysInto,
  type Joined,
  type Way,
} from './conditions.ts';
import { kept, type Told } from './kept.ts';
import { holderFrom, leanTablesOf, tablesOf, valuesOf } from './desk.ts';

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
  /** Of the applicant the name alone. */
  applicant: { name: string };
  status: Status;
  statusReason: string | null;
  /** Codes of the detailed statuses of the open steps. */
  stepStatuses: string[];
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
  /** In the box of results that wait; null elsewhere. */
  delivery: Partial<Delivery> | null;
  revision: number;
  /** Where the next page begins after this row. */
  sort: string;
  id: number;
}

/** Columns of a row that are the dossier's own and that every list shows. */
export const LIST_COLUMNS = [
  'dossier.id as dossierId',
  'dossier.code',
  'dossier.registration_no as registrationNo',
  'dossier.procedure_code as procedureCode',
  'procedure.name as procedureName',
  'dossier.status',
  'dossier.status_reason as statusReason',
  STEP_STATUSES,
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
  'dossier.revision',
] as const;

/** Of the applicant the name alone. */
export const NAME_ALONE = sql<{ name: string }>`jsonb_build_object('name', dossier.applicant -> 'name')`.as(
  'applicant',
);
const DELIVERY = {
  shown: sql<Partial<Delivery> | null>`dossier.delivery`.as('delivery'),
  not: sql<Partial<Delivery> | null>`null::jsonb`.as('delivery'),
};
const ROW_COLUMNS = [...LIST_COLUMNS, 'dossier.content', NAME_ALONE] as const;

/**
 * One page of a box. Whoever comes back to a desk finds its first page kept until something on it changes.
 */
export async function workList(
  db: Db,
  actor: OfficerActor,
  box: Box,
  filter: WorkListFilter,
  now: Date,
): Promise<readonly WorkRow[]> {
  const { typed, dueBefore, after, procedureCode, source, limit } = filter;
  if (typed !== undefined || dueBefore || after) return readList(db, actor, box, filter, now);
  const holder = holderOf(actor, box);
  // What lies in a box of late things changes with the time alone, and is told to the minute.
  const at = box.late ? minuteOf(now) : 0;
  const name = JSON.stringify([box.code, at, limit, procedureCode, source, ...valuesOf(holder)]);
  const toldBy: Told[] = [
    `officer ${actor.officerId}`,
    ...toldWays(box, holder).map((way): Told => `way ${way}`),
  ];
  const read = async () => ({ value: await readList(db, actor, box, filter, now), toldBy });
  return (await kept(db, 'desks', name, read))!;
}

/** One statement for the places of its rows, and one for the rows that are not kept as they are now. */
async function readList(
  db: Db,
  actor: OfficerActor,
  box: Box,
  filter: WorkListFilter,
  now: Date,
): Promise<WorkRow[]> {
  const { procedureCode, source, typed, dueBefore, after } = filter;
  const from = after && (after.sort === 'infinity' ? 'nulls' : 'row');
  const shape: Shape = {
    box,
    procedure: procedureCode !== undefined,
    source: source !== undefined,
    typed: typed !== undefined,
    due: dueBefore !== undefined,
    from,
  };
  const { code, like } = typedValues(typed ?? '');
  const name = `${box.code} ${shape.procedure} ${shape.source} ${shape.typed} ${shape.due} ${from}`;
  const start = from === 'row' ? after!.sort : null;
  const [found] = await boxPlaces(db, name, shape, [
    now,
    filter.limit,
    procedureCode,
    source,
    code,
    like,
    dueBefore,
    start,
    after?.id,
    ...valuesOf(holderOf(actor, box)),
  ]);
  return rowsAt(db, box.code, found?.places ?? [], (dossiers, tasks) =>
    boxRows(db, box.code, box, [dossiers, tasks]),
  );
}

/** Place of a row in a box, and the version in which dossier and task stand there. */
export type Place = [dossierId: number, taskId: number | null, version: string];

/** A row with the identity by which it is kept. */
type Placed = { dossierId: number; taskId: number | null };

/** Rows kept at most of one database: what some hundred officers have before them. */
const MOST = 20_000;

/** Rows as they were read, by box, dossier and task, as long as nothing changes that they take names from. */
const keptRows = versioned(
  async () => new Map<string, { version: string; row: Placed }>(),
  (db) => tableStamp(db, ['procedure', 'officer', 'flow_version', 'status_detail']),
);

/**
 * The rows at these places; the same objects as before for those that did not change.
 *
 * @param list whose rows they are: a dossier has other columns in another list
 * @param read rows by dossier and task, in no order
 */
export async function rowsAt<Row extends Placed>(
  db: Db,
  list: string,
  places: readonly Place[],
  read: (dossiers: number[], tasks: (number | null)[]) => Promise<(Row & { version: string })[]>,
): Promise<Row[]> {
  const known = (await keptRows.get(db)) as Map<string, { version: string; row: Row }>;
  const keyOf = (dossierId: number, taskId: number | null): string => `${list} ${dossierId} ${taskId}`;
  const shown = new Map<string, Row>();
  const missing: Place[] = [];
  for (const place of places) {
    const key = keyOf(place[0], place[1]);
    const found = known.get(key);
    if (found?.version === place[2]) shown.set(key, found.row);
    else missing.push(place);
  }
  if (missing.length > 0) {
    const rows = await read(
      missing.map(([id]) => id),
      missing.map(([, id]) => id),
    );
    for (const { version, ...rest } of rows) {
      const row = rest as unknown as Row;
      const key = keyOf(row.dossierId, row.taskId);
      shown.set(key, row);
      known.delete(key);
      if (known.size >= MOST) known.delete(known.keys().next().value!);
      known.set(key, { version, row });
    }
  }
  return places.flatMap(([dossierId, taskId]) => shown.get(keyOf(dossierId, taskId)) ?? []);
}

interface Shape {
  box: Box;
  procedure: boolean;
  source: boolean;
  typed: boolean;
  due: boolean;
  /** Where the page begins: after a row with a sort value, or among those without. */
  from?: 'row' | 'nulls';
}

/** What the rows of a box are sorted by; finished things newest first, waiting things by what is due first. */
function sortOf(box: Box): { by: RawBuilder<Date | null>; newestFirst: boolean } {
  if (box.whose === 'done') return { by: sql`task.closed_at`, newestFirst: true };
  if (!box.statuses) return { by: sql`task.due_at`, newestFirst: false };
  if (box.statuses.some((status) => ['refused', 'returned'].includes(status)))
    return { by: sql`dossier.status_at`, newestFirst: true };
  const unaccepted = box.statuses.every((status) =>
    ['submitted', 'supplemented', 'supplement_requested'].includes(status),
  );
  return { by: unaccepted ? sql`dossier.submitted_at` : sql`dossier.due_at`, newestFirst: false };
}

/** Transactions that wrote dossier and task last; `boxPlaces` puts the same together from what it has in hand. */
const VERSION = sql<string>`concat_ws('.', dossier.xmin, task.xmin)`;

/*
 * Each way into the box is walked in the order of the list, along an index, and left after as many as the page shows.
 */
const boxPlaces = compiledBy<Shape, unknown[], { places: Place[] }>((db, shape, args) => {
  const [now, limit, procedure, source, code, like, due, start, last, ...who] = args as [
    Date,
    number,
    ...string[],
  ];
  const { box } = shape;
  const byTask = box.statuses === undefined;
  const { by, newestFirst } = sortOf(box);
  const id = byTask ? sql`task.id` : sql`dossier.id`;
  const conditions = narrowedTo(box, now);
  if (shape.procedure) conditions.push(sql`dossier.procedure_code = ${procedure}`);
  if (shape.source) conditions.push(sql`dossier.source = ${source}`);
  if (shape.due) conditions.push(sql`dossier.due_at < ${due}`);
  if (shape.typed) conditions.push(typedLike({ code: code!, like: like! }));
  if (shape.from === 'nulls') conditions.push(sql`(${by} is null and ${id} > ${last})`);
  if (shape.from === 'row')
    conditions.push(
      newestFirst
        ? sql`(${by}, ${id}) < (${start}::timestamptz, ${last}::bigint)`
        : sql`((${by}, ${id}) > (${start}::timestamptz, ${last}::bigint) or ${by} is null)`,
    );
  const narrowed = shape.procedure || shape.source || shape.due || shape.typed;
  // What is finished has its moment; what is due may have none.
  const order = newestFirst ? sql`desc` : sql`asc nulls last`;
  const alongWay = ({ column, values, also }: Way): RawBuilder<unknown> => sql`
    select way.* from unnest(${values}) as given (value) cross join lateral (
      select ${byTask ? sql`task.dossier_id` : sql`dossier.id`} as dossier_id,
        ${byTask ? sql`task.id` : sql`null::bigint`} as task_id, ${by} as sort, ${id} as id,
        ${byTask ? sql`task.xmin` : sql`dossier.xmin`} as written
      from ${narrowed ? tablesOf(box) : leanTablesOf(box)}
      where ${sql.join([sql`${sql.ref(column)} = given.value`, ...also, ...conditions], sql` and `)}
      order by ${by} ${order}, ${id} ${newestFirst ? sql`desc` : sql`asc`} limit ${limit}) way`;
  const ways = waysInto(box, holderFrom(who)).map(alongWay);
  return {
    compile: () =>
      sql<{
        places: Place[];
      }>`select coalesce(json_agg(json_build_array(found.dossier_id, found.task_id,
            ${byTask ? sql`concat_ws('.', dossier.xmin, found.written)` : sql`found.written`})
          order by found.sort ${order}, found.id ${newestFirst ? sql`desc` : sql`asc`}), '[]') as places
        from (select * from (${sql.join(ways, sql` union `)}) along
          order by sort ${order}, id ${newestFirst ? sql`desc` : sql`asc`} limit ${limit}) found
        ${byTask ? sql`join dossier on dossier.id = found.dossier_id` : sql``}`.compile(db),
  };
});

/** Rows of a box by dossier and task, in no order. */
const boxRows = compiledBy<Box, unknown[], WorkRow & { version: string }>((db, box, [dossiers, tasks]) => {
  const byTask = box.statuses === undefined;
  // Who holds it: for a task that waits, the one of that task; a dossier may wait at several desks at once.
  const waits = byTask && box.whose !== 'done';
  return db
    .selectFrom(
      sql<{
        dossier_id: number;
        task_id: number | null;
      }>`unnest(${dossiers}::bigint[], ${tasks}::bigint[])`.as<'found'>(sql`found (dossier_id, task_id)`),
    )
    .innerJoin('dossier', 'dossier.id', 'found.dossier_id')
    .leftJoin('task', 'task.id', 'found.task_id')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .leftJoin('officer', 'officer.id', waits ? 'task.assignee_id' : 'dossier.current_officer_id')
    .select(ROW_COLUMNS)
    .select(box.code === 'cho-tra' ? DELIVERY.shown : DELIVERY.not)
    .select([
      'task.id as taskId',
      sql<string | null>`case when task.closed_at is null then task.name end`.as('stepName'),
      sql<Date | null>`case when task.closed_at is null then task.due_at end`.as('stepDueAt'),
      waits ? 'task.unit_id as unitId' : 'dossier.current_unit_id as unitId',
      sql<string>`coalesce(${sortOf(box).by}::text, 'infinity')`.as('sort'),
      byTask ? 'task.id' : 'dossier.id',
      VERSION.as('version'),
    ]) as never;
});

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
