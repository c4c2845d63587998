import { DEFAULT_GRANTS, RIGHTS, ROLES, type Grants, type Right } from '../../core/permission/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';

/** Who can be granted rights: a role of positions, a title, a group, one officer. */
export const HOLDER_KINDS = ['role', 'title', 'group', 'officer'] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

const kept = versioned(read, (db) => tableStamp(db, ['rights_grant']));

/** The grants in force, kept in this process; what others change is seen within a few seconds. */
export const loadGrants = (db: Db | Tx): Promise<Grants> => kept.get(db);

/** Has the next read look at the database: after a change. */
export const expireGrants = (db: Db | Tx): void => kept.expire(db);

/** The holder's name in tables and in the log: "role:counter". */
export const holderName = (kind: HolderKind, key: string | number): string => `${kind}:${key}`;

async function read(db: Db | Tx): Promise<Grants> {
  return readGrants(db);
}

/** The grants as the database has them now, past what is kept: for checks inside a transaction. */
export async function readGrants(db: Db | Tx): Promise<Grants> {
  const rows = await db.selectFrom('rights_grant').select(['holder', 'rights']).execute();
  const known = new Set<string>(RIGHTS);
  const of = (kind: HolderKind): Record<string, Right[]> =>
    Object.fromEntries(
      rows
        .filter((row) => row.holder.startsWith(`${kind}:`))
        .map((row) => [
          row.holder.slice(kind.length + 1),
          row.rights.filter((right): right is Right => known.has(right)),
        ]),
    );
  const roles = of('role');
  return Object.freeze({
    // A role that nobody has edited has what it comes with.
    roles: Object.fromEntries(
      ROLES.map((role) => [role, roles[role] ?? DEFAULT_GRANTS.roles[role]]),
    ) as Grants['roles'],
    titles: of('title'),
    groups: of('group'),
    persons: of('officer') as Record<number, Right[]>,
  });
}
