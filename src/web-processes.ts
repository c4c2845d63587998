import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Address } from './listen.ts';
import type { RunningPlatform } from './platform/index.ts';

/** What a web process says when it answers. */
export const LISTENING = 'listening';

const AGAIN_MS = 1_000;
const PATIENCE_MS = 30_000;

/** The processes that answer requests, started by the one that does the rest. */
export interface WebProcesses {
  stop(): Promise<void>;
}

/**
 * Starts the web processes and waits until all of them listen. One that ends by itself is replaced after a second.
 *
 * @param address where all of them listen
 * @throws when one of them can not start
 */
export async function startWebProcesses(
  count: number,
  { port, host }: Address,
  { databaseUrl, log }: Pick<RunningPlatform, 'databaseUrl' | 'log'>,
): Promise<WebProcesses> {
  const running = new Set<Worker>();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;

  function start(): Worker {
    const worker = cluster.fork({ DATABASE_URL: databaseUrl, PORT: port, HOST: host });
    running.add(worker);
    worker.on('exit', (code, signal) => {
      running.delete(worker);
      if (stopping || !listening) return;
      log.error({ pid: worker.process.pid, code, signal }, 'a web process ended and is replaced');
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!stopping) start();
      }, AGAIN_MS);
      timers.add(timer);
    });
    return worker;
  }

  async function stop(): Promise<void> {
    stopping = true;
    for (const timer of timers) clearTimeout(timer);
    await Promise.all([...running].map((worker) => end(worker)));
  }

  let listening = false;
  try {
    await Promise.all(Array.from({ length: count }, () => ready(start())));
    listening = true;
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function ready(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`A web process could not start (it ended with ${code}); see the log above.`);
  });
  const listening = new Promise<void>((resolve) => {
    worker.on('message', (message) => {
      if (message === LISTENING) resolve();
    });
  });
  await Promise.race([listening, ended]);
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const gone = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), PATIENCE_MS);
  await gone;
  clearTimeout(timer);
}
