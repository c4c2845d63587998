import { sql } from 'kysely';
import type { Db } from '../../platform/index.ts';
import { expireCatalogue } from './catalogue.ts';

/**
 * Notes how often procedures were filed of late: what many file comes first among equals.
 *
 * @param filings number by code; procedures that are not named have 0
 */
export async function setPopularity(db: Db, filings: ReadonlyMap<string, number>): Promise<void> {
  const { numAffectedRows } = await sql`
    update procedure set popularity = now.filings
    from (
      select procedure.code, coalesce(filed.count, 0) as filings
      from procedure
      left join unnest(${[...filings.keys()]}::text[], ${[...filings.values()]}::int[]) as filed (code, count)
        on filed.code = procedure.code) now
    where now.code = procedure.code and now.filings <> procedure.popularity`.execute(db);
  if (numAffectedRows) expireCatalogue(db);
}
