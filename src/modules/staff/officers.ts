import { sql, type SqlBool } from 'kysely';
import { clean, fold } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';

export interface OfficerFilter {
  /** Part of a name, or a whole user name, e-mail or phone. */
  q?: string;
  agencyId?: number;
  state?: 'active' | 'locked';
}

/** An officer as a line of the list. */
export interface OfficerRow {
  id: number;
  accountId: number;
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  locked: boolean;
  lastLogInAt: Date | null;
  /** Positions in force, in words: "Trưởng phòng, Phòng Hộ tịch, Sở Tư pháp". */
  positions: string[];
  /** Where the list goes on after this row. */
  after: string;
}

/** A position of any time. */
export interface PositionRow {
  id: number;
  unitId: number;
  unitName: string;
  agencyId: number;
  agencyName: string;
  role: PositionRole;
  title: string;
  validFrom: string;
  validTo: string | null;
}

/** Everything a page shows of one officer. */
export interface OfficerFile {
  id: number;
  accountId: number;
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  locked: boolean;
  lockedReason: string;
  mustChangePassword: boolean;
  createdAt: Date;
  lastLogInAt: Date | null;
  positions: PositionRow[];
  groups: { code: string; name: string; validFrom: string; validTo: string | null }[];
  openTasks: number;
}

/**
 * Officers by name, one statement.
 *
 * @param page after: of the last row already shown; today: ISO date on which positions have to hold
 */
export async function searchOfficers(
  db: Db,
  filter: OfficerFilter,
  page: { limit: number; after?: string; today: string },
): Promise<OfficerRow[]> {
  const { today } = page;
  let query = db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .select([
      'officer.id',
      'officer.folded',
      'account.id as accountId',
      'account.username',
      'officer.name',
      'officer.email',
      'officer.phone',
      'account.disabled_at',
      'account.last_login_at as lastLogInAt',
      sql<string[]>`coalesce((
        select json_agg(p.title || ', ' || unit.name || ', ' || agency.short_name order by p.id)
        from position p join unit on unit.id = p.unit_id join agency on agency.id = unit.agency_id
        where p.officer_id = officer.id and p.valid_from <= ${today}::date
          and (p.valid_to is null or p.valid_to >= ${today}::date)), '[]')`.as('positions'),
    ]);
  const typed = clean(filter.q ?? '');
  if (typed !== '') {
    const like = `%${fold(typed).replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([
        eb('officer.folded', 'like', like),
        eb(sql<string>`lower(account.username)`, '=', typed.toLowerCase()),
        eb(sql<string>`lower(officer.email)`, '=', typed.toLowerCase()),
        eb('officer.phone', '=', typed.replace(/[\s.-]/g, '')),
      ]),
    );
  }
  if (filter.state) {
    query = query.where('account.disabled_at', filter.state === 'locked' ? 'is not' : 'is', null);
  }
  if (filter.agencyId !== undefined) {
    query = query.where(
      sql<SqlBool>`exists (select from position p join unit on unit.id = p.unit_id
        where p.officer_id = officer.id and unit.agency_id = ${filter.agencyId}
          and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date))`,
    );
  }
  if (page.after) {
    const at = page.after.lastIndexOf('~');
    const [name, id] = [page.after.slice(0, at), Number(page.after.slice(at + 1)) || 0];
    query = query.where(sql<SqlBool>`(officer.folded, officer.id) > (${name}, ${id}::bigint)`);
  }
  const rows = await query.orderBy('officer.folded').orderBy('officer.id').limit(page.limit).execute();
  return rows.map(({ folded, disabled_at: disabledAt, ...row }) => ({
    ...row,
    locked: disabledAt !== null,
    after: `${folded}~${row.id}`,
  }));
}

/** One officer with positions, groups and the number of tasks held by name, or null. One statement. */
export async function officerFile(db: Db | Tx, id: number): Promise<OfficerFile | null> {
  const row = await db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where('officer.id', '=', id)
    .select([
      'officer.id',
      'account.id as accountId',
      'account.username',
      'officer.name',
      'officer.email',
      'officer.phone',
      'account.disabled_at',
      'account.disabled_reason as lockedReason',
      'account.must_change_password as mustChangePassword',
      'account.created_at as createdAt',
      'account.last_login_at as lastLogInAt',
      sql<PositionRow[]>`coalesce((
        select json_agg(json_build_object('id', p.id, 'unitId', unit.id, 'unitName', unit.name,
          'agencyId', agency.id, 'agencyName', agency.short_name, 'role', p.role, 'title', p.title,
          'validFrom', p.valid_from, 'validTo', p.valid_to) order by p.valid_to is not null, p.valid_from, p.id)
        from position p join unit on unit.id = p.unit_id join agency on agency.id = unit.agency_id
        where p.officer_id = officer.id), '[]')`.as('positions'),
      sql<OfficerFile['groups']>`coalesce((
        select json_agg(json_build_object('code', g.code, 'name', g.name,
          'validFrom', m.valid_from, 'validTo', m.valid_to) order by g.name, m.valid_from)
        from officer_group_member m join officer_group g on g.code = m.group_code
        where m.officer_id = officer.id), '[]')`.as('groups'),
      sql<number>`(select count(*) from task where task.assignee_id = officer.id and closed_at is null)`.as(
        'openTasks',
      ),
    ])
    .executeTakeFirst();
  if (!row) return null;
  const { disabled_at: disabledAt, ...rest } = row;
  return { ...rest, locked: disabledAt !== null, openTasks: Number(row.openTasks) };
}

/** Name, user name and account of several officers. */
export async function officersByIds(
  db: Db | Tx,
  ids: readonly number[],
): Promise<Map<number, { id: number; accountId: number; name: string; username: string; locked: boolean }>> {
  const rows = await db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where((eb) => eb('officer.id', '=', eb.fn.any(eb.val([...ids]))))
    .select([
      'officer.id',
      'account.id as accountId',
      'officer.name',
      'account.username',
      'account.disabled_at',
    ])
    .execute();
  return new Map(
    rows.map(({ disabled_at: disabledAt, ...row }) => [row.id, { ...row, locked: disabledAt !== null }]),
  );
}

/** Officers by user name, small letters. */
export async function idsByUsername(db: Db | Tx, usernames: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where((eb) =>
      eb(
        sql<string>`lower(account.username)`,
        '=',
        eb.fn.any(eb.val(usernames.map((one) => one.toLowerCase()))),
      ),
    )
    .select(['officer.id', sql<string>`lower(account.username)`.as('username')])
    .execute();
  return new Map(rows.map((row) => [row.username, row.id]));
}
