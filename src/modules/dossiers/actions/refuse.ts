import type { Decide } from '../types.ts';
import { dossierName, receptionTask, requiredText } from './shared.ts';

/** The counter does not take the dossier, with the reason in writing (slip 03; Decree 61/2018, art. 17.1.b). */
export const refuse: Decide<'refuse'> = (context, command) => {
  const reason = requiredText(command.reason, 'reason', 'Ghi lý do không tiếp nhận để người nộp biết.');
  return {
    statuses: ['refused'],
    reason,
    closeTasks: [{ id: receptionTask(context).id, outcome: 'refused' }],
    slips: ['03'],
    note: reason,
    notification: {
      title: 'Hồ sơ không được tiếp nhận',
      body: `Hồ sơ “${context.procedure.name}” (${dossierName(context)}) không được tiếp nhận. Lý do: ${reason}`,
    },
  };
};
