import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { suggestedDays, OFFICE_WEEK } from '../../core/calendar/index.ts';
import { localDate } from '../../core/dates.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { calendarDays, RESTORERS, workCalendar } from '../agencies/index.ts';
import { InvalidConfiguration, listChanges, StaleEdit, type Editor } from '../configuration/index.ts';
import { act, type Outcome } from '../dossiers/index.ts';
import { applicant, officer, readyDraft } from '../dossiers/testing.ts';
import { agencyOf, takenIn } from '../organisation/testing.ts';
import { calendarEffect, changeCalendar, startCountingAnew, type CalendarChange } from './index.ts';

let platform: TestPlatform;
let by: Editor;
beforeEach(async () => {
  platform = await testPlatform({ seeded: true });
  await startCountingAnew(platform);
  const admin = await officer(platform, 'nguyenhonghanh');
  by = { accountId: admin.accountId, name: admin.name };
});
afterEach(() => platform.close());

const off = (date: string, agencyId: number | null = null): CalendarChange => ({
  kind: 'days',
  agencyId,
  year: Number(date.slice(0, 4)),
  put: [{ date, kind: 'holiday', name: 'Nghỉ tránh bão' }],
  drop: [],
});

/** A certified copy is due on the day itself: 23/11/2026 17:00. */
async function sameDay(): Promise<Outcome> {
  return takenIn(platform, 'tranthingan', 'phuong-yen-ha');
}

/** A birth registered online and accepted, due on the day too unless it came late. */
async function birth(): Promise<Outcome> {
  platform.clock.set(new Date('2026-11-23T16:00:00+07:00'));
  const citizen = await applicant(platform, 'nguyenthuhuong');
  const filed = await act(
    platform,
    citizen,
    { draft: await readyDraft(platform, citizen) },
    { action: 'submit' },
  );
  const counter = await officer(platform, 'tranthingan');
  return act(platform, counter, { dossier: filed.dossierId }, { action: 'accept', forward: true });
}

const dossier = (id: number) =>
  platform.db.selectFrom('dossier').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a change of the working calendar', () => {
  it('shows before it is made which appointments it would move, and moves none by itself', async () => {
    await sameDay();
    const late = await birth();
    expect((await dossier(late.dossierId)).due_at).toEqual(new Date('2026-11-25T17:00:00+07:00'));
    platform.queries.reset();
    const effect = await calendarEffect(platform.db, off('2026-11-25'), platform.clock.now());
    expect(platform.queries.count()).toBeLessThanOrEqual(8);
    expect(effect.moved.map((move) => [move.name, move.from, move.to])).toEqual([
      [late.code, new Date('2026-11-25T17:00:00+07:00'), new Date('2026-11-26T17:00:00+07:00')],
    ]);
    expect(effect.later).toBe(1);

    await changeCalendar(platform, off('2026-11-25'), 'keep', { by });
    await platform.jobs.drain();
    expect((await dossier(late.dossierId)).due_at).toEqual(new Date('2026-11-25T17:00:00+07:00'));
    expect(platform.mailbox).toHaveLength(0);
    const agency = await agencyOf(platform, 'phuong-yen-ha');
    expect((await workCalendar(platform.db, agency.id)).days['2026-11-25']?.name).toBe('Nghỉ tránh bão');
  });

  it('counts anew as one act a dossier and tells the applicant, once', async () => {
    const late = await birth();
    await changeCalendar(platform, off('2026-11-25'), 'recount', { by });
    await platform.jobs.drain();
    const after = await dossier(late.dossierId);
    expect(after.due_at).toEqual(new Date('2026-11-26T17:00:00+07:00'));
    expect(after.original_due_at).toEqual(after.due_at);
    const trace = await platform.db
      .selectFrom('trace')
      .selectAll()
      .where('dossier_id', '=', late.dossierId)
      .where('action', '=', 'reschedule')
      .execute();
    expect(trace).toHaveLength(1);
    expect(trace[0]!.note).toBe(
      'Hẹn trả kết quả chuyển từ 25/11/2026 17:00:00 sang 26/11/2026 17:00:00. ' +
        'Lý do: lịch làm việc thay đổi: nghỉ ngày 25/11/2026 (Nghỉ tránh bão).',
    );
    expect(trace[0]!.internal_note).toContain('Nguyễn Hồng Hạnh');
    const notices = await platform.db
      .selectFrom('notice')
      .selectAll()
      .where('dossier_id', '=', late.dossierId)
      .where('title', 'like', 'Hẹn trả%')
      .execute();
    expect(notices.map((notice) => notice.title)).toEqual(['Hẹn trả kết quả chuyển sang ngày 26/11/2026']);
    const tasks = await platform.db
      .selectFrom('task')
      .select('due_at')
      .where('dossier_id', '=', late.dossierId)
      .where('closed_at', 'is', null)
      .execute();
    expect(tasks.length).toBeGreaterThan(0);
    for (const task of tasks) expect(localDate(task.due_at!)).not.toBe('2026-11-25');
  });

  it('leaves a dossier alone that was given another date meanwhile', async () => {
    const late = await birth();
    await changeCalendar(platform, off('2026-11-25'), 'recount', { by });
    await platform.db
      .updateTable('dossier')
      .set({ due_at: new Date('2026-12-04T17:00:00+07:00') })
      .where('id', '=', late.dossierId)
      .execute();
    await platform.jobs.drain();
    expect((await dossier(late.dossierId)).due_at).toEqual(new Date('2026-12-04T17:00:00+07:00'));
  });

  it('of one agency touches its own dossiers alone; of hours, too', async () => {
    const late = await birth();
    const [own, other] = [await agencyOf(platform, 'phuong-yen-ha'), await agencyOf(platform, 'xa-tan-lam')];
    const now = platform.clock.now();
    expect((await calendarEffect(platform.db, off('2026-11-25', other.id), now)).moved).toEqual([]);
    expect((await calendarEffect(platform.db, off('2026-11-25', own.id), now)).moved).toHaveLength(1);
    const hours = Object.fromEntries(
      [1, 2, 3, 4, 5].map((day) => [
        day,
        [
          [450, 690],
          [810, 990],
        ] as [number, number][],
      ]),
    );
    const change: CalendarChange = { kind: 'hours', agencyId: own.id, hours };
    const effect = await calendarEffect(platform.db, change, now);
    expect(effect.moved.map((move) => move.to)).toEqual([new Date('2026-11-25T16:30:00+07:00')]);
    await changeCalendar(platform, change, 'recount', { by });
    await platform.jobs.drain();
    expect((await dossier(late.dossierId)).due_at).toEqual(new Date('2026-11-25T16:30:00+07:00'));
  });

  it('takes a year’s suggestions over, tells the second administrator who was first, and can be taken back', async () => {
    const put = suggestedDays(2028, OFFICE_WEEK).map(({ proposal: _proposal, ...row }) => row);
    const change: CalendarChange = { kind: 'days', agencyId: null, year: 2028, put, drop: [] };
    await changeCalendar(platform, change, 'keep', { by, seen: 0 });
    expect(await calendarDays(platform.db, { agencyId: null, year: 2028 })).toEqual(put);
    const again = changeCalendar(platform, { ...change, put: put.slice(1) }, 'keep', { by, seen: 0 });
    // Nothing was there when the first had it open: seen 0 is told apart from the change made since.
    await expect(again).rejects.toThrow(StaleEdit);

    const [first] = await listChanges(platform.db, { object: 'calendar:province:2028', limit: 5 });
    await platform.db.transaction().execute(async (tx) => {
      await RESTORERS.calendar(tx, 'province:2028', first!.before, { by, at: platform.clock.now() });
    });
    expect(await calendarDays(platform.db, { agencyId: null, year: 2028 })).toEqual([]);
  });

  it('refuses days that are no days, of another year, worked without being free, and spans that overlap', async () => {
    const wrong: [CalendarChange, RegExp][] = [
      [
        { ...off('2026-02-30'), put: [{ date: '2026-02-30', kind: 'holiday', name: 'X' }] } as CalendarChange,
        /dạng ngày/,
      ],
      [
        {
          kind: 'days',
          agencyId: null,
          year: 2027,
          put: [{ date: '2026-12-24', kind: 'rest', name: 'X' }],
          drop: [],
        },
        /không thuộc năm 2027/,
      ],
      [
        {
          kind: 'days',
          agencyId: null,
          year: 2026,
          put: [{ date: '2026-12-24', kind: 'working', name: 'X' }],
          drop: [],
        },
        /vốn là ngày làm việc/,
      ],
      [
        {
          kind: 'days',
          agencyId: null,
          year: 2026,
          put: [{ date: '2026-12-24', kind: 'rest', name: ' ' }],
          drop: [],
        },
        /lý do/,
      ],
      [
        {
          kind: 'hours',
          agencyId: (await agencyOf(platform, 'xa-tan-lam')).id,
          hours: {
            1: [
              [450, 690],
              [600, 900],
            ],
          },
        },
        /chồng lên/,
      ],
    ];
    for (const [change, message] of wrong) {
      const turnedBack = changeCalendar(platform, change, 'keep', { by });
      await expect(turnedBack).rejects.toThrow(message);
      await expect(turnedBack).rejects.toThrow(InvalidConfiguration);
    }
    expect(await listChanges(platform.db, { kind: 'calendar', limit: 5 })).toEqual([]);
  });
});
