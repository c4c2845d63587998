import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import { clean } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { expireCatalogues } from './kept.ts';
import { holds, itemFaults, type DatedItem } from './items.ts';

export type CatalogueKind = 'shared' | 'internal';

/** A catalogue with all that it has and had, in its order. */
export interface CatalogueState {
  code: string;
  name: string;
  kind: CatalogueKind;
  description: string;
  items: DatedItem[];
}

/** Name under which changes of a catalogue are recorded. */
export const catalogueObject = (code: string): string => `catalogue:${code}`;

/** All catalogues with the number of items in force on a day, shared ones first. One query. */
export async function listCatalogues(
  db: Db | Tx,
  on: string,
): Promise<(Omit<CatalogueState, 'items'> & { count: number })[]> {
  const { rows } = await sql<{
    code: string;
    name: string;
    kind: CatalogueKind;
    description: string;
    count: string;
  }>`
    select coalesce(c.code, i.catalogue) as code, coalesce(c.name, i.catalogue) as name,
      coalesce(c.kind, 'internal') as kind, coalesce(c.description, '') as description, coalesce(i.count, 0) as count
    from catalogue c full join (
      select catalogue, count(*) filter (where valid_from <= ${on}::date and (valid_to is null or valid_to > ${on}::date))
      from catalogue_item group by catalogue
    ) i on i.catalogue = c.code
    order by kind desc, name`.execute(db);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** A catalogue whole, or null. Two queries. */
export async function catalogueState(db: Db | Tx, code: string): Promise<CatalogueState | null> {
  const meta = await db.selectFrom('catalogue').selectAll().where('code', '=', code).executeTakeFirst();
  const rows = await db
    .selectFrom('catalogue_item')
    .select(['code', 'name', 'valid_from as from', 'valid_to as to'])
    .where('catalogue', '=', code)
    .orderBy('position')
    .orderBy('code')
    .orderBy('valid_from')
    .execute();
  if (!meta && rows.length === 0) return null;
  return {
    code,
    name: meta?.name ?? code,
    kind: meta?.kind ?? 'internal',
    description: meta?.description ?? '',
    items: rows,
  };
}

export interface CatalogueEdit {
  by: Editor | null;
  at: Date;
  /** Newest change that the editor had seen; absent: not checked. */
  seen?: number;
  /** Verb of the audit log. */
  action?: string;
}

/**
 * Brings a catalogue to this state: name, description, items in this order. Forms offer it at once.
 *
 * @throws InvalidConfiguration naming each place; nothing is written then
 * @throws StaleEdit when somebody has changed it since `seen`
 */
export async function saveCatalogue(tx: Tx, state: CatalogueState, edit: CatalogueEdit): Promise<void> {
  const next = tidy(state);
  const faults = itemFaults(next.items);
  if (!next.name) faults.push({ place: 'name', message: 'Danh mục chưa có tên. Điền tên danh mục.' });
  if (!/^[a-z][a-z0-9-]{1,59}$/.test(next.code)) {
    const message = 'Mã danh mục gồm chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ: “nganh-nghe”.';
    faults.push({ place: 'code', message });
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  const before = await catalogueState(tx, next.code);
  if (before && JSON.stringify(before) === JSON.stringify(next)) return;
  await recordChange(tx, {
    object: catalogueObject(next.code),
    title: `Danh mục ${next.name}`,
    action: edit.action ?? (before ? 'catalogue.update' : 'catalogue.create'),
    by: edit.by,
    at: edit.at,
    before,
    after: next,
    seen: edit.seen,
  });
  const { code, name, kind, description } = next;
  await tx
    .insertInto('catalogue')
    .values({ code, name, kind, description })
    .onConflict((conflict) => conflict.column('code').doUpdateSet({ name, description }))
    .execute();
  await writeItems(tx, code, before?.items ?? [], next.items);
  expireCatalogues(tx);
}

function tidy(state: CatalogueState): CatalogueState {
  const { code, name, kind, description, items } = state;
  return {
    code,
    name: clean(name),
    kind,
    description: clean(description),
    items: items.map((item) => ({
      code: clean(item.code),
      name: clean(item.name),
      from: item.from,
      to: item.to,
    })),
  };
}

/** Takes away the rows that are not in the list and writes those that differ. */
async function writeItems(
  tx: Tx,
  catalogue: string,
  before: readonly DatedItem[],
  items: readonly DatedItem[],
): Promise<void> {
  const keyOf = (item: DatedItem): string => `${item.from} ${item.code}`;
  const kept = new Set(items.map(keyOf));
  for (const item of before) {
    if (kept.has(keyOf(item))) continue;
    await tx
      .deleteFrom('catalogue_item')
      .where('catalogue', '=', catalogue)
      .where('code', '=', item.code)
      .where('valid_from', '=', item.from)
      .execute();
  }
  const BATCH = 500;
  for (let at = 0; at < items.length; at += BATCH) {
    const rows = items.slice(at, at + BATCH).map((item, index) => ({
      catalogue,
      code: item.code,
      name: item.name,
      position: at + index,
      valid_from: item.from,
      valid_to: item.to,
    }));
    await tx
      .insertInto('catalogue_item')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['catalogue', 'code', 'valid_from']).doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          position: eb.ref('excluded.position'),
          valid_to: eb.ref('excluded.valid_to'),
        })),
      )
      .execute();
  }
}

/**
 * Brings a catalogue back to an earlier state. What came since ends today rather than vanish: dossiers may name it.
 *
 * @param before state of a recorded change; null: the catalogue did not exist, so all its items end
 * @throws InvalidConfiguration when the state can not be restored
 */
export async function restoreCatalogue(
  tx: Tx,
  code: string,
  before: unknown,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const now = await catalogueState(tx, code);
  if (!now)
    throw new InvalidConfiguration([
      { place: '', message: 'Danh mục này không còn nên không lấy lại được.' },
    ]);
  const earlier = (before ?? { ...now, items: [] }) as CatalogueState;
  const on = localDate(at);
  const known = new Set(earlier.items.map((item) => item.code));
  const since = now.items
    .filter((item) => !known.has(item.code) && item.from < on)
    .map((item) => (holds(item, on) ? { ...item, to: on } : item));
  const state = { ...earlier, kind: now.kind, items: [...earlier.items, ...since] };
  await saveCatalogue(tx, state, { by, at, action: 'catalogue.restore' });
}

/** For the page of changes: how each kind of thing of this module is brought back. */
export const RESTORERS = { catalogue: restoreCatalogue };
