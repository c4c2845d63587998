import { sql } from 'kysely';
import { cleanPhone } from '../../core/form/index.ts';
import { clean, fold } from '../../core/text.ts';
import type { Db, Platform } from '../../platform/index.ts';
import type { AccountKind } from '../../platform/database/schema.ts';
import { audit } from '../audit/index.ts';
import { hashedAsNow, hashPassword, verifyNothing, verifyPassword } from './password.ts';

/** Wrong passwords in a row after which an account waits, … */
export const MAX_FAILURES = 5;
/** … and for how long. */
export const LOCK_MS = 15 * 60_000;
const MAX_UNKNOWN = 10_000;

export type LogInResult =
  | { ok: true; accountId: number; kind: AccountKind; mustChangePassword: boolean }
  /** locked: too many wrong passwords · closed: the account was closed · wrong: name or password */
  | { ok: false; reason: 'wrong' | 'locked' | 'closed' };

/**
 * Checks a user name (or phone, or e-mail) and password. Names that nobody has get the same answers after the same
 * time, so that nobody learns who has an account.
 */
export async function checkLogIn(
  platform: Pick<Platform, 'db' | 'clock'>,
  input: { name: string; password: string; ip: string },
): Promise<LogInResult> {
  const { db } = platform;
  const now = platform.clock.now();
  const account = await accountByName(db, input.name);
  if (!account) {
    await verifyNothing(input.password);
    const locked = countUnknown(db, fold(input.name), now);
    await audit(db, {
      accountId: null,
      ip: input.ip,
      action: 'log-in-failed',
      object: 'unknown name',
      at: now,
    });
    return { ok: false, reason: locked ? 'locked' : 'wrong' };
  }
  const object = `account ${account.id}`;
  // The attempt is counted before the password is looked at: guesses sent at the same moment can not outrun the lock.
  if (!(await countAttempt(db, account.id, now))) {
    await verifyNothing(input.password);
    await audit(db, { accountId: account.id, ip: input.ip, action: 'log-in-locked', object, at: now });
    return { ok: false, reason: 'locked' };
  }
  if (!(await verifyPassword(account.passwordHash, input.password))) {
    await audit(db, { accountId: account.id, ip: input.ip, action: 'log-in-failed', object, at: now });
    return { ok: false, reason: 'wrong' };
  }
  if (account.disabledAt) return { ok: false, reason: 'closed' };
  await db
    .updateTable('account')
    .set({
      failed_logins: 0,
      locked_until: null,
      last_login_at: now,
      // Every name answers after the same time only while every hash costs the same.
      ...(hashedAsNow(account.passwordHash) ? {} : { password_hash: await hashPassword(input.password) }),
    })
    .where('id', '=', account.id)
    .execute();
  await audit(db, { accountId: account.id, ip: input.ip, action: 'log-in', object, at: now });
  return {
    ok: true,
    accountId: account.id,
    kind: account.kind,
    mustChangePassword: account.mustChangePassword,
  };
}

/** Counts an attempt and closes the door with the fifth; false when the door is closed already. */
async function countAttempt(db: Db, accountId: number, now: Date): Promise<boolean> {
  const failures = sql<number>`case when locked_until <= ${now} then 1 else failed_logins + 1 end`;
  const { numUpdatedRows } = await db
    .updateTable('account')
    .set({
      failed_logins: failures,
      locked_until: sql<Date | null>`case when ${failures} >= ${MAX_FAILURES}::int
        then ${new Date(now.getTime() + LOCK_MS)}::timestamptz end`,
    })
    .where('id', '=', accountId)
    .where((or) => or.or([or('locked_until', 'is', null), or('locked_until', '<=', now)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const unknownNames = new WeakMap<object, Map<string, { failures: number; until: number }>>();

/** Counts attempts on a name that nobody has, the way accounts count theirs; true when it would be locked. */
function countUnknown(db: Db, name: string, now: Date): boolean {
  const names = unknownNames.get(db) ?? new Map<string, { failures: number; until: number }>();
  unknownNames.set(db, names);
  const before = names.get(name);
  if (before && before.failures >= MAX_FAILURES && before.until > now.getTime()) return true;
  const failures = before && before.failures < MAX_FAILURES ? before.failures + 1 : 1;
  if (names.size >= MAX_UNKNOWN) names.delete(names.keys().next().value!);
  names.set(name, { failures, until: now.getTime() + LOCK_MS });
  return false;
}

/** The account behind a user name, phone or e-mail, or null. */
export async function accountByName(db: Db, typed: string) {
  const name = clean(typed);
  if (name === '' || name.length > 254) return null;
  const row = await db
    .selectFrom('account')
    .where((or) =>
      or.or([
        or(sql`lower(username)`, '=', name.toLowerCase()),
        or('phone', '=', cleanPhone(name)),
        or(sql`lower(email)`, '=', name.toLowerCase()),
      ]),
    )
    .select([
      'id',
      'kind',
      'password_hash',
      'disabled_at',
      'email',
      'email_confirmed_at',
      'must_change_password',
    ])
    .executeTakeFirst();
  return row
    ? {
        id: row.id,
        kind: row.kind,
        passwordHash: row.password_hash,
        disabledAt: row.disabled_at,
        email: row.email,
        emailConfirmedAt: row.email_confirmed_at,
        mustChangePassword: row.must_change_password,
      }
    : null;
}
