import { sql } from 'kysely';
import type { Actor, OfficerActor } from '../../core/permission/index.ts';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { AccountKind, PositionRole } from '../../platform/database/schema.ts';

/** A position with the names that pages show. */
export interface ViewerPosition {
  agencyId: number;
  agencyName: string;
  unitId: number;
  unitCode: string;
  unitName: string;
  role: PositionRole;
  title: string;
}

/** Who looks at the page: all that a request needs to know of the logged-in account. */
export interface Viewer {
  account: {
    id: number;
    kind: AccountKind;
    username: string;
    phone: string | null;
    email: string | null;
    emailConfirmed: boolean;
    personId: number | null;
    mustChangePassword: boolean;
  };
  actor: Exclude<Actor, { kind: 'system' }>;
  displayName: string;
  isOfficer: boolean;
  /** Positions in force today; empty for citizens. */
  positions: ViewerPosition[];
  /** Notices not read yet. */
  unread: number;
  session: { idHash: Buffer; createdAt: Date; seenAt: Date };
}

/** The officer's side of the viewer, or null for citizens and organisations. */
export function officerActor(viewer: Viewer): OfficerActor | null {
  return viewer.actor.kind === 'officer' ? viewer.actor : null;
}

/**
 * Reads session, account, officer, positions in force and unread notices by one statement.
 *
 * @returns null when there is no such session or its account is closed; whether the session is still fresh is for
 *   the caller to judge by `session`
 */
export async function loadViewer(db: Db | Tx, idHash: Buffer): Promise<Viewer | null> {
  const [row] = await viewerRow(db, idHash);
  if (!row) return null;
  const isOfficer = row.kind === 'officer' && row.officer_id !== null;
  return {
    account: {
      id: row.id,
      kind: row.kind,
      username: row.username,
      phone: row.phone,
      email: row.email,
      emailConfirmed: row.email_confirmed_at !== null,
      personId: row.person_id,
      mustChangePassword: row.must_change_password,
    },
    actor: isOfficer
      ? {
          kind: 'officer',
          accountId: row.id,
          officerId: row.officer_id!,
          name: row.officer_name!,
          positions: row.positions.map(({ agencyId, unitId, unitCode, role, title }) => ({
            agencyId,
            unitId,
            unitCode,
            role,
            title,
          })),
          groups: [],
        }
      : { kind: 'account', accountId: row.id, personId: row.person_id ?? 0 },
    displayName: row.display_name,
    isOfficer,
    positions: row.positions,
    unread: Number(row.unread),
    session: { idHash, createdAt: row.created_at, seenAt: row.seen_at },
  };
}

const viewerRow = compiledOnce((db, idHash: Buffer) =>
  db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .leftJoin('officer', 'officer.account_id', 'account.id')
    .where('session.id_hash', '=', idHash)
    .where('account.disabled_at', 'is', null)
    .select([
      'session.created_at',
      'session.seen_at',
      'account.id',
      'account.kind',
      'account.username',
      'account.phone',
      'account.email',
      'account.email_confirmed_at',
      'account.person_id',
      'account.must_change_password',
      'account.display_name',
      'officer.id as officer_id',
      'officer.name as officer_name',
      sql<number>`(select count(*) from notice where notice.account_id = account.id and read_at is null)`.as(
        'unread',
      ),
      sql<ViewerPosition[]>`coalesce((
        select json_agg(json_build_object(
          'agencyId', agency.id, 'agencyName', agency.name, 'unitId', unit.id, 'unitCode', unit.code,
          'unitName', unit.name, 'role', p.role, 'title', p.title) order by p.id)
        from position p join unit on unit.id = p.unit_id join agency on agency.id = unit.agency_id
        where p.officer_id = officer.id and p.valid_from <= current_date
          and (p.valid_to is null or p.valid_to >= current_date)), '[]')`.as('positions'),
    ]),
);
