import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateWords, numberWords } from './words.ts';

test.each([
  [0, 'không'],
  [10, 'mười'],
  [15, 'mười lăm'],
  [21, 'hai mươi mốt'],
  [24, 'hai mươi tư'],
  [105, 'một trăm linh năm'],
  [2005, 'hai nghìn không trăm linh năm'],
  [150_000_000, 'một trăm năm mươi triệu'],
  [1_000_001, 'một triệu không trăm linh một'],
  [3_214_011_555, 'ba tỷ hai trăm mười bốn triệu không trăm mười một nghìn năm trăm năm mươi lăm'],
])('%d is %s', (value, words) => {
  expect(numberWords(value)).toBe(words);
});

test('different numbers have different words', () => {
  const number = fc.integer({ min: 0, max: 999_999_999_999 });
  fc.assert(
    fc.property(number, number, (one, other) => {
      expect(numberWords(one) === numberWords(other)).toBe(one === other);
      expect(numberWords(one)).toMatch(/^[\p{Ll} ]+$/u);
    }),
  );
});

test('what is no such number is refused', () => {
  for (const value of [-1, 1.5, 1e12, Number.NaN]) expect(() => numberWords(value)).toThrow(RangeError);
});

test('dates as certificates write them', () => {
  expect(dateWords('2026-11-12')).toBe('Ngày mười hai tháng mười một năm hai nghìn không trăm hai mươi sáu');
  expect(dateWords('1994-04-05')).toBe('Ngày năm tháng tư năm một nghìn chín trăm chín mươi tư');
  expect(dateWords('12/11/2026')).toBe('');
});
