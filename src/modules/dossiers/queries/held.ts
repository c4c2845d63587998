import type { Db } from '../../../platform/index.ts';

/** An open task given to an officer by name. */
export interface HeldTask {
  taskId: number;
  dossierId: number;
  /** Code of the dossier, or its registration number. */
  dossierName: string;
  procedureName: string;
  step: string;
  unitId: number | null;
  dueAt: Date | null;
}

/** Open tasks of an officer, soonest due first. One statement. */
export async function openTasksOf(db: Db, officerId: number, limit: number): Promise<HeldTask[]> {
  const rows = await db
    .selectFrom('task')
    .innerJoin('dossier', 'dossier.id', 'task.dossier_id')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .where('task.assignee_id', '=', officerId)
    .where('task.closed_at', 'is', null)
    .select([
      'task.id as taskId',
      'dossier.id as dossierId',
      'dossier.code',
      'dossier.registration_no',
      'procedure.name as procedureName',
      'task.name as step',
      'task.unit_id as unitId',
      'task.due_at as dueAt',
    ])
    .orderBy('task.due_at')
    .orderBy('task.id')
    .limit(limit)
    .execute();
  return rows.map(({ code, registration_no: number, ...row }) => ({ ...row, dossierName: code ?? number }));
}
