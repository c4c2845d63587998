import { sql } from 'kysely';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Part, Refusal } from './merge.ts';
import type { Outlook, Source } from './runs.ts';

/** What the national system has about one thing, and what was decided about it here. */
export interface NationalRecord {
  code: string;
  title: string;
  body: unknown;
  /** Body at the last decision; null: never decided. */
  decided: unknown;
  gone: boolean;
  kept: boolean;
  outlook: Outlook | 'same';
  differences: number;
  /** Version the outlook was worked out against. */
  against: number | null;
  changedAt: Date;
  /** Parts that the last decision accepted but publication refused. */
  waiting: readonly WaitingPart[];
}

/** A part that is still to be decided although the record was accepted. */
export interface WaitingPart extends Refusal<unknown> {
  part: Part;
}

/** Stores what came; what is as it was stays as it is. One statement. */
export async function storeRecords(
  tx: Db | Tx,
  source: Source,
  records: readonly { code: string; title: string; body: unknown }[],
  at: Date,
): Promise<void> {
  if (records.length === 0) return;
  await tx
    .insertInto('exchange_record')
    .values(
      records.map(({ code, title, body }) => ({
        source,
        code,
        title,
        body: JSON.stringify(body),
        hash: contentHash(body),
        changed_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['source', 'code'])
        .doUpdateSet((eb) => ({
          title: eb.ref('excluded.title'),
          body: eb.ref('excluded.body'),
          hash: eb.ref('excluded.hash'),
          changed_at: eb.ref('excluded.changed_at'),
        }))
        .where((eb) => eb('exchange_record.hash', '<>', eb.ref('excluded.hash'))),
    )
    .execute();
}

/** Says which records the newest complete list has, and which it has no longer. */
export async function markListed(
  tx: Db | Tx,
  source: Source,
  codes: readonly string[],
  prefix = '',
): Promise<void> {
  const listed = sql<boolean>`code = any(${[...codes]})`;
  await tx
    .updateTable('exchange_record')
    .set({ gone: sql<boolean>`not (${listed})`, kept: sql<boolean>`kept and not (${listed})` })
    .where('source', '=', source)
    .where(sql<boolean>`starts_with(code, ${prefix})`)
    .where(sql<boolean>`gone = (${listed})`)
    .execute();
}

export interface OutlookOf {
  code: string;
  outlook: Outlook | 'same';
  differences: number;
  against: number | null;
}

/** Stores what the records would change here. One statement. */
export async function storeOutlooks(
  tx: Db | Tx,
  source: Source,
  outlooks: readonly OutlookOf[],
): Promise<void> {
  if (outlooks.length === 0) return;
  await sql`
    update exchange_record r set outlook = o.outlook, differences = o.differences, against = o.against
    from jsonb_to_recordset(${JSON.stringify(outlooks)}::jsonb)
      as o(code text, outlook text, differences int, against bigint)
    where r.source = ${source} and r.code = o.code
      and (r.outlook, r.differences, r.against) is distinct from (o.outlook, o.differences, o.against)`.execute(
    tx,
  );
}

/** Says that the record as it is now has been decided but for the parts that wait, with the version it now stands beside. */
export async function decide(
  tx: Tx,
  source: Source,
  decisions: readonly {
    code: string;
    against: number | null;
    kept?: boolean;
    waiting?: readonly WaitingPart[];
  }[],
): Promise<void> {
  if (decisions.length === 0) return;
  await sql`
    update exchange_record r set decided = r.body, against = o.against, kept = coalesce(o.kept, false),
      waiting = nullif(o.waiting, '[]'),
      differences = jsonb_array_length(coalesce(o.waiting, '[]')),
      outlook = case when jsonb_array_length(coalesce(o.waiting, '[]')) > 0 then 'waiting' else 'same' end
    from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb)
      as o(code text, against bigint, kept boolean, waiting jsonb)
    where r.source = ${source} and r.code = o.code`.execute(tx);
}

export interface RecordFilter {
  codes?: readonly string[];
  outlooks?: readonly Outlook[];
  /** Only codes after this one. */
  after?: string;
  prefix?: string;
  limit: number;
  /** Takes the rows for this transaction. */
  lock?: boolean;
}

/** Records by code. */
export async function recordsOf(
  db: Db | Tx,
  source: Source,
  filter: RecordFilter,
): Promise<NationalRecord[]> {
  let query = db.selectFrom('exchange_record').selectAll().where('source', '=', source);
  if (filter.codes) query = query.where(sql<boolean>`code = any(${[...filter.codes]})`);
  if (filter.outlooks)
    query = query.where(sql<boolean>`outlook = any(${[...filter.outlooks]})`).where('outlook', '<>', 'same');
  if (filter.after) query = query.where('code', '>', filter.after);
  if (filter.prefix) query = query.where(sql<boolean>`starts_with(code, ${filter.prefix})`);
  query = query.orderBy('code').limit(filter.limit);
  if (filter.lock) query = query.forUpdate();
  return (await query.execute()).map((row) => ({
    code: row.code,
    title: row.title,
    body: row.body,
    decided: row.decided,
    gone: row.gone,
    kept: row.kept,
    outlook: row.outlook,
    differences: row.differences,
    against: row.against,
    changedAt: row.changed_at,
    waiting: (row.waiting ?? []) as WaitingPart[],
  }));
}

/** How many records wait for a decision, by what they would change; and how many there are. One query. */
export async function outlookCounts(db: Db | Tx, source: Source): Promise<Record<Outlook | 'same', number>> {
  const counts = await db
    .selectFrom('exchange_record')
    .where('source', '=', source)
    .groupBy('outlook')
    .select(['outlook', (eb) => eb.fn.countAll<number>().as('count')])
    .execute();
  const of = (outlook: string): number => Number(counts.find((row) => row.outlook === outlook)?.count ?? 0);
  return {
    new: of('new'),
    changed: of('changed'),
    waiting: of('waiting'),
    retired: of('retired'),
    same: of('same'),
  };
}
