import { sql, type SqlBool } from 'kysely';
import type { OfficerActor } from '../../../core/permission/index.ts';
import type { Db } from '../../../platform/index.ts';
import { boxesOf, type Box } from './boxes.ts';
import { ofBox, type Joined } from './conditions.ts';

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
