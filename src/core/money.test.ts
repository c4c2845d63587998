import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, formatNumber, parseMoney } from './money.ts';

describe('showing money and numbers', () => {
  it('puts dots between thousands', () => {
    expect(formatMoney(150_000_000)).toBe('150.000.000 đồng');
    expect(formatMoney(0)).toBe('0 đồng');
    expect(formatMoney(-8000)).toBe('-8.000 đồng');
    expect(formatNumber(1731)).toBe('1.731');
    expect(formatNumber(999)).toBe('999');
  });

  it('puts a comma before decimals', () => {
    expect(formatNumber(98.4)).toBe('98,4');
    expect(formatNumber(98, 1)).toBe('98,0');
    expect(formatNumber(1234.567, 2)).toBe('1.234,57');
    expect(formatNumber(-0.04, 1)).toBe('0,0');
  });

  it('does not show what is no amount', () => {
    expect(() => formatMoney(0.5)).toThrow(RangeError);
    expect(() => formatNumber(Number.NaN)).toThrow(RangeError);
  });
});

describe('reading typed money', () => {
  it.each([
    ['150000', 150_000],
    ['150.000', 150_000],
    ['1,500,000', 1_500_000],
    ['1 500 000', 1_500_000],
    ['1\u00A0500\u00A0000', 1_500_000],
    ['150.000đ', 150_000],
    ['150.000 Đồng', 150_000],
    ['150.000 VND', 150_000],
    [' 0 ', 0],
  ])('%s', (typed, amount) => expect(parseMoney(typed)).toBe(amount));

  it.each([
    '',
    'đồng',
    '-5',
    '1,5',
    '1.50',
    '15.00',
    '1.500,00',
    '1.500,000',
    '12.34.567',
    '2 triệu',
    '9'.repeat(17),
  ])('not %s', (typed) => expect(parseMoney(typed)).toBeNull());

  it('reads back every amount it shows', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (amount) => {
        expect(parseMoney(formatMoney(amount))).toBe(amount);
      }),
    );
  });
});
