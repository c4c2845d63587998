import { isIsoDate } from './dates.ts';

/** Numbers and dates in words, as documents repeat them so that nobody can change a figure. */

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const SCALES = ['', 'nghìn', 'triệu', 'tỷ'];

/**
 * A whole number from 0 to 999,999,999,999 in words: 150000000 → "một trăm năm mươi triệu".
 * @throws RangeError for anything else
 */
export function numberWords(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e12) {
    throw new RangeError(`Not a number to write in words: ${value}`);
  }
  if (value === 0) return DIGITS[0]!;
  const words: string[] = [];
  for (let scale = SCALES.length - 1; scale >= 0; scale--) {
    const group = Math.floor(value / 1000 ** scale) % 1000;
    if (group === 0) continue;
    words.push(groupWords(group, words.length > 0), SCALES[scale]!);
  }
  return words.filter(Boolean).join(' ');
}

/** Three digits; `inner` when larger groups stand before, so that the hundreds are said even when there are none. */
function groupWords(group: number, inner: boolean): string {
  const [hundreds, tens, ones] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
  const words: string[] = [];
  if (hundreds > 0 || inner) words.push(DIGITS[hundreds]!, 'trăm');
  if (tens === 1) words.push('mười');
  else if (tens > 1) words.push(DIGITS[tens]!, 'mươi');
  else if (ones > 0 && words.length > 0) words.push('linh');
  if (ones === 1 && tens > 1) words.push('mốt');
  else if (ones === 4 && tens > 1) words.push('tư');
  else if (ones === 5 && tens > 0) words.push('lăm');
  else if (ones > 0) words.push(DIGITS[ones]!);
  return words.join(' ');
}

/** "2026-11-12" → "Ngày mười hai tháng mười một năm hai nghìn không trăm hai mươi sáu"; empty when it is no date. */
export function dateWords(date: string): string {
  if (!isIsoDate(date)) return '';
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const monthWords = month === 4 ? 'tư' : numberWords(month);
  return `Ngày ${numberWords(day)} tháng ${monthWords} năm ${numberWords(year)}`;
}
