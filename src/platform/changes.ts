import pg from 'pg';
import type { Db } from './database/index.ts';
import type { Logger } from './log.ts';
import { expireAll } from './versioned.ts';

/** Word from the database that something changed which processes keep; see migrations 0003_speed, 0021_dossier_told and 0022_desk_told. */
export interface Changes {
  /** false while the database can not be heard: then nothing may be kept that relies on being told. */
  readonly listening: boolean;
  /** Rises with every publication. */
  readonly generation: number;
  listen(hearer: Hearer): void;
  close(): Promise<void>;
}

/** Who wants to be told. */
export interface Hearer {
  /** Anything was published that pages show to everybody. */
  published?: () => void;
  /** Session, name, rights or notices of an account changed; null: of any. */
  account?: (id: number | null) => void;
  /** A dossier changed, or anything that hangs on it; null: any. With the account whose list shows it, where that changed. */
  dossier?: (id: number | null, account: number | null) => void;
  /** What comes to desks by these ways changed, such as `task.unit_id=12`; null: by any. */
  desk?: (ways: readonly string[] | null) => void;
}

const AGAIN_MS = 2_000;
const HEARTBEAT_MS = 5_000;

/**
 * Listens on a connection of its own, and again when it breaks.
 *
 * @param url postgres:// address of the database `db` works on
 */
export async function startChanges(db: Db, url: string, log: Logger): Promise<Changes> {
  const hearers: Hearer[] = [];
  let client: pg.Client | null = null;
  let generation = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function published(): void {
    generation++;
    expireAll(db);
    for (const one of hearers) one.published?.();
  }

  function changed(what: 'account' | 'dossier', payload: string): void {
    const [id = null, account = null] = payload.split(' ').filter(Boolean).map(Number);
    for (const one of hearers) one[what]?.(id, account);
  }

  function deskChanged(payload: string): void {
    const ways = payload === '*' ? null : payload.split(' ').filter(Boolean);
    for (const one of hearers) one.desk?.(ways);
  }

  /** What changed while nobody listened is not known. */
  function anything(): void {
    published();
    changed('account', '');
    changed('dossier', '');
    deskChanged('*');
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
      else if (channel === 'motcua_desk') deskChanged(payload ?? '*');
      else changed(channel === 'motcua_dossier' ? 'dossier' : 'account', payload ?? '');
    });
    try {
      await next.connect();
      await next.query(
        'listen motcua_published; listen motcua_account; listen motcua_dossier; listen motcua_desk',
      );
      if (closed) return await next.end();
      anything();
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
    anything();
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
    listen: (hearer) => void hearers.push(hearer),
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
