import { sql } from 'kysely';
import { makeCalendar, type CalendarRow, type Span, type WorkCalendar } from '../../core/calendar/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { WeeklyHours } from '../../platform/database/schema.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';
import { loadDirectory } from './directory.ts';

interface DayRow extends CalendarRow {
  agencyId: number | null;
}

interface Days {
  rows: readonly DayRow[];
  /** Calendars made so far from these rows, by agency, with the hours they were made of. */
  made: Map<number, { hours: WeeklyHours; calendar: WorkCalendar }>;
}

const kept = versioned(
  async (db): Promise<Days> => {
    const rows = await db.selectFrom('calendar_day').selectAll().orderBy('day').execute();
    return {
      rows: rows.map((row) => ({
        agencyId: row.agency_id,
        date: row.day,
        kind: row.kind,
        name: row.name,
        ...(row.spans ? { spans: row.spans } : {}),
      })),
      made: new Map(),
    };
  },
  (db) => tableStamp(db, ['calendar_day']),
);

/**
 * When an agency works: its weekly hours, the province's days and its own days, which take precedence. Kept in this
 * process; changes are seen within a few seconds.
 *
 * @throws RangeError when there is no such agency
 */
export async function workCalendar(db: Db | Tx, agencyId: number): Promise<WorkCalendar> {
  const agency = (await loadDirectory(db)).agencyById(agencyId);
  if (!agency) throw new RangeError(`No agency ${agencyId}`);
  const { rows, made } = await kept.get(db);
  const found = made.get(agencyId);
  // Hours belong to the kept directory: others when an agency has changed.
  if (found?.hours === agency.hours) return found.calendar;
  const shared = rows.filter((row) => row.agencyId === null);
  const own = rows.filter((row) => row.agencyId === agencyId);
  const calendar = makeCalendar(agency.hours, [...shared, ...own]);
  made.set(agencyId, { hours: agency.hours, calendar });
  return calendar;
}

/** Has the next read of a calendar look at the database. */
export const expireCalendars = (db: Db | Tx): void => kept.expire(db);

/**
 * Writes days that differ from their weekday; a day that is there is brought up to date.
 *
 * @param agencyId null for the whole province
 */
export async function putCalendarDays(
  tx: Db | Tx,
  agencyId: number | null,
  days: readonly (CalendarRow & { spans?: readonly Span[] })[],
): Promise<void> {
  if (days.length === 0) return;
  await tx
    .insertInto('calendar_day')
    .values(
      days.map((day) => ({
        agency_id: agencyId,
        day: day.date,
        kind: day.kind,
        name: day.name,
        spans: day.spans ? JSON.stringify(day.spans) : null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['agency_id', 'day']).doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        name: eb.ref('excluded.name'),
        spans: eb.ref('excluded.spans'),
      })),
    )
    .execute();
  expireCalendars(tx);
}

/** Gives an agency the own days of another from a day on, where it has none of its own. */
export async function copyCalendarDays(
  tx: Tx,
  fromAgencyId: number,
  toAgencyId: number,
  day: string,
): Promise<void> {
  await sql`
    insert into calendar_day (agency_id, day, kind, name, spans)
    select ${toAgencyId}, day, kind, name, spans from calendar_day
    where agency_id = ${fromAgencyId} and day >= ${day}::date
    on conflict do nothing`.execute(tx);
  expireCalendars(tx);
}
