import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Platform } from '../../platform/index.ts';
import { audit } from '../audit/index.ts';
import { InvalidConfiguration, StaleEdit, type Editor } from '../configuration/index.ts';
import {
  expireCatalogue,
  publicationFaults,
  publishProcedure,
  retireProcedure,
} from '../procedures/index.ts';
import type { Part } from './merge.ts';
import { acceptedDefinition, compare, outlookRow, type Comparison } from './procedures.ts';
import {
  decide,
  recordsOf,
  storeOutlooks,
  type NationalRecord,
  type RecordFilter,
  type WaitingPart,
} from './records.ts';
import { refusedParts } from './refused.ts';
import { noteFaults, progress, type Fault, type Run, type Selection } from './runs.ts';

/** Procedures published in one transaction. */
const BATCH = 50;
const NOTE = 'Nhận từ Cơ sở dữ liệu quốc gia';

/** What a selection names, after a code. */
export const filterOf = (selection: Selection, after: string): Omit<RecordFilter, 'limit'> =>
  'codes' in selection
    ? { codes: selection.codes, outlooks: ['new', 'changed', 'waiting', 'retired'], after }
    : { outlooks: selection.outlooks, after };

/**
 * Takes over what was accepted, batch by batch: each batch is one transaction, so a run that is cut off is simply begun
 * again. A procedure that was changed here since it was compared is left alone and shown again. Where publication
 * refuses, the parts that it refuses are left to wait for a decision and the others are taken; a whole record that can
 * not be published is noted and the others go on.
 *
 * @returns counts of the run, which make up its total: accepted (whole), waiting (accepted but for parts), retired, same,
 * again, faulty
 */
export async function acceptProcedures(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  run: Run,
  by: Editor,
): Promise<Record<string, number>> {
  const counts = { accepted: 0, waiting: 0, retired: 0, same: 0, again: 0, faulty: 0 };
  const selection = run.selection ?? { codes: [] };
  const total = (await recordsOf(db, 'procedures', { ...filterOf(selection, ''), limit: 100_000 })).length;
  let after = '';
  let done = 0;
  for (;;) {
    const filter = { ...filterOf(selection, after), limit: BATCH, lock: true };
    const last = await db.transaction().execute(async (tx) => {
      const records = await recordsOf(tx, 'procedures', filter);
      const faults: Fault[] = [];
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
  faults: Fault[],
): Promise<'accepted' | 'waiting' | 'retired' | 'same' | 'again' | 'faulty'> {
  const { record, outlook, local, proposals } = comparison;
  const { code } = record;
  if ((local?.versionId ?? null) !== record.against) {
    await storeOutlooks(tx, 'procedures', [outlookRow(comparison)]);
    return 'again';
  }
  const parts = proposals.map((one) => one.part);
  const refusal = await refusalOf(tx, () => takeOver(tx, comparison, { parts, by, at }));
  if (!refusal) return outlook === 'new' ? 'accepted' : DONE[outlook];
  if (proposals.length > 0 && refusal instanceof InvalidConfiguration) {
    const refused = await refusedParts(proposals, (taken) =>
      publicationFaults(tx, acceptedDefinition(comparison, taken)),
    );
    const waiting = [...refused].map(([part, reason]): WaitingPart => ({
      part,
      reason,
      base: baseOf(record, part),
    }));
    const rest = parts.filter((part) => !refused.has(part));
    if (
      waiting.length > 0 &&
      !(await refusalOf(tx, () => takeOver(tx, comparison, { parts: rest, waiting, by, at })))
    ) {
      faults.push(...waiting.map(({ part, reason }) => ({ code, reason, part })));
      return 'waiting';
    }
  }
  faults.push({ code, reason: refusal.message });
  return 'faulty';
}

const DONE = { changed: 'accepted', waiting: 'accepted', retired: 'retired', same: 'same' } as const;

/** The national record at the last decision about a part. */
function baseOf({ decided, waiting }: NationalRecord, part: Part): unknown {
  const before = waiting.find((one) => one.part === part);
  return before ? before.base : decided;
}

/** Does something wholly or not at all; what stands against it. */
async function refusalOf(
  tx: Tx,
  deed: () => Promise<void>,
): Promise<InvalidConfiguration | StaleEdit | null> {
  await sql`savepoint record`.execute(tx);
  try {
    await deed();
    await sql`release savepoint record`.execute(tx);
    return null;
  } catch (error) {
    if (!(error instanceof InvalidConfiguration || error instanceof StaleEdit)) throw error;
    await sql`rollback to savepoint record`.execute(tx);
    return error;
  }
}

/** Publishes or retires, and notes the decision. */
async function takeOver(
  tx: Tx,
  comparison: Comparison,
  input: { parts: readonly Part[]; waiting?: readonly WaitingPart[]; by: Editor; at: Date },
): Promise<void> {
  const { record, outlook, local, proposals } = comparison;
  const { parts, waiting, by, at } = input;
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
  await decide(tx, 'procedures', [{ code, against, waiting }]);
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
        kept: proposals.length > 0 ? proposals.map((one) => one.part) : [outlook],
      },
      at,
    });
    await decide(tx, 'procedures', [{ code, against: input.against, kept: outlook === 'retired' }]);
    return;
  }
  await takeOver(tx, comparison, { parts, by, at });
}

/** Whether anything is to be decided about a procedure, and how many places differ from the national database. */
export async function nationalDifferences(
  db: Db | Tx,
  code: string,
): Promise<{ parts: Part[]; fetchedAt: Date; pending: boolean } | null> {
  const [record] = await recordsOf(db, 'procedures', { codes: [code], limit: 1 });
  if (!record) return null;
  const [undecided] = await compare(db, [record]);
  const [whole] = await compare(db, [{ ...record, decided: null, waiting: [] }]);
  return {
    parts: (whole?.proposals ?? []).map((one) => one.part),
    fetchedAt: record.changedAt,
    pending: undecided !== undefined && undecided.outlook !== 'same',
  };
}
