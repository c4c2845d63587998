import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Platform } from '../../platform/index.ts';
import { audit } from '../audit/index.ts';
import { InvalidConfiguration, StaleEdit, type Editor } from '../configuration/index.ts';
import { expireCatalogue, publishProcedure, retireProcedure } from '../procedures/index.ts';
import type { Part } from './merge.ts';
import { acceptedDefinition, compare, outlookRow, type Comparison } from './procedures.ts';
import { decide, recordsOf, storeOutlooks, type RecordFilter } from './records.ts';
import { noteFaults, progress, type Run, type Selection } from './runs.ts';

/** Procedures published in one transaction. */
const BATCH = 50;
const NOTE = 'Nhận từ Cơ sở dữ liệu quốc gia';

/** What a selection names, after a code. */
export const filterOf = (selection: Selection, after: string): Omit<RecordFilter, 'limit'> =>
  'codes' in selection
    ? { codes: selection.codes, outlooks: ['new', 'changed', 'retired'], after }
    : { outlooks: selection.outlooks, after };

/**
 * Takes over what was accepted, batch by batch: each batch is one transaction, so a run that is cut off is simply begun
 * again. A procedure that was changed here since it was compared is left alone and shown again; one that can not be
 * published is noted and the others go on.
 *
 * @returns counts of the run: accepted, retired, again, faulty
 */
export async function acceptProcedures(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  run: Run,
  by: Editor,
): Promise<Record<string, number>> {
  const counts = { accepted: 0, retired: 0, again: 0, faulty: 0 };
  const selection = run.selection ?? { codes: [] };
  const total = (await recordsOf(db, 'procedures', { ...filterOf(selection, ''), limit: 100_000 })).length;
  let after = '';
  let done = 0;
  for (;;) {
    const filter = { ...filterOf(selection, after), limit: BATCH, lock: true };
    const last = await db.transaction().execute(async (tx) => {
      const records = await recordsOf(tx, 'procedures', filter);
      const faults: { code: string; reason: string }[] = [];
      for (const comparison of await compare(tx, records)) {
        const outcome = await acceptOne(tx, comparison, by, clock.now(), faults);
        counts[outcome]++;
      }
      done += records.length;
      await noteFaults(tx, run.id, faults);
      await progress(tx, run.id, done, total, clock.now());
      return records.at(-1)?.code;
    });
    if (last === undefined) break;
    after = last;
  }
  expireCatalogue(db);
  return counts;
}

async function acceptOne(
  tx: Tx,
  comparison: Comparison,
  by: Editor,
  at: Date,
  faults: { code: string; reason: string }[],
): Promise<'accepted' | 'retired' | 'again' | 'faulty'> {
  const { record, outlook, local } = comparison;
  if ((local?.versionId ?? null) !== record.against) {
    await storeOutlooks(tx, 'procedures', [outlookRow(comparison)]);
    return 'again';
  }
  await sql`savepoint record`.execute(tx);
  try {
    await takeOver(
      tx,
      comparison,
      comparison.proposals.map((one) => one.part),
      by,
      at,
    );
    await sql`release savepoint record`.execute(tx);
    return outlook === 'retired' ? 'retired' : 'accepted';
  } catch (error) {
    if (!(error instanceof InvalidConfiguration || error instanceof StaleEdit)) throw error;
    await sql`rollback to savepoint record`.execute(tx);
    faults.push({ code: record.code, reason: error.message });
    return 'faulty';
  }
}

/** Publishes or retires, and notes the decision. */
async function takeOver(
  tx: Tx,
  comparison: Comparison,
  parts: readonly Part[],
  by: Editor,
  at: Date,
): Promise<void> {
  const { record, outlook, local, proposals } = comparison;
  const { code } = record;
  let against = local?.versionId ?? null;
  const taken = proposals.filter((one) => parts.includes(one.part));
  if (outlook === 'retired') {
    await retireProcedure(tx, code, { by, at });
    against = null;
  } else if (outlook === 'new' || taken.length > 0) {
    const definition = acceptedDefinition(comparison, taken);
    against = (await publishProcedure(tx, definition, { by, now: at, note: NOTE })).versionId;
  }
  await decide(tx, 'procedures', [{ code, against }]);
}

/**
 * One person's decision about one procedure: the named parts are taken over, the others kept as they are here until the
 * national record changes again. A retirement is taken with any part named, and turned down with none.
 *
 * @param input against and changedAt: version and record that the person compared
 * @throws InvalidConfiguration when either has changed since, or when what is taken can not be published
 */
export async function decideProcedure(
  tx: Tx,
  code: string,
  input: { take: readonly Part[] | 'all'; against: number | null; changedAt: Date; by: Editor; at: Date },
): Promise<void> {
  const [record] = await recordsOf(tx, 'procedures', { codes: [code], limit: 1, lock: true });
  const [comparison] = record ? await compare(tx, [record]) : [];
  if (!record || !comparison || comparison.outlook === 'same') {
    throw new InvalidConfiguration([
      { place: '', message: 'Thủ tục này không còn gì để nhận. Về danh sách để xem những thủ tục còn lại.' },
    ]);
  }
  const { local, outlook, proposals } = comparison;
  if (
    (local?.versionId ?? null) !== input.against ||
    record.changedAt.getTime() !== input.changedAt.getTime()
  ) {
    throw new InvalidConfiguration([
      {
        place: '',
        message:
          'Thủ tục đã thay đổi từ lúc bạn mở trang này. Dưới đây là những chỗ khác nhau mới nhất; xem rồi chọn lại.',
      },
    ]);
  }
  const parts = input.take === 'all' ? proposals.map((one) => one.part) : input.take;
  const { by, at } = input;
  const nothing = input.take !== 'all' && parts.length === 0;
  if (nothing) {
    await audit(tx, {
      accountId: by.accountId,
      ip: by.ip,
      action: 'exchange.keep',
      object: `exchange:${code}`,
      detail: {
        title: record.title,
        kept: outlook === 'changed' ? proposals.map((one) => one.part) : [outlook],
      },
      at,
    });
    await decide(tx, 'procedures', [{ code, against: input.against, kept: outlook === 'retired' }]);
    return;
  }
  await takeOver(tx, comparison, parts, by, at);
}

/** Whether anything is to be decided about a procedure, and how many places differ from the national database. */
export async function nationalDifferences(
  db: Db | Tx,
  code: string,
): Promise<{ parts: Part[]; fetchedAt: Date; pending: boolean } | null> {
  const [record] = await recordsOf(db, 'procedures', { codes: [code], limit: 1 });
  if (!record) return null;
  const [undecided] = await compare(db, [record]);
  const [whole] = await compare(db, [{ ...record, decided: null }]);
  return {
    parts: (whole?.proposals ?? []).map((one) => one.part),
    fetchedAt: record.changedAt,
    pending: undecided !== undefined && undecided.outlook !== 'same',
  };
}
