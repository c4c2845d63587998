import type { TimeLimit } from '../../../core/deadline/index.ts';
import type { Db, Tx } from '../../../platform/index.ts';

/** A dossier whose clock runs, as far as its due dates depend on the calendar. */
export interface RunningDossier {
  id: number;
  agencyId: number;
  /** Code, or registration number. */
  name: string;
  procedureName: string;
  limit: TimeLimit;
  acceptedAt: Date;
  dueAt: Date | null;
  originalDueAt: Date | null;
  tasks: { id: number; dueAt: Date }[];
}

/**
 * Accepted dossiers of agencies whose clock runs and that, or a step of which, is due on a day or later. Two statements.
 *
 * @param agencyIds null: all
 */
export async function runningDossiers(
  db: Db | Tx,
  agencyIds: readonly number[] | null,
  from: Date,
): Promise<RunningDossier[]> {
  let query = db
    .selectFrom('dossier')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .where('dossier.status', 'in', ['accepted', 'supplemented', 'in_progress', 'payment_required'])
    .where('dossier.accepted_at', 'is not', null)
    .where('dossier.paused_at', 'is', null)
    .where('dossier.done_at', 'is', null);
  let taskQuery = db
    .selectFrom('task')
    .innerJoin('dossier', 'dossier.id', 'task.dossier_id')
    .where('task.closed_at', 'is', null)
    .where('task.paused_at', 'is', null)
    .where('task.due_at', '>=', from);
  if (agencyIds) {
    query = query.where((eb) => eb('dossier.agency_id', '=', eb.fn.any(eb.val([...agencyIds]))));
    taskQuery = taskQuery.where((eb) => eb('dossier.agency_id', '=', eb.fn.any(eb.val([...agencyIds]))));
  }
  const rows = await query
    .select([
      'dossier.id as id',
      'dossier.agency_id as agencyId',
      'dossier.code as code',
      'dossier.registration_no as registrationNo',
      'procedure.name as procedureName',
      'dossier.limit_amount as amount',
      'dossier.limit_unit as unit',
      'dossier.accepted_at as acceptedAt',
      'dossier.due_at as dueAt',
      'dossier.original_due_at as originalDueAt',
    ])
    .orderBy('dossier.id')
    .execute();
  const tasks = new Map<number, { id: number; dueAt: Date }[]>();
  for (const task of await taskQuery
    .select(['task.id as id', 'task.dossier_id as dossierId', 'task.due_at as dueAt'])
    .orderBy('task.id')
    .execute()) {
    tasks.set(task.dossierId, [...(tasks.get(task.dossierId) ?? []), { id: task.id, dueAt: task.dueAt! }]);
  }
  return rows
    .map(({ code, registrationNo, amount, unit, acceptedAt, ...row }) => ({
      ...row,
      name: code ?? registrationNo,
      limit: { amount, unit: unit ?? ('working_day' as const) },
      acceptedAt: acceptedAt!,
      tasks: tasks.get(row.id) ?? [],
    }))
    .filter((row) => (row.dueAt !== null && row.dueAt >= from) || row.tasks.length > 0);
}
