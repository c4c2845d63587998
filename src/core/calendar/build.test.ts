import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, weekday } from '../dates.ts';
import {
  checkCalendar,
  isWorkingDay,
  makeCalendar,
  OFFICE_WEEK,
  VIETNAM_2026,
  VIETNAM_2027,
} from './index.ts';

describe('a calendar that is edited', () => {
  it('is accepted with the rows of both years', () => {
    expect(checkCalendar(makeCalendar(OFFICE_WEEK, [...VIETNAM_2026, ...VIETNAM_2027]))).toEqual([]);
  });

  it('takes the later of two rows for a date', () => {
    const calendar = makeCalendar(OFFICE_WEEK, [
      { date: '2026-12-24', kind: 'rest', name: 'Nghỉ' },
      { date: '2026-12-24', kind: 'working', name: 'Trực', spans: [[480, 720]] },
    ]);
    expect(isWorkingDay(calendar, '2026-12-24')).toBe(true);
  });

  it('is refused with a reason that names the day', () => {
    const calendar = makeCalendar(
      {
        1: [[690, 450]],
        2: [
          [450, 690],
          [600, 1020],
        ],
      },
      [
        { date: '2026-02-30', kind: 'holiday', name: 'Không có' },
        { date: '2026-11-24', kind: 'holiday', name: 'Nghỉ', spans: [[450, 690]] },
        { date: '2026-11-23', kind: 'working', name: 'Làm bù' },
      ],
    );
    expect(checkCalendar(calendar)).toEqual([
      'Thứ Hai: khoảng giờ 11:30–7:30 không hợp lệ. Giờ vào phải trước giờ ra, trong cùng một ngày.',
      'Thứ Ba: khoảng giờ 10:00–17:00 chồng lên khoảng trước. Xếp theo thứ tự và không để chồng nhau.',
      '“2026-02-30” không phải ngày có thật. Nhập lại ngày.',
      'Ngày 24/11/2026 là ngày nghỉ nên không có giờ làm việc. Bỏ giờ.',
      'Thứ Hai 23/11/2026 vốn là ngày làm việc. Bỏ dòng này hoặc nhập giờ riêng cho ngày đó.',
    ]);
  });

  it('is refused when nobody works', () => {
    expect(checkCalendar(makeCalendar({}))).toEqual([
      'Lịch không có giờ làm việc nào. Nhập giờ làm việc cho ít nhất một ngày trong tuần.',
    ]);
    expect(checkCalendar(makeCalendar({ ...OFFICE_WEEK, 8: [[0, 60]] } as never))[0]).toContain(
      '“8” không phải thứ',
    );
  });
});

describe('the suggested rows', () => {
  const days = (rows: typeof VIETNAM_2026, kind: string): string[] =>
    rows.filter((row) => row.kind === kind).map((row) => row.date);

  it('give the eleven holidays of the Labour Code and Culture Day', () => {
    expect(days(VIETNAM_2026, 'holiday')).toHaveLength(12);
    expect(days(VIETNAM_2027, 'holiday')).toHaveLength(12);
  });

  it('exchange weekdays for Saturdays of the same year', () => {
    expect(days(VIETNAM_2026, 'working')).toEqual(['2026-01-10', '2026-08-22']);
    expect(days(VIETNAM_2026, 'working').map((date) => weekday(date))).toEqual([6, 6]);
  });

  it('give a day off for every holiday on a weekly rest day', () => {
    for (const rows of [VIETNAM_2026, VIETNAM_2027]) {
      const lost = days(rows, 'holiday').filter((date) => weekday(date) > 5);
      const exchanged = days(rows, 'working').length;
      expect(days(rows, 'rest')).toHaveLength(lost.length + exchanged);
    }
  });

  it('close five weekdays in a row for Tết', () => {
    const tet = (year: number, first: string): number => {
      const calendar = makeCalendar(OFFICE_WEEK, year === 2026 ? VIETNAM_2026 : VIETNAM_2027);
      let date = first;
      while (!isWorkingDay(calendar, date)) date = addDays(date, 1);
      return daysBetween(first, date);
    };
    expect(tet(2026, '2026-02-14')).toBe(9);
    expect(tet(2027, '2027-02-04')).toBe(7);
  });

  it('flag what is not decided yet', () => {
    const open = VIETNAM_2027.filter((row) => row.proposal).map((row) => row.date.slice(5, 7));
    expect(new Set(open)).toEqual(new Set(['02', '09']));
    expect(VIETNAM_2026.some((row) => row.proposal)).toBe(false);
  });
});
