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
