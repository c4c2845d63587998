/**
 * Dates and times as people in Viet Nam read them. Viet Nam keeps UTC+7 the whole year and has had no summer time
 * since 1975, so local time is plain arithmetic; Intl is left out because lists format thousands of moments.
 */
const MINUTE = 60_000;
const DAY = 86_400_000;
const OFFSET = 7 * 60 * MINUTE;

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật'] as const;

/** Day of the week after ISO 8601: 1 is Monday, 7 Sunday. */
export type IsoWeekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** Days since 1970-01-01 of the local date of a moment. */
export function dayNumber(moment: Date): number {
  return Math.floor((moment.getTime() + OFFSET) / DAY);
}

/** Minutes since 1970: lists and pages say in minutes at the finest how long something takes yet. */
export const minuteOf = (moment: Date): number => Math.floor(moment.getTime() / MINUTE);

// Lists count working days over months for every row: the same few thousand days come again and again.
const MOST_DAYS = 20_000;
const datesOfDays = new Map<number, string>();
const daysOfDates = new Map<string, number>();

/** ISO date (YYYY-MM-DD) of a day number. */
export function dateOfDay(day: number): string {
  const known = datesOfDays.get(day);
  if (known !== undefined) return known;
  const utc = new Date(day * DAY);
  const date = `${pad(utc.getUTCFullYear(), 4)}-${pad(utc.getUTCMonth() + 1)}-${pad(utc.getUTCDate())}`;
  if (datesOfDays.size < MOST_DAYS) datesOfDays.set(day, date);
  return date;
}

/** Day number of an ISO date. Throws RangeError when it is no real date. */
export function dayOfDate(date: string): number {
  const known = daysOfDates.get(date);
  if (known !== undefined) return known;
  if (!isIsoDate(date)) throw new RangeError(`Not an ISO date: ${date}`);
  const day = Date.parse(`${date}T00:00:00Z`) / DAY;
  if (daysOfDates.size < MOST_DAYS) daysOfDates.set(date, day);
  return day;
}

/** Whether the text is a real date written YYYY-MM-DD. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Local date of a moment, YYYY-MM-DD. */
export function localDate(moment: Date): string {
  return dateOfDay(dayNumber(moment));
}

/** Minutes since local midnight; seconds are dropped. */
export function minuteOfDay(moment: Date): number {
  const local = moment.getTime() + OFFSET;
  return Math.floor((local - Math.floor(local / DAY) * DAY) / MINUTE);
}

/** The moment of a local date and minutes since its midnight (1,440 and more run into the next day). */
export function momentAt(date: string, minutes = 0): Date {
  return momentOfDay(dayOfDate(date), minutes);
}

/** The moment of a day number and minutes since its local midnight. */
export function momentOfDay(day: number, minutes = 0): Date {
  return new Date(day * DAY - OFFSET + minutes * MINUTE);
}

/** Day of the week of a moment or an ISO date. */
export function weekday(when: Date | string): IsoWeekday {
  return weekdayOfDay(typeof when === 'string' ? dayOfDate(when) : dayNumber(when));
}

/** Day of the week of a day number (1970-01-01 was a Thursday). */
export function weekdayOfDay(day: number): IsoWeekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as IsoWeekday;
}

/** "Thứ Hai" … "Chủ Nhật". */
export function weekdayName(when: Date | string): string {
  return WEEKDAYS[weekday(when) - 1]!;
}

/** ISO date moved by whole days. */
export function addDays(date: string, days: number): string {
  return dateOfDay(dayOfDate(date) + days);
}

/** Whole days from one ISO date to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return dayOfDate(to) - dayOfDate(from);
}

/** DD/MM/YYYY of a moment or an ISO date. */
export function formatDate(when: Date | string): string {
  const date = typeof when === 'string' ? dateOfDay(dayOfDate(when)) : localDate(when);
  return `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** hh:mm of a moment. */
export function formatTime(moment: Date): string {
  const minutes = minuteOfDay(moment);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** DD/MM/YYYY hh:mm:ss of a moment (Appendix V, item 15 of Circular 22/2019). */
export function formatDateTime(moment: Date): string {
  const seconds = Math.floor((((moment.getTime() % MINUTE) + MINUTE) % MINUTE) / 1000);
  return `${formatDate(moment)} ${formatTime(moment)}:${pad(seconds)}`;
}

/** "ngày 23 tháng 11 năm 2026", as documents write it: two digits for the day and for the months 1 and 2. */
export function formatLongDate(when: Date | string): string {
  const date = typeof when === 'string' ? dateOfDay(dayOfDate(when)) : localDate(when);
  const month = Number(date.slice(5, 7));
  return `ngày ${date.slice(8)} tháng ${month < 3 ? pad(month) : month} năm ${Number(date.slice(0, 4))}`;
}

/**
 * ISO date of what a person typed: DD/MM/YYYY, also with one digit, two-digit years, dots, dashes or spaces, eight
 * digits in a row, or an ISO date. Two-digit years fall in the hundred years that end with `latestYear`. Returns null
 * when it is no real date between 1900 and 2199.
 */
export function parseDate(typed: string, latestYear = 2049): string | null {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$/.exec(text);
  const solid = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const parts = iso ? [iso[3], iso[2], iso[1]] : (local ?? solid)?.slice(1);
  if (!parts) return null;
  const [day, month] = [Number(parts[0]), Number(parts[1])];
  let year = Number(parts[2]);
  if (parts[2]!.length === 2) {
    year += Math.floor(latestYear / 100) * 100;
    if (year > latestYear) year -= 100;
  }
  if (year < 1900 || year > 2199) return null;
  const date = `${year}-${pad(month)}-${pad(day)}`;
  return isIsoDate(date) ? date : null;
}

/** Full years of age on a date; somebody born on 29 February comes of age on 1 March of common years. */
export function age(birthDate: string, on: string): number {
  dayOfDate(birthDate);
  dayOfDate(on);
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
