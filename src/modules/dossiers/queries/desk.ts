import { sql, type RawBuilder } from 'kysely';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { compiledBy } from '../../../platform/database/compiled.ts';
import type { Db } from '../../../platform/index.ts';
import { boxesOf, type Box } from './boxes.ts';
import { byTaskAlone, holderOf, ofBox, scopeOf, type Holder } from './conditions.ts';

export type BoxCount = { count: number; late: number };

/**
 * How many lie in each of the desk's boxes, and how many of them are late: one statement over the dossiers of the
 * counter, one over the tasks of those who work on them. Finished boxes are not counted.
 */
export async function deskCounts(db: Db, actor: OfficerActor, now: Date): Promise<Record<string, BoxCount>> {
  const boxes = boxesOf(actor).filter(
    (box) =>
      box.whose !== 'done' && !box.statuses?.some((status) => ['refused', 'returned'].includes(status)),
  );
  const kinds = [boxes.filter((box) => box.statuses), boxes.filter((box) => !box.statuses)];
  const counted: Record<string, BoxCount> = {};
  for (const some of kinds) {
    if (some.length === 0) continue;
    const [row] = await counts(db, some.map((box) => box.code).join(), some, [
      now,
      ...some.flatMap((box) => valuesOf(holderOf(actor, box))),
    ]);
    some.forEach((box, at) => {
      counted[box.code] = { count: row?.[`n${at}`] ?? 0, late: row?.[`l${at}`] ?? 0 };
    });
  }
  return Object.fromEntries(boxes.map((box) => [box.code, counted[box.code]!]));
}

/** A holder as values of a statement, and back. */
const KEYS = [
  'officerId',
  'names',
  'agencies',
  'units',
  'roles',
  'groups',
] as const satisfies (keyof Holder)[];
export const valuesOf = (holder: Holder): unknown[] => KEYS.map((key) => holder[key]);
export const holderFrom = (values: readonly unknown[]): Holder =>
  Object.fromEntries(KEYS.map((key, at) => [key, values[at]])) as unknown as Holder;

const LATE = (now: Date): RawBuilder<unknown> =>
  sql`dossier.due_at < ${now} and dossier.paused_at is null and dossier.done_at is null`;

const counts = compiledBy<Box[], [Date, ...unknown[]], Record<string, number>>(
  (db, boxes, [now, ...values]) => {
    const holders = boxes.map((_, at) => holderFrom(values.slice(at * KEYS.length)));
    const columns = boxes.flatMap((box, at) => {
      const inBox = ofBox(box, holders[at]!, now);
      return [
        sql`count(*) filter (where ${inBox}) as ${sql.ref(`n${at}`)}`,
        sql`count(*) filter (where ${inBox} and ${LATE(now)}) as ${sql.ref(`l${at}`)}`,
      ];
    });
    if (boxes[0]!.statuses) {
      const statuses = boxes.flatMap((box) => box.statuses ?? []);
      const from = sql`dossier where dossier.reception_agency_id = any(${holders[0]!.agencies}::bigint[])
      and dossier.status = any(${sql.lit(`{${[...new Set(statuses)].join(',')}}`)}::text[])`;
      return {
        compile: () => sql<Record<string, number>>`select ${sql.join(columns)} from ${from}`.compile(db),
      };
    }
    const scopes = boxes.map((box, at) => scopeOf(box, holders[at]!));
    return {
      compile: () =>
        sql<Record<string, number>>`select ${sql.join(columns)}
        from task join dossier on dossier.id = task.dossier_id
        where task.closed_at is null and (${sql.join(scopes, sql` or `)})`.compile(db),
    };
  },
);

/** Procedures of the dossiers in a box, by name: what its list can be narrowed to. One statement. */
export async function boxProcedures(
  db: Db,
  actor: OfficerActor,
  box: Box,
  now: Date,
): Promise<{ code: string; name: string }[]> {
  return procedures(db, box.code, box, [now, ...valuesOf(holderOf(actor, box))]);
}

const procedures = compiledBy<Box, [Date, ...unknown[]], { code: string; name: string }>(
  (db, box, [now, ...values]) => ({
    compile: () =>
      sql<{ code: string; name: string }>`select code, name from procedure where code in (
        select dossier.procedure_code from ${tablesOf(box)} where ${ofBox(box, holderFrom(values), now)})
        order by name limit 100`.compile(db),
  }),
);

/** Tables that `ofBox` speaks of, with the dossier whatever the box. */
export const tablesOf = (box: Box): RawBuilder<unknown> =>
  box.statuses ? sql`dossier` : sql`task join dossier on dossier.id = task.dossier_id`;

/** The same without the dossier where the box needs none. */
export const leanTablesOf = (box: Box): RawBuilder<unknown> => (byTaskAlone(box) ? sql`task` : tablesOf(box));

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
