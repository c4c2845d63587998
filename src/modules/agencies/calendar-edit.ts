import { checkCalendar, type CalendarRow } from '../../core/calendar/index.ts';
import { formatDate, isIsoDate } from '../../core/dates.ts';
import { makeCalendar } from '../../core/calendar/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { expireCalendars } from './calendar.ts';
import { readDirectory } from './directory.ts';
import { saveAgency } from './edit.ts';
import { factsOf } from './facts.ts';

/** The days of one year of the province, or the own days of one agency. */
export interface CalendarScope {
  /** null: the whole province. */
  agencyId: number | null;
  year: number;
}

/** Name under which changes of a year's days are recorded: "calendar:province:2027", "calendar:12:2027". */
export const calendarObject = ({ agencyId, year }: CalendarScope): string =>
  `calendar:${agencyId ?? 'province'}:${year}`;

/** Days of a scope as they are written, by date; one statement. */
export async function calendarDays(db: Db | Tx, { agencyId, year }: CalendarScope): Promise<CalendarRow[]> {
  const rows = await db
    .selectFrom('calendar_day')
    .selectAll()
    .where('agency_id', agencyId === null ? 'is' : '=', agencyId)
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .orderBy('day')
    .execute();
  return rows.map(rowOf);
}

/** All rows that decide an agency's days: the province's and its own, which hold before them. */
export async function rowsFor(
  db: Db | Tx,
  agencyIds: readonly number[],
): Promise<Map<number | null, CalendarRow[]>> {
  const rows = await db
    .selectFrom('calendar_day')
    .selectAll()
    .where((eb) =>
      eb.or([eb('agency_id', 'is', null), eb('agency_id', '=', eb.fn.any(eb.val([...agencyIds])))]),
    )
    .orderBy('day')
    .execute();
  const found = new Map<number | null, CalendarRow[]>();
  for (const row of rows) found.set(row.agency_id, [...(found.get(row.agency_id) ?? []), rowOf(row)]);
  return found;
}

function rowOf(row: {
  day: string;
  kind: CalendarRow['kind'];
  name: string;
  spans: [number, number][] | null;
}): CalendarRow {
  return { date: row.day, kind: row.kind, name: row.name, ...(row.spans ? { spans: row.spans } : {}) };
}

/**
 * What is wrong with the days of a year; empty when they can be written.
 *
 * @param weekly hours over which the days lie
 */
export function checkDays(
  rows: readonly CalendarRow[],
  { year }: CalendarScope,
  weekly: Parameters<typeof makeCalendar>[0],
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    if (!isIsoDate(row.date)) {
      faults.push({ place: 'date', message: 'Nhập ngày theo dạng ngày/tháng/năm, ví dụ 24/11/2026.' });
    } else if (!row.date.startsWith(`${year}-`)) {
      faults.push({
        place: 'date',
        message: `Ngày ${formatDate(row.date)} không thuộc năm ${year}. Đổi năm rồi nhập.`,
      });
    } else if (seen.has(row.date)) {
      faults.push({
        place: 'date',
        message: `Ngày ${formatDate(row.date)} được nhập hai lần. Giữ lại một dòng.`,
      });
    }
    if (row.name.trim() === '') faults.push({ place: 'name', message: 'Nhập tên hoặc lý do của ngày.' });
    seen.add(row.date);
  }
  if (faults.length > 0) return faults;
  return checkCalendar(makeCalendar(weekly, rows)).map((message) => ({ place: 'date', message }));
}

/**
 * Writes the days of a year in one go and records the change.
 *
 * @param rows all days of the scope as they shall be
 * @param edit seen: newest change that the editor had seen
 * @throws InvalidConfiguration, StaleEdit
 */
export async function saveCalendarDays(
  tx: Tx,
  scope: CalendarScope,
  rows: readonly CalendarRow[],
  edit: { by: Editor; at: Date; seen?: number; action?: string },
): Promise<void> {
  const directory = await readDirectory(tx);
  const agency = scope.agencyId === null ? undefined : directory.agencyById(scope.agencyId);
  // Hours differ from agency to agency: the province's days are held against the usual week of the first one.
  const weekly = (agency ?? directory.agencies[0])?.hours ?? {};
  const faults = checkDays(rows, scope, weekly);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  const before = await calendarDays(tx, scope);
  const after = [...rows].sort((a, b) => (a.date < b.date ? -1 : 1));
  await recordChange(tx, {
    object: calendarObject(scope),
    title: `Lịch làm việc năm ${scope.year} – ${agency?.name ?? 'toàn tỉnh'}`,
    action: edit.action ?? 'calendar.update',
    by: edit.by,
    at: edit.at,
    before: { days: before },
    after: { days: after },
    seen: edit.seen,
  });
  await tx
    .deleteFrom('calendar_day')
    .where('agency_id', scope.agencyId === null ? 'is' : '=', scope.agencyId)
    .where('day', '>=', `${scope.year}-01-01`)
    .where('day', '<=', `${scope.year}-12-31`)
    .execute();
  if (after.length > 0) {
    await tx
      .insertInto('calendar_day')
      .values(
        after.map((row) => ({
          agency_id: scope.agencyId,
          day: row.date,
          kind: row.kind,
          name: row.name.trim(),
          spans: row.spans ? JSON.stringify(row.spans) : null,
        })),
      )
      .execute();
  }
  expireCalendars(tx);
}

/**
 * Takes a change of a year's days back. Due dates of dossiers stay as they are promised.
 *
 * @param key "<agency id or province>:<year>"
 */
export async function restoreCalendar(
  tx: Tx,
  key: string,
  before: unknown,
  edit: { by: Editor; at: Date },
): Promise<void> {
  const [who = '', year = ''] = key.split(':');
  const scope = { agencyId: who === 'province' ? null : Number(who), year: Number(year) };
  const days = (before as { days?: CalendarRow[] } | null)?.days ?? [];
  await saveCalendarDays(tx, scope, days, { ...edit, action: 'calendar.restore' });
}

/**
 * Writes the weekly hours of an agency; recorded as a change of the agency.
 *
 * @throws InvalidConfiguration, StaleEdit
 */
export async function saveHours(
  tx: Tx,
  agencyId: number,
  hours: Record<string, [number, number][]>,
  edit: { by: Editor; at: Date; seen?: number },
): Promise<void> {
  const agency = (await readDirectory(tx)).agencyById(agencyId);
  if (!agency)
    throw new InvalidConfiguration([{ place: '', message: 'Cơ quan này không còn trong danh sách.' }]);
  await saveAgency(tx, { ...factsOf(agency), hours }, { ...edit, action: 'agency.hours' });
}
