export {
  calendarEffect,
  changeCalendar,
  changeObject,
  daysAfter,
  seenCalendar,
  type CalendarChange,
  type CalendarEffect,
  type Decision,
  type DueMove,
} from './change.ts';
export { startCountingAnew } from './jobs.ts';
