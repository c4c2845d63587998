import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Db, Tx } from './database/index.ts';

/** How long a kept value is used before the database is asked whether it changed. */
const FRESH_MS = 3_000;

export interface Versioned<T> {
  /** The kept value; at most a few seconds behind what other processes committed. */
  get(db: Db | Tx): Promise<T>;
  /** Has the next `get` look at the database: after a change made in this process. */
  expire(db: Db | Tx): void;
}

interface Kept<T> {
  stamp: string;
  value: T;
  checkedAt: number;
}

/**
 * Keeps in this process what is read on every page and changes rarely.
 *
 * @param load makes the value; it must not be changed by its readers
 * @param stamp cheap text that differs whenever the value would
 */
export function versioned<T>(
  load: (db: Db | Tx) => Promise<T>,
  stamp: (db: Db | Tx) => Promise<string>,
): Versioned<T> {
  // A transaction shares the adapter of the database it was begun on, so both find the same value.
  const kept = new WeakMap<object, Kept<T>>();
  const running = new WeakMap<object, Promise<T>>();
  const keyOf = (db: Db | Tx): object => db.getExecutor().adapter;

  async function refresh(db: Db | Tx, key: object): Promise<T> {
    const before = kept.get(key);
    const current = await stamp(db);
    if (before?.stamp === current) {
      kept.set(key, { ...before, checkedAt: performance.now() });
      return before.value;
    }
    const value = await load(db);
    kept.set(key, { stamp: current, value, checkedAt: performance.now() });
    return value;
  }

  return {
    async get(db) {
      const key = keyOf(db);
      const found = kept.get(key);
      if (found && performance.now() - found.checkedAt < FRESH_MS) return found.value;
      // A transaction may fail for reasons of its own: nobody else waits on it.
      if (db.isTransaction) return refresh(db, key);
      const shared = running.get(key) ?? refresh(db, key).finally(() => running.delete(key));
      running.set(key, shared);
      return shared;
    },
    expire(db) {
      const found = kept.get(keyOf(db));
      if (found) found.checkedAt = -Infinity;
    },
  };
}

/**
 * A stamp over whole tables: number of rows and sum of the transactions that wrote them. Any insert, update or delete
 * changes it, whatever the order of commits.
 */
export async function tableStamp(db: Db | Tx, tables: readonly string[]): Promise<string> {
  const parts = tables.map(
    (table) => sql`(select count(*) || '.' || coalesce(sum(xmin::text::bigint), 0) from ${sql.table(table)})`,
  );
  const { rows } = await sql<{ stamp: string }>`select concat_ws(' ', ${sql.join(parts)}) as stamp`.execute(
    db,
  );
  return rows[0]?.stamp ?? '';
}
