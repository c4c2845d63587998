import type { Decide } from '../types.ts';
import { dossierName, openTasks, requiredText } from './shared.ts';

/** Not eligible after appraisal: handling ends with the reason in writing (Decree 61/2018, art. 19.8). */
export const stop: Decide<'stop'> = (context, command) => {
  const reason = requiredText(command.reason, 'reason', 'Ghi lý do không giải quyết hồ sơ.');
  return {
    statuses: ['stopped'],
    reason,
    closeTasks: openTasks(context).map((task) => ({ id: task.id, outcome: 'stopped' })),
    set: { paused_at: null, remaining_minutes: null, supplement_until: null },
    note: reason,
    notification: {
      title: 'Hồ sơ dừng xử lý',
      body: `Hồ sơ “${context.procedure.name}” (${dossierName(context)}) dừng xử lý. Lý do: ${reason}`,
    },
  };
};
