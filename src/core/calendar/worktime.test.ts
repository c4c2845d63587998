import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDate, momentAt } from '../dates.ts';
import {
  addWorkingDays,
  addWorkingMinutes,
  endOfWorkingDay,
  isWorking,
  isWorkingDay,
  makeCalendar,
  nextWorkingMoment,
  OFFICE_WEEK,
  startOfWorkingDay,
  VIETNAM_2026,
  VIETNAM_2027,
  workingDayAfter,
  workingDayMinutes,
  workingDaysBetween,
  workingMinutesBetween,
  workingWeekMinutes,
  type CalendarRow,
  type WorkCalendar,
} from './index.ts';

const office = makeCalendar(OFFICE_WEEK, [...VIETNAM_2026, ...VIETNAM_2027]);
const at = (text: string): Date => new Date(`${text}:00+07:00`);

describe('working time of an office', () => {
  it('knows hours, lunch and the end of the day', () => {
    expect(isWorking(office, at('2026-11-23T07:29'))).toBe(false);
    expect(isWorking(office, at('2026-11-23T07:30'))).toBe(true);
    expect(isWorking(office, at('2026-11-23T11:30'))).toBe(false);
    expect(isWorking(office, at('2026-11-23T16:59'))).toBe(true);
    expect(isWorking(office, at('2026-11-23T17:00'))).toBe(false);
  });

  it('is closed on holidays, days off in lieu and exchanged days, open on exchanged Saturdays', () => {
    expect(isWorkingDay(office, '2026-11-24')).toBe(false);
    expect(isWorkingDay(office, '2026-04-27')).toBe(false);
    expect(isWorkingDay(office, '2026-01-02')).toBe(false);
    expect(isWorkingDay(office, '2026-01-10')).toBe(true);
    expect(isWorkingDay(office, '2026-01-17')).toBe(false);
    expect(isWorking(office, at('2026-08-22T16:59'))).toBe(true);
  });

  it('finds the next working moment', () => {
    expect(nextWorkingMoment(office, at('2026-11-23T09:15'))).toEqual(at('2026-11-23T09:15'));
    expect(nextWorkingMoment(office, at('2026-11-23T12:00'))).toEqual(at('2026-11-23T13:30'));
    expect(nextWorkingMoment(office, at('2026-11-23T17:00'))).toEqual(at('2026-11-25T07:30'));
    expect(nextWorkingMoment(office, at('2026-02-13T17:00'))).toEqual(at('2026-02-23T07:30'));
    expect(nextWorkingMoment(office, at('2026-01-09T20:00'))).toEqual(at('2026-01-10T07:30'));
  });

  it('adds working minutes over lunch, nights and holidays, and takes them away', () => {
    expect(addWorkingMinutes(office, at('2026-11-23T11:00'), 60)).toEqual(at('2026-11-23T14:00'));
    expect(addWorkingMinutes(office, at('2026-11-23T11:00'), 30)).toEqual(at('2026-11-23T11:30'));
    expect(addWorkingMinutes(office, at('2026-11-23T16:30'), 90)).toEqual(at('2026-11-25T08:30'));
    expect(addWorkingMinutes(office, at('2026-11-25T08:30'), -90)).toEqual(at('2026-11-23T16:30'));
    expect(addWorkingMinutes(office, at('2026-11-23T14:00'), -30)).toEqual(at('2026-11-23T13:30'));
    expect(addWorkingMinutes(office, at('2026-11-24T10:00'), 0)).toEqual(at('2026-11-25T07:30'));
  });

  it('counts working minutes', () => {
    expect(workingMinutesBetween(office, at('2026-11-23T16:30'), at('2026-11-25T08:30'))).toBe(90);
    expect(workingMinutesBetween(office, at('2026-11-25T08:30'), at('2026-11-23T16:30'))).toBe(-90);
    expect(workingMinutesBetween(office, at('2026-02-13T17:00'), at('2026-02-23T07:30'))).toBe(0);
    expect(workingDayMinutes(office)).toBe(450);
    expect(workingDayMinutes(office, '2026-11-24')).toBe(0);
    expect(workingWeekMinutes(office)).toBe(2250);
  });

  it('counts working days from the day after', () => {
    expect(workingDayAfter(office, '2026-11-23', 1)).toBe('2026-11-25');
    expect(workingDayAfter(office, '2026-11-24', 0)).toBe('2026-11-25');
    expect(workingDayAfter(office, '2026-01-09', 1)).toBe('2026-01-10');
    expect(addWorkingDays(office, at('2026-11-20T09:00'), 3)).toEqual(at('2026-11-26T17:00'));
    expect(workingDaysBetween(office, '2026-11-20', '2026-11-26')).toBe(3);
    expect(workingDaysBetween(office, '2026-11-26', '2026-11-20')).toBe(-3);
    expect(() => workingDayAfter(office, '2026-11-23', -1)).toThrow(RangeError);
  });

  it('opens and closes days', () => {
    expect(startOfWorkingDay(office, '2026-11-23')).toEqual(at('2026-11-23T07:30'));
    expect(endOfWorkingDay(office, '2026-11-23')).toEqual(at('2026-11-23T17:00'));
    expect(() => endOfWorkingDay(office, '2026-11-24')).toThrow(/No work on 2026-11-24/);
  });

  it('lets a police station work on Saturday mornings and an exchanged day have hours of its own', () => {
    const station = makeCalendar({ ...OFFICE_WEEK, 6: [[450, 690]] }, [
      { date: '2026-08-22', kind: 'working', name: 'Làm bù', spans: [[480, 960]] },
    ]);
    expect(addWorkingMinutes(station, at('2026-11-20T17:00'), 240)).toEqual(at('2026-11-21T11:30'));
    expect(workingDayMinutes(station, '2026-08-22')).toBe(480);
  });

  it('says so when a calendar has no working time', () => {
    const closed = makeCalendar({});
    expect(() => nextWorkingMoment(closed, at('2026-11-23T08:00'))).toThrow('no working time');
    expect(() => addWorkingMinutes(closed, at('2026-11-23T08:00'), 1)).toThrow('no working time');
    expect(() => addWorkingMinutes(closed, at('2026-11-23T08:00'), -1)).toThrow('no working time');
    expect(() => workingDayAfter(closed, '2026-11-23', 1)).toThrow('no working time');
    expect(() => addWorkingMinutes(office, at('2026-11-23T08:00'), Number.NaN)).toThrow(RangeError);
  });

  it('spans years', () => {
    const due = addWorkingMinutes(office, at('2026-01-05T07:30'), 450 * 2500);
    expect(workingMinutesBetween(office, at('2026-01-05T07:30'), due)).toBe(450 * 2500);
  });
});

/** Any weekly hours with at least one worked day, and any special days in the two months around the moments. */
const weekly = fc
  .dictionary(
    fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
    fc
      .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
      .map((marks) => marks.sort((a, b) => a - b))
      .map((marks) => {
        const spans: [number, number][] = [];
        for (let i = 0; i + 1 < marks.length; i += 2) spans.push([marks[i]! * 15, marks[i + 1]! * 15]);
        return spans;
      }),
    { minKeys: 1 },
  )
  .map((hours) => hours as WorkCalendar['weekly']);
const rows = fc.array(
  fc.record({
    date: fc.nat(60).map((days) => localDate(new Date(Date.UTC(2026, 9, 20 + days)))),
    kind: fc.constantFrom<CalendarRow['kind']>('holiday', 'rest', 'working'),
    name: fc.constant('Ngày'),
  }),
  { maxLength: 12 },
);
const calendars = fc.tuple(weekly, rows).map(([hours, days]) => makeCalendar(hours, days));
const moments = fc.nat(60 * 24 * 40).map((minutes) => momentAt('2026-11-01', minutes));
const minutes = fc.nat(5000);

function holds(property: fc.IRawProperty<unknown>): void {
  fc.assert(property, { numRuns: 300 });
}

describe('properties of any calendar', () => {
  it('what is added is what lies between', () => {
    holds(
      fc.property(calendars, moments, minutes, (calendar, from, n) => {
        expect(workingMinutesBetween(calendar, from, addWorkingMinutes(calendar, from, n))).toBe(n);
        expect(workingMinutesBetween(calendar, addWorkingMinutes(calendar, from, -n), from)).toBe(n);
      }),
    );
  });

  it('adding never lands outside working time', () => {
    holds(
      fc.property(calendars, moments, minutes, (calendar, from, n) => {
        const end = addWorkingMinutes(calendar, from, n);
        const before = new Date(end.getTime() - 1);
        expect(isWorking(calendar, n === 0 ? end : before)).toBe(true);
        if (n > 0) expect(isWorking(calendar, addWorkingMinutes(calendar, from, -n))).toBe(true);
      }),
    );
  });

  it('adding is monotone in the start and in the amount', () => {
    holds(
      fc.property(calendars, moments, moments, minutes, minutes, (calendar, a, b, n, m) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        const [less, more] = n <= m ? [n, m] : [m, n];
        const add = (from: Date, by: number): number => addWorkingMinutes(calendar, from, by).getTime();
        expect(add(early, n)).toBeLessThanOrEqual(add(late, n));
        if (less > 0) expect(add(a, less)).toBeLessThanOrEqual(add(a, more));
      }),
    );
  });

  it('adding twice is adding the sum', () => {
    holds(
      fc.property(calendars, moments, minutes, minutes, (calendar, from, n, m) => {
        fc.pre(m > 0);
        const twice = addWorkingMinutes(calendar, addWorkingMinutes(calendar, from, n), m);
        expect(twice).toEqual(addWorkingMinutes(calendar, from, n + m));
      }),
    );
  });

  it('counting is the same as looking at every minute', () => {
    fc.assert(
      fc.property(calendars, moments, fc.nat(3 * 1440), (calendar, from, length) => {
        let counted = 0;
        for (let m = 0; m < length; m++) {
          if (isWorking(calendar, new Date(from.getTime() + m * 60_000))) counted++;
        }
        expect(workingMinutesBetween(calendar, from, new Date(from.getTime() + length * 60_000))).toBe(
          counted,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('the next working moment is working, not before, and nothing is worked until then', () => {
    holds(
      fc.property(calendars, moments, (calendar, from) => {
        const next = nextWorkingMoment(calendar, from);
        expect(isWorking(calendar, next)).toBe(true);
        expect(next >= from).toBe(true);
        expect(workingMinutesBetween(calendar, from, next)).toBe(0);
      }),
    );
  });

  it('the n-th working day is worked, and n working days away', () => {
    holds(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 30 }), (calendar, from, n) => {
        const due = addWorkingDays(calendar, from, n);
        expect(isWorkingDay(calendar, localDate(new Date(due.getTime() - 1)))).toBe(true);
        const last = workingDayAfter(calendar, localDate(from), n);
        expect(workingDaysBetween(calendar, localDate(from), last)).toBe(n);
      }),
    );
  });

  it('an exchanged Saturday is worked and the day it was exchanged for is not', () => {
    holds(
      fc.property(moments, fc.integer({ min: 1, max: 2000 }), (from, n) => {
        const swap = makeCalendar(OFFICE_WEEK, [
          { date: '2026-11-13', kind: 'rest', name: 'Nghỉ hoán đổi' },
          { date: '2026-11-21', kind: 'working', name: 'Làm bù' },
        ]);
        const end = new Date(addWorkingMinutes(swap, from, n).getTime() - 1);
        expect(localDate(end)).not.toBe('2026-11-13');
        expect(workingMinutesBetween(swap, momentAt('2026-11-21'), momentAt('2026-11-22'))).toBe(450);
      }),
    );
  });
});
