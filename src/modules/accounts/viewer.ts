import { sql } from 'kysely';
import type { Actor, OfficerActor } from '../../core/permission/index.ts';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { AccountKind, PositionRole } from '../../platform/database/schema.ts';
import { loadGrants } from '../rights/index.ts';

/** A position with the names that pages show. */
export interface ViewerPosition {
  agencyId: number;
  agencyName: string;
  unitId: number;
  unitCode: string;
  unitName: string;
  role: PositionRole;
  title: string;
  /** Held in place of somebody who is away. */
  insteadOf?: { officerId: number; name: string; until: string } | null;
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
 * Reads session, account, officer, positions in force (those held in place of others, too), groups and unread notices by
 * one statement; the grants are those kept in this process.
 *
 * @param today ISO date on which positions, groups and substitutions have to hold
 * @returns null when there is no such session or its account is closed; whether the session is still fresh is for
 *   the caller to judge by `session`
 */
export async function loadViewer(db: Db | Tx, idHash: Buffer, today: string): Promise<Viewer | null> {
  const [row] = await viewerRow(db, idHash, today);
  if (!row) return null;
  const grants = await loadGrants(db);
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
          positions: row.positions.map(({ agencyId, unitId, unitCode, role, title, insteadOf }) => ({
            agencyId,
            unitId,
            unitCode,
            role,
            title,
            ...(insteadOf && { insteadOf }),
          })),
          groups: row.groups,
          grants,
        }
      : { kind: 'account', accountId: row.id, personId: row.person_id ?? 0, grants },
    displayName: row.display_name,
    isOfficer,
    positions: row.positions,
    unread: Number(row.unread),
    session: { idHash, createdAt: row.created_at, seenAt: row.seen_at },
  };
}

const viewerRow = compiledOnce((db, idHash: Buffer, today: string) =>
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
          'unitName', unit.name, 'role', p.role, 'title', p.title, 'insteadOf', held.instead_of)
          order by held.instead_of is not null, p.id)
        from (
          select officer.id as officer_id, null::json as instead_of
          union all
          select s.officer_id, json_build_object('officerId', s.officer_id, 'name', away.name, 'until', s.valid_to)
          from substitution s join officer away on away.id = s.officer_id
          where s.substitute_id = officer.id and s.valid_from <= ${today}::date and s.valid_to >= ${today}::date
        ) held
        join position p on p.officer_id = held.officer_id
        join unit on unit.id = p.unit_id join agency on agency.id = unit.agency_id
        where p.valid_from <= ${today}::date
          and (p.valid_to is null or p.valid_to >= ${today}::date)), '[]')`.as('positions'),
      sql<string[]>`coalesce((
        select json_agg(m.group_code order by m.group_code) from officer_group_member m
        where m.officer_id = officer.id and m.valid_from <= ${today}::date
          and (m.valid_to is null or m.valid_to >= ${today}::date)), '[]')`.as('groups'),
    ]),
);
