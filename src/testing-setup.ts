import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { seedProvince } from './cli/seed/index.ts';
import { startEmbedded, type EmbeddedServer } from './platform/database/embedded.ts';
import { migrate, openDatabase, type OpenDatabase } from './platform/database/index.ts';
import { startJobs } from './platform/jobs/index.ts';
import { migrationsFolder } from './platform/index.ts';
import { createLog } from './platform/log.ts';
import { TEMPLATES } from './platform/testing.ts';

/** Before the moment at which the tests' clock stands, so that what is published in them comes after. */
const SEEDED_AT = new Date('2026-10-01T08:00:00+07:00');

/** Vitest's global set-up: one PostgreSQL a run, with a migrated template and one with the demo province. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'motcua-tests-'));
  const server = await startEmbedded(folder, { durable: false, maxConnections: 200 });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await prepareTemplates(server);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env.MOTCUA_TEST_DATABASE = server.urlOf('postgres');
  return stop;
}

async function prepareTemplates(server: EmbeddedServer): Promise<void> {
  const log = createLog('error');
  const admin = new pg.Client({ connectionString: server.urlOf('postgres') });
  await admin.connect();
  try {
    await admin.query(`create database ${TEMPLATES.empty}`);
    await onTemplate(server, TEMPLATES.empty, async ({ db, pool }) => {
      await migrate(db, migrationsFolder());
      await (await startJobs(pool, log, { poll: false })).stop();
    });
    await admin.query(`create database ${TEMPLATES.seeded} template ${TEMPLATES.empty}`);
    await onTemplate(server, TEMPLATES.seeded, ({ db }) => seedProvince(db, SEEDED_AT));
  } finally {
    await admin.end();
  }
}

/** A template can only be cloned while nobody is connected to it. */
async function onTemplate(
  server: EmbeddedServer,
  name: string,
  fill: (database: OpenDatabase) => Promise<void>,
): Promise<void> {
  const database = openDatabase(server.urlOf(name));
  try {
    await fill(database);
  } finally {
    await database.close();
  }
}
