import { addDays, localDate, momentAt } from '../../../core/dates.ts';
import type { Source } from '../../../core/dossier.ts';
import { clean } from '../../../core/text.ts';
import { boxesOf, type Box, type WorkListFilter } from '../../../modules/dossiers/index.ts';
import type { Desk } from '../desk-of.ts';

export const PAGE_SIZE = 25;

/** What the address asks of the list. */
export interface DeskQuery {
  hop?: string;
  'thu-tuc'?: string;
  nguon?: string;
  han?: string;
  tim?: string;
  sau?: string;
}

export const DUE_FILTERS = [
  { value: 'qua-han', label: 'Đã quá hạn', days: null },
  { value: 'hom-nay', label: 'Đến hạn hôm nay', days: 1 },
  { value: '3-ngay', label: 'Đến hạn trong 3 ngày', days: 4 },
] as const;

const SOURCES: readonly string[] = ['online', 'counter', 'post'] satisfies Source[];
/** A moment as PostgreSQL writes it, or the end of time. */
const SORT = /^(infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?)~(\d{1,15})$/;

/** The box to show: the one named, else the first in which something waits. */
export function boxAsked(desk: Desk, code: string | undefined): Box | null {
  const boxes = boxesOf(desk.actor);
  return (
    boxes.find((box) => box.code === code) ??
    boxes.find((box) => (desk.boxes[box.code]?.count ?? 0) > 0) ??
    boxes[0] ??
    null
  );
}

/** Row after which a page begins, from the address; undefined for the first page and for what can not be read. */
export function afterOf(sau: string | undefined): WorkListFilter['after'] {
  const [, sort, , , id] = SORT.exec(sau ?? '') ?? [];
  return sort && id ? { sort, id: Number(id) } : undefined;
}

/** How the page after this row is asked for. */
export const sauOf = (last: { sort: string; id: number }): string => `${last.sort}~${last.id}`;

/** Filter of the work list from the address; what can not be read is left out. One row more than a page is asked for. */
export function filterOf(query: DeskQuery, now: Date): WorkListFilter {
  const due = DUE_FILTERS.find((one) => one.value === query.han);
  return {
    procedureCode: query['thu-tuc'] || undefined,
    source: SOURCES.includes(query.nguon ?? '') ? (query.nguon as Source) : undefined,
    typed: clean(query.tim ?? '').slice(0, 100) || undefined,
    dueBefore: due ? (due.days === null ? now : momentAt(addDays(localDate(now), due.days))) : undefined,
    after: afterOf(query.sau),
    limit: PAGE_SIZE + 1,
  };
}

/** Address of the desk with these values; empty ones are left out. */
export function deskHref(query: DeskQuery): string {
  const used = Object.entries(query).filter(([, value]) => value);
  return used.length === 0 ? '/mot-cua' : `/mot-cua?${new URLSearchParams(used as [string, string][])}`;
}
