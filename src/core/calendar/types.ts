import type { IsoWeekday } from '../dates.ts';

/** Working time within a day, [from, to) in minutes after local midnight. */
export type Span = readonly [start: number, end: number];

export interface CalendarDay {
  /** holiday: by law · rest: a day off in lieu or by exchange · working: a day that is worked though it would be off. */
  kind: 'holiday' | 'rest' | 'working';
  name: string;
  /** Hours of a working day; the hours of the first worked weekday when absent. */
  spans?: readonly Span[];
}

/** When an agency works. Everything is data: weekly hours, holidays, exchanged days (Labour Code, articles 105–112). */
export interface WorkCalendar {
  timeZone: 'Asia/Ho_Chi_Minh';
  /** Hours by ISO weekday; a weekday that is missing or empty is not worked. */
  weekly: Partial<Record<IsoWeekday, readonly Span[]>>;
  /** Days that differ from their weekday, by ISO date. */
  days: Record<string, CalendarDay>;
}
