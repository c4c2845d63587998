import { describe, expect, it } from 'vitest';
import { addDays, weekday } from '../dates.ts';
import {
  checkCalendar,
  isWorkingDay,
  makeCalendar,
  OFFICE_WEEK,
  suggestedDays,
  VIETNAM_2026,
  VIETNAM_2027,
} from './index.ts';
import { lunarDate } from './lunar.ts';

describe('lunar days', () => {
  it('finds Tết as it was and will be kept in Viet Nam, also where China begins the year on another day', () => {
    const tet: Record<number, string> = {
      1968: '1968-01-29',
      1985: '1985-01-21',
      2007: '2007-02-17',
      2020: '2020-01-25',
      2023: '2023-01-22',
      2024: '2024-02-10',
      2025: '2025-01-29',
      2026: '2026-02-17',
      2027: '2027-02-06',
      2028: '2028-01-26',
      2029: '2029-02-13',
      2030: '2030-02-02',
      2031: '2031-01-23',
    };
    for (const [year, date] of Object.entries(tet)) expect(lunarDate(Number(year), 1, 1), year).toBe(date);
  });

  it('finds the day of the Hùng kings, also behind a doubled month', () => {
    expect(lunarDate(2023, 3, 10)).toBe('2023-04-29');
    expect(lunarDate(2024, 3, 10)).toBe('2024-04-18');
    expect(lunarDate(2025, 3, 10)).toBe('2025-04-07');
    expect(lunarDate(2026, 3, 10)).toBe('2026-04-26');
    expect(lunarDate(2027, 3, 10)).toBe('2027-04-16');
  });
});

describe('days suggested for a year', () => {
  it('are those that were decided where they are known', () => {
    expect(suggestedDays(2026, OFFICE_WEEK)).toEqual(VIETNAM_2026);
    expect(suggestedDays(2027, OFFICE_WEEK)).toEqual(VIETNAM_2027);
  });

  it.each([2028, 2029, 2030, 2035])(
    'make a calendar of %i that holds, each holiday on a rest day made good',
    (year) => {
      const rows = suggestedDays(year, OFFICE_WEEK);
      const calendar = makeCalendar(OFFICE_WEEK, rows);
      expect(checkCalendar(calendar)).toEqual([]);
      const holidays = rows.filter((row) => row.kind === 'holiday');
      const lieu = rows.filter((row) => row.kind === 'rest');
      expect(holidays).toHaveLength(12);
      expect(lieu).toHaveLength(holidays.filter((row) => weekday(row.date) > 5).length);
      expect(new Set(rows.map((row) => row.date)).size).toBe(rows.length);
      for (const row of rows) expect(isWorkingDay(calendar, row.date), row.date).toBe(false);
      // Tết is proposed, the Prime Minister decides; 30 April is the law's.
      expect(rows.find((row) => row.name.includes('mùng 1'))?.proposal).toBe(true);
      expect(rows.find((row) => row.date === `${year}-04-30`)?.proposal).toBeUndefined();
      expect(rows.some((row) => row.date === addDays(lunarDate(year, 1, 1), -1))).toBe(true);
    },
  );
});
