import { addWorkingMinutes } from '../../../core/calendar/index.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import type { Decide } from '../types.ts';
import { heldTask, openTasks, requiredText } from './shared.ts';

/**
 * Asks another unit for its opinion, with the content and the time to answer (Decree 61/2018, art. 19.5). The dossier
 * stays "Đang xử lý" and its own step goes on beside it.
 */
export const consult: Decide<'consult'> = (context, command) => {
  const task = heldTask(context, 'process');
  const request = requiredText(command.request, 'request', 'Ghi rõ nội dung cần xin ý kiến.');
  const unit = context.directory.unitById(command.unitId);
  if (!unit) {
    throw new InvalidInput([{ path: 'unitId', message: 'Chọn đơn vị cần xin ý kiến.' }]);
  }
  if (openTasks(context).some((open) => open.kind === 'consult' && open.unit_id === unit.id)) {
    throw new NotAllowed(`Đang chờ ý kiến của ${unit.name}. Chờ trả lời hoặc chọn đơn vị khác.`);
  }
  if (!Number.isInteger(command.workingHours) || command.workingHours < 1 || command.workingHours > 400) {
    throw new InvalidInput([
      { path: 'workingHours', message: 'Ghi số giờ làm việc để trả lời, từ 1 đến 400.' },
    ]);
  }
  const minutes = command.workingHours * 60;
  return {
    statuses: context.dossier.status === 'in_progress' ? undefined : ['in_progress'],
    openConsultation: {
      unitId: unit.id,
      agencyId: unit.agencyId,
      request,
      minutes,
      dueAt: addWorkingMinutes(context.calendar, context.now, minutes),
      parentId: task.id,
    },
    internalNote: request,
    data: { unit: unit.name },
  };
};

/** The unit that was asked answers; an answer after its time is still an answer, and the trace shows when it came. */
export const answer: Decide<'answer'> = (context, command) => {
  const task = openTasks(context).find((open) => open.kind === 'consult' && open.id === command.taskId);
  if (!task) throw new NotAllowed('Ý kiến này đã được trả lời hoặc không còn cần nữa.');
  const text = requiredText(command.answer, 'answer', 'Ghi ý kiến trả lời.');
  return {
    closeTasks: [{ id: task.id, outcome: 'answered', answer: text }],
    internalNote: text,
  };
};
