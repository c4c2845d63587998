import { hash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';

/** A session ends after so long without a request, … */
export const IDLE_MS = 30 * 60_000;
/** … and at the latest after this, however busy it was. */
export const LONGEST_MS = 12 * 3_600_000;
/** Sessions of one account that may be open at once (V.23). */
export const SESSION_CAP = 5;
/** `seen_at` is written at most this often. */
const SEEN_STEP_MS = 60_000;

/** What the database keeps of a session's id: who reads the table can not take over a session. */
export function sessionHash(id: string): Buffer {
  return hash('sha256', id, 'buffer');
}

/**
 * Opens a session and ends the account's oldest ones beyond the cap. An advisory lock on the account makes the cap hold
 * when several log-ins happen at once.
 *
 * @returns the session's id for the cookie, and how many other sessions were ended
 */
export async function openSession(
  db: Db,
  input: { accountId: number; now: Date; ip?: string; userAgent?: string; cap?: number },
): Promise<{ id: string; ended: number }> {
  const id = randomBytes(32).toString('base64url');
  const cap = input.cap ?? SESSION_CAP;
  const ended = await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('session ' || ${input.accountId}::bigint, 0))`.execute(
      tx,
    );
    const idleSince = new Date(input.now.getTime() - IDLE_MS);
    const openSince = new Date(input.now.getTime() - LONGEST_MS);
    const { rows } = await sql<{ surplus: number }>`
      with own as (
        select id_hash, seen_at < ${idleSince} or created_at < ${openSince} as over, created_at
        from session where account_id = ${input.accountId}
      ), surplus as (
        select id_hash from own where not over
        order by created_at desc, id_hash desc offset ${cap - 1}
      ), ended as (
        delete from session where id_hash in (select id_hash from own where over union select id_hash from surplus)
      ), begun as (
        insert into session (id_hash, account_id, created_at, seen_at, ip, user_agent)
        values (${sessionHash(id)}, ${input.accountId}, ${input.now}, ${input.now}, ${input.ip ?? ''},
          ${(input.userAgent ?? '').slice(0, 300)})
      )
      select count(*) as surplus from surplus`.execute(tx);
    return rows[0]!.surplus;
  });
  return { id, ended };
}

/** Whether a session is over at this moment. */
export function sessionExpired(session: { createdAt: Date; seenAt: Date }, now: Date): boolean {
  return (
    now.getTime() - session.seenAt.getTime() > IDLE_MS ||
    now.getTime() - session.createdAt.getTime() > LONGEST_MS
  );
}

/** Notes that the session was used; writes at most once a minute. Returns the moment now on record. */
export async function touchSession(
  db: Db,
  session: { idHash: Buffer; seenAt: Date },
  now: Date,
): Promise<Date> {
  if (now.getTime() - session.seenAt.getTime() < SEEN_STEP_MS) return session.seenAt;
  await db.updateTable('session').set({ seen_at: now }).where('id_hash', '=', session.idHash).execute();
  return now;
}

export async function endSession(db: Db | Tx, idHash: Buffer): Promise<void> {
  await db.deleteFrom('session').where('id_hash', '=', idHash).execute();
}

/** Ends every session of an account but one: after a password change. */
export async function endOtherSessions(db: Db | Tx, accountId: number, keep: Buffer | null): Promise<void> {
  await db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(keep !== null, (query) => query.where('id_hash', '!=', keep!))
    .execute();
}

/** Open sessions of an account, newest first, for its owner to look through. */
export async function sessionsOf(db: Db, accountId: number, now: Date) {
  return db
    .selectFrom('session')
    .where('account_id', '=', accountId)
    .where('seen_at', '>=', new Date(now.getTime() - IDLE_MS))
    .where('created_at', '>=', new Date(now.getTime() - LONGEST_MS))
    .select([
      'id_hash as idHash',
      'created_at as createdAt',
      'seen_at as seenAt',
      'ip',
      'user_agent as userAgent',
    ])
    .orderBy('created_at', 'desc')
    .execute();
}

/** Deletes sessions that are over; for the nightly clean-up. */
export async function sweepSessions(db: Db, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where((or) =>
      or.or([
        or('seen_at', '<', new Date(now.getTime() - IDLE_MS)),
        or('created_at', '<', new Date(now.getTime() - LONGEST_MS)),
      ]),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
