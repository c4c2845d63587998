import type { Platform, Tx } from '../../platform/index.ts';
import { audit } from '../audit/index.ts';
import { accountByName } from './log-in.ts';
import { hashPassword, passwordProblem } from './password.ts';
import { endOtherSessions } from './sessions.ts';
import { makeToken, spendToken, tokenHolds } from './tokens.ts';

type Needs = Pick<Platform, 'db' | 'clock' | 'jobs' | 'config'>;

/** Leaves a mail with the link that proves the address, in the transaction that wrote it. */
export async function sendConfirmation(
  tx: Tx,
  platform: Needs,
  accountId: number,
  email: string,
): Promise<void> {
  const now = platform.clock.now();
  const token = await makeToken(tx, { accountId, purpose: 'confirm-email', email, now });
  await platform.jobs.send(tx, 'mail', {
    to: email,
    subject: 'Xác nhận địa chỉ thư điện tử của bạn',
    text: [
      'Bạn (hoặc ai đó) vừa dùng địa chỉ này cho một tài khoản trên Cổng Dịch vụ công.',
      '',
      `Bấm vào đường dẫn sau để xác nhận, trong vòng 48 giờ:\n${platform.config.publicUrl}/xac-nhan-thu?ma=${token}`,
      '',
      'Nếu không phải bạn, bỏ qua thư này. Không có gì thay đổi.',
      '',
    ].join('\n'),
  });
}

/** Spends the token of a confirmation link; true when the address is now confirmed. */
export async function confirmEmail(platform: Needs, token: string, ip: string): Promise<boolean> {
  const now = platform.clock.now();
  return platform.db.transaction().execute(async (tx) => {
    const spent = await spendToken(tx, token, 'confirm-email', now);
    if (!spent) return false;
    // The link proves the address it was sent to; the account may have another one by now.
    const { numUpdatedRows } = await tx
      .updateTable('account')
      .set({ email_confirmed_at: now })
      .where('id', '=', spent.accountId)
      .where('email', '=', spent.email)
      .executeTakeFirst();
    await audit(tx, {
      accountId: spent.accountId,
      ip,
      action: 'email-confirm',
      object: `account ${spent.accountId}`,
      at: now,
    });
    return numUpdatedRows > 0n;
  });
}

/**
 * Sends a link for a new password to the confirmed address of the account with this name, phone or e-mail. Says nothing
 * about whether there is one.
 */
export async function requestReset(platform: Needs, name: string, ip: string): Promise<void> {
  const now = platform.clock.now();
  const account = await accountByName(platform.db, name);
  if (!account?.email || !account.emailConfirmedAt || account.disabledAt) return;
  const { id: accountId, email } = account;
  await platform.db.transaction().execute(async (tx) => {
    const token = await makeToken(tx, { accountId, purpose: 'reset-password', email: email!, now });
    await platform.jobs.send(tx, 'mail', {
      to: email!,
      subject: 'Đặt lại mật khẩu',
      text: [
        'Có yêu cầu đặt lại mật khẩu cho tài khoản của bạn trên Cổng Dịch vụ công.',
        '',
        `Bấm vào đường dẫn sau để đặt mật khẩu mới, trong vòng 1 giờ:\n${platform.config.publicUrl}/dat-lai-mat-khau?ma=${token}`,
        '',
        'Nếu không phải bạn yêu cầu, bỏ qua thư này; mật khẩu cũ vẫn dùng được.',
        '',
      ].join('\n'),
    });
    await audit(tx, {
      accountId,
      ip,
      action: 'password-reset-request',
      object: `account ${accountId}`,
      at: now,
    });
  });
}

/**
 * Sets a new password by the token of a reset link, unlocks the account and ends its sessions.
 *
 * @returns the account; or what is wrong with the password, the link still good; or null when the link is unknown, old
 *   or spent
 */
export async function resetPassword(
  platform: Needs,
  token: string,
  password: string,
  ip: string,
): Promise<{ accountId: number } | { problem: string } | null> {
  const now = platform.clock.now();
  const holder = await tokenHolds(platform.db, token, 'reset-password', now);
  if (!holder) return null;
  const problem = passwordProblem(password, holder);
  if (problem) return { problem };
  const passwordHash = await hashPassword(password);
  return platform.db.transaction().execute(async (tx) => {
    const spent = await spendToken(tx, token, 'reset-password', now);
    if (!spent) return null;
    const { accountId } = spent;
    await tx
      .updateTable('account')
      .set({ password_hash: passwordHash, failed_logins: 0, locked_until: null, must_change_password: false })
      .where('id', '=', accountId)
      .execute();
    await endOtherSessions(tx, accountId, null);
    await audit(tx, { accountId, ip, action: 'password-reset', object: `account ${accountId}`, at: now });
    return { accountId };
  });
}
