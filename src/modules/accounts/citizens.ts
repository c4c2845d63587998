import { sql } from 'kysely';
import { clean, fold } from '../../core/text.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { audit } from '../audit/index.ts';
import { setLocked } from './control.ts';

export const ACCOUNT_STATES = ['active', 'unconfirmed', 'locked'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** What a list of citizens' and organisations' accounts is narrowed to. */
export interface AccountFilter {
  /** Part of a name; or a whole user name, phone, e-mail or identity number. */
  q?: string;
  kind?: 'citizen' | 'organisation';
  state?: AccountState;
}

export interface AccountListRow {
  id: number;
  kind: 'citizen' | 'organisation';
  name: string;
  username: string;
  phone: string | null;
  email: string | null;
  identityNo: string | null;
  createdAt: Date;
  lastLogInAt: Date | null;
  state: AccountState;
}

const MAX_REASON = 500;

/** Accounts of citizens and organisations, newest first; `before` is the id of the last one already shown. One statement. */
export async function listAccounts(
  db: Db,
  filter: AccountFilter,
  page: { limit: number; before?: number },
): Promise<AccountListRow[]> {
  let query = rows(db, filter);
  if (page.before !== undefined) query = query.where('account.id', '<', page.before);
  const found = await query.orderBy('account.id', 'desc').limit(page.limit).execute();
  return found.map(toRow);
}

/** How many accounts a filter finds. */
export async function countAccounts(db: Db, filter: AccountFilter): Promise<number> {
  const { count } = await rows(db, filter)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** One account with its person, or null; officers' accounts are not found here. */
export async function accountById(
  db: Db | Tx,
  id: number,
): Promise<(AccountListRow & { lockedReason: string; mustChangePassword: boolean }) | null> {
  const row = await rows(db, {})
    .select(['account.disabled_reason', 'account.must_change_password'])
    .where('account.id', '=', id)
    .executeTakeFirst();
  return row
    ? { ...toRow(row), lockedReason: row.disabled_reason, mustChangePassword: row.must_change_password }
    : null;
}

function rows(db: Db | Tx, filter: AccountFilter) {
  let query = db
    .selectFrom('account')
    .leftJoin('person', 'person.id', 'account.person_id')
    .where('account.kind', 'in', filter.kind ? [filter.kind] : ['citizen', 'organisation'])
    .select([
      'account.id',
      'account.kind',
      'account.display_name',
      'account.username',
      'account.phone',
      'account.email',
      'account.email_confirmed_at',
      'account.disabled_at',
      'account.created_at',
      'account.last_login_at',
      'person.identity_no',
    ]);
  const typed = clean(filter.q ?? '');
  if (typed !== '') {
    const like = `%${fold(typed).replace(/[\\%_]/g, '\\$&')}%`;
    const digits = typed.replace(/[\s.-]/g, '');
    query = query.where((eb) =>
      eb.or([
        eb('person.folded', 'like', like),
        eb('account.phone', '=', digits),
        eb('person.identity_no', '=', digits),
        eb(sql<string>`lower(account.username)`, '=', typed.toLowerCase()),
        eb(sql<string>`lower(account.email)`, '=', typed.toLowerCase()),
      ]),
    );
  }
  if (filter.state === 'locked') query = query.where('account.disabled_at', 'is not', null);
  if (filter.state === 'unconfirmed') {
    query = query
      .where('account.disabled_at', 'is', null)
      .where('account.email', 'is not', null)
      .where('account.email_confirmed_at', 'is', null);
  }
  if (filter.state === 'active') {
    query = query
      .where('account.disabled_at', 'is', null)
      .where((eb) =>
        eb.or([eb('account.email', 'is', null), eb('account.email_confirmed_at', 'is not', null)]),
      );
  }
  return query;
}

function toRow(row: Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>): AccountListRow {
  return {
    id: row.id,
    kind: row.kind as AccountListRow['kind'],
    name: row.display_name,
    username: row.username,
    phone: row.phone,
    email: row.email,
    identityNo: row.identity_no,
    createdAt: row.created_at,
    lastLogInAt: row.last_login_at,
    state: row.disabled_at ? 'locked' : row.email && !row.email_confirmed_at ? 'unconfirmed' : 'active',
  };
}

/**
 * Locks the account of a citizen or organisation: sessions end, the person is told why by mail.
 *
 * @throws InvalidConfiguration without a reason
 */
export async function lockAccount(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  input: { accountId: number; reason: string; by: Editor },
): Promise<void> {
  const reason = clean(input.reason);
  if (reason === '' || reason.length > MAX_REASON) {
    throw new InvalidConfiguration([
      {
        place: 'ly-do',
        message:
          reason === ''
            ? 'Viết lý do khóa để người dùng biết cần làm gì.'
            : `Viết lý do ngắn hơn: tối đa ${MAX_REASON} ký tự.`,
      },
    ]);
  }
  await changeState(platform, input, 'account.lock', { reason }, async (tx, account, now) => {
    await setLocked(tx, account.id, reason, now);
    return {
      subject: 'Tài khoản của bạn đã bị khóa',
      text: `Tài khoản “${account.username}” trên Cổng Dịch vụ công đã bị khóa. Lý do: ${reason}\n\nCần mở lại, hãy liên hệ Bộ phận Một cửa nơi gần nhất.\n`,
    };
  });
}

/** Opens a locked account again and tells the person. */
export async function unlockAccount(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  input: { accountId: number; by: Editor },
): Promise<void> {
  await changeState(platform, input, 'account.unlock', {}, async (tx, account, now) => {
    await setLocked(tx, account.id, null, now);
    return {
      subject: 'Tài khoản của bạn đã được mở lại',
      text: `Tài khoản “${account.username}” trên Cổng Dịch vụ công đã được mở lại. Bạn đăng nhập như trước.\n`,
    };
  });
}

/** Confirms the e-mail address in the person's stead, who has proved it otherwise (at the counter). */
export async function activateAccount(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  input: { accountId: number; by: Editor },
): Promise<void> {
  await changeState(platform, input, 'account.activate', {}, async (tx, account, now) => {
    await tx
      .updateTable('account')
      .set({ email_confirmed_at: now })
      .where('id', '=', account.id)
      .where('email', 'is not', null)
      .execute();
    return {
      subject: 'Tài khoản của bạn đã được kích hoạt',
      text: `Địa chỉ thư của tài khoản “${account.username}” trên Cổng Dịch vụ công đã được xác nhận. Từ nay bạn nhận tin về hồ sơ qua địa chỉ này.\n`,
    };
  });
}

async function changeState(
  { db, clock, jobs }: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  { accountId, by }: { accountId: number; by: Editor },
  action: string,
  detail: Record<string, unknown>,
  change: (tx: Tx, account: AccountListRow, now: Date) => Promise<{ subject: string; text: string }>,
): Promise<void> {
  const at = clock.now();
  await db.transaction().execute(async (tx) => {
    const account = await accountById(tx, accountId);
    if (!account) {
      throw new InvalidConfiguration([
        { place: '', message: 'Không còn tài khoản này. Tìm lại trong danh sách.' },
      ]);
    }
    const mail = await change(tx, account, at);
    if (account.email) await jobs.send(tx, 'mail', { to: account.email, ...mail });
    await audit(tx, {
      accountId: by.accountId,
      ip: by.ip,
      action,
      object: `account:${accountId}`,
      detail: { title: account.name, ...detail },
      at,
    });
  });
}
