import type { Decide } from '../types.ts';
import { openTasks, requiredText } from './shared.ts';

/** The applicant takes the dossier back (Decree 118/2025, art. 21; national status 7). All work on it ends. */
export const withdraw: Decide<'withdraw'> = (context, command) => {
  const reason = requiredText(command.reason, 'reason', 'Cho chúng tôi biết vì sao bạn rút hồ sơ.');
  return {
    statuses: ['withdrawn'],
    reason,
    closeTasks: openTasks(context).map((task) => ({ id: task.id, outcome: 'withdrawn' })),
    set: { paused_at: null, remaining_minutes: null, supplement_until: null },
    note: reason,
  };
};
