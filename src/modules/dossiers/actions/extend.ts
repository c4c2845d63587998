import { closeOn, extend as giveNewDate } from '../../../core/deadline/index.ts';
import { isWorkingDay } from '../../../core/calendar/index.ts';
import { formatDate, isIsoDate } from '../../../core/dates.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { clockOf } from '../limits.ts';
import type { Decide } from '../types.ts';
import { dossierName, requiredText } from './shared.ts';

/**
 * The result will be late: an apology with the reason and a new appointment, a day before the old one at the latest and
 * once (Decree 61/2018, art. 19.9). The original date stays beside it.
 */
export const extend: Decide<'extend'> = (context, command) => {
  const clock = clockOf(context);
  if (!clock?.dueAt) throw new NotAllowed('Hồ sơ chưa có ngày hẹn trả nên không có ngày để hẹn lại.');
  const reason = requiredText(command.reason, 'reason', 'Ghi lý do trễ hẹn để xin lỗi người nộp.');
  if (!isIsoDate(command.until)) {
    throw new InvalidInput([{ path: 'until', message: 'Nhập ngày hẹn mới theo dạng ngày/tháng/năm.' }]);
  }
  if (!isWorkingDay(context.calendar, command.until)) {
    const message = `Ngày ${formatDate(command.until)} cơ quan không làm việc. Chọn một ngày làm việc.`;
    throw new InvalidInput([{ path: 'until', message }]);
  }
  const to = closeOn(context.calendar, command.until);
  const change = giveNewDate(context.calendar, clock, { at: context.now, newDueAt: to }, context.rules);
  if (!change.ok) throw new InvalidInput([{ path: 'until', message: change.message }]);
  return {
    set: { due_at: to, extension_count: change.state.extensions },
    extension: { from: clock.dueAt, to, reason },
    slips: ['04'],
    note: `Xin lỗi vì trễ hẹn. Hẹn trả kết quả chuyển từ ngày ${formatDate(clock.dueAt)} sang ngày ${formatDate(to)}. Lý do: ${reason}`,
    data: { from: clock.dueAt, to },
    notification: {
      title: `Xin lỗi và hẹn lại ngày trả kết quả: ${formatDate(to)}`,
      body: `Hồ sơ “${context.procedure.name}” (${dossierName(context)}) chưa kịp có kết quả vào ngày ${formatDate(clock.dueAt)}. Chúng tôi xin lỗi và hẹn lại ngày ${formatDate(to)}. Lý do: ${reason}`,
    },
  };
};
