import {
  addWorkingDays,
  addWorkingMinutes,
  endOfWorkingDay,
  isWorkingDay,
  nextWorkingMoment,
  startOfWorkingDay,
  workingDayAfter,
  workingDayMinutes,
  workingWeekMinutes,
  type WorkCalendar,
} from '../calendar/index.ts';
import { addDays, localDate, minuteOfDay } from '../dates.ts';
import { formatNumber } from '../money.ts';
import type { Limit } from '../procedure.ts';
import { DEFAULT_RULES, type TimeRules } from './rules.ts';

/** A time limit without the channel it belongs to. */
export type TimeLimit = Pick<Limit, 'amount' | 'unit'>;

const MINUTE = 60_000;

/** Clocks run in whole minutes: seconds are dropped, so that a dossier received at 16:59:40 was received at 16:59. */
export function wholeMinute(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / MINUTE) * MINUTE);
}

/**
 * When a dossier is due; null when the limit is not known.
 *
 * Counting begins at valid reception; out of hours it begins at the next working moment, whose day then counts as the
 * day of reception.
 * - working_day: that day is not counted (Civil Code 2015, article 147.2); due when the n-th working day closes.
 *   Zero days mean the same day, or the next working day when received after the cut-off (15:00).
 *   Part of a day ("½ ngày") runs in working minutes.
 * - working_hour: due when so many working hours have passed.
 * - calendar_day: that day is not counted; due when the last day closes, and when nobody works then, at the close of
 *   the next working day (Civil Code 2015, article 148.5).
 */
export function dueAt(
  calendar: WorkCalendar,
  limit: TimeLimit,
  receivedAt: Date,
  rules: TimeRules = DEFAULT_RULES,
): Date | null {
  const { amount, unit } = limit;
  if (amount === null) return null;
  if (!Number.isFinite(amount) || amount < 0) throw new RangeError(`Not a time limit: ${amount}`);
  const start = nextWorkingMoment(calendar, wholeMinute(receivedAt));
  if (unit === 'working_hour') return addWorkingMinutes(calendar, start, Math.round(amount * 60));
  if (amount === 0) return addWorkingDays(calendar, start, minuteOfDay(start) > rules.sameDayCutOff ? 1 : 0);
  if (unit === 'calendar_day') return closeOn(calendar, addDays(localDate(start), Math.ceil(amount)));
  if (Number.isInteger(amount)) return addWorkingDays(calendar, start, amount);
  return addWorkingMinutes(calendar, start, Math.round(amount * workingDayMinutes(calendar)));
}

/** Close of work on a date, or of the next working day when nobody works on it. */
export function closeOn(calendar: WorkCalendar, date: string): Date {
  return endOfWorkingDay(calendar, workingDayAfter(calendar, date, 0));
}

/** When a step that was opened at a moment is due; null when it has no limit. `minutes` are working minutes. */
export function stepDueAt(calendar: WorkCalendar, openedAt: Date, minutes: number | null): Date | null {
  return minutes === null ? null : addWorkingMinutes(calendar, wholeMinute(openedAt), minutes);
}

/**
 * When the counter must have sent a dossier on to the handling agency: electronic ones at once; paper before the close
 * of the same working day, or at the start of the next one when received after 15:00 or on a day nobody works
 * (Decree 61/2018, article 18). The day of reception itself does not move.
 */
export function handOverBy(
  calendar: WorkCalendar,
  receivedAt: Date,
  paper: boolean,
  rules: TimeRules = DEFAULT_RULES,
): Date {
  if (!paper) return receivedAt;
  const date = localDate(receivedAt);
  if (isWorkingDay(calendar, date) && minuteOfDay(receivedAt) <= rules.handOverCutOff) {
    const close = endOfWorkingDay(calendar, date);
    if (receivedAt < close) return close;
  }
  return startOfWorkingDay(calendar, workingDayAfter(calendar, date, 1));
}

/** Last moment to tell the applicant what to add, counted from the reception (Decree 61/2018, article 19.4). */
export function supplementNoticeBy(
  calendar: WorkCalendar,
  receivedAt: Date,
  rules: TimeRules = DEFAULT_RULES,
): Date {
  const start = nextWorkingMoment(calendar, wholeMinute(receivedAt));
  return addWorkingDays(calendar, start, rules.supplement.noticeWorkingDays);
}

/** When a dossier that is not supplemented may be closed; null when the rules never close it. */
export function supplementClosesAt(
  calendar: WorkCalendar,
  requestedAt: Date,
  rules: TimeRules = DEFAULT_RULES,
): Date | null {
  const days = rules.supplement.closeAfterDays;
  return days > 0 ? closeOn(calendar, addDays(localDate(requestedAt), days)) : null;
}

/** Last moment to answer an online submission, whatever the answer (Decree 118/2025, article 17.2.c). */
export function onlineAnswerBy(
  calendar: WorkCalendar,
  submittedAt: Date,
  rules: TimeRules = DEFAULT_RULES,
): Date {
  return addWorkingMinutes(calendar, wholeMinute(submittedAt), rules.online.answerWorkingHours * 60);
}

/**
 * Working minutes that a limit leaves for the steps of a flow (criterion II.3.2); null when the limit is not known.
 * Calendar days count by the ordinary week, rounded down; a same-day limit is one working day.
 */
export function limitInWorkingMinutes(calendar: WorkCalendar, limit: TimeLimit): number | null {
  const { amount, unit } = limit;
  if (amount === null) return null;
  if (unit === 'working_hour') return Math.round(amount * 60);
  if (amount === 0) return workingDayMinutes(calendar);
  if (unit === 'calendar_day') return Math.floor((amount * workingWeekMinutes(calendar)) / 7);
  return Math.round(amount * workingDayMinutes(calendar));
}

/** A limit in words: "3 ngày làm việc", "8 giờ làm việc", "30 ngày", "Trong ngày làm việc". */
export function limitText(limit: Pick<Limit, 'amount' | 'unit' | 'note'>): string {
  const { amount, unit } = limit;
  if (amount === null) return limit.note ?? 'Không có thông tin';
  if (amount === 0) return 'Trong ngày làm việc';
  const names = { working_day: 'ngày làm việc', working_hour: 'giờ làm việc', calendar_day: 'ngày' };
  return `${formatNumber(amount)} ${names[unit]}`;
}
