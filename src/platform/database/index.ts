import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { momentOf } from './moment.ts';
import { PreparedQuery } from './prepared-query.ts';
import { Readers } from './readers.ts';
import type { Schema } from './schema.ts';

export type { Schema } from './schema.ts';
export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

/** A database that this process opened and has to close. */
export interface OpenDatabase {
  db: Db;
  pool: pg.Pool;
  /** Statements that wait for a connection or for their turn on one. */
  waiting(): number;
  close(): Promise<void>;
}

// int8 holds ids and amounts in đồng, all far below 2^53; dates stay text, since a Date would add a time zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, momentOf);

const MAX_NAMED_STATEMENTS = 2000;
const statementNames = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known) return known;
  if (statementNames.size >= MAX_NAMED_STATEMENTS) return undefined;
  const name = createHash('sha1').update(text).digest('base64url').slice(0, 20);
  statementNames.set(text, name);
  return name;
}

/** Names each parametrised statement by a hash of its text, so that PostgreSQL plans it once a connection. */
export class PreparingClient extends pg.Client {
  // @ts-expect-error pg's query has a dozen overloads; the one Kysely uses is (text, values).
  override query(text: unknown, values?: unknown, callback?: unknown): unknown {
    // Without parameters the simple protocol serves, which also takes a migration's many statements.
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || callback !== undefined)
      return super.query(text as string, values as never, callback as never);
    return new Promise((resolve, reject) => {
      const answered = (error: Error | null, result: pg.QueryResult): void =>
        error ? reject(error) : resolve(result);
      super.query(new PreparedQuery(statementName(text), text, values, answered));
    });
  }
}

const readersOf = new WeakMap<object, Readers>();
/** Connections of every open database beside its pool. */
export const READERS = 3;

/** The way for short reading statements of a database that was opened here; null inside a transaction. */
export function readersFor(db: Db | Tx): Readers | null {
  return readersOf.get(db) ?? null;
}

/**
 * Opens a pool of connections, and the few beside it that short reads share.
 *
 * @param url postgres:// address
 * @param options max: connections of the pool at most; onQuery: called with the text of every statement
 */
export function openDatabase(
  url: string,
  options: { max?: number; onQuery?: (sql: string) => void } = {},
): OpenDatabase {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=Asia/Ho_Chi_Minh -c statement_timeout=30000 -c lock_timeout=10000',
  };
  const pool = new pg.Pool({
    ...connection,
    Client: PreparingClient as unknown as typeof pg.Client,
    max: options.max ?? 10,
    idleTimeoutMillis: 60_000,
  });
  // A server that goes away breaks idle connections; the pool replaces them when it is back.
  pool.on('error', () => {});
  const { onQuery } = options;
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    log: onQuery ? (event) => onQuery(event.query.sql) : undefined,
  });
  const readers = new Readers(
    () =>
      new PreparingClient({
        ...connection,
        // Planned once for whatever values come: planning anew costs more than most of these statements.
        options: `${connection.options} -c plan_cache_mode=force_generic_plan`,
        pipeline: true,
      } as pg.ClientConfig) as unknown as pg.Client,
    READERS,
    onQuery,
  );
  readersOf.set(db, readers);
  return {
    db,
    pool,
    waiting: () => pool.waitingCount + readers.waiting,
    async close() {
      await readers.close();
      await db.destroy();
    },
  };
}

/**
 * Brings the database to the newest numbered migration; safe when several processes start at once.
 *
 * @throws the first migration's error, with its name
 */
export async function migrate(db: Db, folder: string): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: {
      async getMigrations() {
        const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
        const entries = files.map(async (file) => {
          const text = await readFile(path.join(folder, file), 'utf8');
          return [
            path.basename(file, '.sql'),
            {
              up: (tx: Kysely<unknown>) =>
                sql
                  .raw(text)
                  .execute(tx)
                  .then(() => undefined),
            },
          ] as const;
        });
        return Object.fromEntries(await Promise.all(entries));
      },
    },
  });
  const { error, results } = await migrator.migrateToLatest();
  const failed = results?.find((result) => result.status === 'Error');
  if (error) {
    const which = failed ? `Migration ${failed.migrationName} failed` : 'The database could not be migrated';
    throw new Error(`${which}: ${(error as Error).message}`, { cause: error });
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Codes of PostgreSQL and of the network that mean: not now. */
const NOT_NOW = new Set(['53300', '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Whether an error says that the database can not be asked just now: all connections in use, or it is starting anew. */
export function isUnavailable(error: Error & { code?: string }): boolean {
  return NOT_NOW.has(error.code ?? '') || error.message === 'timeout exceeded when trying to connect';
}

/** One round trip to the database: throws when it does not answer. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

/** The server's version as a number such as 180004, and whether it is one we run on. */
export async function serverVersion(db: Db): Promise<{ number: number; supported: boolean }> {
  const { rows } = await sql<{ v: string }>`select current_setting('server_version_num') as v`.execute(db);
  const number = Number(rows[0]?.v ?? 0);
  return { number, supported: number >= 150000 };
}
