import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from '../../platform/index.ts';
import type { AccountKind } from '../../platform/database/schema.ts';

export type TokenPurpose = 'confirm-email' | 'reset-password';

const LIFETIME_MS: Record<TokenPurpose, number> = {
  'confirm-email': 48 * 3_600_000,
  'reset-password': 3_600_000,
};

/**
 * Makes a one-time token for a link; only its hash is kept. Earlier ones of the same purpose are spent.
 *
 * @param input hours: how long it is good, when not as long as its purpose says
 */
export async function makeToken(
  tx: Db | Tx,
  input: { accountId: number; purpose: TokenPurpose; email: string; now: Date; hours?: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx
    .updateTable('account_token')
    .set({ used_at: input.now })
    .where('account_id', '=', input.accountId)
    .where('purpose', '=', input.purpose)
    .where('used_at', 'is', null)
    .execute();
  await tx
    .insertInto('account_token')
    .values({
      token_hash: hashOf(token),
      account_id: input.accountId,
      purpose: input.purpose,
      email: input.email,
      expires_at: new Date(
        input.now.getTime() + (input.hours ? input.hours * 3_600_000 : LIFETIME_MS[input.purpose]),
      ),
    })
    .execute();
  return token;
}

/** Whose token this is while it can still be spent, or null: for the form behind a link. */
export async function tokenHolds(
  db: Db,
  token: string,
  purpose: TokenPurpose,
  now: Date,
): Promise<{ kind: AccountKind; names: (string | null)[] } | null> {
  const row = await db
    .selectFrom('account_token')
    .innerJoin('account', 'account.id', 'account_token.account_id')
    .select(['account.kind', 'account.username', 'account.phone', 'account.email'])
    .where('token_hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ? { kind: row.kind, names: [row.username, row.phone, row.email] } : null;
}

/** Spends a token; null when it is unknown, old or spent. Two requests at once: only one gets it. */
export async function spendToken(
  tx: Db | Tx,
  token: string,
  purpose: TokenPurpose,
  now: Date,
): Promise<{ accountId: number; email: string } | null> {
  const row = await tx
    .updateTable('account_token')
    .set({ used_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['account_id', 'email'])
    .executeTakeFirst();
  return row ? { accountId: row.account_id, email: row.email } : null;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
