import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import { audit } from '../audit/index.ts';
import { StaleEdit } from './errors.ts';

/** Who edits: an officer with a right to, known by account. */
export interface Editor {
  accountId: number;
  name: string;
  ip?: string;
}

export interface Change {
  /** "<kind>:<key>", such as "agency:12". */
  object: string;
  /** Vietnamese name of the thing: "Ủy ban nhân dân xã Yên Hà". */
  title: string;
  /** Verb of the audit log: "agency.update". */
  action: string;
  /** null: a load from files. */
  by: Editor | null;
  at: Date;
  /** The whole thing as plain JSON, enough to be restored from; null when it did not exist, or does no longer. */
  before: unknown;
  after: unknown;
  /** Id of the newest change that the editor had seen (`seenChange`); absent: not checked. */
  seen?: number;
}

/**
 * Records one change of configuration, in the transaction that makes it: who, when, from where, before and after.
 * Call it before writing the thing itself: it takes the lock under which only one editor changes it.
 *
 * @returns id of the change
 * @throws StaleEdit when somebody has changed the thing after `seen`
 */
export async function recordChange(tx: Tx, change: Change): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${change.object}, 0))`.execute(tx);
  if (change.seen !== undefined) {
    const newest = await newestChange(tx, change.object);
    if (newest && newest.id !== change.seen) throw new StaleEdit(change.title, newest.byName, newest.at);
  }
  const { id } = await tx
    .insertInto('config_change')
    .values({
      at: change.at,
      account_id: change.by?.accountId ?? null,
      object: change.object,
      title: change.title,
      action: change.action,
      before: json(change.before),
      after: json(change.after),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, {
    accountId: change.by?.accountId ?? null,
    ip: change.by?.ip,
    action: change.action,
    object: change.object,
    detail: { title: change.title, change: id },
    at: change.at,
  });
  return id;
}

const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

/** A change that was made. */
export interface ChangeRow {
  id: number;
  at: Date;
  byName: string;
  object: string;
  title: string;
  action: string;
  before: unknown;
  after: unknown;
}

/** Id of the thing's newest change, for the hidden field of a form that edits it; 0 when it never changed. */
export async function seenChange(db: Db | Tx, object: string): Promise<number> {
  return (await newestChange(db, object))?.id ?? 0;
}

/** The thing's newest change, or null. */
export async function newestChange(db: Db | Tx, object: string): Promise<ChangeRow | null> {
  return (await listChanges(db, { object, limit: 1 }))[0] ?? null;
}

/** Ids of the newest changes of several things; those that never changed fall out. One statement. */
export async function newestChanges(db: Db | Tx, objects: readonly string[]): Promise<Map<string, number>> {
  const found = await db
    .selectFrom('config_change')
    .where((eb) => eb('object', '=', eb.fn.any(eb.val([...objects]))))
    .groupBy('object')
    .select((eb) => ['object', eb.fn.max('id').as('id')])
    .execute();
  return new Map(found.map((row) => [row.object, Number(row.id)]));
}

/** One change by its id, or null. */
export async function changeById(db: Db | Tx, id: number): Promise<ChangeRow | null> {
  const row = await rows(db).where('config_change.id', '=', id).executeTakeFirst();
  return row ? toRow(row) : null;
}

/**
 * Changes, newest first.
 *
 * @param filter object: of this thing; kind: of things "<kind>:…"; before: only those older than this id
 */
export async function listChanges(
  db: Db | Tx,
  filter: { object?: string; kind?: string; before?: number; limit: number },
): Promise<ChangeRow[]> {
  let query = rows(db);
  if (filter.object) query = query.where('config_change.object', '=', filter.object);
  if (filter.kind) query = query.where('config_change.object', 'like', `${filter.kind}:%`);
  if (filter.before) query = query.where('config_change.id', '<', filter.before);
  const found = await query.orderBy('config_change.id', 'desc').limit(filter.limit).execute();
  return found.map(toRow);
}

const rows = (db: Db | Tx) =>
  db
    .selectFrom('config_change')
    .leftJoin('account', 'account.id', 'config_change.account_id')
    .select([
      'config_change.id',
      'config_change.at',
      'config_change.object',
      'config_change.title',
      'config_change.action',
      'config_change.before',
      'config_change.after',
      'account.display_name as by_name',
    ]);

function toRow({
  by_name: byName,
  ...row
}: Omit<ChangeRow, 'byName'> & { by_name: string | null }): ChangeRow {
  return { ...row, byName: byName ?? 'Hệ thống' };
}
