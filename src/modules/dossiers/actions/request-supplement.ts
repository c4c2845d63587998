import { pause, supplementClosesAt } from '../../../core/deadline/index.ts';
import { formatDate } from '../../../core/dates.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { clockOf } from '../limits.ts';
import type { Decide } from '../types.ts';
import { dossierName, heldTask, requiredText } from './shared.ts';

/**
 * What is missing is asked for once, in full, in writing (slip 02): by the counter before reception (Decree 61/2018,
 * art. 17.1.a, 17.2.a), by the handling officer after it (art. 19.4), when the clock stops.
 */
export const requestSupplement: Decide<'request-supplement'> = (context, command) => {
  const reason = requiredText(
    command.reason,
    'reason',
    'Ghi lý do phải bổ sung để người nộp hiểu cần làm gì.',
  );
  const items = command.items
    .map((item) => ({ ...item, what: item.what.normalize('NFC').trim() }))
    .filter((item) => item.what !== '' || item.component !== '');
  if (items.length === 0) {
    throw new InvalidInput([
      { path: 'items', message: 'Chọn ít nhất một giấy tờ cần bổ sung và ghi rõ cần sửa hoặc thêm gì.' },
    ]);
  }
  const accepted = context.dossier.accepted_at !== null;
  const before = context.supplements.filter((one) => one.before_acceptance === !accepted).length;
  if (before >= context.rules.supplement.times) {
    throw new NotAllowed(
      `Hồ sơ đã được yêu cầu bổ sung ${before} lần ở giai đoạn này. Chỉ được yêu cầu một lần, đầy đủ (Nghị định 61/2018, Điều 15).`,
    );
  }
  if (accepted) heldTask(context, 'process');
  const until = supplementClosesAt(context.calendar, context.now, context.rules);
  const clock = clockOf(context);
  const paused = clock ? pause(context.calendar, clock, context.now, context.rules) : null;
  if (paused && !paused.ok) throw new NotAllowed(paused.message);
  return {
    statuses: ['supplement_requested'],
    reason,
    set: {
      supplement_until: until,
      supplement_count: context.dossier.supplement_count + 1,
      paused_at: paused?.state.pausedAt ?? null,
      remaining_minutes: paused?.state.remainingMinutes ?? null,
    },
    pauseTasks: true,
    supplement: { reason, items, beforeAcceptance: !accepted, until },
    wantedComponents: items.map((item) => item.component).filter((component) => component !== ''),
    slips: ['02'],
    note: reason,
    data: { items },
    notification: {
      title: 'Hồ sơ cần bổ sung',
      body:
        `Hồ sơ “${context.procedure.name}” (${dossierName(context)}) cần bổ sung: ${reason}` +
        (until ? ` Bổ sung trước ngày ${formatDate(until)}.` : ''),
    },
  };
};
