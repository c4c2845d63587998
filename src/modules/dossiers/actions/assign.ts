import { NotAllowed } from '../errors.ts';
import type { Context, Decide, Task } from '../types.ts';
import { heldTask, openTasks } from './shared.ts';

/** The head gives the dossier to an officer of the unit (Decree 61/2018, art. 19.1); handling has begun. */
export const assign: Decide<'assign'> = (context, command) => {
  const task = heldTask(context, 'assign');
  const officer = chosenFor(context, task);
  return {
    statuses: context.dossier.status === 'in_progress' ? undefined : ['in_progress'],
    decisions: [
      {
        decision: { kind: 'complete', token: task.token },
        outcome: 'assigned',
        chosen: { officerId: officer.id, unitId: task.unit_id },
      },
    ],
    internalNote: command.note,
    data: { assignee: officer.name },
    notification: {
      title: 'Hồ sơ đang được xử lý',
      body: `Hồ sơ “${context.procedure.name}” (${context.dossier.code ?? ''}) đã được phân công xử lý.`,
    },
  };
};

/** Gives an open task to another officer of its unit. */
export const reassign: Decide<'reassign'> = (context, command) => {
  const task = openTasks(context).find((open) => open.id === command.taskId);
  if (!task) throw new NotAllowed('Việc này đã xong hoặc đã chuyển đi. Mở lại hồ sơ để xem bước hiện tại.');
  const officer = chosenFor(context, task);
  return {
    assignTasks: [{ id: task.id, officerId: officer.id, unitId: task.unit_id ?? 0 }],
    internalNote: command.note,
    data: { assignee: officer.name },
  };
};

function chosenFor(context: Context, task: Task): NonNullable<Context['chosen']> {
  const officer = context.chosen;
  if (!officer || !officer.unitIds.includes(task.unit_id ?? 0)) {
    throw new NotAllowed('Chọn một cán bộ của phòng đang giữ hồ sơ.');
  }
  return officer;
}
