import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Tx } from '../database/index.ts';
import type { Logger } from '../log.ts';

export interface SendOptions {
  /** Not before this moment. */
  startAfter?: Date;
  /** At most one waiting job with this key. */
  key?: string;
}

export type JobHandler = (data: never) => Promise<void>;

/** Work for after the commit: rows in the same database, written in the transaction that causes them. */
export interface Jobs {
  /** Leaves a job that a worker takes once `tx` has committed; nothing happens when it rolls back. */
  send(tx: Tx, queue: string, data: object, options?: SendOptions): Promise<void>;
  /** Leaves many jobs of one queue in a single statement. */
  sendAll(tx: Tx, queue: string, data: readonly object[]): Promise<void>;
  /** Takes jobs of the queue, one after the other; a handler that throws is tried again, later and later. */
  work(queue: string, handler: JobHandler): Promise<void>;
  /** Runs what waits in the queues of the registered handlers until nothing is left; for commands and tests. */
  drain(): Promise<number>;
  stop(): Promise<void>;
}

/** Every queue of the program. A job that failed five times lies in `failed` until somebody looks. */
export const QUEUES = ['mail', 'slip', 'exchange', 'organisation', 'due-dates', 'move'] as const;
const DEAD_LETTER = 'failed';

/**
 * @param pool the program's own connections
 * @param options poll: whether handlers run by themselves (else only by drain)
 */
export async function startJobs(pool: pg.Pool, log: Logger, options: { poll: boolean }): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    supervise: options.poll,
    schedule: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  await boss.start();
  await boss.createQueue(DEAD_LETTER);
  for (const queue of QUEUES) {
    await boss.createQueue(queue, {
      retryLimit: 5,
      retryDelay: 20,
      retryBackoff: true,
      expireInSeconds: 120,
      deadLetter: DEAD_LETTER,
    });
  }
  const handlers = new Map<string, JobHandler>();
  return {
    async send(tx, queue, data, sendOptions = {}) {
      await boss.send(queue, data, {
        startAfter: sendOptions.startAfter,
        singletonKey: sendOptions.key,
        db: inside(tx),
      });
    },
    async sendAll(tx, queue, data) {
      if (data.length === 0) return;
      await boss.insert(
        queue,
        data.map((one) => ({ data: one })),
        { db: inside(tx) },
      );
    },
    async work(queue, handler) {
      handlers.set(queue, handler);
      if (!options.poll) return;
      await boss.work(queue, { pollingIntervalSeconds: 1, batchSize: 1 }, async (jobs) => {
        for (const job of jobs) await handler(job.data as never);
      });
    },
    async drain() {
      let done = 0;
      for (let found = true; found;) {
        found = false;
        for (const [queue, handler] of handlers) {
          for (const job of await boss.fetch<object>(queue, { batchSize: 50 })) {
            found = true;
            try {
              await handler(job.data as never);
              await boss.complete(queue, job.id);
              done++;
            } catch (error) {
              await boss.fail(queue, job.id, { message: (error as Error).message });
              log.error({ err: error, queue }, 'job failed');
            }
          }
        }
      }
      return done;
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

/** The queue's statements within a transaction. */
const inside = (tx: Tx) => ({
  executeSql: async (text: string, values?: unknown[]) => {
    const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values ? [...values] : []));
    return { rows: rows as unknown[] };
  },
});
