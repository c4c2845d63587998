import { addDays, formatDate, weekdayName } from '../dates.ts';
import { VIETNAM_2026, VIETNAM_2027, type HolidayRow } from './holidays.ts';
import { lunarDate } from './lunar.ts';
import type { WorkCalendar } from './types.ts';

const KNOWN: Record<number, readonly HolidayRow[]> = { 2026: VIETNAM_2026, 2027: VIETNAM_2027 };

/**
 * Days of a year to be laid before a person: what was decided where it is known, else what the law fixes (Labour Code
 * 2019, article 112.1; Resolution 28/2026/QH16), by the lunar calendar where it does. Days that the Prime Minister
 * chooses each year (how Tết lies, the second day of National Day, exchanged days) are marked as proposals.
 *
 * @param weekly hours of the week: who rests on a weekly rest day that is a holiday gets the next working day off
 *   (article 111.3)
 */
export function suggestedDays(year: number, weekly: WorkCalendar['weekly']): HolidayRow[] {
  const known = KNOWN[year];
  if (known) return [...known];
  const holiday = (date: string, name: string, proposal?: true): HolidayRow => ({
    date,
    kind: 'holiday',
    name,
    ...(proposal ? { proposal } : {}),
  });
  const tet = lunarDate(year, 1, 1);
  const rows = [
    holiday(`${year}-01-01`, 'Tết Dương lịch'),
    holiday(addDays(tet, -1), 'Tết Nguyên đán (ngày cuối tháng Chạp)', true),
    ...[1, 2, 3, 4].map((day) => holiday(addDays(tet, day - 1), `Tết Nguyên đán (mùng ${day})`, true)),
    holiday(lunarDate(year, 3, 10), 'Giỗ Tổ Hùng Vương'),
    holiday(`${year}-04-30`, 'Ngày Chiến thắng'),
    holiday(`${year}-05-01`, 'Ngày Quốc tế lao động'),
    holiday(`${year}-09-02`, 'Quốc khánh'),
    holiday(`${year}-09-01`, 'Quốc khánh (ngày liền kề)', true),
    holiday(`${year}-11-24`, 'Ngày Văn hóa Việt Nam'),
  ].sort((a, b) => (a.date < b.date ? -1 : 1));
  return withDaysInLieu(rows, weekly);
}

function withDaysInLieu(rows: HolidayRow[], weekly: WorkCalendar['weekly']): HolidayRow[] {
  const taken = new Set(rows.map((row) => row.date));
  const worked = (date: string): boolean =>
    (weekly[(((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1) as 1]?.length ?? 0) > 0;
  const all = [...rows];
  for (const row of rows) {
    if (worked(row.date)) continue;
    let date = addDays(row.date, 1);
    for (let tries = 0; tries < 30 && (taken.has(date) || !worked(date)); tries++) date = addDays(date, 1);
    if (taken.has(date) || !worked(date)) continue;
    taken.add(date);
    all.push({
      date,
      kind: 'rest',
      name: `Nghỉ bù ${row.name.replace(/ \(.*\)$/, '')} (${weekdayName(row.date)} ${formatDate(row.date)})`,
      ...(row.proposal ? { proposal: true as const } : {}),
    });
  }
  return all.sort((a, b) => (a.date < b.date ? -1 : 1));
}
