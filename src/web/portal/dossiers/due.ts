import {
  workingDaysBetween,
  workingMinutesBetween,
  type WorkCalendar,
} from '../../../core/calendar/index.ts';
import { localDate } from '../../../core/dates.ts';
import { latenessOf, overdueText, remainingText, type Lateness } from '../../../core/deadline/index.ts';
import { STATUS_INFO, type Status } from '../../../core/status/index.ts';
import type { LimitUnit } from '../../../core/procedure.ts';

/** The due date in words and how urgent it is. */
export interface DueWords {
  tone: 'far' | 'soon' | 'late' | 'paused';
  text: string;
}

export interface Clock {
  status: Status;
  dueAt: Date | null;
  pausedAt: Date | null;
  doneAt: Date | null;
  limitUnit: LimitUnit | null;
}

const SOON_DAYS = 1;

/** How late a dossier is at a moment; a finished or waiting one is as late as it was then. */
export const latenessNow = (calendar: WorkCalendar, clock: Clock, now: Date): Lateness =>
  latenessOf(calendar, clock.dueAt, clock.doneAt ?? clock.pausedAt ?? now, clock.limitUnit ?? 'working_day');

/** Words about the due date of a dossier somebody still works on; null otherwise. */
export function dueWords(calendar: WorkCalendar, clock: Clock, now: Date): DueWords | null {
  const { status, dueAt, pausedAt } = clock;
  if (!dueAt || clock.doneAt || STATUS_INFO[status].final) return null;
  const late = latenessNow(calendar, clock, now);
  if (late.late) return { tone: 'late', text: overdueText(dueAt, late) };
  if (pausedAt) return { tone: 'paused', text: 'Thời hạn đang dừng, chờ bạn bổ sung' };
  const days = workingDaysBetween(calendar, localDate(now), localDate(dueAt));
  const minutes = Math.ceil(workingMinutesBetween(calendar, now, dueAt));
  return { tone: days <= SOON_DAYS ? 'soon' : 'far', text: remainingText({ days, minutes }) };
}
