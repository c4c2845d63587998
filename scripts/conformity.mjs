#!/usr/bin/env node
// Says which criteria of Circular 22/2019/TT-BTTTT the last test run proves: docs/conformity/report.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CRITERIA = 'docs/conformity/criteria.tsv';
const RESULTS = '.tmp/test-results.json';
const REPORT = 'docs/conformity/report.md';
/** An id of a criterion in a title: D8, D3.2, II.5.2, … */
const TAG = /\[((?:D\d+|I{1,3}|IV|V)(?:\.\d+)*)(~?)\]\s*/g;
const TEST_FILE = /\.test\.(tsx?|mjs)$/;

const PARTS = {
  D: 'Điều 3 và Điều 8: yêu cầu chung, an toàn thông tin',
  I: 'Phụ lục I: trạng thái hồ sơ',
  II: 'Phụ lục II: hệ thống thông tin một cửa điện tử',
  III: 'Phụ lục III: cổng dịch vụ công',
  IV: 'Phụ lục IV: hiệu năng',
  V: 'Phụ lục V: tiêu chí khác',
};

/** Criteria by id, in the file's order. @throws when an id comes twice or a line has not three columns */
export function parseCriteria(text) {
  const criteria = new Map();
  for (const line of text.trim().split('\n').slice(1)) {
    const [id, who, what, ...rest] = line.split('\t');
    if (!what || rest.length > 0) throw new Error(`${CRITERIA}: not three columns: ${line}`);
    if (criteria.has(id)) throw new Error(`${CRITERIA}: ${id} comes twice`);
    criteria.set(id, { id, who, what });
  }
  return criteria;
}

/**
 * Criteria that a title names: `[II.5.2]` proves the whole sentence (together with the other tests that name it so),
 * `[II.5.2~]` a part of it.
 */
export function idsOf(title) {
  return [...title.matchAll(TAG)].map(([, id, mark]) => ({ id, whole: mark === '' }));
}

/**
 * What the tests of a run prove.
 *
 * @param criteria by id
 * @param tests [{ file, titles, status }]: titles of the groups and of the test itself, from outside in
 * @returns entries: { criterion, state, whole, part, broken } in order; state is 'proved', 'part', 'broken' or
 *   'none'; unknown: ids in titles that are no criteria
 */
export function assess(criteria, tests) {
  const entries = new Map(
    [...criteria].map(([id, criterion]) => [id, { criterion, whole: [], part: [], broken: [] }]),
  );
  const unknown = [];
  for (const { file, titles, status } of tests) {
    const named = new Map();
    for (const { id, whole } of titles.flatMap(idsOf)) {
      // A partial mark anywhere on the way makes it partial: better too little said than too much.
      named.set(id, whole && (named.get(id) ?? true));
    }
    const name = titles.map((title) => title.replace(TAG, '')).join(' › ');
    for (const [id, whole] of named) {
      const entry = entries.get(id);
      if (!entry) unknown.push({ id, file, name });
      else if (status !== 'passed') entry.broken.push({ file, name, status });
      else entry[whole ? 'whole' : 'part'].push({ file, name });
    }
  }
  for (const entry of entries.values()) {
    // A criterion whose proof fails in one place is not proved, however many other tests pass.
    if (entry.broken.length > 0) entry.state = 'broken';
    else if (entry.whole.length > 0) entry.state = 'proved';
    else entry.state = entry.part.length > 0 ? 'part' : 'none';
  }
  return { entries: [...entries.values()], unknown };
}

/** Tests of Vitest's JSON report, by file: which one ends first is chance. */
export function testsOf(results, root) {
  return results.testResults
    .map(({ name, assertionResults }) => ({
      file: path.relative(root, name).replaceAll(path.sep, '/'),
      assertionResults,
    }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .flatMap(({ file, assertionResults }) =>
      assertionResults.map(({ ancestorTitles, title, status }) => ({
        file,
        titles: [...ancestorTitles, title],
        status,
      })),
    );
}

/** The report as Markdown. */
export function report({ entries, unknown }, { at, passed, total }) {
  const count = (state, some = entries) => some.filter((entry) => entry.state === state).length;
  const lines = [
    '# Mức độ đáp ứng Thông tư 22/2019/TT-BTTTT',
    '',
    'Báo cáo do `npm run conformity` lập từ kết quả của lần chạy `npm test` gần nhất, không sửa tay. Nội dung từng tiêu',
    'chí ở `criteria.tsv`. Một tiêu chí chỉ được tính là **có** khi các phép thử mang mã của nó đều đạt và cùng nhau thử',
    'trọn câu của tiêu chí; phép thử chỉ chạm một phần được ghi “một phần” và không tính; phép thử hỏng hoặc bị bỏ qua',
    'không tính.',
    '',
    `Lần chạy: ${at}; ${passed}/${total} phép thử đạt.`,
    '',
    '| Phần | Tiêu chí | Có | Một phần | Hỏng | Chưa có |',
    '|---|--:|--:|--:|--:|--:|',
  ];
  // Runs on the host's Node too, which may not have Map.groupBy yet.
  const groups = new Map();
  for (const entry of entries) {
    const [part] = /^(?:D|I{1,3}|IV|V)(?=[.\d])/.exec(entry.criterion.id);
    groups.set(part, [...(groups.get(part) ?? []), entry]);
  }
  const row = (name, some) =>
    `| ${name} | ${some.length} | ${['proved', 'part', 'broken', 'none'].map((state) => count(state, some)).join(' | ')} |`;
  for (const [part, some] of groups) lines.push(row(PARTS[part], some));
  lines.push(row('**Tổng**', entries), '');
  if (unknown.length > 0) {
    lines.push('## Mã không có trong danh mục', '');
    for (const { id, file, name } of unknown) lines.push(`- \`${id}\`: ${name} (\`${file}\`)`);
    lines.push('');
  }
  for (const [part, some] of groups) {
    lines.push(`## ${PARTS[part]}`, '');
    for (const entry of some) lines.push(...describe(entry));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const STATES = { proved: 'có', part: 'một phần', broken: 'hỏng', none: 'chưa có' };

function describe({ criterion, state, whole, part, broken }) {
  const lines = [`- **${criterion.id}** (${criterion.who}) ${criterion.what} — **${STATES[state]}**`];
  const say = (tests, label) => {
    // Rows of one table of cases carry titles that differ; the same title twice is said once.
    for (const text of new Set(tests.map(({ file, name }) => `${name} (\`${file}\`)`))) {
      lines.push(`  - ${label}${escape(text)}`);
    }
  };
  say(
    broken.filter(({ status }) => status === 'failed'),
    'hỏng: ',
  );
  say(
    broken.filter(({ status }) => status !== 'failed'),
    'bị bỏ qua: ',
  );
  say(whole, '');
  say(part, 'một phần: ');
  return lines;
}

const escape = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

/** Test files of the tree that the run did not take in. */
export function missingFiles(root, results) {
  const ran = new Set(results.testResults.map(({ name }) => path.resolve(root, name)));
  return ['src', 'e2e', 'scripts', 'bench']
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true })
        .filter((file) => TEST_FILE.test(file))
        .map((file) => path.join(root, folder, file)),
    )
    .filter((file) => !ran.has(file))
    .map((file) => path.relative(root, file))
    .sort();
}

function main() {
  const resultsFile = path.join(ROOT, RESULTS);
  if (!existsSync(resultsFile)) {
    console.error('Chưa có kết quả thử. Chạy npm test trước.');
    return 1;
  }
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const missing = missingFiles(ROOT, results);
  if (missing.length > 0) {
    console.error(
      `Lần chạy gần nhất chưa thử hết; còn thiếu:\n  ${missing.join('\n  ')}\nChạy npm test (cả bộ) trước.`,
    );
    return 1;
  }
  const assessment = assess(
    parseCriteria(readFileSync(path.join(ROOT, CRITERIA), 'utf8')),
    testsOf(results, ROOT),
  );
  const moment = { timeZone: 'Asia/Ho_Chi_Minh', hour12: false };
  const day = { day: '2-digit', month: '2-digit', year: 'numeric' };
  const at = [
    new Date(results.startTime).toLocaleDateString('en-GB', { ...moment, ...day }),
    new Date(results.startTime).toLocaleTimeString('en-GB', moment),
  ].join(' ');
  const { numPassedTests: passed, numTotalTests: total } = results;
  writeFileSync(path.join(ROOT, REPORT), report(assessment, { at, passed, total }));
  const count = (state) => assessment.entries.filter((entry) => entry.state === state).length;
  console.log(
    `${REPORT}: ${count('proved')} có, ${count('part')} một phần, ${count('broken')} hỏng, ${count('none')} chưa có ` +
      `trong ${assessment.entries.length} tiêu chí.`,
  );
  for (const { id, file } of assessment.unknown)
    console.error(`${file}: [${id}] không có trong ${CRITERIA}.`);
  return assessment.unknown.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main();
