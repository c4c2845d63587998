import { formatDate, isIsoDate } from '../../core/dates.ts';
import type { ConfigurationFault } from '../configuration/index.ts';

/** An item during one span of time: from the first day on, before the day `to`. ISO dates. */
export interface DatedItem {
  code: string;
  name: string;
  from: string;
  /** First day on which it no longer holds; null: it holds on. */
  to: string | null;
}

/** First day of what has always been there. */
export const ALWAYS = '1900-01-01';
/** Items that one catalogue may have: they are drawn as choices of a form. */
export const MOST_ITEMS = 5_000;

/** Whether the item holds on a day. */
export const holds = (item: DatedItem, on: string): boolean =>
  item.from <= on && (item.to === null || on < item.to);

/** What is wrong with a list of items; the place is the number of the item, from 0, and the property. */
export function itemFaults(items: readonly DatedItem[]): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const add = (at: number, property: string, message: string): void =>
    void faults.push({ place: `${at}.${property}`, message });
  if (items.length > MOST_ITEMS) {
    return [{ place: '', message: `Danh mục có hơn ${MOST_ITEMS} dòng. Chia thành nhiều danh mục.` }];
  }
  const spans = new Map<string, { item: DatedItem; at: number }[]>();
  items.forEach((item, at) => {
    if (!item.code) add(at, 'code', 'Mục chưa có mã. Điền mã ngắn, không trùng mục khác.');
    else if (item.code.length > 60)
      add(at, 'code', `Mã “${item.code.slice(0, 20)}…” dài quá 60 ký tự. Rút ngắn mã.`);
    if (!item.name) add(at, 'name', `Mục “${item.code}” chưa có tên. Điền tên hiện cho người dân.`);
    else if (item.name.length > 300)
      add(at, 'name', `Tên của mục “${item.code}” dài quá 300 ký tự. Rút ngắn tên.`);
    if (!isIsoDate(item.from))
      add(at, 'from', `Ngày bắt đầu của “${item.code}” không đúng. Ghi dạng 01/07/2026.`);
    else if (item.to !== null && !isIsoDate(item.to))
      add(at, 'to', `Ngày hết hiệu lực của “${item.code}” không đúng. Ghi dạng 01/07/2026.`);
    else if (item.to !== null && item.to <= item.from)
      add(
        at,
        'to',
        `“${item.name}” hết hiệu lực ${formatDate(item.to)}, không sau ngày bắt đầu ${formatDate(item.from)}. Chọn ngày sau ngày bắt đầu.`,
      );
    const others = spans.get(item.code) ?? [];
    const clash = others.find(
      (other) =>
        (item.to === null || other.item.from < item.to) &&
        (other.item.to === null || item.from < other.item.to),
    );
    if (clash) add(at, 'from', overlapText(clash.item, item));
    spans.set(item.code, [...others, { item, at }]);
  });
  return faults;
}

const overlapText = (held: DatedItem, item: DatedItem): string =>
  `Mã “${item.code}” đã dùng cho “${held.name}” ${spanText(held)}, trùng thời gian với “${item.name}”. ` +
  'Chọn mã khác, hoặc cho mục cũ hết hiệu lực trước.';

/** "từ 01/07/2026 đến hết 31/12/2026" without the parts that are open. */
export function spanText({ from, to }: Pick<DatedItem, 'from' | 'to'>): string {
  const parts = [from === ALWAYS ? '' : `từ ${formatDate(from)}`, to ? `đến trước ${formatDate(to)}` : ''];
  return parts.filter(Boolean).join(' ') || 'không giới hạn thời gian';
}

/** The item at this place with another name or span. A new name from a later day ends the old one on that day. */
export function changeItem(
  items: readonly DatedItem[],
  at: number,
  change: { name: string; from: string | null; to: string | null },
): DatedItem[] {
  const item = items[at]!;
  const later = change.name !== item.name && change.from !== null && change.from > item.from;
  const changed = later
    ? [
        { ...item, to: change.from },
        { code: item.code, name: change.name, from: change.from!, to: change.to },
      ]
    : [{ ...item, name: change.name, from: change.from ?? item.from, to: change.to }];
  return [...items.slice(0, at), ...changed, ...items.slice(at + 1)];
}

/** The item moved so that it stands at this place, counted from 0; the list's ends bound it. */
export function moveItem(items: readonly DatedItem[], from: number, to: number): DatedItem[] {
  const rest = items.filter((_, at) => at !== from);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), items[from]!, ...rest.slice(place)];
}
