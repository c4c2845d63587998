import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  age,
  daysBetween,
  formatDate,
  formatDateTime,
  formatLongDate,
  formatTime,
  isIsoDate,
  localDate,
  minuteOfDay,
  momentAt,
  parseDate,
  weekday,
  weekdayName,
} from './dates.ts';

const moments = fc.date({
  min: new Date('1980-01-01T00:00:00Z'),
  max: new Date('2150-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const isoDates = moments.map(localDate);

describe('showing dates and times', () => {
  it('[V.15] shows DD/MM/YYYY and hh:mm:ss in Vietnamese time', () => {
    const moment = new Date('2026-11-23T17:05:09.900Z');
    expect(formatDate(moment)).toBe('24/11/2026');
    expect(formatTime(moment)).toBe('00:05');
    expect(formatDateTime(moment)).toBe('24/11/2026 00:05:09');
    expect(formatDate('2026-02-03')).toBe('03/02/2026');
  });

  it('[V.15] agrees with Intl in Asia/Ho_Chi_Minh for any moment', () => {
    const intl = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Ho_Chi_Minh',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    fc.assert(
      fc.property(moments, (moment) => {
        expect(formatDateTime(moment)).toBe(intl.format(moment).replace(', ', ' '));
      }),
    );
  });

  it('names the weekday', () => {
    expect(weekdayName('2026-11-23')).toBe('Thứ Hai');
    expect(weekdayName('2026-02-17')).toBe('Thứ Ba');
    expect(weekdayName(new Date('2026-11-22T10:00:00+07:00'))).toBe('Chủ Nhật');
    expect(weekday('1970-01-01')).toBe(4);
    expect(weekday('1969-12-28')).toBe(7);
  });

  it('writes long dates as documents do', () => {
    expect(formatLongDate('2026-11-23')).toBe('ngày 23 tháng 11 năm 2026');
    expect(formatLongDate('2026-02-05')).toBe('ngày 05 tháng 02 năm 2026');
    expect(formatLongDate('2026-03-05')).toBe('ngày 05 tháng 3 năm 2026');
  });
});

describe('local dates', () => {
  it('begin a day at 17:00 UTC', () => {
    expect(localDate(new Date('2026-11-23T16:59:59Z'))).toBe('2026-11-23');
    expect(localDate(new Date('2026-11-23T17:00:00Z'))).toBe('2026-11-24');
    expect(minuteOfDay(new Date('2026-11-23T17:00:59Z'))).toBe(0);
  });

  it('come back from date and minutes', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const minute = new Date(Math.floor(moment.getTime() / 60_000) * 60_000);
        expect(momentAt(localDate(minute), minuteOfDay(minute))).toEqual(minute);
      }),
    );
  });

  it('add and count days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    fc.assert(
      fc.property(isoDates, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('refuse what is no date', () => {
    expect(isIsoDate('2026-02-29')).toBe(false);
    expect(isIsoDate('2026-13-01')).toBe(false);
    expect(isIsoDate('23/11/2026')).toBe(false);
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });
});

describe('reading typed dates', () => {
  it.each([
    ['23/11/2026', '2026-11-23'],
    [' 3/1/1985 ', '1985-01-03'],
    ['03-01-1985', '1985-01-03'],
    ['3.1.85', '1985-01-03'],
    ['3/1/26', '2026-01-03'],
    ['3 1 2026', '2026-01-03'],
    ['03011985', '1985-01-03'],
    ['1985-1-3', '1985-01-03'],
    ['29/02/2028', '2028-02-29'],
  ])('%s', (typed, date) => expect(parseDate(typed)).toBe(date));

  it.each([
    '',
    '29/02/2026',
    '31/4/2026',
    '11/23/2026',
    '23/11',
    '1/1/0026',
    '1/1/1899',
    '1/1/126',
    'hôm nay',
  ])('not %s', (typed) => expect(parseDate(typed)).toBeNull());

  it('puts two-digit years before the latest year', () => {
    expect(parseDate('1/2/27', 2026)).toBe('1927-02-01');
    expect(parseDate('1/2/26', 2026)).toBe('2026-02-01');
  });

  it('reads back every date it shows', () => {
    fc.assert(
      fc.property(isoDates, (date) => {
        expect(parseDate(formatDate(date))).toBe(date);
      }),
    );
  });
});

describe('age', () => {
  it('counts full years', () => {
    expect(age('2008-11-24', '2026-11-23')).toBe(17);
    expect(age('2008-11-23', '2026-11-23')).toBe(18);
    expect(age('2008-02-29', '2026-02-28')).toBe(17);
    expect(age('2008-02-29', '2026-03-01')).toBe(18);
    expect(age('2026-11-01', '2026-11-23')).toBe(0);
  });
});
