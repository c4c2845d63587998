import pg from 'pg';
import type { Db } from './database/index.ts';
import type { Logger } from './log.ts';
import { expireAll } from './versioned.ts';

/** Word from the database that something changed which processes keep; see migrations/0003_speed.sql. */
export interface Changes {
  /** false while the database can not be heard: then nothing may be kept that relies on being told. */
  readonly listening: boolean;
  /** Rises with every publication. */
  readonly generation: number;
  /**
   * @param published called when anything was published that pages show to everybody
   * @param account called with the id when session, name, rights or notices of an account changed; null: of any
   */
  listen(published: () => void, account?: (id: number | null) => void): void;
  close(): Promise<void>;
}

const AGAIN_MS = 2_000;
const HEARTBEAT_MS = 5_000;

/**
 * Listens on a connection of its own, and again when it breaks.
 *
 * @param url postgres:// address of the database `db` works on
 */
export async function startChanges(db: Db, url: string, log: Logger): Promise<Changes> {
  const hearers: { published: () => void; account?: (id: number | null) => void }[] = [];
  let client: pg.Client | null = null;
  let generation = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function published(): void {
    generation++;
    expireAll(db);
    for (const one of hearers) one.published();
  }

  function account(id: number | null): void {
    for (const one of hearers) one.account?.(id);
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: HEARTBEAT_MS,
    });
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', ({ channel, payload }) => {
      if (channel === 'motcua_published') published();
      else account(payload ? Number(payload) : null);
    });
    try {
      await next.connect();
      await next.query('listen motcua_published; listen motcua_account');
      if (closed) return await next.end();
      // What changed while nobody listened is not known.
      published();
      account(null);
      client = next;
      timer = setTimeout(() => void beat(next), HEARTBEAT_MS).unref();
    } catch {
      next.end().catch(() => {});
      again();
    }
  }

  /** A connection that died without a word is found by asking. */
  async function beat(current: pg.Client): Promise<void> {
    try {
      await current.query('select 1');
      if (client === current) timer = setTimeout(() => void beat(current), HEARTBEAT_MS).unref();
    } catch {
      lost(current);
      current.end().catch(() => {});
    }
  }

  function lost(gone: pg.Client): void {
    if (client !== gone) return;
    client = null;
    published();
    account(null);
    if (!closed) log.warn('the connection that hears of changes broke; connecting again');
    again();
  }

  function again(): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void connect(), AGAIN_MS).unref();
  }

  await connect();
  return {
    get listening() {
      return client !== null;
    },
    get generation() {
      return generation;
    },
    listen: (heard, changed) => void hearers.push({ published: heard, account: changed }),
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
