import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWorkingDay,
  makeCalendar,
  OFFICE_WEEK,
  VIETNAM_2026,
  type CalendarRow,
} from '../calendar/index.ts';
import { addDays, localDate } from '../dates.ts';
import { recount, start, stepRecount, type DeadlineState } from './index.ts';

const at = (text: string): Date => new Date(`${text}:00+07:00`);
const office = makeCalendar(OFFICE_WEEK, VIETNAM_2026);
const closed = (...dates: string[]) =>
  makeCalendar(OFFICE_WEEK, [
    ...VIETNAM_2026,
    ...dates.map((date): CalendarRow => ({ date, kind: 'holiday', name: 'Ngày nghỉ mới' })),
  ]);
const now = at('2026-11-25T09:00');

describe('due dates when the calendar changes', () => {
  it('move by the days that fall out, counted from the reception', () => {
    const state = start(office, { amount: 5, unit: 'working_day' }, at('2026-11-25T08:00'));
    expect(state.dueAt).toEqual(at('2026-12-02T17:00'));
    expect(recount(office, closed('2026-11-30', '2026-12-01'), state, now)).toEqual(at('2026-12-04T17:00'));
    expect(recount(office, closed('2026-12-03'), state, now)).toEqual(state.dueAt);
  });

  it('keep what is left when they were moved since: days, hours, or the next worked day', () => {
    const moved = (unit: 'working_day' | 'working_hour' | 'calendar_day'): DeadlineState => ({
      ...start(office, { amount: 3, unit }, at('2026-11-20T08:00')),
      dueAt: at('2026-12-01T17:00'),
      extensions: 1,
    });
    const after = closed('2026-12-01');
    expect(recount(office, after, moved('working_day'), now)).toEqual(at('2026-12-02T17:00'));
    expect(recount(office, after, moved('calendar_day'), now)).toEqual(at('2026-12-02T17:00'));
    expect(recount(office, after, moved('working_hour'), now)).toEqual(at('2026-12-02T17:00'));
    expect(recount(office, closed('2026-11-27'), moved('calendar_day'), now)).toEqual(at('2026-12-01T17:00'));
  });

  it('leave the late, the paused and those without a limit alone', () => {
    const after = closed('2026-11-25', '2026-11-26', '2026-11-27');
    const state = start(office, { amount: 1, unit: 'working_day' }, at('2026-11-20T08:00'));
    expect(recount(office, after, state, now)).toEqual(state.dueAt);
    const paused = {
      ...start(office, { amount: 9, unit: 'working_day' }, at('2026-11-20T08:00')),
      pausedAt: now,
    };
    expect(recount(office, after, paused, now)).toEqual(paused.dueAt);
    expect(recount(office, after, start(office, { amount: null, unit: 'working_day' }, now), now)).toBeNull();
  });

  it('never fall before now when a day is worked after all', () => {
    const state = start(office, { amount: 1, unit: 'working_day' }, at('2026-11-23T08:00'));
    expect(state.dueAt).toEqual(at('2026-11-25T17:00'));
    const worked = makeCalendar(
      OFFICE_WEEK,
      VIETNAM_2026.filter((row) => row.date !== '2026-11-24'),
    );
    expect(recount(office, worked, state, now)).toEqual(at('2026-11-25T17:00'));
  });

  it('by any calendar: same days, same date; more rest, never sooner; always on a worked moment in time', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 8 });
    const unit = fc.constantFrom('working_day' as const, 'working_hour' as const, 'calendar_day' as const);
    fc.assert(
      fc.property(
        days,
        days,
        unit,
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        (one, more, kind, amount, shifted) => {
          const dates = (offsets: number[]): string[] =>
            offsets.map((offset) => addDays('2026-11-25', offset));
          const before = closed(...dates(one));
          const after = closed(...dates([...new Set([...one, ...more])]));
          const plain = start(before, { amount, unit: kind }, now);
          const state = shifted ? { ...plain, receivedAt: at('2026-11-02T08:00') } : plain;
          const same = recount(before, before, state, now);
          if (!shifted || kind !== 'working_hour') expect(same).toEqual(state.dueAt);
          const due = recount(before, after, state, now)!;
          expect(due.getTime()).toBeGreaterThanOrEqual(state.dueAt!.getTime());
          expect(due > now).toBe(true);
          expect(isWorkingDay(after, localDate(due))).toBe(true);
          const step = stepRecount(before, after, state.dueAt!, now);
          expect(step.getTime()).toBeGreaterThanOrEqual(state.dueAt!.getTime());
        },
      ),
      { numRuns: 200 },
    );
  });
});
