import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWorking,
  makeCalendar,
  OFFICE_WEEK,
  VIETNAM_2026,
  VIETNAM_2027,
  workingDaysBetween,
  workingMinutesBetween,
} from '../calendar/index.ts';
import { daysBetween, localDate, momentAt } from '../dates.ts';
import {
  DEFAULT_RULES,
  dueAt,
  extend,
  handOverBy,
  lateness,
  latenessOf,
  latenessText,
  limitInWorkingMinutes,
  limitText,
  onlineAnswerBy,
  outcome,
  overdueText,
  pause,
  remaining,
  remainingText,
  resume,
  start,
  stepDueAt,
  supplementClosesAt,
  type DeadlineChange,
  type DeadlineState,
  type TimeLimit,
  type TimeRules,
} from './index.ts';

const office = makeCalendar(OFFICE_WEEK, [...VIETNAM_2026, ...VIETNAM_2027]);
const at = (text: string): Date => new Date(`${text}:00+07:00`);
const state = (change: DeadlineChange): DeadlineState => {
  if (!change.ok) throw new Error(change.message);
  return change.state;
};

const moments = fc.nat(500 * 1440).map((minutes) => momentAt('2026-01-05', minutes));
const limits: fc.Arbitrary<TimeLimit> = fc.record({
  amount: fc.integer({ min: 0, max: 60 }),
  unit: fc.constantFrom('working_day', 'working_hour', 'calendar_day'),
});
const someHours = limits.filter((limit) => limit.unit !== 'working_hour' || limit.amount! > 0);

describe('due dates', () => {
  it('lie within working time, not before reception', () => {
    fc.assert(
      fc.property(someHours, moments, (limit, received) => {
        const due = dueAt(office, limit, received)!;
        expect(due > received).toBe(true);
        expect(isWorking(office, new Date(due.getTime() - 1))).toBe(true);
      }),
    );
  });

  it('never come earlier for a later reception, nor for a longer limit', () => {
    fc.assert(
      fc.property(limits, moments, moments, fc.nat(10), (limit, a, b, more) => {
        fc.pre(limit.amount! > 0);
        const [early, late] = a <= b ? [a, b] : [b, a];
        const longer = { ...limit, amount: limit.amount! + more };
        expect(dueAt(office, limit, early)! <= dueAt(office, limit, late)!).toBe(true);
        expect(dueAt(office, limit, a)! <= dueAt(office, longer, a)!).toBe(true);
      }),
    );
  });

  it('give n whole working days after the day of reception', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), moments, (amount, received) => {
        fc.pre(isWorking(office, received));
        const due = dueAt(office, { amount, unit: 'working_day' }, received)!;
        expect(workingDaysBetween(office, localDate(received), localDate(due))).toBe(amount);
      }),
    );
  });

  it('give exactly the working hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), moments, (amount, received) => {
        const due = dueAt(office, { amount, unit: 'working_hour' }, received)!;
        expect(workingMinutesBetween(office, received, due)).toBe(amount * 60);
      }),
    );
  });

  it('give at least the calendar days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), moments, (amount, received) => {
        const due = dueAt(office, { amount, unit: 'calendar_day' }, received)!;
        expect(daysBetween(localDate(received), localDate(due))).toBeGreaterThanOrEqual(amount);
      }),
    );
  });

  it('drop seconds, so that 16:59:40 is still today', () => {
    const received = new Date('2026-11-23T16:59:40+07:00');
    expect(dueAt(office, { amount: 1, unit: 'working_day' }, received)).toEqual(at('2026-11-25T17:00'));
    expect(dueAt(office, { amount: 1, unit: 'working_hour' }, received)).toEqual(at('2026-11-25T08:29'));
  });

  it('run in minutes for a part of a day', () => {
    const half = { amount: 0.5, unit: 'working_day' } as const;
    expect(dueAt(office, half, at('2026-11-23T07:30'))).toEqual(at('2026-11-23T11:15'));
  });

  it('are refused for a limit that is none', () => {
    expect(() => dueAt(office, { amount: -1, unit: 'working_day' }, at('2026-11-23T08:00'))).toThrow(
      RangeError,
    );
    expect(dueAt(office, { amount: null, unit: 'working_day' }, at('2026-11-23T08:00'))).toBeNull();
  });
});

describe('other dates', () => {
  it('[II.3.2] a step is due after its working minutes', () => {
    expect(stepDueAt(office, at('2026-11-23T11:10'), 45)).toEqual(at('2026-11-23T13:55'));
    expect(stepDueAt(office, at('2026-11-23T11:10'), null)).toBeNull();
  });

  it('electronic dossiers go over at once, paper with the day', () => {
    expect(handOverBy(office, at('2026-11-21T22:00'), false)).toEqual(at('2026-11-21T22:00'));
    expect(handOverBy(office, at('2026-11-21T10:00'), true)).toEqual(at('2026-11-23T07:30'));
    expect(handOverBy(office, at('2026-11-20T06:00'), true)).toEqual(at('2026-11-20T17:00'));
    const morning = makeCalendar({ 6: [[450, 690]] });
    expect(handOverBy(morning, at('2026-11-21T13:00'), true)).toEqual(at('2026-11-28T07:30'));
  });

  it('follow the rules that are given', () => {
    const rules: TimeRules = {
      ...DEFAULT_RULES,
      handOverCutOff: 16 * 60,
      supplement: { ...DEFAULT_RULES.supplement, closeAfterDays: 0 },
      online: { answerWorkingHours: 4 },
    };
    expect(handOverBy(office, at('2026-11-20T15:30'), true, rules)).toEqual(at('2026-11-20T17:00'));
    expect(supplementClosesAt(office, at('2026-11-20T15:30'), rules)).toBeNull();
    expect(onlineAnswerBy(office, at('2026-11-20T15:00'), rules)).toEqual(at('2026-11-23T09:30'));
  });
});

describe('limits', () => {
  it.each<[TimeLimit, number | null, string]>([
    [{ amount: 3, unit: 'working_day' }, 1350, '3 ngày làm việc'],
    [{ amount: 8, unit: 'working_hour' }, 480, '8 giờ làm việc'],
    [{ amount: 30, unit: 'calendar_day' }, 9642, '30 ngày'],
    [{ amount: 0, unit: 'working_day' }, 450, 'Trong ngày làm việc'],
    [{ amount: 0.5, unit: 'working_day' }, 225, '0,5 ngày làm việc'],
    [{ amount: null, unit: 'working_day' }, null, 'Không có thông tin'],
  ])('[II.3.2] %j leaves %s minutes for the steps', (limit, minutes, text) => {
    expect(limitInWorkingMinutes(office, limit)).toBe(minutes);
    expect(limitText(limit)).toBe(text);
  });

  it('show the note of the source when it gives no number', () => {
    expect(limitText({ amount: null, unit: 'working_day', note: 'Theo quyết định' })).toBe('Theo quyết định');
  });
});

describe('a supplement', () => {
  it('that comes at once changes nothing under pause', () => {
    fc.assert(
      fc.property(someHours, moments, fc.nat(60 * 1440), (limit, received, later) => {
        const clock = start(office, limit, received);
        const when = new Date(received.getTime() + later * 60_000);
        const resumed = state(resume(office, state(pause(office, clock, when)), when, 'pause'));
        if (limit.unit === 'calendar_day') expect(resumed.dueAt).toEqual(clock.dueAt);
        else expect(workingMinutesBetween(office, clock.dueAt!, resumed.dueAt!)).toBe(0);
      }),
    );
  });

  it('gives the rest of the time under pause, neither more nor less', () => {
    fc.assert(
      fc.property(
        someHours,
        moments,
        fc.nat(60 * 1440),
        fc.nat(60 * 1440),
        (limit, received, later, wait) => {
          fc.pre(limit.unit !== 'calendar_day');
          const pausedAt = new Date(received.getTime() + later * 60_000);
          const back = new Date(pausedAt.getTime() + wait * 60_000);
          const paused = state(pause(office, start(office, limit, received), pausedAt));
          const resumed = state(resume(office, paused, back, 'pause'));
          expect(workingMinutesBetween(office, back, resumed.dueAt!)).toBe(paused.remainingMinutes);
        },
      ),
    );
  });

  it('gives the whole limit again under restart', () => {
    fc.assert(
      fc.property(limits, moments, fc.nat(60 * 1440), (limit, received, wait) => {
        const back = new Date(received.getTime() + wait * 60_000);
        const paused = state(pause(office, start(office, limit, received), received));
        const resumed = state(resume(office, paused, back, 'restart'));
        expect(resumed.dueAt).toEqual(dueAt(office, limit, back));
        expect(resumed).toMatchObject({
          receivedAt: received,
          pausedAt: null,
          remainingMinutes: null,
          supplements: 1,
        });
      }),
    );
  });

  it('makes nobody late while it is awaited', () => {
    const clock = start(office, { amount: 1, unit: 'working_day' }, at('2026-11-02T09:00'));
    const paused = state(pause(office, clock, at('2026-11-03T16:00')));
    expect(lateness(office, paused, at('2026-12-30T09:00')).late).toBe(false);
    expect(remaining(office, paused, at('2026-12-30T09:00'))).toEqual({ minutes: 60, days: 0 });
  });

  it('can neither be asked for twice at a time nor answered when none is awaited', () => {
    const clock = start(office, { amount: 3, unit: 'working_day' }, at('2026-11-02T09:00'));
    const paused = state(pause(office, clock, at('2026-11-03T09:00')));
    expect(pause(office, paused, at('2026-11-03T10:00'))).toMatchObject({ ok: false });
    expect(resume(office, clock, at('2026-11-03T10:00'), 'pause')).toMatchObject({ ok: false });
    const often = { ...DEFAULT_RULES, supplement: { ...DEFAULT_RULES.supplement, times: 2 } };
    const again = state(resume(office, paused, at('2026-11-04T09:00'), 'restart'));
    expect(pause(office, again, at('2026-11-05T09:00')).ok).toBe(false);
    expect(pause(office, again, at('2026-11-05T09:00'), often).ok).toBe(true);
  });
});

describe('an apology', () => {
  const clock = start(office, { amount: 3, unit: 'working_day' }, at('2026-11-02T09:00'));

  it('keeps the original date through a pause that follows', () => {
    const later = state(
      extend(office, clock, { at: at('2026-11-04T16:00'), newDueAt: at('2026-11-09T17:00') }),
    );
    expect(later).toMatchObject({ dueAt: at('2026-11-09T17:00'), originalDueAt: at('2026-11-05T17:00') });
    const paused = state(pause(office, later, at('2026-11-04T17:00')));
    const resumed = state(resume(office, paused, at('2026-11-11T17:00'), 'pause'));
    expect(resumed).toMatchObject({ dueAt: at('2026-11-16T17:00'), originalDueAt: at('2026-11-12T17:00') });
  });

  it('can not be given while the clock stands, for the same date, or where there is none', () => {
    const apology = { at: at('2026-11-03T10:00'), newDueAt: at('2026-11-09T17:00') };
    const paused = state(pause(office, clock, at('2026-11-03T09:00')));
    expect(extend(office, paused, apology)).toMatchObject({
      ok: false,
      message: expect.stringContaining('đang chờ bổ sung'),
    });
    const same = { at: apology.at, newDueAt: clock.dueAt! };
    expect(extend(office, clock, same)).toMatchObject({
      ok: false,
      message: expect.stringContaining('phải sau ngày hẹn cũ'),
    });
    const open = start(office, { amount: null, unit: 'working_day' }, at('2026-11-02T09:00'));
    expect(extend(office, open, apology)).toMatchObject({
      ok: false,
      message: expect.stringContaining('chưa có thời hạn'),
    });
  });
});

describe('[II.10.1~] on time or late', () => {
  const due = at('2019-08-15T17:00');

  it('[I.9] counts days and minutes since the due moment', () => {
    expect(latenessOf(office, due, due)).toEqual({ late: false, days: 0, minutes: 0 });
    expect(latenessOf(office, due, at('2019-08-15T17:30'))).toEqual({ late: true, days: 0, minutes: 0 });
    expect(latenessOf(office, due, at('2019-08-20T10:00'))).toEqual({ late: true, days: 3, minutes: 1050 });
    expect(latenessOf(office, due, at('2019-08-18T10:00'), 'calendar_day').days).toBe(3);
    expect(latenessOf(office, null, due).late).toBe(false);
  });

  it('[I.9] says so as Appendix I does', () => {
    expect(overdueText(due, latenessOf(office, due, at('2019-08-20T10:00')))).toBe(
      'Hạn xử lý 15/08/2019 – Quá hạn 3 ngày',
    );
    expect(overdueText(due, latenessOf(office, due, due))).toBe('Hạn xử lý 15/08/2019');
    expect(latenessText({ late: true, days: 0, minutes: 135 })).toBe('Quá hạn 2 giờ 15 phút');
    expect(latenessText({ late: true, days: 0, minutes: 0 })).toBe('Quá hạn');
    expect(latenessText({ late: false, days: 0, minutes: 0 })).toBe('');
  });

  it('says what is left', () => {
    expect(remainingText({ days: 3, minutes: 1500 })).toBe('Còn 3 ngày');
    expect(remainingText({ days: 0, minutes: 380 })).toBe('Còn 6 giờ 20 phút');
    expect(remainingText({ days: 0, minutes: 60 })).toBe('Còn 1 giờ');
    expect(remainingText({ days: 0, minutes: 0 })).toBe('Đến hạn');
    const clock = start(office, { amount: 3, unit: 'working_day' }, at('2026-11-02T09:00'));
    expect(remaining(office, clock, at('2026-11-05T10:00'))).toEqual({ minutes: 300, days: 0 });
    expect(remaining(office, clock, at('2026-11-03T10:00'))).toEqual({ minutes: 1200, days: 2 });
    expect(remaining(office, clock, at('2026-11-30T10:00'))).toEqual({ minutes: 0, days: 0 });
  });

  it('counts early, on time and late by the day and moment of finishing', () => {
    expect(outcome(due, at('2019-08-14T23:00'))).toBe('early');
    expect(outcome(due, at('2019-08-15T08:00'))).toBe('on_time');
    expect(outcome(due, due)).toBe('on_time');
    expect(outcome(due, at('2019-08-15T17:01'))).toBe('late');
    expect(outcome(null, due)).toBeNull();
  });
});
