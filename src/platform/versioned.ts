import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Db, Tx } from './database/index.ts';

/** How long a kept value is used before the database is asked whether it changed. */
const FRESH_MS = 3_000;

export interface Versioned<T> {
  /** The kept value; at most a few seconds behind what other processes committed. */
  get(db: Db | Tx): Promise<T>;
  /** Has the next `get` look at the database, also when one is under way: after a change. */
  expire(db: Db | Tx): void;
}

const everything: ((db: Db | Tx) => void)[] = [];

/** Has the next `get` of everything kept of this database look at it. */
export function expireAll(db: Db | Tx): void {
  for (const expire of everything) expire(db);
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
  const expired = new WeakMap<object, number>();
  const keyOf = (db: Db | Tx): object => db.getExecutor().adapter;

  async function refresh(db: Db | Tx, key: object): Promise<T> {
    const before = kept.get(key);
    const round = expired.get(key);
    const current = await stamp(db);
    const value = before?.stamp === current ? before.value : await load(db);
    // Expired while it was being read: right for those who asked before, not for those who come now.
    const checkedAt = expired.get(key) === round ? performance.now() : -Infinity;
    kept.set(key, { stamp: current, value, checkedAt });
    return value;
  }

  function expire(db: Db | Tx): void {
    const key = keyOf(db);
    expired.set(key, (expired.get(key) ?? 0) + 1);
    running.delete(key);
    const found = kept.get(key);
    if (found) found.checkedAt = -Infinity;
  }
  everything.push(expire);

  return {
    async get(db) {
      const key = keyOf(db);
      const found = kept.get(key);
      if (found && performance.now() - found.checkedAt < FRESH_MS) return found.value;
      // A transaction may fail for reasons of its own: nobody else waits on it.
      if (db.isTransaction) return refresh(db, key);
      const waiting = running.get(key);
      if (waiting) return waiting;
      const shared = refresh(db, key).finally(() => {
        if (running.get(key) === shared) running.delete(key);
      });
      running.set(key, shared);
      return shared;
    },
    expire,
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
