import { formatDate, isIsoDate, weekday, weekdayName } from '../dates.ts';
import type { CalendarDay, Span, WorkCalendar } from './types.ts';

/** Hours that agencies start with: Monday to Friday 7:30–11:30 and 13:30–17:00. */
export const OFFICE_WEEK: WorkCalendar['weekly'] = Object.fromEntries(
  [1, 2, 3, 4, 5].map((day) => [
    day,
    [
      [7 * 60 + 30, 11 * 60 + 30],
      [13 * 60 + 30, 17 * 60],
    ],
  ]),
);

export interface CalendarRow extends CalendarDay {
  /** YYYY-MM-DD. */
  date: string;
}

/** A calendar of weekly hours and day rows; of two rows for one date the later one holds. */
export function makeCalendar(
  weekly: WorkCalendar['weekly'],
  rows: readonly CalendarRow[] = [],
): WorkCalendar {
  const days: WorkCalendar['days'] = {};
  for (const { date, kind, name, spans } of rows) days[date] = spans ? { kind, name, spans } : { kind, name };
  return { timeZone: 'Asia/Ho_Chi_Minh', weekly, days };
}

/** What is wrong with a calendar, in words for the administrator who edits it; empty when it can be used. */
export function checkCalendar(calendar: WorkCalendar): string[] {
  const messages: string[] = [];
  let worked = 0;
  for (const [day, spans] of Object.entries(calendar.weekly)) {
    if (!/^[1-7]$/.test(day))
      messages.push(`“${day}” không phải thứ trong tuần. Dùng số từ 1 (Thứ Hai) đến 7 (Chủ Nhật).`);
    else messages.push(...checkSpans(spans ?? [], weekdayName(`2024-01-0${day}`)));
    worked += spans?.length ?? 0;
  }
  if (worked === 0)
    messages.push('Lịch không có giờ làm việc nào. Nhập giờ làm việc cho ít nhất một ngày trong tuần.');
  for (const [date, day] of Object.entries(calendar.days)) {
    if (!isIsoDate(date)) {
      messages.push(`“${date}” không phải ngày có thật. Nhập lại ngày.`);
      continue;
    }
    const name = formatDate(date);
    if (day.spans && day.kind !== 'working')
      messages.push(`Ngày ${name} là ngày nghỉ nên không có giờ làm việc. Bỏ giờ.`);
    messages.push(...checkSpans(day.spans ?? [], `Ngày ${name}`));
    if (day.kind === 'working' && !day.spans && (calendar.weekly[weekday(date)]?.length ?? 0) > 0) {
      messages.push(
        `${weekdayName(date)} ${name} vốn là ngày làm việc. Bỏ dòng này hoặc nhập giờ riêng cho ngày đó.`,
      );
    }
  }
  return messages;
}

function checkSpans(spans: readonly Span[], where: string): string[] {
  const messages: string[] = [];
  let before = 0;
  for (const [start, end] of spans) {
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > 1440 || start >= end) {
      messages.push(
        `${where}: khoảng giờ ${clock(start)}–${clock(end)} không hợp lệ. Giờ vào phải trước giờ ra, trong cùng một ngày.`,
      );
    } else if (start < before) {
      messages.push(
        `${where}: khoảng giờ ${clock(start)}–${clock(end)} chồng lên khoảng trước. Xếp theo thứ tự và không để chồng nhau.`,
      );
    }
    before = Math.max(before, end);
  }
  return messages;
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
