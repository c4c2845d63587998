import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/index.ts';

/** Books that are opened each year and numbered from 1: issued results, slips of each kind. */
export type Book = 'result' | `slip-${'01' | '02' | '03' | '04' | '05' | '06'}`;

/**
 * Takes the next number of an agency's book of the year. Like dossier codes: no gaps, no doubles, since the row stays
 * locked until the transaction ends.
 */
export async function nextInBook(tx: Tx, agencyId: number, book: Book, at: Date): Promise<number> {
  const { last } = await tx
    .insertInto('book_counter')
    .values({ agency_id: agencyId, book, year: Number(localDate(at).slice(0, 4)), last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['agency_id', 'book', 'year'])
        .doUpdateSet((eb) => ({ last: eb('book_counter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last;
}

/**
 * Has the books of an agency go on from the highest numbers that other agencies reached in a year, so that no number is
 * given twice by those who became one.
 */
export async function continueBooks(
  tx: Tx,
  fromAgencyIds: readonly number[],
  toAgencyId: number,
  year: number,
): Promise<void> {
  const from = [...fromAgencyIds];
  await sql`
    insert into book_counter (agency_id, book, year, last)
    select ${toAgencyId}, book, year, max(last) from book_counter
    where agency_id = any(${from}::bigint[]) and year = ${year} group by book, year
    on conflict (agency_id, book, year) do update set last = greatest(book_counter.last, excluded.last)`.execute(
    tx,
  );
}

/** Takes the books of an agency away that is taken back as if it had never been, and never wrote in them. */
export async function removeBooks(tx: Tx, agencyId: number): Promise<void> {
  await tx.deleteFrom('book_counter').where('agency_id', '=', agencyId).execute();
}
