import type { VNode } from 'preact';
import { Kept } from './kept.tsx';

/**
 * Options of a list, drawn once for each row that is chosen: provinces, communes or peoples come again and again
 * unchanged, and are longer than the rest of their page.
 *
 * @param kind tells apart lists of the same rows that are drawn differently
 * @param rows are not changed, and are the same objects from page to page
 * @param draw draws a row, by nothing but the row and whether it is the chosen one
 */
export function OptionList<Row extends object>({
  kind,
  rows,
  chosen,
  draw,
}: {
  kind: string;
  rows: readonly Row[];
  chosen?: Row;
  draw: (row: Row) => VNode;
}) {
  const of = chosen ?? rows[0];
  return of ? <Kept of={of} same={[kind, chosen, ...rows]} draw={() => <>{rows.map(draw)}</>} /> : null;
}
