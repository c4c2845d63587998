import { formatDate, formatDateTime } from '../../../core/dates.ts';
import { NotAllowed } from '../errors.ts';
import type { Decide } from '../types.ts';
import { dossierName } from './shared.ts';

/**
 * The working calendar changed, so the appointment is counted anew (see core/deadline, recount); the applicant is told
 * when the day is another one. The receipt that was printed stays as it was: this is told beside it.
 */
export const reschedule: Decide<'reschedule'> = (context, command) => {
  const { dossier } = context;
  if (dossier.paused_at || dossier.due_at?.getTime() !== command.from?.getTime()) {
    throw new NotAllowed('Hạn trả của hồ sơ đã thay đổi từ lúc xem trước, nên được giữ nguyên.');
  }
  const { from, dueAt, reason } = command;
  const moved = from !== null && dueAt !== null && from.getTime() !== dueAt.getTime();
  const words = moved
    ? `Hẹn trả kết quả chuyển từ ${formatDateTime(from)} sang ${formatDateTime(dueAt)}.`
    : '';
  return {
    set: { due_at: dueAt, original_due_at: command.originalDueAt },
    dueTasks: command.tasks,
    note: moved ? `${words} Lý do: ${reason}.` : undefined,
    internalNote: `Tính lại hạn theo lịch làm việc mới, do ${command.by} quyết định.`,
    data: { from, to: dueAt },
    notification: moved
      ? {
          title: `Hẹn trả kết quả chuyển sang ngày ${formatDate(dueAt)}`,
          body: `Hồ sơ “${context.procedure.name}” (${dossierName(context)}): ${words} Lý do: ${reason}. Bạn không cần làm gì thêm.`,
        }
      : undefined,
  };
};
