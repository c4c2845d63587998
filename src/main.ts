import cluster from 'node:cluster';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { printAddresses } from './cli/addresses.ts';
import { seedDemo } from './cli/seed/index.ts';
import { sweepSessions } from './modules/accounts/index.ts';
import { countPopularity, startMoving } from './modules/dossiers/index.ts';
import { nightlyExchange, startExchange } from './modules/exchange/index.ts';
import { startMailing } from './modules/notices/index.ts';
import { startReorganising } from './modules/organisation/index.ts';
import { takeOverDue } from './modules/procedures/index.ts';
import { startSlipRendering } from './modules/slips/index.ts';
import { startCountingAnew } from './modules/working-time/index.ts';
import { listen, ownAddress } from './listen.ts';
import { lockData } from './platform/data-lock.ts';
import { startPlatform, type Platform } from './platform/index.ts';
import { closePdf } from './platform/pdf/index.ts';
import { createServer } from './web/http/server.ts';
import { LISTENING, startWebProcesses, type WebProcesses } from './web-processes.ts';

/** The composition root: settings in, running system out. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, process.cwd());
  if (cluster.isWorker) return answer(config);
  const unlock = lockData(config.dataDir);
  try {
    const platform = await startPlatform(config, { poll: true });
    const server = config.webProcesses === 1 ? await createServer(platform) : null;
    let processes: WebProcesses | null = null;
    const sweeping = sweepEvery(SWEEP_MS, platform);
    const takingOver = takeOverEvery(TAKE_OVER_MS, platform);
    const counting = setInterval(countFilings, COUNT_MS, platform);
    const stop = stopOnce(async () => {
      // A proxy that asks sends nobody here any more while the requests in hand end.
      if (server) server.leaving = true;
      clearInterval(sweeping);
      clearInterval(takingOver);
      clearInterval(counting);
      await Promise.all([server?.close(), processes?.stop()]);
      await closePdf();
      await platform.close();
      unlock();
    });
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    try {
      if (config.demo) await seedDemo(platform);
      await startMailing(platform);
      await startExchange(platform);
      await startSlipRendering(platform);
      await startMoving(platform);
      await startReorganising(platform);
      await startCountingAnew(platform);
      const address = await ownAddress(config);
      if (server) await listen(server, address);
      else processes = await startWebProcesses(config.webProcesses, address, platform);
    } catch (error) {
      await platform.close();
      throw error;
    }
    countFilings(platform);
    printAddresses(config);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** One of several processes that answer requests and do nothing else; it ends with the one that started it. */
async function answer(config: Config): Promise<void> {
  const platform = await startPlatform(config, { poll: false, hear: true });
  const server = await createServer(platform);
  const stop = stopOnce(async () => {
    server.leaving = true;
    await server.close();
    await closePdf();
    await platform.close();
  });
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  await listen(server, config);
  process.send?.(LISTENING);
}

const SWEEP_MS = 10 * 60_000;
const TAKE_OVER_MS = 5_000;
const COUNT_MS = 24 * 60 * 60_000;

/** Clears away sessions that ended by themselves; asks the national system once a night. */
function sweepEvery(ms: number, platform: Platform): NodeJS.Timeout {
  const { db, clock, log } = platform;
  return setInterval(() => {
    nightlyExchange(platform).catch((error: unknown) =>
      log.error({ err: error }, 'nightly exchange not begun'),
    );
    sweepSessions(db, clock.now()).catch((error: unknown) => log.error({ err: error }, 'sessions not swept'));
  }, ms);
}

/** Lets procedures whose day has come take over. */
function takeOverEvery(ms: number, platform: Platform): NodeJS.Timeout {
  return setInterval(() => {
    takeOverDue(platform).catch((error: unknown) =>
      platform.log.error({ err: error }, 'no procedure taken over'),
    );
  }, ms);
}

/** Counts what people file most, beside everything else. */
function countFilings(platform: Platform): void {
  countPopularity(platform).catch((error: unknown) =>
    platform.log.error({ err: error }, 'filings not counted'),
  );
}

/** Ctrl-C twice is impatience, not a second order. */
function stopOnce(close: () => Promise<void>): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
}

main().catch((error: unknown) => {
  const { code, port } = error as { code?: string; port?: number };
  if (error instanceof ConfigError) console.error(error.message);
  else if (code === 'EADDRINUSE')
    console.error(`PORT: ${port} is in use. Stop the other program or set another PORT.`);
  else console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
