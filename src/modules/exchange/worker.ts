import { sql } from 'kysely';
import { localDate, minuteOfDay, momentAt } from '../../core/dates.ts';
import type { Db, Platform } from '../../platform/index.ts';
import type { Editor } from '../configuration/index.ts';
import { acceptCatalogues, fetchCatalogues } from './catalogues.ts';
import { acceptProcedures } from './accept-procedures.ts';
import {
  PATIENCE,
  PeerRefused,
  PeerUnreachable,
  peerClient,
  TooLargeAnswer,
  type Patience,
} from './client.ts';
import { fetchProcedures } from './fetch-procedures.ts';
import {
  beginRun,
  endRun,
  failCutOff,
  requestRun,
  RunUnderWay,
  type Run,
  type Selection,
  type Source,
} from './runs.ts';

type Parts = Pick<Platform, 'db' | 'clock' | 'jobs' | 'config' | 'log'>;

/** From this minute of the day on the nightly run may begin. */
const NIGHT = 22 * 60;

/**
 * Asks for a run and leaves the job for it.
 *
 * @param by null: the clock
 * @returns id of the run
 * @throws RunUnderWay while another run of this source lives
 */
export async function startRun(
  { db, clock, jobs }: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  run: { source: Source; kind: Run['kind']; selection?: Selection; by: Editor | null },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const id = await requestRun(tx, { ...run, at: clock.now() });
    await jobs.send(tx, 'exchange', { run: id });
    return id;
  });
}

/** Does the runs that are asked for, one after the other. */
export async function startExchange(platform: Parts, patience: Patience = PATIENCE): Promise<void> {
  await platform.jobs.work('exchange', (async ({ run }: { run: number }) =>
    doRun(platform, run, patience)) as (data: never) => Promise<void>);
}

/**
 * Begins the fetches of the night, once a day after 22:00, and ends those that were cut off. Harmless to call often and
 * from several processes.
 */
export async function nightlyExchange(platform: Parts): Promise<void> {
  const { db, clock, config } = platform;
  if (!config.national) return;
  const now = clock.now();
  for (const source of ['procedures', 'catalogues'] as const) {
    await failCutOff(db, source, now);
    if (minuteOfDay(now) < NIGHT) continue;
    const since = momentAt(localDate(now), NIGHT);
    const begun = await db
      .selectFrom('exchange_run')
      .where('source', '=', source)
      .where('kind', '=', 'fetch')
      .where('requested_at', '>=', since)
      .select('id')
      .executeTakeFirst();
    if (begun) continue;
    await startRun(platform, { source, kind: 'fetch', by: null }).catch((error: unknown) => {
      if (!(error instanceof RunUnderWay)) throw error;
    });
  }
}

/** Does one run to its end, unless another process is at it. A run that was cut off begins anew: nothing is done twice. */
async function doRun(platform: Parts, id: number, patience: Patience): Promise<void> {
  const { db, clock, log } = platform;
  await alone(db, id, async () => {
    const run = await beginRun(db, id, clock.now());
    if (!run) return;
    try {
      const counts = await work(platform, run, patience);
      await endRun(db, id, { state: 'done', at: clock.now(), counts });
    } catch (error) {
      if (!isTheirs(error)) log.error({ err: error, run: id }, 'exchange failed');
      const reason = isTheirs(error)
        ? `${error.message} Những gì đã nhận vẫn còn; kiểm tra kết nối rồi chạy lại.`
        : 'Lỗi của phần mềm; người vận hành xem nhật ký máy chủ. Những gì đã nhận vẫn còn.';
      await endRun(db, id, { state: 'failed', at: clock.now(), reason });
    }
  });
}

const isTheirs = (error: unknown): error is Error =>
  error instanceof PeerUnreachable || error instanceof PeerRefused || error instanceof TooLargeAnswer;

/** Holds a lock that goes with the process. */
async function alone(db: Db, id: number, deed: () => Promise<void>): Promise<void> {
  await db.connection().execute(async (connection) => {
    const key = sql`hashtextextended(${`exchange run ${id}`}, 0)`;
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${key}) as got`.execute(
      connection,
    );
    if (!rows[0]?.got) return;
    try {
      await deed();
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection);
    }
  });
}

async function work(platform: Parts, run: Run, patience: Patience): Promise<Record<string, number>> {
  if (run.kind === 'accept') {
    const by: Editor = { accountId: run.by!.accountId, name: run.by!.name };
    return run.source === 'procedures'
      ? acceptProcedures(platform, run, by)
      : acceptCatalogues(platform, run, by);
  }
  const { national } = platform.config;
  if (!national) throw new PeerUnreachable('Chưa khai báo địa chỉ hệ thống quốc gia (NATIONAL_URL).');
  const client = peerClient(accessTo(national, run.source), patience);
  return run.source === 'procedures'
    ? fetchProcedures(platform, client, run)
    : fetchCatalogues(platform, client, run);
}

const accessTo = (national: NonNullable<Platform['config']['national']>, source: Source) => ({
  ...national,
  url: source === 'procedures' ? national.url : national.cataloguesUrl,
});
