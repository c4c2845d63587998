import { addDays, localDate } from '../../core/dates.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Platform } from '../../platform/index.ts';
import { putSharedUnits, sharedUnits, type SharedUnit } from '../agencies/index.ts';
import { ALWAYS, catalogueState, holds, saveCatalogue, type DatedItem } from '../catalogues/index.ts';
import { recordChange, type Editor } from '../configuration/index.ts';
import type { PeerClient } from './client.ts';
import { isStorable } from './fetching.ts';
import {
  decide,
  markListed,
  recordsOf,
  storeOutlooks,
  storeRecords,
  type NationalRecord,
} from './records.ts';
import { noteFaults, progress, type Outlook, type Run } from './runs.ts';
import { ADMIN_UNITS, readSharedItem, recordCode, SHARED, type SharedItem } from './shared.ts';

const BATCH = 500;

/**
 * Fetches the shared catalogues and works out what they would change here. Each catalogue stands for itself: one that
 * does not come, or rows that can not be read, are noted and the others go on.
 *
 * @returns counts of the run
 */
export async function fetchCatalogues(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  client: PeerClient,
  run: Run,
): Promise<Record<string, number>> {
  let faulty = 0;
  const note = async (faults: { code: string; reason: string }[]): Promise<void> => {
    faulty += faults.length;
    await noteFaults(db, run.id, faults);
  };
  let answered = 0;
  let failure: unknown = null;
  for (const [at, service] of SHARED.entries()) {
    await progress(db, run.id, at, SHARED.length, clock.now());
    let rows: unknown[];
    try {
      rows = await client.call(service.service);
      answered++;
    } catch (error) {
      failure = error;
      await note([{ code: service.service, reason: (error as Error).message }]);
      continue;
    }
    const items = new Map<string, { code: string; title: string; body: SharedItem }>();
    const faults: { code: string; reason: string }[] = [];
    const seen: string[] = [];
    rows.forEach((row, index) => {
      const item = isStorable(row) ? readSharedItem(row, service) : { problem: 'Có ký tự không lưu được.' };
      if ('problem' in item) {
        faults.push({ code: `${service.service}[${index + 1}]`, reason: item.problem });
        return;
      }
      const code = recordCode(item);
      if (items.has(code)) faults.push({ code, reason: 'Mã có hai lần trong danh mục; giữ dòng đầu.' });
      else items.set(code, { code, title: item.name, body: item });
      seen.push(code);
    });
    const records = [...items.values()];
    for (let from = 0; from < records.length; from += BATCH) {
      await storeRecords(db, 'catalogues', records.slice(from, from + BATCH), clock.now());
    }
    // With rows that can not be read nobody knows which are missing.
    if (faults.length === 0 && rows.length > 0) {
      await markListed(db, 'catalogues', seen, `${service.service}/`);
    }
    await note(faults);
  }
  if (answered === 0) throw failure;
  await progress(db, run.id, SHARED.length, SHARED.length, clock.now());
  return { ...(await refreshSharedOutlooks(db, localDate(clock.now()))), faulty };
}

/** What one shared item would change here. */
export interface SharedComparison {
  record: NationalRecord;
  item: SharedItem;
  local: DatedItem | null;
  outlook: Outlook | 'same';
}

/** Compares shared items with what is in force here on a day. A few queries a catalogue. */
export async function compareShared(
  db: Db | Tx,
  records: readonly NationalRecord[],
  on: string,
): Promise<SharedComparison[]> {
  const items = records.map((record) => record.body as SharedItem);
  const held = new Map<string, DatedItem>();
  for (const catalogue of new Set(items.map((item) => item.catalogue))) {
    const own = items.filter((item) => item.catalogue === catalogue);
    for (const local of await localItems(db, catalogue, own, on))
      held.set(`${catalogue}/${local.code}`, local);
  }
  return records.map((record, at) => {
    const item = items[at]!;
    const local = held.get(`${item.catalogue}/${item.code}`) ?? null;
    return { record, item, local, outlook: outlookOf(record, item, local, on) };
  });
}

async function localItems(
  db: Db | Tx,
  catalogue: string,
  items: readonly SharedItem[],
  on: string,
): Promise<DatedItem[]> {
  if (catalogue === ADMIN_UNITS) {
    const units = await sharedUnits(
      db,
      items.map((item) => item.code),
    );
    return [...units.values()].map((unit) => ({ ...unit, to: unit.to && addDays(unit.to, 1) }));
  }
  const rows = (await catalogueState(db, catalogue))?.items ?? [];
  const newest = new Map<string, DatedItem>();
  for (const row of rows) {
    const other = newest.get(row.code);
    if (!other || holds(row, on) || (!holds(other, on) && row.from > other.from)) newest.set(row.code, row);
  }
  return [...newest.values()];
}

function outlookOf(
  record: NationalRecord,
  item: SharedItem,
  local: DatedItem | null,
  on: string,
): Outlook | 'same' {
  const open = local !== null && holds(local, on);
  const ended = record.gone || (item.to !== null && item.to < on);
  if (ended) return open && !record.kept ? 'retired' : 'same';
  // What is to come is proposed on its day.
  if (item.from !== null && item.from > on) return 'same';
  if (record.decided && JSON.stringify(sorted(record.decided)) === JSON.stringify(sorted(record.body)))
    return 'same';
  if (!open) return 'new';
  return local.name === item.name ? 'same' : 'changed';
}

const sorted = (body: unknown): unknown =>
  Object.fromEntries(Object.entries(body as object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Works out anew what each shared item would change here. Counts the items by it. */
export async function refreshSharedOutlooks(db: Db, on: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = { new: 0, changed: 0, retired: 0, same: 0 };
  let after = '';
  for (;;) {
    const records = await recordsOf(db, 'catalogues', { after, limit: 1000 });
    const last = records.at(-1);
    if (!last) return counts;
    const comparisons = await compareShared(db, records, on);
    for (const { outlook } of comparisons) counts[outlook] = (counts[outlook] ?? 0) + 1;
    await storeOutlooks(
      db,
      'catalogues',
      comparisons.map(({ record, outlook }) => ({
        code: record.code,
        outlook,
        differences: outlook === 'same' ? 0 : 1,
        against: null,
      })),
    );
    after = last.code;
  }
}

/**
 * Takes over what was accepted of the shared catalogues, in one transaction a batch.
 *
 * @returns counts of the run: accepted, retired, again, faulty
 */
export async function acceptCatalogues(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  run: Run,
  by: Editor,
): Promise<Record<string, number>> {
  const counts = { accepted: 0, retired: 0, again: 0, faulty: 0 };
  const selection = run.selection ?? { codes: [] };
  const at = clock.now();
  const on = localDate(at);
  let after = '';
  for (;;) {
    const filter =
      'codes' in selection
        ? { codes: selection.codes, outlooks: ['new', 'changed', 'retired'] as Outlook[] }
        : { outlooks: selection.outlooks };
    const last = await db.transaction().execute(async (tx) => {
      const records = await recordsOf(tx, 'catalogues', { ...filter, after, limit: BATCH, lock: true });
      const comparisons = await compareShared(tx, records, on);
      // Changed here since it was compared: shown again as it is now.
      const again = comparisons.filter((one) => one.outlook !== one.record.outlook);
      const good = comparisons.filter((one) => one.outlook === one.record.outlook);
      await storeOutlooks(
        tx,
        'catalogues',
        again.map(({ record, outlook }) => ({ code: record.code, outlook, differences: 1, against: null })),
      );
      for (const catalogue of new Set(good.map((one) => one.item.catalogue))) {
        const own = good.filter((one) => one.item.catalogue === catalogue);
        if (catalogue === ADMIN_UNITS) await takeUnits(tx, own, { by, at, on });
        else await takeItems(tx, catalogue, own, { by, at, on });
      }
      await decide(
        tx,
        'catalogues',
        good.map(({ record }) => ({ code: record.code, against: null })),
      );
      counts.again += again.length;
      counts.retired += good.filter((one) => one.outlook === 'retired').length;
      counts.accepted += good.filter((one) => one.outlook !== 'retired').length;
      await progress(tx, run.id, counts.accepted + counts.retired, run.total, clock.now());
      return records.at(-1)?.code;
    });
    if (last === undefined) return counts;
    after = last;
  }
}

interface TakeOver {
  by: Editor;
  at: Date;
  /** ISO: today. */
  on: string;
}

async function takeUnits(
  tx: Tx,
  comparisons: readonly SharedComparison[],
  { by, at, on }: TakeOver,
): Promise<void> {
  const before = await sharedUnits(
    tx,
    comparisons.map((one) => one.item.code),
  );
  const after = comparisons.map(({ item, outlook }): SharedUnit => {
    const held = before.get(item.code);
    return outlook === 'retired'
      ? { ...held!, to: item.to ?? addDays(on, -1) }
      : {
          code: item.code,
          name: item.name,
          province: item.province,
          from: item.from ?? held?.from ?? on,
          to: item.to,
        };
  });
  for (const unit of after) {
    await recordChange(tx, {
      object: `admin-unit:${unit.code}`,
      title: unit.name,
      action: 'admin-unit.synchronise',
      by,
      at,
      before: before.get(unit.code) ?? null,
      after: unit,
    });
  }
  await putSharedUnits(tx, after);
}

async function takeItems(
  tx: Tx,
  catalogue: string,
  comparisons: readonly SharedComparison[],
  { by, at, on }: TakeOver,
): Promise<void> {
  const name = SHARED.find((one) => one.catalogue === catalogue)?.name ?? catalogue;
  const state = (await catalogueState(tx, catalogue)) ?? {
    code: catalogue,
    name,
    kind: 'shared' as const,
    description: '',
    items: [],
  };
  const items = [...state.items];
  const began = state.items.length > 0;
  for (const { item, outlook } of comparisons) {
    const place = items.findIndex((one) => one.code === item.code && holds(one, on));
    const held = items[place];
    const to = item.to && addDays(item.to, 1);
    if (outlook === 'retired') {
      const end = to && to <= on ? to : on;
      // What began today leaves no span behind.
      if (held && held.from < end) items[place] = { ...held, to: end };
      else if (held) items.splice(place, 1);
    } else if (!held) {
      const last = items.findLastIndex((one) => one.code === item.code);
      const earliest = items[last]?.to ?? ALWAYS;
      const from = item.from ?? (began ? on : ALWAYS);
      const added = { code: item.code, name: item.name, from: from > earliest ? from : earliest, to };
      if (last === -1) items.push(added);
      else items.splice(last + 1, 0, added);
    } else if (held.from < on) {
      // Dossiers filed until yesterday keep the name of their day.
      items.splice(place, 1, { ...held, to: on }, { code: item.code, name: item.name, from: on, to });
    } else items[place] = { ...held, name: item.name, to };
  }
  await saveCatalogue(tx, { ...state, items }, { by, at, action: 'catalogue.synchronise' });
}

/** Brings an administrative unit back to what it was; one that was not there ends. */
export async function restoreAdminUnit(
  tx: Tx,
  code: string,
  before: unknown,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const now = (await sharedUnits(tx, [code])).get(code) ?? null;
  const unit = (before ?? (now && { ...now, to: addDays(localDate(at), -1) })) as SharedUnit | null;
  if (!unit) return;
  await recordChange(tx, {
    object: `admin-unit:${code}`,
    title: unit.name,
    action: 'admin-unit.restore',
    by,
    at,
    before: now,
    after: unit,
  });
  await putSharedUnits(tx, [unit]);
}
