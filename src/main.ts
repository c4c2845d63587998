import { ConfigError, loadConfig } from './config.ts';
import { printAddresses } from './cli/addresses.ts';
import { seedDemo } from './cli/seed/index.ts';
import { sweepSessions } from './modules/accounts/index.ts';
import { startMoving } from './modules/dossiers/index.ts';
import { startMailing } from './modules/notices/index.ts';
import { startReorganising } from './modules/organisation/index.ts';
import { startSlipRendering } from './modules/slips/index.ts';
import { startCountingAnew } from './modules/working-time/index.ts';
import { lockData } from './platform/data-lock.ts';
import { startPlatform, type Platform } from './platform/index.ts';
import { closePdf } from './platform/pdf/index.ts';
import { createServer } from './web/http/server.ts';

/** The composition root: settings in, running system out. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, process.cwd());
  const unlock = lockData(config.dataDir);
  try {
    const platform = await startPlatform(config, { poll: true });
    const server = await createServer(platform);
    const sweeping = sweepEvery(SWEEP_MS, platform);
    const stop = stopOnce(async () => {
      // A proxy that asks sends nobody here any more while the requests in hand end.
      server.leaving = true;
      clearInterval(sweeping);
      await server.close();
      await closePdf();
      await platform.close();
      unlock();
    });
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    try {
      if (config.demo) await seedDemo(platform);
      await startMailing(platform);
      await startSlipRendering(platform);
      await startMoving(platform);
      await startReorganising(platform);
      await startCountingAnew(platform);
      await server.listen({ port: config.port, host: config.host });
    } catch (error) {
      await platform.close();
      throw error;
    }
    printAddresses(config);
  } catch (error) {
    unlock();
    throw error;
  }
}

const SWEEP_MS = 10 * 60_000;

/** Clears away sessions that ended by themselves. */
function sweepEvery(ms: number, { db, clock, log }: Platform): NodeJS.Timeout {
  return setInterval(() => {
    sweepSessions(db, clock.now()).catch((error: unknown) => log.error({ err: error }, 'sessions not swept'));
  }, ms);
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
