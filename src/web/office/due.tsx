import type { WorkCalendar } from '../../core/calendar/index.ts';
import { formatDate, formatTime, localDate } from '../../core/dates.ts';
import { latenessOf, latenessText, overdueText, remainingText } from '../../core/deadline/index.ts';
import { workingDaysBetween, workingMinutesBetween } from '../../core/calendar/index.ts';
import type { LimitUnit } from '../../core/procedure.ts';
import { Due } from '../ui/index.ts';

/** Working days before the due date from which on it is shown as near. */
const SOON_DAYS = 1;

export interface DueFacts {
  dueAt: Date | null;
  pausedAt: Date | null;
  /** When it was finished: from then on the clock no longer matters. */
  doneAt: Date | null;
  limitUnit: LimitUnit | null;
}

export interface DueWords {
  tone: 'far' | 'soon' | 'late' | 'paused';
  text: string;
  /** A second line: when it was due. */
  sub?: string;
}

/** "Hôm nay 17:00", "21/05/2026", "Quá hạn 3 ngày" with "Hạn xử lý 15/05/2026", "Tạm dừng"; null without a due date. */
export function dueWords(calendar: WorkCalendar, facts: DueFacts, now: Date): DueWords | null {
  const { dueAt, pausedAt, doneAt, limitUnit } = facts;
  if (doneAt) return null;
  if (pausedAt) return { tone: 'paused', text: 'Tạm dừng', sub: 'Chờ người nộp bổ sung' };
  if (!dueAt) return null;
  const lateness = latenessOf(calendar, dueAt, now, limitUnit ?? 'working_day');
  if (lateness.late) {
    return { tone: 'late', text: latenessText(lateness), sub: `Hạn xử lý ${formatDate(dueAt)}` };
  }
  const [today, day] = [localDate(now), localDate(dueAt)];
  if (day === today) return { tone: 'soon', text: `Hôm nay ${formatTime(dueAt)}` };
  const soon = workingDaysBetween(calendar, today, day) <= SOON_DAYS;
  return { tone: soon ? 'soon' : 'far', text: formatDate(dueAt) };
}

/** Time of a step in words: "Bước này còn 10 giờ 40 phút", "Bước này quá hạn 2 ngày". */
export function stepWords(calendar: WorkCalendar, dueAt: Date, now: Date): DueWords {
  const lateness = latenessOf(calendar, dueAt, now);
  if (lateness.late) return { tone: 'late', text: `Bước này ${lower(latenessText(lateness))}` };
  const minutes = Math.ceil(workingMinutesBetween(calendar, now, dueAt));
  const days = workingDaysBetween(calendar, localDate(now), localDate(dueAt));
  const tone = days <= SOON_DAYS ? 'soon' : 'far';
  return { tone, text: `Bước này ${lower(remainingText({ minutes, days: days > SOON_DAYS ? days : 0 }))}` };
}

/** "Hạn xử lý 15/08/2019 – Quá hạn 3 ngày", as Appendix I, item 3.5 wants it; null when on time. */
export function overdueLine(calendar: WorkCalendar, facts: DueFacts, now: Date): string | null {
  const { dueAt, pausedAt, doneAt, limitUnit } = facts;
  if (!dueAt) return null;
  const lateness = latenessOf(calendar, dueAt, doneAt ?? pausedAt ?? now, limitUnit ?? 'working_day');
  return lateness.late ? overdueText(dueAt, lateness) : null;
}

export function DueMark({ words }: { words: DueWords | null }) {
  if (!words) return <span class="muted">–</span>;
  return (
    <>
      <Due tone={words.tone}>{words.text}</Due>
      {words.sub && <span class="sub">{words.sub}</span>}
    </>
  );
}

const lower = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
