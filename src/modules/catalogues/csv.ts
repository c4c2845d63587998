import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { formatDate, parseDate } from '../../core/dates.ts';
import { clean } from '../../core/text.ts';
import { InvalidConfiguration, type ConfigurationFault } from '../configuration/index.ts';
import { ALWAYS, type DatedItem } from './items.ts';

const COLUMNS = ['Mã', 'Tên', 'Hiệu lực từ', 'Hết hiệu lực từ'] as const;

/** A catalogue as CSV in UTF-8 with a mark that spreadsheets know it by. Cells that a spreadsheet would run are quoted. */
export function itemsToCsv(items: readonly DatedItem[]): string {
  const rows = items.map(({ code, name, from, to }) => [
    safe(code),
    safe(name),
    from === ALWAYS ? '' : formatDate(from),
    to ? formatDate(to) : '',
  ]);
  return `\uFEFF${stringify([[...COLUMNS], ...rows])}`;
}

/** OWASP: a cell that begins like a formula would be run by a spreadsheet. */
const safe = (cell: string): string => (/^[=+\-@\t]/.test(cell) ? `'${cell}` : cell);
const unsafe = (cell: string): string => cell.replace(/^'(?=[=+\-@\t])/, '');

/** A line of an imported file. */
export interface CsvItem {
  code: string;
  name: string;
  /** null: the file does not say. */
  from: string | null;
  to: string | null;
}

/**
 * Reads a file of items: UTF-8, comma or semicolon, columns “Mã”, “Tên” and, if wanted, the dates.
 *
 * @throws InvalidConfiguration naming each line that is wrong; then nothing of the file is taken
 */
export function itemsFromCsv(bytes: Uint8Array): CsvItem[] {
  const text = decode(bytes);
  const first = text.slice(0, text.search(/[\r\n]|$/));
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter: first.includes(';') && !first.includes(',') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw refuse(
      `Tệp không đọc được như CSV (${(error as Error).message}). Lưu lại từ bảng tính dạng “CSV UTF-8”.`,
    );
  }
  const [header = [], ...body] = rows.map((row) => row.map((cell) => clean(cell)));
  const at = COLUMNS.map((name) => header.findIndex((cell) => cell.toLowerCase() === name.toLowerCase()));
  if (at[0] === -1 || at[1] === -1) {
    throw refuse('Dòng đầu của tệp phải có cột “Mã” và “Tên”. Tải tệp hiện có về làm mẫu.');
  }
  if (body.length === 0) throw refuse('Tệp không có mục nào dưới dòng tiêu đề. Thêm ít nhất một mục.');
  const faults: ConfigurationFault[] = [];
  const items = body.map((row, index): CsvItem => {
    const cell = (column: number): string => unsafe(row[at[column]!] ?? '');
    const line = index + 2;
    const date = (column: number): string | null => {
      const typed = cell(column);
      if (!typed) return null;
      const day = parseDate(typed);
      if (!day) {
        const message = `Dòng ${line}: “${typed}” không phải ngày. Ghi dạng 01/07/2026.`;
        faults.push({ place: 'tep', message });
      }
      return day;
    };
    const item = { code: cell(0), name: cell(1), from: date(2), to: date(3) };
    if (!item.code) faults.push({ place: 'tep', message: `Dòng ${line}: thiếu mã. Điền mã hoặc bỏ dòng.` });
    if (!item.name) faults.push({ place: 'tep', message: `Dòng ${line}: thiếu tên. Điền tên hoặc bỏ dòng.` });
    return item;
  });
  if (faults.length > 0) throw new InvalidConfiguration(faults.slice(0, 20));
  return items;
}

function decode(bytes: Uint8Array): string {
  // A spreadsheet's “Unicode text” is UTF-16.
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    if (wide) throw new TypeError('UTF-16');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(
      'Tệp không ở bảng mã UTF-8 nên chữ có dấu sẽ hỏng. Lưu lại tệp dạng “CSV UTF-8” rồi chọn lại.',
    );
  }
}

const refuse = (message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place: 'tep', message }]);

/**
 * The list after the file: known codes get its names and dates, new ones enter at the end.
 *
 * @param input on: ISO day from which new items hold and missing ones end; endMissing: whether those not in the file end
 */
export function withCsv(
  held: readonly DatedItem[],
  rows: readonly CsvItem[],
  { on, endMissing }: { on: string; endMissing: boolean },
): DatedItem[] {
  const result = [...held];
  const named = new Set(rows.map((row) => row.code));
  for (const row of rows) {
    const span = { from: row.from, to: row.to };
    const exact = result.findIndex((item) => item.code === row.code && item.from === row.from);
    const open = result.findLastIndex((item) => item.code === row.code && item.to === null);
    const any = result.findLastIndex((item) => item.code === row.code);
    const at = exact !== -1 ? exact : row.from === null ? (open !== -1 ? open : any) : -1;
    if (at !== -1) {
      const item = result[at]!;
      result[at] = { ...item, name: row.name, to: span.to ?? (row.from === null ? item.to : null) };
      continue;
    }
    const added = {
      code: row.code,
      name: row.name,
      from: row.from ?? (held.length > 0 ? on : ALWAYS),
      to: row.to,
    };
    // A later span of a known code ends the one before.
    if (open !== -1 && added.from > result[open]!.from) result[open] = { ...result[open]!, to: added.from };
    if (any === -1) result.push(added);
    else result.splice(any + 1, 0, added);
  }
  if (!endMissing) return result;
  return result.flatMap((item) => {
    if (named.has(item.code) || (item.to !== null && item.to <= on)) return [item];
    return item.from < on ? [{ ...item, to: on }] : [];
  });
}
