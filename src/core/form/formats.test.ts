import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanDate,
  cleanDigits,
  cleanNumber,
  cleanPhone,
  cleanTaxCode,
  cleanText,
  isDate,
  isEmail,
  isPersonalId,
  isPhone,
  isTaxCode,
  showDate,
  showNumber,
} from './formats.ts';

describe('typed texts', () => {
  it.each([
    ['14/02/1991', '1991-02-14'],
    ['4-2-1991', '1991-02-04'],
    ['14 . 02 . 1991', '1991-02-14'],
    ['14021991', '1991-02-14'],
    ['1991-02-14', '1991-02-14'],
    ['29/02/2023', '29/02/2023'],
    ['29/02/2024', '2024-02-29'],
    ['hôm qua', 'hôm qua'],
  ])('reads the date %s as %s', (typed, kept) => {
    expect(cleanDate(typed)).toBe(kept);
  });

  it.each([
    ['150.000.000', 150_000_000],
    ['150 000 000 đồng', 150_000_000],
    ['150,000,000', 150_000_000],
    ['150000000đ', 150_000_000],
    ['72,5', 72.5],
    ['72.5', 72.5],
    ['1.234,5', 1234.5],
    ['1.234', 1234],
    ['-3', -3],
    ['1,5 triệu', '1,5 triệu'],
    ['12.34.56', '12.34.56'],
    ['99999999999999999999', '99999999999999999999'],
  ])('reads the number %s as %s', (typed, kept) => {
    expect(cleanNumber(typed)).toBe(kept);
  });

  it.each([
    ['0904 112 358', '0904112358'],
    ['+84 904.112.358', '0904112358'],
    ['84904112358', '0904112358'],
    ['(024) 3825 3536', '02438253536'],
    ['+81 90 1234 5678', '+819012345678'],
    ['gọi mẹ tôi', 'gọi mẹ tôi'],
  ])('reads the phone %s as %s', (typed, kept) => {
    expect(cleanPhone(typed)).toBe(kept);
  });

  it('keeps ids as digits, branch codes with their dash, and text in NFC without invisible marks', () => {
    expect(cleanDigits(' 001 194 002 216 ')).toBe('001194002216');
    expect(cleanDigits('B1234567')).toBe('B1234567');
    expect(cleanTaxCode('0100109106 001')).toBe('0100109106-001');
    expect(cleanText('  Ho\u0302\u0300ng\u200b   Nhung\u0007 ', 'one')).toBe('Hồng Nhung');
    expect(cleanText('một\r\nhai  ba', 'many')).toBe('một\nhai  ba');
  });

  it('shows every date and whole number so that it reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e15 }), (value) => {
        expect(cleanNumber(showNumber(value))).toBe(value);
      }),
    );
    const days = fc.date({
      min: new Date('1800-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (day) => {
        const iso = day.toISOString().slice(0, 10);
        expect(isDate(iso)).toBe(true);
        expect(cleanDate(showDate(iso))).toBe(iso);
      }),
    );
  });
});

describe('formats', () => {
  it('knows a personal identification number by its length, province and century digit', () => {
    expect(isPersonalId('001194002216')).toBe(true);
    expect(isPersonalId('00119400221')).toBe(false);
    expect(isPersonalId('001494002216')).toBe(false);
    expect(isPersonalId('000194002216')).toBe(false);
  });

  it('knows a tax code by its check digit', () => {
    expect(isTaxCode('0100109106')).toBe(true);
    expect(isTaxCode('0100109107')).toBe(false);
    expect(isTaxCode('0100109106-001')).toBe(true);
    expect(isTaxCode('0100109107-001')).toBe(false);
    expect(isTaxCode('001194002216')).toBe(true);
  });

  it('finds any one wrong digit of a tax code', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(change, ([at, by]) => {
        const digits = [...'0100109106'].map(Number);
        digits[at] = (digits[at]! + by) % 10;
        expect(isTaxCode(digits.join(''))).toBe(false);
      }),
    );
  });

  it('knows phones and e-mail addresses', () => {
    for (const phone of ['0904112358', '02438253536', '0251382123', '+819012345678'])
      expect(isPhone(phone)).toBe(true);
    for (const phone of ['904112358', '0104112358', '09041123', '+84904112358'])
      expect(isPhone(phone)).toBe(false);
    for (const mail of ['nhung@vidu.vn', 'a.b+c@so-tu-phap.lamgiang.gov.vn'])
      expect(isEmail(mail)).toBe(true);
    for (const mail of ['nhung@vidu', 'nhung.vidu.vn', 'a b@vidu.vn', '@vidu.vn', 'a@-vidu.vn'])
      expect(isEmail(mail)).toBe(false);
  });
});
