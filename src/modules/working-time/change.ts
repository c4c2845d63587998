import {
  checkCalendar,
  makeCalendar,
  type CalendarRow,
  type WorkCalendar,
} from '../../core/calendar/index.ts';
import { recount, stepRecount } from '../../core/deadline/index.ts';
import { formatDate, momentAt } from '../../core/dates.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';
import {
  calendarDays,
  calendarObject,
  checkDays,
  readDirectory,
  rowsFor,
  saveCalendarDays,
  saveHours,
  agencyObject,
  type Directory,
} from '../agencies/index.ts';
import { InvalidConfiguration, seenChange, type Editor } from '../configuration/index.ts';
import { runningDossiers, type RunningDossier } from '../dossiers/index.ts';
import { loadSettings } from '../settings/index.ts';

/** A change of when people work: days of a year, or the weekly hours of an agency. */
export type CalendarChange =
  | {
      kind: 'days';
      /** null: the whole province. */
      agencyId: number | null;
      year: number;
      /** Days that are written or rewritten. */
      put: CalendarRow[];
      /** Dates whose row goes. */
      drop: string[];
    }
  | { kind: 'hours'; agencyId: number; hours: Record<string, [number, number][]> };

/** New dates of one dossier under a changed calendar. */
export interface DueMove {
  dossierId: number;
  name: string;
  procedureName: string;
  agencyId: number;
  from: Date | null;
  to: Date | null;
  originalTo: Date | null;
  tasks: { id: number; dueAt: Date }[];
}

/** What a change does to what was promised. */
export interface CalendarEffect {
  /** Running dossiers that were looked at. */
  running: number;
  /** Those whose appointment would be on another moment, soonest first. */
  moved: DueMove[];
  /** Those of whose steps alone the dates would change. */
  stepsOnly: DueMove[];
  /** How many of `moved` would be later, the rest sooner. */
  later: number;
}

/** Name under which the change is recorded, for `seen`. */
export const changeObject = (change: CalendarChange): string =>
  change.kind === 'hours' ? agencyObject(change.agencyId) : calendarObject(change);

/** Days of the year as they would be after the change. */
export function daysAfter(
  before: readonly CalendarRow[],
  change: CalendarChange & { kind: 'days' },
): CalendarRow[] {
  const gone = new Set([...change.drop, ...change.put.map((row) => row.date)]);
  return [...before.filter((row) => !gone.has(row.date)), ...change.put].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}

/**
 * What a change of the calendar would do to running dossiers, before it is made. A bounded number of statements,
 * whatever the number of dossiers.
 *
 * @throws InvalidConfiguration when the change can not be made
 */
export async function calendarEffect(
  db: Db | Tx,
  change: CalendarChange,
  now: Date,
): Promise<CalendarEffect> {
  const directory = await readDirectory(db);
  const agencyIds = directory.agencies.map((agency) => agency.id);
  const rows = await rowsFor(db, agencyIds);
  check(change, directory, rows);
  const scope = change.agencyId === null ? null : [change.agencyId];
  const first =
    change.kind === 'hours'
      ? now
      : momentAt([...change.put.map((row) => row.date), ...change.drop].sort()[0] ?? '9999-12-31');
  const since = first > now ? first : now;
  const dossiers = await runningDossiers(db, scope, since);
  const { rules } = await loadSettings(db);
  const calendars = calendarsOf(directory, rows, change);
  const moves = dossiers.flatMap((dossier) => {
    const both = calendars(dossier.agencyId);
    return both ? [moveOf(dossier, both, now, rules)] : [];
  });
  const differs = (a: Date | null, b: Date | null): boolean => a?.getTime() !== b?.getTime();
  const moved = moves
    .filter((move) => differs(move.from, move.to))
    .sort((a, b) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0));
  return {
    running: dossiers.length,
    moved,
    stepsOnly: moves.filter((move) => !differs(move.from, move.to) && move.tasks.length > 0),
    later: moved.filter((move) => move.to! > move.from!).length,
  };
}

function check(
  change: CalendarChange,
  directory: Directory,
  rows: ReadonlyMap<number | null, CalendarRow[]>,
): void {
  const agency = change.agencyId === null ? directory.agencies[0] : directory.agencyById(change.agencyId);
  const faults =
    change.kind === 'hours'
      ? checkCalendar(makeCalendar(change.hours)).map((message) => ({ place: 'hours', message }))
      : change.put.length + change.drop.length === 0
        ? [{ place: 'date', message: 'Chưa có ngày nào thay đổi. Nhập hoặc chọn ngày.' }]
        : checkDays(
            daysAfter(
              (rows.get(change.agencyId) ?? []).filter((row) => row.date.startsWith(`${change.year}-`)),
              change,
            ),
            change,
            agency?.hours ?? {},
          );
  if (faults.length > 0) throw new InvalidConfiguration(faults);
}

interface Both {
  before: WorkCalendar;
  after: WorkCalendar;
}

function calendarsOf(
  directory: Directory,
  rows: ReadonlyMap<number | null, CalendarRow[]>,
  change: CalendarChange,
): (agencyId: number) => Both | null {
  const made = new Map<number, Both | null>();
  const province = rows.get(null) ?? [];
  return (agencyId) => {
    const known = made.get(agencyId);
    if (known !== undefined) return known;
    const agency = directory.agencyById(agencyId);
    const own = rows.get(agencyId) ?? [];
    const changed = (list: CalendarRow[], mine: boolean): CalendarRow[] =>
      change.kind === 'days' && mine ? daysAfter(list, change) : list;
    const both = agency
      ? {
          before: makeCalendar(agency.hours, [...province, ...own]),
          after: makeCalendar(
            change.kind === 'hours' && change.agencyId === agencyId ? change.hours : agency.hours,
            [...changed(province, change.agencyId === null), ...changed(own, change.agencyId === agencyId)],
          ),
        }
      : null;
    made.set(agencyId, both);
    return both;
  };
}

function moveOf(
  dossier: RunningDossier,
  { before, after }: Both,
  now: Date,
  rules: Parameters<typeof recount>[4],
): DueMove {
  const state = (dueAt: Date | null) => ({
    limit: dossier.limit,
    receivedAt: dossier.acceptedAt,
    dueAt,
    originalDueAt: dossier.originalDueAt,
    pausedAt: null,
    remainingMinutes: null,
    supplements: 0,
    extensions: 0,
  });
  return {
    dossierId: dossier.id,
    name: dossier.name,
    procedureName: dossier.procedureName,
    agencyId: dossier.agencyId,
    from: dossier.dueAt,
    to: recount(before, after, state(dossier.dueAt), now, rules),
    originalTo: recount(before, after, state(dossier.originalDueAt), now, rules),
    tasks: dossier.tasks.flatMap((task) => {
      const dueAt = stepRecount(before, after, task.dueAt, now);
      return dueAt.getTime() === task.dueAt.getTime() ? [] : [{ id: task.id, dueAt }];
    }),
  };
}

/**
 * keep: what was promised on receipts holds, only new dossiers are counted by the new calendar · recount: running
 * dossiers are counted anew and their applicants told.
 */
export type Decision = 'keep' | 'recount';

export const QUEUE = 'due-dates';

/** One dossier to be counted anew, as it lies in the queue. */
export interface DueJob {
  move: Omit<DueMove, 'from' | 'to' | 'originalTo' | 'tasks'> & {
    from: string | null;
    to: string | null;
    originalTo: string | null;
    tasks: { id: number; dueAt: string }[];
  };
  key: string;
  reason: string;
  by: string;
}

/**
 * Makes a change of the calendar. Counting anew is one act a dossier, each with its event in the trace: left as jobs in
 * the same transaction, so that nothing is lost when the machine stops half way.
 *
 * @param edit seen: newest change of the same thing that the editor had seen
 * @returns what it does to running dossiers (nothing of them is changed by "keep")
 * @throws InvalidConfiguration, StaleEdit
 */
export async function changeCalendar(
  platform: Platform,
  change: CalendarChange,
  decision: Decision,
  edit: { by: Editor; seen?: number },
): Promise<CalendarEffect> {
  const at = platform.clock.now();
  return platform.db.transaction().execute(async (tx) => {
    const effect = await calendarEffect(tx, change, at);
    if (change.kind === 'hours') {
      await saveHours(tx, change.agencyId, change.hours, { ...edit, at });
    } else {
      const before = await calendarDays(tx, change);
      await saveCalendarDays(tx, change, daysAfter(before, change), { ...edit, at });
    }
    if (decision === 'recount') {
      const reason = reasonOf(change);
      for (const { from, to, originalTo, tasks, ...move } of [...effect.moved, ...effect.stepsOnly]) {
        const job: DueJob = {
          move: {
            ...move,
            from: from?.toISOString() ?? null,
            to: to?.toISOString() ?? null,
            originalTo: originalTo?.toISOString() ?? null,
            tasks: tasks.map((task) => ({ id: task.id, dueAt: task.dueAt.toISOString() })),
          },
          key: crypto.randomUUID(),
          reason,
          by: edit.by.name,
        };
        await platform.jobs.send(tx, QUEUE, job);
      }
    }
    return effect;
  });
}

/** Why appointments move, in words for applicants. */
function reasonOf(change: CalendarChange): string {
  if (change.kind === 'hours') return 'cơ quan thay đổi giờ làm việc';
  const shown = change.put.slice(0, 3).map((row) => {
    const what = row.kind === 'working' ? 'làm việc' : 'nghỉ';
    return `${what} ngày ${formatDate(row.date)} (${row.name})`;
  });
  const dropped = change.drop.slice(0, 3).map((date) => `ngày ${formatDate(date)} trở lại như thường lệ`);
  const all = [...shown, ...dropped];
  const more = change.put.length + change.drop.length - all.length;
  return `lịch làm việc thay đổi: ${all.join(', ')}${more > 0 ? ` và ${more} ngày khác` : ''}`;
}

/** Id of the newest change of what a change would touch, for the hidden field of its form. */
export const seenCalendar = (db: Db | Tx, change: CalendarChange): Promise<number> =>
  seenChange(db, changeObject(change));
