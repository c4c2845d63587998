import { sql } from 'kysely';
import {
  checkChart,
  DEFAULT_CHART,
  FINAL_STATUSES,
  strandedDossiers,
  type Chart,
  type ChartEdge,
  type StatusCount,
} from '../../core/status/index.ts';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';

/** Name of the chart among the changes of configuration. */
export const CHART_OBJECT = 'status-chart:all';

/**
 * The chart of allowed changes, read from the database every time. Read inside the transaction of an act it holds until
 * that act has committed: `saveChart` waits for acts under way and those that come after it see the new one, in every
 * process (II.4.3).
 */
export async function loadChart(db: Db | Tx): Promise<Chart> {
  const [row] = await storedChart(db);
  return chartFrom(row!.chart);
}

/** Changes that the database holds, as one value of a statement: to be read by `chartFrom`. */
export const CHART_ROWS = sql<ChartEdge[]>`(
  select coalesce(json_agg(json_build_object('from', from_status, 'to', to_status)), '[]') from status_transition)`;

/** The chart in force; before anybody has changed it, that of Appendix I. */
export const chartFrom = (edges: Chart): Chart => (edges.length === 0 ? DEFAULT_CHART : edges);

const storedChart = compiledOnce((db) => db.selectNoFrom(CHART_ROWS.as('chart')));

/** How many dossiers run at each status, before and after their acceptance. */
export async function runningByStatus(db: Db | Tx): Promise<StatusCount[]> {
  return db
    .selectFrom('dossier')
    .where('status', 'not in', FINAL_STATUSES)
    .groupBy(['status', sql`accepted_at is not null`])
    .select((eb) => [
      'status',
      sql<boolean>`accepted_at is not null`.as('accepted'),
      eb.fn.countAll<number>().as('dossiers'),
    ])
    .execute();
}

/**
 * Puts another chart in the place of the one in force, for every dossier at once.
 *
 * @param seen newest change that the editor had seen; absent: not checked
 * @throws InvalidConfiguration when it contradicts Appendix I or strands dossiers, with each change's place
 *   "<from>-<to>" ("in" for entering); StaleEdit
 */
export async function saveChart(
  tx: Tx,
  edges: readonly ChartEdge[],
  { by, at, seen }: { by: Editor; at: Date; seen?: number },
): Promise<void> {
  const messages = checkChart(edges);
  if (messages.length === 0) messages.push(...strandedDossiers(edges, await runningByStatus(tx)));
  if (messages.length > 0) {
    throw new InvalidConfiguration(
      messages.map(({ from, to, message }) => ({
        place: to && from !== undefined ? edgePlace({ from, to }) : '',
        message,
      })),
    );
  }
  // Acts hold the chart they have read until they commit (see loadChart); after this, everybody reads the new one.
  await sql`lock table status_transition in access exclusive mode`.execute(tx);
  const before = await loadChart(tx);
  await recordChange(tx, {
    object: CHART_OBJECT,
    title: 'Các bước chuyển trạng thái được phép',
    action: 'status.chart',
    by,
    at,
    before: sorted(before),
    after: sorted(edges),
    seen,
  });
  await tx.deleteFrom('status_transition').execute();
  await tx
    .insertInto('status_transition')
    .values(sorted(edges).map(({ from, to }) => ({ from_status: from, to_status: to })))
    .execute();
}

/** Name of one change in forms and faults. */
export const edgePlace = ({ from, to }: ChartEdge): string => `${from ?? 'in'}-${to}`;

const sorted = (chart: Chart): ChartEdge[] =>
  chart
    .map(({ from, to }) => ({ from, to }))
    .toSorted((a, b) => (edgePlace(a) < edgePlace(b) ? -1 : edgePlace(a) > edgePlace(b) ? 1 : 0));
