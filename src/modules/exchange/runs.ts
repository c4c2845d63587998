import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Editor } from '../configuration/index.ts';
import { audit } from '../audit/index.ts';

export type Source = 'procedures' | 'catalogues';
export type RunState = 'queued' | 'running' | 'done' | 'failed';
/** waiting: accepted, but for parts that could not be published. */
export type Outlook = 'new' | 'changed' | 'waiting' | 'retired';

/** What an acceptance takes over: records by code, or all of these kinds. */
export type Selection = { codes: string[] } | { outlooks: Outlook[] };

/** Fetching what the national system has, or taking over what was accepted. */
export interface Run {
  id: number;
  source: Source;
  kind: 'fetch' | 'accept';
  state: RunState;
  /** null: begun by the clock. */
  by: { accountId: number; name: string } | null;
  requestedAt: Date;
  selection: Selection | null;
  startedAt: Date | null;
  heartbeatAt: Date | null;
  finishedAt: Date | null;
  total: number;
  done: number;
  /** fetch: new, changed, waiting, retired, same, faulty · accept: accepted, waiting, retired, same, again, faulty. */
  counts: Record<string, number>;
  reason: string | null;
}

/** Another run of this source has not ended yet. */
export class RunUnderWay extends Error {}

/** A run without a sign of life for so long was cut off. */
const CUT_OFF_MS = 3 * 60_000;

/**
 * Asks for a run; leave the job for it in the same transaction (`startRun` of the index does).
 *
 * @param by null: the clock
 * @throws RunUnderWay while another of this source lives
 */
export async function requestRun(
  tx: Tx,
  run: { source: Source; kind: Run['kind']; selection?: Selection; by: Editor | null; at: Date },
): Promise<number> {
  const { source, kind, by, at } = run;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`exchange ${source}`}, 0))`.execute(tx);
  await failCutOff(tx, source, at);
  const living = await tx
    .selectFrom('exchange_run')
    .where('source', '=', source)
    .where('state', 'in', ['queued', 'running'])
    .select('id')
    .executeTakeFirst();
  if (living) throw new RunUnderWay('Lần đồng bộ trước chưa xong. Chờ nó xong rồi làm tiếp.');
  const { id } = await tx
    .insertInto('exchange_run')
    .values({
      source,
      kind,
      state: 'queued',
      requested_by: by?.accountId ?? null,
      requested_at: at,
      selection: run.selection ? JSON.stringify(run.selection) : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, {
    accountId: by?.accountId ?? null,
    ip: by?.ip,
    action: `exchange.${kind}`,
    object: `exchange:${source}`,
    detail: { run: id, selection: run.selection ?? null },
    at,
  });
  return id;
}

/** Runs whose process went away end as failed; what they had stored stays. */
export async function failCutOff(db: Db | Tx, source: Source, now: Date): Promise<void> {
  await db
    .updateTable('exchange_run')
    .set({
      state: 'failed',
      finished_at: now,
      reason: 'Bị ngắt giữa chừng. Những gì đã nhận vẫn còn; chạy lại để làm nốt.',
    })
    .where('source', '=', source)
    .where('state', 'in', ['queued', 'running'])
    .where(sql`coalesce(heartbeat_at, requested_at)`, '<', new Date(now.getTime() - CUT_OFF_MS))
    .execute();
}

/** Whether the run is still to be done; says that it is being done. */
export async function beginRun(db: Db, id: number, now: Date): Promise<Run | null> {
  const { numUpdatedRows } = await db
    .updateTable('exchange_run')
    .set({ state: 'running', started_at: sql`coalesce(started_at, ${now})`, heartbeat_at: now })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return numUpdatedRows > 0n ? runById(db, id) : null;
}

export async function progress(
  db: Db | Tx,
  id: number,
  done: number,
  total: number,
  now: Date,
): Promise<void> {
  await db.updateTable('exchange_run').set({ done, total, heartbeat_at: now }).where('id', '=', id).execute();
}

export async function endRun(
  db: Db | Tx,
  id: number,
  end: { state: 'done' | 'failed'; at: Date; counts?: Record<string, number>; reason?: string },
): Promise<void> {
  await db
    .updateTable('exchange_run')
    .set({
      state: end.state,
      finished_at: end.at,
      heartbeat_at: end.at,
      ...(end.counts ? { counts: JSON.stringify(end.counts) } : {}),
      reason: end.reason ?? null,
    })
    .where('id', '=', id)
    .execute();
}

/** What could not be read or taken over, and why. */
export interface Fault {
  code: string;
  reason: string;
  /** Only this part, which waits for a decision; absent: the whole record. */
  part?: string | null;
}

/** Notes records that could not be read or taken over, wholly or in a part. */
export async function noteFaults(db: Db | Tx, run: number, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  await db
    .insertInto('exchange_fault')
    .values(
      faults.map(({ code, reason, part }) => ({
        run_id: run,
        code: storable(code, 60),
        reason: storable(reason, 500),
        part: part ?? null,
      })),
    )
    .execute();
}

/** What the database can take as text. */
const storable = (text: string, most: number): string =>
  text.replaceAll('\0', '').toWellFormed().slice(0, most).toWellFormed();

/** Faults of a run in the order they were found. */
export async function faultsOf(db: Db, run: number, limit = 200): Promise<Fault[]> {
  return db
    .selectFrom('exchange_fault')
    .select(['code', 'reason', 'part'])
    .where('run_id', '=', run)
    .orderBy('id')
    .limit(limit)
    .execute();
}

const rows = (db: Db | Tx) =>
  db
    .selectFrom('exchange_run')
    .leftJoin('account', 'account.id', 'exchange_run.requested_by')
    .selectAll('exchange_run')
    .select('account.display_name');

/** One run, or null. */
export async function runById(db: Db | Tx, id: number): Promise<Run | null> {
  const row = await rows(db).where('exchange_run.id', '=', id).executeTakeFirst();
  return row ? toRun(row) : null;
}

/** Runs of a source, newest first; `before`: only those older than this id. */
export async function listRuns(
  db: Db | Tx,
  filter: { source: Source; before?: number; limit: number; kind?: Run['kind'] },
): Promise<Run[]> {
  let query = rows(db).where('exchange_run.source', '=', filter.source);
  if (filter.before) query = query.where('exchange_run.id', '<', filter.before);
  if (filter.kind) query = query.where('exchange_run.kind', '=', filter.kind);
  return (await query.orderBy('exchange_run.id', 'desc').limit(filter.limit).execute()).map(toRun);
}

function toRun(row: Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>): Run {
  return {
    id: row.id,
    source: row.source,
    kind: row.kind,
    state: row.state,
    by: row.requested_by === null ? null : { accountId: row.requested_by, name: row.display_name ?? '' },
    requestedAt: row.requested_at,
    selection: row.selection as Selection | null,
    startedAt: row.started_at,
    heartbeatAt: row.heartbeat_at,
    finishedAt: row.finished_at,
    total: row.total,
    done: row.done,
    counts: row.counts,
    reason: row.reason,
  };
}
