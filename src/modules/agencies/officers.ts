import { sql } from 'kysely';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';

export interface OfficerPosition {
  positionId: number;
  agencyId: number;
  unitId: number;
  unitCode: string;
  role: PositionRole;
  /** As on the door: "Phó Trưởng phòng". */
  title: string;
}

export interface Officer {
  id: number;
  accountId: number;
  name: string;
  email: string | null;
  phone: string | null;
  positions: OfficerPosition[];
}

/** One holder of a position in a unit. */
export interface UnitOfficer {
  id: number;
  accountId: number;
  name: string;
  role: PositionRole;
  title: string;
}

/**
 * Officers who hold a position in a unit today, by name; officers whose account is closed are left out.
 *
 * @param role only holders of this role
 */
export async function officersOf(db: Db | Tx, unitId: number, role?: PositionRole): Promise<UnitOfficer[]> {
  const members = await unitOfficers(db, unitId);
  return role === undefined ? members : members.filter((member) => member.role === role);
}

const unitOfficers = compiledOnce((db, unitId: number) =>
  db
    .selectFrom('position')
    .innerJoin('officer', 'officer.id', 'position.officer_id')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where('position.unit_id', '=', unitId)
    .where(inForce)
    .where('account.disabled_at', 'is', null)
    .select([
      'officer.id as id',
      'officer.account_id as accountId',
      'officer.name as name',
      'position.role as role',
      'position.title as title',
    ])
    .orderBy('officer.name')
    .orderBy('position.id'),
);

/** The officer behind an account with the positions in force today, or null when the account is no officer's. */
export async function officerByAccount(db: Db | Tx, accountId: number): Promise<Officer | null> {
  const rows = await db
    .selectFrom('officer')
    .leftJoin('position', (join) => join.onRef('position.officer_id', '=', 'officer.id').on(inForce))
    .leftJoin('unit', 'unit.id', 'position.unit_id')
    .where('officer.account_id', '=', accountId)
    .select([
      'officer.id as id',
      'officer.name as name',
      'officer.email as email',
      'officer.phone as phone',
      'position.id as positionId',
      'position.role as role',
      'position.title as title',
      'unit.id as unitId',
      'unit.code as unitCode',
      'unit.agency_id as agencyId',
    ])
    .orderBy('position.id')
    .execute();
  const first = rows[0];
  if (!first) return null;
  return {
    id: first.id,
    accountId,
    name: first.name,
    email: first.email,
    phone: first.phone,
    positions: rows.flatMap((row) =>
      row.positionId === null
        ? []
        : [
            {
              positionId: row.positionId,
              agencyId: row.agencyId!,
              unitId: row.unitId!,
              unitCode: row.unitCode!,
              role: row.role!,
              title: row.title!,
            },
          ],
    ),
  };
}

const inForce = () =>
  sql<boolean>`"position".valid_from <= current_date and ("position".valid_to is null or "position".valid_to >= current_date)`;

export interface OfficerInput {
  accountId: number;
  name: string;
  email?: string | null;
  phone?: string | null;
  positions: { unitId: number; role: PositionRole; title: string }[];
}

/** Enters an officer, or brings the name and the positions of the one with this account up to date. Returns the id. */
export async function putOfficer(tx: Db | Tx, input: OfficerInput): Promise<number> {
  const facts = { name: input.name, email: input.email ?? null, phone: input.phone ?? null };
  const { id } = await tx
    .insertInto('officer')
    .values({ account_id: input.accountId, ...facts })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(facts))
    .returning('id')
    .executeTakeFirstOrThrow();
  const held = await tx.selectFrom('position').selectAll().where('officer_id', '=', id).execute();
  for (const position of input.positions) {
    const same = held.find((row) => row.unit_id === position.unitId && row.role === position.role);
    if (!same) {
      await tx
        .insertInto('position')
        .values({ officer_id: id, unit_id: position.unitId, role: position.role, title: position.title })
        .execute();
    } else if (same.title !== position.title) {
      await tx.updateTable('position').set({ title: position.title }).where('id', '=', same.id).execute();
    }
  }
  return id;
}
