import { stringify } from 'csv-stringify';
import { formatDateTime } from '../../../core/dates.ts';
import type { AccountListRow } from '../../../modules/accounts/index.ts';
import { KIND_LABELS, STATE_LABELS } from './pages.tsx';

const COLUMNS = [
  'Loại',
  'Tên',
  'Tên đăng nhập',
  'Số định danh hoặc mã số thuế',
  'Điện thoại',
  'Thư điện tử',
  'Trạng thái',
  'Mở tài khoản',
  'Đăng nhập gần nhất',
];

/** A cell that no spreadsheet takes for a formula: text that begins like one is led by an apostrophe. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** A stream of CSV: UTF-8 with byte order mark, so that Excel reads the diacritics. Write rows, then end it. */
export function accountCsv() {
  const csv = stringify({ bom: true, record_delimiter: 'windows' });
  csv.write(COLUMNS);
  return csv;
}

/** One account as a line. */
export const csvRow = (row: AccountListRow): string[] =>
  [
    KIND_LABELS[row.kind],
    row.name,
    row.username,
    row.identityNo ?? '',
    row.phone ?? '',
    row.email ?? '',
    STATE_LABELS[row.state],
    formatDateTime(row.createdAt),
    row.lastLogInAt ? formatDateTime(row.lastLogInAt) : '',
  ].map(harmless);
