import type { LegalDocument, ReviewMark } from '../../../core/procedure.ts';
import { clean, cleanLines } from '../../../core/text.ts';
import { isEmpty } from './source.ts';

const LAW_HEADER = 'Tên văn bản pháp lýMã văn bản';

/** Numbers of legal documents; where one ends is known for these kinds and issuers. */
const KIND =
  'UBTVQH\\d{2}|QH\\d{2}|NĐ-CP|NQ-CP|NQ-QH\\d{2}|QĐ-(?:TTg|BTP|BXD|BGTVT|BTC)|TTLT(?:[-/][A-ZĐ]{2,}(?:-[A-ZĐ]{2,})*)?|' +
  'VBHN-(?:BTP|BXD|BGTVT|BTC|VPQH)|TT-(?:BTP|BTC|BXD|BGTVT|BCA|BQP|BNV|BYT|BTNMT|BNNMT|BLĐTBXH|BKHCN|BTTTT|BKHĐT|' +
  'BNNPTNT|BNG|BVHTTDL|BCT|BGDĐT|NHNN|VPCP|TTCP)';
const NUMBER = new RegExp(
  `(?:(?<=[^\\s(])(?:Bộ luật|Luật|Nghị định|Thông tư|Nghị quyết)(?: số:?)? )?(\\d+(?:\\.?[a-z]|\\.\\d+)?)(/(?:\\d{4}/)?(?:${KIND}))`,
  'gu',
);

/** Reads the flattened table of legal documents: name, number, name, number … */
export function readLaws(text: string, review: ReviewMark[]): LegalDocument[] {
  const table = text.startsWith(LAW_HEADER) ? text.slice(LAW_HEADER.length) : text;
  if (isEmpty(table)) return [];
  const laws: LegalDocument[] = [];
  let from = 0;
  for (const match of table.matchAll(NUMBER)) {
    let start = match.index;
    let digits = match[1]!;
    // "… năm 202437/2024/QH15", "… ngày 25/01/202120/2024/NĐ-CP": the year ends the name.
    if (/(?:[\p{L}]\s|\d\/)$/u.test(table.slice(0, start)) && /^(?:19|20)\d{3,5}$/.test(digits)) {
      start += 4;
      digits = digits.slice(4);
    }
    const number = digits + match[2]!;
    const name = clean(table.slice(from, start)).replace(/^[-;,.\s]+/u, '');
    if (!endsRow(table, start, match.index + match[0].length, name, number)) continue;
    laws.push({ number, name });
    if (SEAM.test(name)) {
      review.push({
        place: 'legalBasis',
        reason: 'Tên có thể dính liền với văn bản đứng trước.',
        text: name,
      });
    }
    from = match.index + match[0].length;
  }
  const rest = clean(table.slice(from)).replace(/^[.;,]+$/u, '');
  if (rest) review.push({ place: 'legalBasis', reason: 'Chưa tách được số hiệu văn bản.', text: rest });
  return laws;
}

/** Where a row without a readable number may have run into the next one. */
const SEAM = /[\p{Ll}.](?:\p{Lu}\p{Ll}|\d+\/\d{4}\/)/u;

/** Whether a number is the second column of its row, or one that is named inside the name of a document. */
function endsRow(table: string, start: number, end: number, name: string, number: string): boolean {
  const [before, after] = [table[start - 1] ?? '', table[end] ?? ''];
  if (name === '') return false;
  // "Thông tư số 08/2025/TT-BTP ngày …" is how a name begins; in the column nothing follows the number.
  if (/\p{L}/u.test(table[start] ?? '')) return !/[\s.,;)]/u.test(after);
  if (!/[\s(]/u.test(before)) return true;
  // Set off by a space, it is the column only when nothing of the name follows and it names the same document.
  const closes = after === '' || /\p{Lu}/u.test(after);
  return closes && (name.includes(number) || !/sửa đổi|hướng dẫn|quy định|\d\/\d{4}|số$/iu.test(name));
}

/** What follows the results on the source's page: keywords, description, choice of agency. */
const RESULT_TAIL = /Từ khóa[\s\S]*$/u;
const RESULT_CODE = /Mã: ([A-Z\d][A-Z\d.-]*\d)(?=\D|$)/gu;

/** Reads the flattened list of results: name, "Mã: code", name … */
export function readResults(text: string, review: ReviewMark[]): { code: string; name: string }[] {
  const list = text.replace(RESULT_TAIL, '');
  const results: { code: string; name: string }[] = [];
  let from = 0;
  for (const match of list.matchAll(RESULT_CODE)) {
    results.push({ code: match[1]!, name: clean(list.slice(from, match.index)) });
    from = match.index + match[0].length;
  }
  const rest = list.slice(from);
  if (!isEmpty(rest)) review.push({ place: 'results', reason: 'Kết quả không có mã.', text: clean(rest) });
  return results.filter((result) => result.name !== '');
}

/**
 * Steps of the text, when it numbers them itself: "Bước 1: …", "1. …", "a) …" at the start of lines, in sequence. Else
 * the whole text is one step: where one ends is not certain.
 */
export function readSteps(text: string): { title: string; text: string }[] {
  if (isEmpty(text)) return [];
  const whole = cleanLines(text);
  for (const { series, called } of SERIES) {
    const steps = numbered(whole.split('\n'), series, called);
    if (steps) return steps;
  }
  return [{ title: 'Trình tự thực hiện', text: whole }];
}

// Only what the text itself calls a step is called one: "1." and "a)" may also part cases or agencies.
const SERIES = [
  { series: /^\W*Bước (\d+)\s*[:.\-–]?\s*/u, called: 'Bước' },
  { series: /^(\d+)[.)]\s+/u, called: 'Mục' },
  { series: /^([a-zđ])[.)]\s+/u, called: 'Mục' },
];

const LETTERS = 'abcdđeghiklmnopq';

function numbered(
  lines: readonly string[],
  series: RegExp,
  called: string,
): { title: string; text: string }[] | null {
  const starts = lines.flatMap((line, at) => {
    const match = series.exec(line);
    if (!match) return [];
    const place = /\d/.test(match[1]!) ? Number(match[1]) : LETTERS.indexOf(match[1]!) + 1;
    return [{ at, place, head: match[0] }];
  });
  const inOrder = starts.every((start, index) => start.place === index + 1);
  if (starts.length < 2 || !inOrder || starts[0]!.at !== 0) return null;
  return starts.map(({ at, head }, index) => {
    const [first = '', ...more] = lines.slice(at, starts[index + 1]?.at ?? lines.length);
    const line = first.slice(head.length).replace(/^Bước \d+\s*[:.]\s*/u, '');
    const text = [line, ...more].join('\n').trim();
    const [, title, body] = /^([^:.\n]{3,70})[:.]\s+(\S[\s\S]*)$/u.exec(text) ?? [];
    return title && body ? { title, text: body } : { title: `${called} ${index + 1}`, text };
  });
}

/** Conditions, a line each; lines that begin with "+" belong to the one before. */
export function readConditions(text: string): string[] {
  if (isEmpty(text)) return [];
  const conditions: string[] = [];
  for (const line of cleanLines(text).split('\n').filter(Boolean)) {
    if (line.startsWith('+') && conditions.length > 0) conditions[conditions.length - 1] += `\n${line}`;
    else conditions.push(line.replace(/^[-–•*]\s*/u, ''));
  }
  return conditions.filter((condition) => condition !== '');
}
