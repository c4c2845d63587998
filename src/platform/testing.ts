import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { loadConfig } from '../config.ts';
import { fixedClock, type FixedClock } from './clock.ts';
import { openDatabase } from './database/index.ts';
import { folderStore } from './files/index.ts';
import { startJobs } from './jobs/index.ts';
import { createLog } from './log.ts';
import type { Message } from './mail/index.ts';
import type { Platform } from './index.ts';

/** Databases that every test database is cloned from; made once a run by the global set-up. */
export const TEMPLATES = { empty: 'template_empty', seeded: 'template_seeded' } as const;

export interface TestPlatform extends Platform {
  clock: FixedClock;
  /** Statements since the last reset: pages and queries have a budget, whatever the number of rows. */
  queries: { count(): number; reset(): void; texts(): string[] };
  /** Messages sent so far. */
  mailbox: Message[];
  databaseUrl: string;
  close(): Promise<void>;
}

/**
 * A platform on a database of its own in the real PostgreSQL of the test run.
 *
 * @param options seeded: with the demo province; now: where the clock stands (default Monday 23/11/2026 08:00)
 */
export async function testPlatform(options: { seeded?: boolean; now?: Date } = {}): Promise<TestPlatform> {
  const admin = process.env.MOTCUA_TEST_DATABASE;
  if (!admin) throw new Error('The test server is not running: run the tests through vitest.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.seeded ? TEMPLATES.seeded : TEMPLATES.empty;
  await onServer(admin, `create database ${name} template ${template} strategy file_copy`);
  const databaseUrl = Object.assign(new URL(admin), { pathname: `/${name}` }).toString();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'motcua-test-'));

  let texts: string[] = [];
  const database = openDatabase(databaseUrl, { max: 8, onQuery: (text) => texts.push(text) });
  const log = createLog(process.env.LOG_LEVEL ?? 'silent');
  const jobs = await startJobs(database.pool, log, { poll: false });
  const mailbox: Message[] = [];
  const config = loadConfig(
    { ...process.env, MOTCUA_DATA: folder, PORT: '0', DATABASE_URL: databaseUrl, RATE_LIMIT: '100000' },
    folder,
  );
  return {
    config,
    db: database.db,
    clock: fixedClock(options.now ?? new Date('2026-11-23T08:00:00+07:00')),
    files: folderStore(path.join(folder, 'files')),
    mail: {
      async send(message) {
        mailbox.push(message);
      },
    },
    jobs,
    log,
    queries: {
      count: () => texts.length,
      reset: () => {
        texts = [];
      },
      texts: () => texts,
    },
    mailbox,
    databaseUrl,
    async close() {
      await jobs.stop();
      await database.close();
      await onServer(admin, `drop database if exists ${name} with (force)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
