import { start } from '../../../core/deadline/index.ts';
import { formatDateTime } from '../../../core/dates.ts';
import { formatMoney } from '../../../core/money.ts';
import { NotAllowed } from '../errors.ts';
import { feesAtAcceptance } from '../fees.ts';
import { limitOf } from '../limits.ts';
import type { Decide } from '../types.ts';
import { dossierName, receptionTask } from './shared.ts';

/**
 * Valid reception: the dossier gets its code and its appointment, and the receipt (slip 01) is made
 * (Decree 61/2018, art. 17.1.c and 17.2.b). Until the counter hands it over it shows "Được tiếp nhận".
 */
export const accept: Decide<'accept'> = (context, command) => {
  const task = receptionTask(context);
  if (context.papers.some((paper) => paper.required && paper.state !== 'given')) {
    const names = context.papers
      .filter((paper) => paper.required && paper.state !== 'given')
      .map((paper) => paper.name);
    throw new NotAllowed(
      `Còn thiếu: ${names.join('; ')}. Yêu cầu bổ sung, hoặc đánh dấu đã nhận rồi tiếp nhận.`,
    );
  }
  const limit = limitOf(context.procedureCase, context.dossier.source);
  const clock = limit ? start(context.calendar, limit, context.now, context.rules) : null;
  const appointment = clock?.dueAt ? ` Hẹn trả kết quả: ${formatDateTime(clock.dueAt)}.` : '';
  // At the counter the officer enters what is taken; see entry.ts.
  const online = context.dossier.source === 'online';
  const fees = online ? feesAtAcceptance(context.procedureCase, 'online') : [];
  const total = fees.reduce((sum, fee) => sum + fee.amount, 0);
  const owed = total > 0 ? ` Phí, lệ phí phải nộp: ${formatMoney(total)}, chậm nhất khi nhận kết quả.` : '';
  return {
    fees,
    statuses: command.forward ? ['accepted', 'in_progress'] : ['accepted'],
    reason: null,
    issueCode: true,
    set: {
      accepted_at: context.now,
      due_at: clock?.dueAt ?? null,
      original_due_at: clock?.dueAt ?? null,
      limit_amount: limit?.amount ?? null,
      limit_unit: limit?.unit ?? null,
    },
    slips: ['01'],
    note: command.note,
    decisions: command.forward
      ? [{ decision: { kind: 'complete', token: task.token }, outcome: 'accepted' }]
      : undefined,
    notification: {
      title: 'Hồ sơ đã được tiếp nhận',
      body: `Hồ sơ “${context.procedure.name}” (${dossierName(context)}) đã được tiếp nhận.${appointment}${owed}`,
    },
  };
};
