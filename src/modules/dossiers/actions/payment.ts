import { formatMoney } from '../../../core/money.ts';
import { formatDate } from '../../../core/dates.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import type { Decide } from '../types.ts';
import { dossierName, requiredText } from './shared.ts';

/** A fee, charge or tax is due: how much, until when, and why (II.10.3). */
export const requirePayment: Decide<'require-payment'> = (context, command) => {
  const reason = requiredText(command.reason, 'reason', 'Ghi khoản phải nộp và căn cứ thu.');
  const total = command.fees.reduce((sum, fee) => sum + fee.amount, 0);
  if (total <= 0 || command.fees.some((fee) => !Number.isInteger(fee.amount) || fee.amount < 0)) {
    throw new InvalidInput([{ path: 'amount', message: 'Ghi số tiền bằng đồng, lớn hơn 0.' }]);
  }
  if (command.until <= context.now) {
    throw new InvalidInput([{ path: 'until', message: 'Hạn nộp phải sau hôm nay.' }]);
  }
  return {
    statuses: ['payment_required'],
    reason,
    fees: command.fees.map((fee) => ({ ...fee, until: command.until })),
    note: reason,
    data: { total },
    notification: {
      title: 'Cần nộp phí, lệ phí',
      body: `Hồ sơ “${context.procedure.name}” (${dossierName(context)}) cần nộp ${formatMoney(total)} trước ngày ${formatDate(command.until)}. ${reason}`,
    },
  };
};

/** The counter records that everything owed was paid; a dossier that waited for it goes on. */
export const recordPayment: Decide<'record-payment'> = (context, command) => {
  if (context.unpaidFees.length === 0) throw new NotAllowed('Hồ sơ không còn khoản nào phải nộp.');
  const receiptNo = requiredText(command.receiptNo, 'receiptNo', 'Ghi số biên lai thu tiền.');
  const total = context.unpaidFees.reduce((sum, fee) => sum + fee.amount, 0);
  const waited = context.dossier.status === 'payment_required';
  const backAtCounter = context.dossier.done_at !== null;
  return {
    statuses: waited ? [backAtCounter ? 'done' : 'in_progress'] : undefined,
    reason: waited ? null : undefined,
    payFees: { method: command.method, receiptNo },
    note: `Đã thu ${formatMoney(total)}, biên lai số ${receiptNo}.`,
    data: { total, receiptNo },
  };
};
