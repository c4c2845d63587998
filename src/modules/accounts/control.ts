import type { Platform, Tx } from '../../platform/index.ts';
import { takenBy } from './create.ts';
import { endOtherSessions } from './sessions.ts';
import { makeToken } from './tokens.ts';

/** How long the link of an invitation or of a password set anew by an administrator is good. */
export const LINK_HOURS = 72;

/**
 * Closes an account and ends its sessions, or opens it again (a lock after wrong passwords is lifted, too). Has the
 * account's kept viewers to be forgotten by the caller's process; others hear of it from the database.
 *
 * @param reason why, in words for the person; null opens the account
 */
export async function setLocked(tx: Tx, accountId: number, reason: string | null, now: Date): Promise<void> {
  await tx
    .updateTable('account')
    .set(
      reason === null
        ? { disabled_at: null, disabled_reason: '', failed_logins: 0, locked_until: null }
        : { disabled_at: now, disabled_reason: reason },
    )
    .where('id', '=', accountId)
    .execute();
  if (reason !== null) await endOtherSessions(tx, accountId, null);
}

/**
 * Name and addresses of an officer's account, as an administrator writes them.
 *
 * @throws AccountTaken
 */
export async function updateAccount(
  tx: Tx,
  accountId: number,
  facts: { displayName: string; email: string | null; phone: string | null },
  now: Date,
): Promise<void> {
  const { displayName, email, phone } = facts;
  try {
    await tx
      .updateTable('account')
      .set({ display_name: displayName, email, phone, email_confirmed_at: email ? now : null })
      .where('id', '=', accountId)
      .execute();
  } catch (error) {
    throw takenBy(error) ?? error;
  }
}

/** Marks the account's password as one to be changed at the next log-in, and ends its sessions. */
export async function requireNewPassword(
  tx: Tx,
  accountId: number,
  passwordHash: string | null,
): Promise<void> {
  await tx
    .updateTable('account')
    .set({
      must_change_password: true,
      failed_logins: 0,
      locked_until: null,
      ...(passwordHash && { password_hash: passwordHash }),
    })
    .where('id', '=', accountId)
    .execute();
  await endOtherSessions(tx, accountId, null);
}

/**
 * Makes a one-time link by which the person sets a password, and mails it when there is an address.
 *
 * @param words subject and first line of the mail
 * @returns the link, to be shown once to the administrator
 */
export async function passwordLink(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'jobs' | 'config'>,
  account: { accountId: number; email: string | null },
  words: { subject: string; text: string },
): Promise<string> {
  const token = await makeToken(tx, {
    accountId: account.accountId,
    purpose: 'reset-password',
    email: account.email ?? '',
    now: platform.clock.now(),
    hours: LINK_HOURS,
  });
  const link = `${platform.config.publicUrl}/dat-lai-mat-khau?ma=${token}`;
  if (account.email) {
    await platform.jobs.send(tx, 'mail', {
      to: account.email,
      subject: words.subject,
      text: `${words.text}\n\nBấm vào đường dẫn sau để đặt mật khẩu, trong vòng ${LINK_HOURS} giờ:\n${link}\n\nKhông chuyển đường dẫn này cho người khác.\n`,
    });
  }
  return link;
}
