import {
  addWorkingDays,
  addWorkingMinutes,
  isWorkingDay,
  startOfWorkingDay,
  workingDaysBetween,
  workingMinutesBetween,
  type WorkCalendar,
} from '../calendar/index.ts';
import { localDate, momentAt } from '../dates.ts';
import { closeOn, dueAt } from './due.ts';
import { DEFAULT_RULES, type TimeRules } from './rules.ts';
import type { DeadlineState } from './state.ts';

/**
 * When a running dossier is due after the calendar changed. What has passed is passed: late and paused dossiers stay as
 * they are (a paused one gets its rest by the new calendar when it goes on). Where the due date still is what the limit
 * gave at reception it is counted anew from there; where it was moved since (supplement, apology) what is left of it
 * keeps its length: in working days for limits in days, in working minutes for hours and parts of a day; a limit in
 * calendar days only leaves days on which nobody works (Civil Code 2015, article 148.5).
 *
 * @param before the calendar by which the dates stand
 * @param after the calendar as it will be
 * @returns the new due moment, never before `now`; the old one when nothing changes
 */
export function recount(
  before: WorkCalendar,
  after: WorkCalendar,
  state: DeadlineState,
  now: Date,
  rules: TimeRules = DEFAULT_RULES,
): Date | null {
  const { limit, dueAt: due } = state;
  if (!due || state.pausedAt || due <= now || limit.amount === null) return due;
  const asReceived = dueAt(before, limit, state.receivedAt, rules);
  if (asReceived && asReceived.getTime() === due.getTime()) {
    const counted = dueAt(after, limit, state.receivedAt, rules)!;
    return counted > now ? counted : nextClose(after, now);
  }
  const date = localDate(due);
  if (limit.unit === 'calendar_day') return latest(closeOn(after, date), due);
  const wholeDays = limit.unit === 'working_day' && Number.isInteger(limit.amount);
  const left = workingDaysBetween(before, localDate(now), date);
  if (wholeDays && left > 0) return addWorkingDays(after, momentAt(localDate(now)), left);
  if (wholeDays) return isWorkingDay(after, date) ? due : closeOn(after, date);
  return stepRecount(before, after, due, now);
}

/** The same for a step: the working minutes that are left of it keep their number. */
export function stepRecount(before: WorkCalendar, after: WorkCalendar, due: Date, now: Date): Date {
  if (due <= now) return due;
  const left = Math.round(workingMinutesBetween(before, now, due));
  return left <= 0 ? due : addWorkingMinutes(after, now, left);
}

const latest = (one: Date, other: Date): Date => (one > other ? one : other);

/** A day that is worked after all must not make a dossier late at the stroke of the pen. */
function nextClose(calendar: WorkCalendar, now: Date): Date {
  const today = localDate(now);
  if (isWorkingDay(calendar, today) && startOfWorkingDay(calendar, today) <= now) {
    const close = closeOn(calendar, today);
    if (close > now) return close;
  }
  return addWorkingMinutes(calendar, now, 1);
}
