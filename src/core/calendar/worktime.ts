import { dateOfDay, dayNumber, dayOfDate, momentOfDay, weekdayOfDay, type IsoWeekday } from '../dates.ts';
import type { Span, WorkCalendar } from './types.ts';

const MINUTE = 60_000;
/** No agency is closed for four years; whoever asks beyond has a calendar without working time. */
const HORIZON = 1461;
const WEEK: readonly IsoWeekday[] = [1, 2, 3, 4, 5, 6, 7];
const NONE: readonly Span[] = [];

/** Whether people work at this moment. The end of a span no longer counts. */
export function isWorking(calendar: WorkCalendar, moment: Date): boolean {
  const day = dayNumber(moment);
  const minute = (moment.getTime() - momentOfDay(day).getTime()) / MINUTE;
  return spansOfDay(calendar, day).some(([start, end]) => start <= minute && minute < end);
}

/** Whether any work is done on this local date (YYYY-MM-DD). */
export function isWorkingDay(calendar: WorkCalendar, date: string): boolean {
  return spansOfDay(calendar, dayOfDate(date)).length > 0;
}

/** The moment itself when people work, else the start of the next working time. Throws RangeError when there is none. */
export function nextWorkingMoment(calendar: WorkCalendar, moment: Date): Date {
  const first = dayNumber(moment);
  for (let day = first; day < first + HORIZON; day++) {
    for (const [start, end] of spansOfDay(calendar, day)) {
      if (momentOfDay(day, end) <= moment) continue;
      const opens = momentOfDay(day, start);
      return opens > moment ? opens : new Date(moment);
    }
  }
  throw noWorkingTime();
}

/**
 * The moment at which so many working minutes have passed since `from`; it never falls outside working time, except
 * that the end of a span counts as its last moment. Zero minutes give the next working moment. Negative minutes count
 * back: the latest moment from which so many working minutes lead to `from`. Throws RangeError when the calendar has
 * no working time.
 */
export function addWorkingMinutes(calendar: WorkCalendar, from: Date, minutes: number): Date {
  if (!Number.isFinite(minutes)) throw new RangeError(`Not a number of minutes: ${minutes}`);
  if (minutes === 0) return nextWorkingMoment(calendar, from);
  return minutes > 0
    ? forward(calendar, from, minutes * MINUTE)
    : backward(calendar, from, -minutes * MINUTE);
}

/** Working minutes between two moments (whole when both are); negative when `to` lies before `from`. */
export function workingMinutesBetween(calendar: WorkCalendar, from: Date, to: Date): number {
  if (to < from) return 0 - workingMinutesBetween(calendar, to, from);
  let total = 0;
  const last = dayNumber(to);
  const [first, final] = [from.getTime(), to.getTime()];
  for (let day = dayNumber(from); day <= last; day++) {
    const midnight = momentOfDay(day).getTime();
    for (const [start, end] of spansOfDay(calendar, day)) {
      const opens = Math.max(midnight + start * MINUTE, first);
      const closes = Math.min(midnight + end * MINUTE, final);
      if (closes > opens) total += closes - opens;
    }
  }
  return total / MINUTE;
}

/** Date of the n-th working day after a date, which itself does not count; n = 0 gives it or the next working day. */
export function workingDayAfter(calendar: WorkCalendar, date: string, n: number): string {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`Not a number of days: ${n}`);
  const first = dayOfDate(date);
  let day = first;
  if (n === 0) day = nextWorkingDayNumber(calendar, first);
  for (let counted = 0; counted < n; counted++) day = nextWorkingDayNumber(calendar, day + 1);
  return dateOfDay(day);
}

/** End of working hours of the n-th working day after the day of `from`, which itself does not count. */
export function addWorkingDays(calendar: WorkCalendar, from: Date, n: number): Date {
  return endOfWorkingDay(calendar, workingDayAfter(calendar, dateOfDay(dayNumber(from)), n));
}

/** Working days in (from, to], by date; negative when `to` lies before. */
export function workingDaysBetween(calendar: WorkCalendar, from: string, to: string): number {
  if (to < from) return 0 - workingDaysBetween(calendar, to, from);
  let total = 0;
  const last = dayOfDate(to);
  for (let day = dayOfDate(from) + 1; day <= last; day++) if (spansOfDay(calendar, day).length > 0) total++;
  return total;
}

/** First working moment of a working day. Throws RangeError when no work is done on that date. */
export function startOfWorkingDay(calendar: WorkCalendar, date: string): Date {
  const day = dayOfDate(date);
  return momentOfDay(day, worked(calendar, day)[0]![0]);
}

/** Close of a working day. Throws RangeError when no work is done on that date. */
export function endOfWorkingDay(calendar: WorkCalendar, date: string): Date {
  const day = dayOfDate(date);
  return momentOfDay(day, worked(calendar, day).at(-1)![1]);
}

/** Working minutes of a date; of an ordinary day (the first worked weekday) when no date is given. */
export function workingDayMinutes(calendar: WorkCalendar, date?: string): number {
  return minutesOf(date === undefined ? ordinary(calendar) : spansOfDay(calendar, dayOfDate(date)));
}

/** Working minutes of an ordinary week. */
export function workingWeekMinutes(calendar: WorkCalendar): number {
  return WEEK.reduce((sum, weekday) => sum + minutesOf(calendar.weekly[weekday] ?? NONE), 0);
}

function forward(calendar: WorkCalendar, from: Date, amount: number): Date {
  let left = amount;
  const first = dayNumber(from);
  let idle = 0;
  for (let day = first; idle < HORIZON; day++) {
    const spans = spansOfDay(calendar, day);
    idle = spans.length > 0 ? 0 : idle + 1;
    for (const [start, end] of spans) {
      const opens = Math.max(momentOfDay(day, start).getTime(), from.getTime());
      const length = momentOfDay(day, end).getTime() - opens;
      if (length <= 0) continue;
      if (left <= length) return new Date(opens + left);
      left -= length;
    }
  }
  throw noWorkingTime();
}

function backward(calendar: WorkCalendar, from: Date, amount: number): Date {
  let left = amount;
  let idle = 0;
  for (let day = dayNumber(from); idle < HORIZON; day--) {
    const spans = spansOfDay(calendar, day);
    idle = spans.length > 0 ? 0 : idle + 1;
    for (let index = spans.length - 1; index >= 0; index--) {
      const [start, end] = spans[index]!;
      const closes = Math.min(momentOfDay(day, end).getTime(), from.getTime());
      const length = closes - momentOfDay(day, start).getTime();
      if (length <= 0) continue;
      if (left <= length) return new Date(closes - left);
      left -= length;
    }
  }
  throw noWorkingTime();
}

/** Working time of days asked for before; a calendar is never changed. */
const known = new WeakMap<WorkCalendar, Map<number, readonly Span[]>>();

function spansOfDay(calendar: WorkCalendar, day: number): readonly Span[] {
  let days = known.get(calendar);
  if (!days) known.set(calendar, (days = new Map()));
  let spans = days.get(day);
  if (!spans) days.set(day, (spans = readSpans(calendar, day)));
  return spans;
}

function readSpans(calendar: WorkCalendar, day: number): readonly Span[] {
  const weekly = calendar.weekly[weekdayOfDay(day)] ?? NONE;
  const special = calendar.days[dateOfDay(day)];
  if (!special) return weekly;
  if (special.kind !== 'working') return NONE;
  if (special.spans && special.spans.length > 0) return special.spans;
  return weekly.length > 0 ? weekly : ordinary(calendar);
}

function ordinary(calendar: WorkCalendar): readonly Span[] {
  for (const weekday of WEEK) {
    const spans = calendar.weekly[weekday];
    if (spans && spans.length > 0) return spans;
  }
  return NONE;
}

function worked(calendar: WorkCalendar, day: number): readonly Span[] {
  const spans = spansOfDay(calendar, day);
  if (spans.length === 0) throw new RangeError(`No work on ${dateOfDay(day)}`);
  return spans;
}

function nextWorkingDayNumber(calendar: WorkCalendar, from: number): number {
  for (let day = from; day < from + HORIZON; day++) if (spansOfDay(calendar, day).length > 0) return day;
  throw noWorkingTime();
}

function minutesOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}

function noWorkingTime(): RangeError {
  return new RangeError('The calendar has no working time');
}
