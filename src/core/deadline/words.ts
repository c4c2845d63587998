import { formatDate } from '../dates.ts';
import type { Lateness } from './state.ts';

/** "Quá hạn 3 ngày"; within the day of the due moment "Quá hạn 2 giờ 15 phút"; empty when on time. */
export function latenessText(lateness: Lateness): string {
  if (!lateness.late) return '';
  if (lateness.days > 0) return `Quá hạn ${lateness.days} ngày`;
  return lateness.minutes > 0 ? `Quá hạn ${hours(lateness.minutes)}` : 'Quá hạn';
}

/** As Appendix I, item 3.5 shows it: "Hạn xử lý 15/08/2019 – Quá hạn 3 ngày". */
export function overdueText(dueAt: Date, lateness: Lateness): string {
  const late = latenessText(lateness);
  return `Hạn xử lý ${formatDate(dueAt)}${late && ` – ${late}`}`;
}

/** "Còn 3 ngày"; on the due date "Còn 6 giờ 20 phút". Working time. */
export function remainingText(remaining: { minutes: number; days: number }): string {
  if (remaining.days > 0) return `Còn ${remaining.days} ngày`;
  return remaining.minutes > 0 ? `Còn ${hours(remaining.minutes)}` : 'Đến hạn';
}

function hours(minutes: number): string {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [whole > 0 && `${whole} giờ`, rest > 0 && `${rest} phút`].filter(Boolean).join(' ');
}
