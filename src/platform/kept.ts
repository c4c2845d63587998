import type { Db, Tx } from './database/index.ts';

/** Rows kept at most for one database: what is published is small, but not without end. */
const MOST = 2_000;

/**
 * Keeps rows that never change once they are written, such as published versions, by id.
 *
 * @param load reads one row; null when there is none, which is not kept
 */
export function keptById<T>(
  load: (db: Db | Tx, id: number) => Promise<T | null>,
): (db: Db | Tx, id: number) => Promise<T | null> {
  const databases = new WeakMap<object, Map<number, T>>();
  return async (db, id) => {
    const key = db.getExecutor().adapter;
    let rows = databases.get(key);
    if (!rows) databases.set(key, (rows = new Map()));
    const found = rows.get(id);
    if (found !== undefined) return found;
    const value = await load(db, id);
    // Ids written inside a transaction may be rolled back and given out again: only committed rows are kept.
    if (value !== null && !db.isTransaction) {
      if (rows.size >= MOST) rows.delete(rows.keys().next().value!);
      rows.set(id, value);
    }
    return value;
  };
}
