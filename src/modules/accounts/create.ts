import { randomInt } from 'node:crypto';
import type { Party } from '../../core/dossier.ts';
import type { Db, Tx } from '../../platform/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';
import { putOfficer } from '../agencies/index.ts';
import { putPerson } from '../people/index.ts';

/** The user name, phone or e-mail belongs to another account. */
export class AccountTaken extends Error {
  readonly what: 'username' | 'phone' | 'email';

  constructor(what: AccountTaken['what']) {
    super(`another account has this ${what}`);
    this.what = what;
  }
}

export interface NewAccount {
  /** Left out: one is made up; people then log in by phone or e-mail. */
  username?: string;
  phone?: string | null;
  email?: string | null;
  /** The address was proved otherwise, such as by an administrator. */
  emailConfirmed?: boolean;
  /** Argon2 hash from `hashPassword`. */
  passwordHash: string;
  mustChangePassword?: boolean;
  now: Date;
}

interface AccountRow extends NewAccount {
  kind: 'citizen' | 'organisation' | 'officer';
  displayName: string;
  personId: number | null;
}

async function insertAccount(tx: Db | Tx, input: AccountRow): Promise<number> {
  try {
    const { id } = await tx
      .insertInto('account')
      .values({
        kind: input.kind,
        username: input.username ?? madeUpName(),
        phone: input.phone || null,
        email: input.email || null,
        email_confirmed_at: input.emailConfirmed && input.email ? input.now : null,
        password_hash: input.passwordHash,
        person_id: input.personId,
        display_name: input.displayName,
        must_change_password: input.mustChangePassword ?? false,
        created_at: input.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  } catch (error) {
    throw takenBy(error) ?? error;
  }
}

/** The AccountTaken behind a unique violation of the account table, or null. */
export function takenBy(error: unknown): AccountTaken | null {
  const { code, constraint } = error as { code?: string; constraint?: string };
  const what = code === '23505' ? /^account_(username|phone|email)$/.exec(constraint ?? '')?.[1] : undefined;
  return what ? new AccountTaken(what as AccountTaken['what']) : null;
}

/** A name that is no phone and no e-mail, so that it can never be mistaken for somebody's. */
function madeUpName(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return `nd-${Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')}`;
}

/**
 * Opens the account of a citizen or organisation and enters them in the contact book.
 *
 * @param party whose account; phone and e-mail are those of the account unless given apart
 * @throws AccountTaken
 */
export async function createPersonAccount(
  tx: Db | Tx,
  party: Party,
  account: NewAccount,
): Promise<{ accountId: number; personId: number }> {
  const phone = account.phone ?? party.phone ?? null;
  const email = account.email ?? party.email ?? null;
  const personId = await putPerson(
    tx,
    { ...party, phone: phone ?? undefined, email: email ?? undefined },
    account.now,
  );
  const accountId = await insertAccount(tx, {
    ...account,
    phone,
    email,
    kind: party.kind,
    displayName: party.name,
    personId,
  });
  return { accountId, personId };
}

/** Opens a citizen's account; see `createPersonAccount`. */
export const createCitizen = (tx: Db | Tx, party: Omit<Party, 'kind'>, account: NewAccount) =>
  createPersonAccount(tx, { ...party, kind: 'citizen' }, account);

/** Opens an organisation's account; see `createPersonAccount`. */
export const createOrganisation = (tx: Db | Tx, party: Omit<Party, 'kind'>, account: NewAccount) =>
  createPersonAccount(tx, { ...party, kind: 'organisation' }, account);

/**
 * Opens an officer's account with the positions held.
 *
 * @throws AccountTaken
 */
export async function createOfficer(
  tx: Db | Tx,
  officer: { name: string; positions: { unitId: number; role: PositionRole; title: string }[] },
  account: NewAccount & { username: string },
): Promise<{ accountId: number; officerId: number }> {
  const accountId = await insertAccount(tx, {
    ...account,
    emailConfirmed: account.emailConfirmed ?? true,
    kind: 'officer',
    displayName: officer.name,
    personId: null,
  });
  const officerId = await putOfficer(tx, {
    accountId,
    name: officer.name,
    email: account.email ?? null,
    phone: account.phone ?? null,
    positions: officer.positions,
  });
  return { accountId, officerId };
}

/** Ids of accounts by user name; names that nobody has are left out. For seeding and import. */
export async function accountIds(db: Db | Tx, usernames: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('account')
    .select(['id', 'username'])
    .where((eb) => eb('username', '=', eb.fn.any(eb.val([...usernames]))))
    .execute();
  return new Map(rows.map((row) => [row.username, row.id]));
}
