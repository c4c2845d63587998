export type { CalendarDay, Span, WorkCalendar } from './types.ts';
export {
  isWorking,
  isWorkingDay,
  nextWorkingMoment,
  addWorkingMinutes,
  workingMinutesBetween,
  workingDayAfter,
  addWorkingDays,
  workingDaysBetween,
  startOfWorkingDay,
  endOfWorkingDay,
  workingDayMinutes,
  workingWeekMinutes,
} from './worktime.ts';
export { OFFICE_WEEK, makeCalendar, checkCalendar, type CalendarRow } from './build.ts';
export { VIETNAM_2026, VIETNAM_2027, type HolidayRow } from './holidays.ts';
export { suggestedDays } from './suggest.ts';
export { parseSpans, spansText } from './text.ts';
