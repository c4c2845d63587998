import { CompiledQuery, sql, type SqlBool } from 'kysely';
import { fold, mask, maskEmail, maskPhone } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/index.ts';

export interface AuditEntry {
  /** Who did it; null when nobody is logged in. */
  accountId: number | null;
  ip?: string;
  /** Verb such as "log-in", "log-in-failed", "profile-change". */
  action: string;
  /** What it was done to, such as "account 12". */
  object: string;
  /** Personal data in it is masked, secrets are left out. */
  detail?: Record<string, unknown>;
  /** The database's time unless given. */
  at?: Date;
}

/** Appends to the audit log (III.14.1). The database refuses any later change of it. */
export async function audit(db: Db | Tx, entry: AuditEntry): Promise<void> {
  await db.insertInto('audit').values(rowOf(entry)).execute();
}

const rowOf = (entry: AuditEntry) => ({
  ...(entry.at && { at: entry.at }),
  account_id: entry.accountId,
  ip: entry.ip ?? '',
  action: entry.action,
  object: entry.object,
  detail: JSON.stringify(maskDetail(entry.detail ?? {})),
});

type DatedEntry = AuditEntry & { at: Date };

interface Batch {
  entries: DatedEntry[];
  written: Promise<void>;
}
const nextBatches = new WeakMap<Db, Batch>();
const lastWritten = new WeakMap<Db, Promise<unknown>>();

/**
 * Appends like `audit`, outside transactions, in one statement with what others append while the one before is being
 * written: for what is noted all the time, such as that a dossier was read.
 *
 * @returns when it is written
 */
export function auditTogether(db: Db, entry: DatedEntry): Promise<void> {
  const open = nextBatches.get(db);
  if (open) {
    open.entries.push(entry);
    return open.written;
  }
  const entries = [entry];
  const before = lastWritten.get(db) ?? Promise.resolve();
  const written = before
    .catch(() => {})
    .then(async () => {
      nextBatches.delete(db);
      await db.executeQuery(CompiledQuery.raw(APPEND, columnsOf(entries)));
    });
  nextBatches.set(db, { entries, written });
  lastWritten.set(db, written);
  return written;
}

/** One text for however many entries, so that it is prepared once. */
const APPEND = `insert into audit (at, account_id, ip, action, object, detail)
  select * from unnest($1::timestamptz[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`;

function columnsOf(entries: readonly DatedEntry[]): unknown[][] {
  const rows = entries.map(rowOf);
  return [
    entries.map(({ at }) => at),
    rows.map((row) => row.account_id),
    rows.map((row) => row.ip),
    rows.map((row) => row.action),
    rows.map((row) => row.object),
    rows.map((row) => row.detail),
  ];
}

const SECRET = /password|secret|token|mat-?khau/i;
const MASKS: [RegExp, (text: string) => string][] = [
  [/phone/i, maskPhone],
  [/e-?mail/i, maskEmail],
  [/identity|personal_?id|tax_?code/i, mask],
];

/** A copy with secrets left out and phones, e-mail addresses and identity numbers masked, at any depth. */
export function maskDetail(detail: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail)
      .filter(([key]) => !SECRET.test(key))
      .map(([key, value]) => [key, maskValue(key, value)]),
  );
}

function maskValue(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => maskValue(key, one));
  if (value !== null && typeof value === 'object') return maskDetail(value as Record<string, unknown>);
  const masking = MASKS.find(([pattern]) => pattern.test(key));
  return masking && typeof value === 'string' ? masking[1](value) : value;
}

export interface AuditRow {
  id: number;
  at: Date;
  accountId: number | null;
  username: string | null;
  displayName: string | null;
  ip: string;
  action: string;
  object: string;
  detail: Record<string, unknown>;
}

/** The log, newest first; `before` is the id of the last row already shown. */
export async function auditLog(
  db: Db,
  filter: {
    limit: number;
    before?: number;
    accountId?: number;
    action?: string;
    /** Things of this kind: "agency" for "agency:12", "account" for "account 12", too. */
    kind?: string;
    /** Just these things. */
    objects?: readonly string[];
    /** Part of the thing's name, or of its key. */
    text?: string;
    /** Id of the change of configuration that it tells of. */
    change?: number;
    from?: Date;
    to?: Date;
  },
): Promise<AuditRow[]> {
  let query = db
    .selectFrom('audit')
    .leftJoin('account', 'account.id', 'audit.account_id')
    .select([
      'audit.id',
      'audit.at',
      'audit.account_id',
      'account.username',
      'account.display_name',
      'audit.ip',
      'audit.action',
      'audit.object',
      'audit.detail',
    ]);
  if (filter.before !== undefined) query = query.where('audit.id', '<', filter.before);
  if (filter.accountId !== undefined) query = query.where('audit.account_id', '=', filter.accountId);
  if (filter.action) query = query.where('audit.action', '=', filter.action);
  if (filter.kind)
    query = query.where(sql<SqlBool>`audit.object ~ ${`^${filter.kind.replace(/[^\w-]/g, '')}([: ]|$)`}`);
  if (filter.objects) {
    const { objects } = filter;
    query = query.where((eb) => eb('audit.object', '=', eb.fn.any(eb.val([...objects]))));
  }
  if (filter.text) {
    const like = `%${fold(filter.text).replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(
      sql<SqlBool>`(fold_text(coalesce(audit.detail->>'title', '')) like ${like} or lower(audit.object) like ${like})`,
    );
  }
  if (filter.change !== undefined) {
    query = query.where(sql<SqlBool>`audit.detail->'change' = to_jsonb(${filter.change}::bigint)`);
  }
  if (filter.from) query = query.where('audit.at', '>=', filter.from);
  if (filter.to) query = query.where('audit.at', '<', filter.to);
  const rows = await query.orderBy('audit.id', 'desc').limit(filter.limit).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    accountId: row.account_id,
    username: row.username,
    displayName: row.display_name,
    ip: row.ip,
    action: row.action,
    object: row.object,
    detail: row.detail,
  }));
}
