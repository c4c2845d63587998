import type { Platform } from '../../platform/index.ts';
import { setPopularity } from '../procedures/index.ts';

/** As far back as filings say what people ask for now. */
const DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

/** Counts what was filed of late, by procedure, for the order of search results and of the home page. */
export async function countPopularity({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const since = new Date(clock.now().getTime() - DAYS * DAY_MS);
  const rows = await db
    .selectFrom('procedure')
    .select((eb) => [
      'procedure.code',
      eb
        .selectFrom('dossier')
        .whereRef('dossier.procedure_code', '=', 'procedure.code')
        .where('dossier.submitted_at', '>=', since)
        .select((one) => one.fn.countAll<number>().as('filings'))
        .as('filings'),
    ])
    .execute();
  const filed = rows.filter(({ filings }) => filings !== null && filings > 0);
  await setPopularity(db, new Map(filed.map(({ code, filings }) => [code, filings!])));
}
