import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';

export interface CatalogueItem {
  code: string;
  name: string;
}

const kept = versioned(
  async (db): Promise<ReadonlyMap<string, readonly CatalogueItem[]>> => {
    const rows = await db
      .selectFrom('catalogue_item')
      .select(['catalogue', 'code', 'name'])
      .where('valid_to', 'is', null)
      .orderBy('catalogue')
      .orderBy('position')
      .orderBy('name')
      .execute();
    const found = new Map<string, CatalogueItem[]>();
    for (const { catalogue, code, name } of rows) {
      const items = found.get(catalogue) ?? [];
      items.push({ code, name });
      found.set(catalogue, items);
    }
    return found;
  },
  (db) => tableStamp(db, ['catalogue_item']),
);

/** Items in force of one catalogue, such as "countries", in their order; empty when it is unknown. Kept in this process. */
export async function catalogueItems(db: Db | Tx, catalogue: string): Promise<readonly CatalogueItem[]> {
  return (await kept.get(db)).get(catalogue) ?? [];
}

/** Names of all catalogues that have something in them. From kept values. */
export const knownCatalogues = async (db: Db | Tx): Promise<string[]> => [...(await kept.get(db)).keys()];

/** Several catalogues at once, by name: what a form with lists needs. */
export async function catalogues(
  db: Db | Tx,
  names: Iterable<string>,
): Promise<Record<string, readonly CatalogueItem[]>> {
  const all = await kept.get(db);
  return Object.fromEntries([...names].map((name) => [name, all.get(name) ?? []]));
}

/** Brings a catalogue to these items in this order: new ones enter, missing ones end on the given ISO date. */
export async function putCatalogue(
  tx: Db | Tx,
  catalogue: string,
  items: readonly CatalogueItem[],
  { on }: { on: string },
): Promise<void> {
  const held = await tx
    .selectFrom('catalogue_item')
    .selectAll()
    .where('catalogue', '=', catalogue)
    .where('valid_to', 'is', null)
    .execute();
  const before = new Map(held.map((row) => [row.code, row]));
  const added: { catalogue: string; code: string; name: string; position: number; valid_from?: string }[] =
    [];
  for (const [position, { code, name }] of items.entries()) {
    const old = before.get(code);
    before.delete(code);
    if (!old) added.push({ catalogue, code, name, position });
    else if (old.name !== name || old.position !== position) {
      await tx
        .updateTable('catalogue_item')
        .set({ name, position })
        .where('catalogue', '=', catalogue)
        .where('code', '=', code)
        .where('valid_from', '=', old.valid_from)
        .execute();
    }
  }
  if (added.length > 0) {
    // A code that came back after it had ended needs a row of its own.
    const rows = held.length > 0 ? added.map((row) => ({ ...row, valid_from: on })) : added;
    await tx.insertInto('catalogue_item').values(rows).execute();
  }
  for (const code of before.keys()) {
    await tx
      .updateTable('catalogue_item')
      .set({ valid_to: on })
      .where('catalogue', '=', catalogue)
      .where('code', '=', code)
      .where('valid_to', 'is', null)
      .execute();
  }
  kept.expire(tx);
}
