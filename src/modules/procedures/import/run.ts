import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Platform } from '../../../platform/index.ts';
import { slug } from '../../../core/text.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import { expireCatalogue } from '../catalogue.ts';
import { publishProcedure } from '../store.ts';
import { parseRecord } from './parse.ts';
import { readLine, type SourceRecord } from './source.ts';

/** Records in one transaction: small enough that others wait little, large enough to be quick. */
const BATCH = 100;

export interface ImportReport {
  /** Records read. */
  read: number;
  created: number;
  changed: number;
  same: number;
  /** Codes that somebody here has edited: their text stays. */
  keptEdited: string[];
  /** Records with something for an editor to look at. */
  marked: number;
  /** Lines that could not be read, from 1. */
  problems: { line: number; problem: string }[];
}

/** A file that cannot be read as lines of text; the message says why and what to do. */
export class UnreadableFile extends Error {}

/**
 * Reads a file of one JSON record a line.
 *
 * @throws UnreadableFile when it is missing, a folder, not allowed, not UTF-8 or empty
 */
export async function readLines(file: string): Promise<string[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new UnreadableFile(`Không có tệp “${file}”. Kiểm tra lại đường dẫn.`);
    if (code === 'EISDIR') throw new UnreadableFile(`“${file}” là thư mục. Ghi tên tệp JSONL bên trong.`);
    if (code === 'EACCES') throw new UnreadableFile(`Không được phép đọc “${file}”. Cấp quyền đọc tệp.`);
    throw new UnreadableFile(`Không đọc được “${file}”: ${(error as Error).message}`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFile(`Tệp “${file}” không ở bảng mã UTF-8. Lưu lại tệp bằng UTF-8 rồi nhập.`);
  }
  if (text.trim() === '') throw new UnreadableFile(`Tệp “${file}” rỗng. Chọn tệp có ít nhất một thủ tục.`);
  return text.split(/\r?\n/);
}

/**
 * Brings the catalogue to the records: unknown ones are published, changed ones get a new version, the rest is left
 * alone. A procedure that was written or edited here keeps its text. Lines that cannot be read are reported, the others
 * go on; each batch is one transaction.
 */
export async function importLines(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  lines: readonly string[],
): Promise<ImportReport> {
  const report: ImportReport = {
    read: 0,
    created: 0,
    changed: 0,
    same: 0,
    keptEdited: [],
    marked: 0,
    problems: [],
  };
  const records = new Map<string, SourceRecord>();
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const record = readLine(line);
    if ('problem' in record) return void report.problems.push({ line: index + 1, problem: record.problem });
    const code = record.ma_thu_tuc.trim();
    if (records.has(code)) {
      const problem = `thủ tục ${code} đã có ở dòng trước. Giữ dòng trước, bỏ dòng này.`;
      return void report.problems.push({ line: index + 1, problem });
    }
    records.set(code, record);
  });
  report.read = records.size;
  const all = [...records.values()];
  for (let at = 0; at < all.length; at += BATCH) {
    await db.transaction().execute((tx) => publishBatch(tx, all.slice(at, at + BATCH), clock.now(), report));
  }
  expireCatalogue(db);
  return report;
}

async function publishBatch(tx: Tx, records: SourceRecord[], now: Date, report: ImportReport): Promise<void> {
  const edited = await editedHere(tx);
  const fieldCode = await fieldCodes(tx);
  for (const record of records) {
    const code = record.ma_thu_tuc.trim();
    if (edited.has(code)) {
      report.keptEdited.push(code);
      continue;
    }
    const definition = parseRecord(record, fieldCode(record.linh_vuc));
    const { outcome } = await publishProcedure(tx, definition, { by: null, now });
    report[outcome === 'new' ? 'created' : outcome === 'same' ? 'same' : 'changed']++;
    if (definition.review?.length) report.marked++;
  }
}

/** Codes whose published text is not an import's: loaded as edited, or published by a person. */
async function editedHere(db: Db | Tx): Promise<Set<string>> {
  const rows = await db
    .selectFrom('procedure_version')
    .where('state', '=', 'published')
    .where((eb) => eb.or([eb('published_by', 'is not', null), sql<boolean>`not definition ? 'source'`]))
    .select('procedure_code')
    .execute();
  return new Set(rows.map((row) => row.procedure_code));
}

/** National codes of fields, where they are known (Circular 01/2018/TT-VPCP, art. 20). */
const NATIONAL_CODES: Record<string, string> = { 'ho-tich': 'G15-TP07', 'hoat-dong-xay-dung': 'G17-XD11' };

/** Code of a field by its name: the one we have, else the national one, else made from the name. */
export async function fieldCodes(db: Db | Tx): Promise<(name: string) => string> {
  const rows = await db.selectFrom('field').select(['code', 'name']).execute();
  const known = new Map(rows.map((row) => [slug(row.name), row.code]));
  return (name) => known.get(slug(name)) ?? NATIONAL_CODES[slug(name)] ?? slug(name);
}
