import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { clean, fold } from '../../core/text.ts';

export const MAX_CSV_BYTES = 512 * 1024;
export const MAX_CSV_ROWS = 1000;

/** Columns of the file, in the order of the template. */
export const CSV_COLUMNS = {
  name: 'Họ và tên',
  username: 'Tên đăng nhập',
  email: 'Thư điện tử',
  phone: 'Điện thoại',
  agency: 'Cơ quan',
  unit: 'Đơn vị',
  role: 'Vai trò',
  title: 'Chức danh',
  from: 'Từ ngày',
  to: 'Đến ngày',
} as const;
export type CsvColumn = keyof typeof CSV_COLUMNS;
const REQUIRED: CsvColumn[] = ['name', 'username', 'agency', 'unit', 'role', 'title'];

/** A fault in a file, at a cell when it is about one: row as a spreadsheet counts, the heading being row 1. */
export interface CsvFault {
  row: number | null;
  /** Heading of the column. */
  column: string | null;
  message: string;
}

export interface CsvRecord {
  row: number;
  cells: Record<CsvColumn, string>;
}

/** The file to fill in: headings and two lines as an example. With a byte order mark, so that Excel reads it right. */
export function csvTemplate(): string {
  const example = [
    [
      'Nguyễn Văn An',
      'nguyenvanan',
      'an@example.vn',
      '0912345678',
      'so-tu-phap',
      'Phòng Hành chính tư pháp',
      'Chuyên viên thụ lý',
      'Chuyên viên',
      '01/12/2026',
      '',
    ],
    [
      'Trần Thị Bình',
      'tranthibinh',
      '',
      '',
      'phuong-yen-ha',
      'mot-cua',
      'Cán bộ một cửa',
      'Công chức',
      '01/12/2026',
      '30/06/2027',
    ],
  ];
  return stringify([Object.values(CSV_COLUMNS), ...example], { bom: true, record_delimiter: 'windows' });
}

/**
 * Reads the cells of an uploaded file: UTF-8 with or without byte order mark, fields parted by comma, semicolon or tab.
 * Lines without any text fall out.
 */
export function readCsv(content: Uint8Array): { records: CsvRecord[]; faults: CsvFault[] } {
  const whole = (message: string) => ({ records: [], faults: [{ row: null, column: null, message }] });
  if (content.byteLength > MAX_CSV_BYTES) {
    return whole(
      `Tệp lớn ${Math.ceil(content.byteLength / 1024)} KB, vượt mức ${MAX_CSV_BYTES / 1024} KB. Chia thành nhiều tệp, mỗi tệp tối đa ${MAX_CSV_ROWS} dòng.`,
    );
  }
  const text = decode(content);
  if (text === null) {
    return whole(
      'Tệp không phải bảng mã UTF-8 (có thể là Windows-1258, TCVN3 hoặc UTF-16) nên chữ tiếng Việt sẽ sai. Trong Excel chọn “Lưu thành” → “CSV UTF-8 (phân tách bằng dấu phẩy)”, rồi tải lên lại.',
    );
  }
  let table: string[][];
  try {
    table = parse(text, { delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error ? ` ở dòng ${String(error.lines)}` : '';
    return whole(`Không đọc được tệp${line}: có dấu ngoặc kép mở mà không đóng. Sửa ô đó rồi tải lên lại.`);
  }
  const [heading, ...lines] = table;
  if (!heading || heading.every((cell) => clean(cell) === '')) {
    return whole('Tệp trống. Tải tệp mẫu về, điền rồi tải lên lại.');
  }
  const { places, faults } = readHeading(heading);
  if (faults.length > 0) return { records: [], faults };
  const records = lines
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => clean(cell) !== ''));
  if (records.length === 0) return whole('Tệp chỉ có dòng tiêu đề. Điền ít nhất một cán bộ.');
  if (records.length > MAX_CSV_ROWS) {
    return whole(`Tệp có ${records.length} dòng, vượt mức ${MAX_CSV_ROWS} dòng. Chia thành nhiều tệp.`);
  }
  for (const { row, cells } of records) {
    if (cells.slice(heading.length).some((cell) => clean(cell) !== '')) {
      faults.push({
        row,
        column: null,
        message: `Dòng có ${cells.length} ô, nhiều hơn ${heading.length} cột của tiêu đề. Đặt ô có dấu phẩy trong ngoặc kép.`,
      });
    }
  }
  return {
    records: records.map(({ row, cells }) => ({
      row,
      cells: Object.fromEntries(
        Object.keys(CSV_COLUMNS).map((column) => [
          column,
          clean(cells[places.get(column as CsvColumn) ?? -1] ?? ''),
        ]),
      ) as Record<CsvColumn, string>,
    })),
    faults,
  };
}

/** Text of the file, or null when it is not UTF-8. */
function decode(content: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    // UTF-16 without a mark is valid UTF-8 here and there, but full of zeros.
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function delimiterOf(text: string): string {
  const heading = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (mark: string): number => heading.split(mark).length;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0]!;
}

function readHeading(heading: string[]): { places: Map<CsvColumn, number>; faults: CsvFault[] } {
  const columns = Object.entries(CSV_COLUMNS) as [CsvColumn, string][];
  const places = new Map<CsvColumn, number>();
  const faults: CsvFault[] = [];
  for (const [index, cell] of heading.entries()) {
    if (clean(cell) === '') continue;
    const column = columns.find(([, label]) => fold(label) === fold(cell))?.[0];
    if (!column) {
      faults.push({
        row: 1,
        column: clean(cell),
        message: `Cột “${clean(cell)}” không có trong tệp mẫu. Xóa cột này hoặc sửa tên cột cho đúng mẫu.`,
      });
    } else if (places.has(column)) {
      faults.push({ row: 1, column: CSV_COLUMNS[column], message: 'Cột này có hai lần. Xóa một cột.' });
    } else places.set(column, index);
  }
  for (const column of REQUIRED) {
    if (places.has(column)) continue;
    faults.push({
      row: 1,
      column: CSV_COLUMNS[column],
      message: `Thiếu cột “${CSV_COLUMNS[column]}”. Tải tệp mẫu về để có đủ các cột.`,
    });
  }
  return { places, faults };
}
