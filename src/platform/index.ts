import path from 'node:path';
import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { startChanges, type Changes } from './changes.ts';
import { migrate, openDatabase, READERS, serverVersion, type Db } from './database/index.ts';
import { startEmbedded } from './database/embedded.ts';
import { folderStore, type FileStore } from './files/index.ts';
import { startJobs, type Jobs } from './jobs/index.ts';
import { createLog, type Logger } from './log.ts';
import { createMailer, type Mailer } from './mail/index.ts';
import { projectRoot } from './project-root.ts';

export { isUnavailable, ping } from './database/index.ts';
export type { Db, Tx } from './database/index.ts';
export type { Changes } from './changes.ts';
export type { Clock } from './clock.ts';
export type { FileStore } from './files/index.ts';
export type { Jobs } from './jobs/index.ts';
export type { Mailer } from './mail/index.ts';
export type { Logger } from './log.ts';

/** What every capability stands on; made once by the composition root and handed down. */
export interface Platform {
  config: Config;
  db: Db;
  clock: Clock;
  files: FileStore;
  mail: Mailer;
  jobs: Jobs;
  log: Logger;
  /** Word of what other processes published; null: nobody tells, so nothing may be kept that relies on it. */
  changes?: Changes | null;
  /** Questions that wait for a connection to the database. */
  waiting?(): number;
}

export interface RunningPlatform extends Platform {
  /** Address of the database it works on, for the processes beside this one. */
  databaseUrl: string;

  /** Lets work in hand end, then closes everything this process opened. */
  close(): Promise<void>;
}

/** Folder of the numbered migrations. */
export const migrationsFolder = (): string => path.join(projectRoot(), 'migrations');

/**
 * Starts what the program stands on: the database (embedded or named), migrated, the queue, files and mail.
 *
 * @param config checked settings
 * @param options poll: whether this process takes jobs; hear: whether it hears of changes (where it takes jobs, too); keepServer: leave an embedded server running on close
 */
export async function startPlatform(
  config: Config,
  options: { poll: boolean; hear?: boolean; keepServer?: (started: boolean) => boolean },
): Promise<RunningPlatform> {
  const log = createLog(config.logLevel);
  const maxConnections = Math.max(100, (config.webProcesses + 1) * (config.databasePool + READERS + 2) + 20);
  const embedded = config.databaseUrl ? null : await startEmbedded(config.dataDir, { maxConnections });
  const url = config.databaseUrl ?? embedded!.url;
  const database = openDatabase(embedded?.localUrl ?? url, { max: config.databasePool });
  const closeDatabase = async (): Promise<void> => {
    await changes?.close();
    await database.close();
    if (embedded && !options.keepServer?.(embedded.started)) await embedded.stop();
  };
  let jobs: Jobs;
  let changes: Changes | null = null;
  try {
    const version = await serverVersion(database.db).catch((error: Error) => {
      if (!config.databaseUrl) throw error;
      throw new Error(
        `DATABASE_URL: the database can not be reached (${error.message}). Check address and server.`,
      );
    });
    if (!version.supported) {
      throw new Error(`DATABASE_URL: PostgreSQL 15 or newer is needed, this server is ${version.number}.`);
    }
    await migrate(database.db, migrationsFolder());
    jobs = await startJobs(database.pool, log, { poll: options.poll });
    if (options.poll || options.hear) changes = await startChanges(database.db, url, log);
  } catch (error) {
    // Why it could not start matters more than how the closing goes.
    await closeDatabase().catch(() => {});
    throw error;
  }
  return {
    config,
    db: database.db,
    clock: systemClock,
    files: folderStore(path.join(config.dataDir, 'files')),
    mail: createMailer({
      smtpUrl: config.smtpUrl,
      folder: path.join(config.dataDir, 'mail'),
      from: config.mailFrom,
    }),
    jobs,
    log,
    changes,
    databaseUrl: url,
    waiting: () => database.waiting(),
    async close() {
      await jobs.stop();
      await closeDatabase();
    },
  };
}
