import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';
import { holds, type DatedItem } from './items.ts';

export interface CatalogueItem {
  code: string;
  name: string;
}

const kept = versioned(
  async (db): Promise<ReadonlyMap<string, readonly DatedItem[]>> => {
    const rows = await db
      .selectFrom('catalogue_item')
      .select(['catalogue', 'code', 'name', 'valid_from as from', 'valid_to as to'])
      .orderBy('catalogue')
      .orderBy('position')
      .orderBy('name')
      .execute();
    const found = new Map<string, DatedItem[]>();
    for (const { catalogue, ...item } of rows) {
      const items = found.get(catalogue) ?? [];
      items.push(item);
      found.set(catalogue, items);
    }
    return found;
  },
  (db) => tableStamp(db, ['catalogue_item']),
);

/** Has the next read look at the database. */
export const expireCatalogues = (db: Db | Tx): void => kept.expire(db);

const NONE: readonly DatedItem[] = [];

/** Lists of a day are made once: they are read on every page of a form. */
const ofDay = new WeakMap<readonly DatedItem[], { on: string; items: readonly CatalogueItem[] }>();

function inForce(rows: readonly DatedItem[], on: string | undefined): readonly CatalogueItem[] {
  const day = on ?? '';
  const known = ofDay.get(rows);
  if (known?.on === day) return known.items;
  const items = rows
    .filter((item) => (on ? holds(item, on) : item.to === null))
    .map(({ code, name }) => ({ code, name }));
  ofDay.set(rows, { on: day, items });
  return items;
}

/**
 * Items of one catalogue, such as "countries", in their order; empty when it is unknown. Kept in this process.
 *
 * @param on ISO day on which they hold; without one, those without an end
 */
export async function catalogueItems(
  db: Db | Tx,
  catalogue: string,
  on?: string,
): Promise<readonly CatalogueItem[]> {
  return inForce((await kept.get(db)).get(catalogue) ?? NONE, on);
}

/** Several catalogues at once, by name: what a form with lists needs on a day. */
export async function catalogues(
  db: Db | Tx,
  names: Iterable<string>,
  on?: string,
): Promise<Record<string, readonly CatalogueItem[]>> {
  const all = await kept.get(db);
  return Object.fromEntries([...names].map((name) => [name, inForce(all.get(name) ?? NONE, on)]));
}

/** Names of all catalogues that have something in them. From kept values. */
export const knownCatalogues = async (db: Db | Tx): Promise<string[]> => [...(await kept.get(db)).keys()];
