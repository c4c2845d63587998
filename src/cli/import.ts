import { formatNumber } from '../core/money.ts';
import { importLines, readLines, UnreadableFile, type ImportReport } from '../modules/procedures/index.ts';
import type { Platform } from '../platform/index.ts';

const USAGE = `Cách dùng: npm run cli -- import procedures TỆP…
  TỆP   danh mục thủ tục dạng JSONL (mỗi dòng một thủ tục), bảng mã UTF-8`;

/** Exit codes: 0 all done · 1 some lines were left out · 2 nothing was read (usage or file). */
type ExitCode = 0 | 1 | 2;

/**
 * `import procedures FILE…`: brings the catalogue of procedures to published lists. May run while the program runs.
 *
 * @param files paths of JSONL files
 * @param print where the report goes
 */
export async function importCommand(
  files: readonly string[],
  platform: Pick<Platform, 'db' | 'clock'>,
  print: (line: string) => void = console.log,
): Promise<ExitCode> {
  if (files.length === 0) {
    print(USAGE);
    return 2;
  }
  let code: ExitCode = 0;
  for (const file of files) {
    let lines: string[];
    try {
      lines = await readLines(file);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      print(error.message);
      code = 2;
      continue;
    }
    const report = await importLines(platform, lines);
    for (const line of describe(file, report)) print(line);
    if (report.problems.length > 0 && code === 0) code = 1;
  }
  return code;
}

function describe(file: string, report: ImportReport): string[] {
  const n = formatNumber;
  const lines = [
    `${file}: đọc ${n(report.read)} thủ tục`,
    `  ${n(report.created)} mới, ${n(report.changed)} thay đổi, ${n(report.same)} giữ nguyên`,
  ];
  if (report.marked > 0) lines.push(`  ${n(report.marked)} thủ tục có chỗ cần rà soát`);
  for (const code of report.keptEdited) lines.push(`  ${code}: giữ bản đã biên tập`);
  for (const { line, problem } of report.problems) lines.push(`  Dòng ${n(line)}: ${problem}`);
  return lines;
}
