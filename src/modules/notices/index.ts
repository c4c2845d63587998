import type { Db, Platform, Tx } from '../../platform/index.ts';

export interface NewNotice {
  /** null: nobody to show it to on the portal (a dossier from the counter); it then goes by mail alone. */
  accountId: number | null;
  dossierId: number;
  title: string;
  body: string;
  /** Path on the portal. */
  link: string;
  /** Where mail goes; null: nowhere. */
  email: string | null;
}

interface MailJob {
  to: string;
  subject: string;
  text: string;
}

/** Leaves a notice on the portal and a mail in the queue, in the transaction of the change it tells of. */
export const notify = (tx: Tx, platform: Outlets, notice: NewNotice): Promise<void> =>
  notifyAll(tx, platform, [notice]);

type Outlets = Pick<Platform, 'jobs' | 'clock' | 'config'>;

/** Notices of one change to a statement. */
const BATCH = 500;

/** The same for a change that many are told of, in few statements. */
export async function notifyAll(tx: Tx, platform: Outlets, notices: readonly NewNotice[]): Promise<void> {
  for (let from = 0; from < notices.length; from += BATCH) {
    const batch = notices.slice(from, from + BATCH);
    const shown = batch.flatMap(({ accountId, dossierId, title, body, link }) =>
      accountId === null
        ? []
        : [{ account_id: accountId, dossier_id: dossierId, at: platform.clock.now(), title, body, link }],
    );
    if (shown.length > 0) await tx.insertInto('notice').values(shown).execute();
    const mails = batch.flatMap((one) => (one.email ? [mailOf(one, one.email, platform)] : []));
    if (mails.length === 1) await platform.jobs.send(tx, 'mail', mails[0]!);
    else await platform.jobs.sendAll(tx, 'mail', mails);
  }
}

const mailOf = ({ title, body, link }: NewNotice, to: string, { config }: Outlets): MailJob => ({
  to,
  subject: title,
  text: `${body}\n\nXem hồ sơ: ${config.publicUrl}${link}\n\nThư này được gửi tự động, bạn không cần trả lời.\n`,
});

/** Has this process send the mails that wait in the queue. */
export async function startMailing(platform: Pick<Platform, 'jobs' | 'mail'>): Promise<void> {
  await platform.jobs.work('mail', (data: never) => platform.mail.send(data as MailJob));
}

export interface Notice {
  id: number;
  dossierId: number | null;
  at: Date;
  title: string;
  body: string;
  link: string;
  read: boolean;
}

/** Newest notices of an account; `before` is the id of the last one already shown. */
export async function listNotices(
  db: Db,
  accountId: number,
  options: { limit: number; before?: number },
): Promise<Notice[]> {
  let query = db.selectFrom('notice').selectAll().where('account_id', '=', accountId);
  if (options.before !== undefined) query = query.where('id', '<', options.before);
  const rows = await query.orderBy('id', 'desc').limit(options.limit).execute();
  return rows.map((row) => ({
    id: row.id,
    dossierId: row.dossier_id,
    at: row.at,
    title: row.title,
    body: row.body,
    link: row.link,
    read: row.read_at !== null,
  }));
}

/** Marks an account's notices as read: those with an id from `from` up to and including `upTo`. */
export async function markNoticesRead(
  db: Db,
  accountId: number,
  upTo: number,
  now: Date,
  from = 0,
): Promise<void> {
  await db
    .updateTable('notice')
    .set({ read_at: now })
    .where('account_id', '=', accountId)
    .where('id', '<=', upTo)
    .where('id', '>=', from)
    .where('read_at', 'is', null)
    .execute();
}
