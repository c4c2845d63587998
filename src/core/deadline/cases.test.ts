import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  makeCalendar,
  OFFICE_WEEK,
  VIETNAM_2026,
  VIETNAM_2027,
  type WorkCalendar,
} from '../calendar/index.ts';
import type { Channel } from '../procedure.ts';
import { allowed, DEFAULT_CHART, nationalCode, type Status } from '../status/index.ts';
import {
  DEFAULT_RULES,
  extend,
  handOverBy,
  lateness,
  onlineAnswerBy,
  outcome,
  overdueText,
  pause,
  resume,
  start,
  supplementClosesAt,
  supplementNoticeBy,
  type DeadlineChange,
  type DeadlineState,
  type SupplementPolicy,
  type TimeLimit,
} from './index.ts';

/** A legal case: what happens to one dossier in time, and what must then hold. Times are local, YYYY-MM-DDThh:mm. */
interface Case {
  title: string;
  /** The rule it shows, with its article. */
  law: string;
  /** "office": Monday to Friday 7:30–11:30, 13:30–17:00 with the holidays of 2026 and 2027; or hours of its own. */
  calendar: 'office' | WorkCalendar['weekly'];
  channel: Channel;
  limit: TimeLimit;
  policy: SupplementPolicy;
  events: {
    at: string;
    event: string;
    newDueAt?: string;
    /** Part of the message that refuses it. */ refused?: string;
  }[];
  expect: Expectation[];
}

interface Expectation {
  /** Looks back to this moment; at the end of the events when absent. */
  at?: string;
  status?: Status | null;
  nationalCode?: number;
  dueAt?: string | null;
  originalDueAt?: string | null;
  paused?: boolean;
  daysLate?: number;
  minutesLate?: number;
  overdue?: string;
  outcome?: 'early' | 'on_time' | 'late';
  handOverBy?: string;
  noticeBy?: string;
  answerBy?: string;
  closesAt?: string;
}

/** Status that each event leads to; an extension leads to none. */
const LEADS_TO: Record<string, Status | null> = {
  submit: 'submitted',
  accept: 'accepted',
  refuse: 'refused',
  forward: 'in_progress',
  'request-supplement': 'supplement_requested',
  supplement: 'supplemented',
  continue: 'in_progress',
  'require-payment': 'payment_required',
  stop: 'stopped',
  withdraw: 'withdrawn',
  extend: null,
  done: 'done',
  return: 'returned',
};

interface Run {
  status: Status | null;
  clock: DeadlineState | null;
  submittedAt?: Date;
  requestedAt?: Date;
  doneAt?: Date;
}

const local = (text: string): Date => new Date(`${text}:00+07:00`);
const text = (moment: Date | null | undefined): string | null =>
  moment ? new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 16) : null;

function happen(run: Run, event: Case['events'][number], legal: Case, calendar: WorkCalendar): Run {
  const at = local(event.at);
  const to = LEADS_TO[event.event];
  if (to === undefined) throw new Error(`Unknown event ${event.event}`);
  const facts = { accepted: run.clock !== null, channel: legal.channel };
  if (to !== null && !allowed(DEFAULT_CHART, run.status, to, facts)) {
    throw new Error(`The chart has no ${run.status} → ${to}`);
  }
  const change = (result: DeadlineChange): DeadlineState => {
    if (!result.ok) throw new Error(result.message);
    return result.state;
  };
  const next: Run = { ...run, status: to ?? run.status };
  const { clock } = run;
  if (event.event === 'submit') next.submittedAt = at;
  if (event.event === 'accept') next.clock = start(calendar, legal.limit, at);
  if (event.event === 'request-supplement') next.requestedAt = at;
  if (event.event === 'done') next.doneAt = at;
  if (clock) {
    if (event.event === 'request-supplement') next.clock = change(pause(calendar, clock, at));
    if (event.event === 'supplement') next.clock = change(resume(calendar, clock, at, legal.policy));
    if (event.event === 'extend') {
      next.clock = change(extend(calendar, clock, { at, newDueAt: local(event.newDueAt!) }));
    }
  }
  return next;
}

function look(run: Run, at: Date, calendar: WorkCalendar): Required<Omit<Expectation, 'at'>> {
  const clock = run.clock;
  const late = clock && lateness(calendar, clock, run.doneAt ?? at);
  return {
    status: run.status,
    nationalCode: run.status ? nationalCode(run.status, { accepted: clock !== null }) : 0,
    dueAt: text(clock?.dueAt),
    originalDueAt: text(clock?.originalDueAt),
    paused: clock?.pausedAt != null,
    daysLate: late?.days ?? 0,
    minutesLate: late?.minutes ?? 0,
    overdue: clock?.dueAt && late?.late ? overdueText(clock.dueAt, late) : '',
    outcome: (clock && run.doneAt && outcome(clock.dueAt, run.doneAt)) as Expectation['outcome'] & string,
    handOverBy: text(clock && handOverBy(calendar, clock.receivedAt, true)) ?? '',
    noticeBy: text(clock && supplementNoticeBy(calendar, clock.receivedAt)) ?? '',
    answerBy: text(run.submittedAt && onlineAnswerBy(calendar, run.submittedAt)) ?? '',
    closesAt: text(run.requestedAt && supplementClosesAt(calendar, run.requestedAt)) ?? '',
  };
}

const folder = new URL('../../../cases/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('legal cases', () => {
  it.each(files)('%s', (name) => {
    const legal = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case;
    const calendar =
      legal.calendar === 'office'
        ? makeCalendar(OFFICE_WEEK, [...VIETNAM_2026, ...VIETNAM_2027])
        : makeCalendar(legal.calendar);
    let run: Run = { status: null, clock: null };
    const history: { at: string; run: Run }[] = [];
    for (const event of legal.events) {
      if (event.refused) {
        expect(() => happen(run, event, legal, calendar)).toThrow(event.refused);
        continue;
      }
      run = happen(run, event, legal, calendar);
      history.push({ at: event.at, run });
    }
    expect(legal.expect.length).toBeGreaterThan(0);
    for (const { at = legal.events.at(-1)!.at, ...wanted } of legal.expect) {
      const then = history.findLast((entry) => entry.at <= at)!;
      const seen = look(then.run, local(at), calendar);
      const compared = Object.fromEntries(
        Object.keys(wanted).map((key) => [key, seen[key as keyof typeof seen]]),
      );
      expect(compared, `${legal.title}, at ${at}`).toEqual(wanted);
    }
  });

  it('cover both supplement policies, all units and all channels', () => {
    const cases = files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case);
    expect(new Set(cases.map((legal) => legal.policy))).toEqual(new Set(['restart', 'pause']));
    expect(new Set(cases.map((legal) => legal.limit.unit)).size).toBe(3);
    expect(new Set(cases.map((legal) => legal.channel)).size).toBe(3);
    expect(DEFAULT_RULES.supplement.policy).toBe('restart');
  });
});
