import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clean,
  cleanLines,
  fold,
  isTitleCaseName,
  mask,
  maskEmail,
  maskName,
  maskPhone,
  slug,
  titleCaseName,
  tokens,
} from './text.ts';

describe('search form', () => {
  it('takes marks, case and đ away', () => {
    expect(fold('Đăng ký  KHAI SINH')).toBe('dang ky khai sinh');
    expect(fold('Nguyễn Thị Ánh Tuyết, phường Ỷ La')).toBe('nguyen thi anh tuyet, phuong y la');
    expect(fold('quyền sử dụng đất')).toBe('quyen su dung dat');
  });

  it('does not tell composed from decomposed, nor old from new tone places', () => {
    expect(fold('Hòa'.normalize('NFD'))).toBe(fold('Hòa'.normalize('NFC')));
    expect(fold('Hoà')).toBe(fold('Hòa'));
  });

  it('folds all Vietnamese letters to plain ones', () => {
    const letters = 'aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ';
    expect(fold(letters)).toMatch(/^[a-z]+$/);
    expect(fold(letters.toUpperCase())).toBe(fold(letters));
  });

  it('is the same when done twice, and blind to normal forms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });

  it('splits words and makes addresses', () => {
    expect(tokens('Cấp bản sao (Trích lục) số 12')).toEqual([
      'cap',
      'ban',
      'sao',
      'trich',
      'luc',
      'so',
      '12',
    ]);
    expect(tokens('  ')).toEqual([]);
    expect(slug('Sở Nông nghiệp & Môi trường')).toBe('so-nong-nghiep-moi-truong');
    expect(slug('…')).toBe('');
  });
});

describe('stored form', () => {
  it('[V.11~] is NFC Unicode without invisible characters', () => {
    const typed = '\uFEFF Nguyê\u0303n\u00A0\u200BVăn\t An ';
    expect(clean(typed)).toBe('Nguyễn Văn An');
    expect(clean(typed)).toBe(clean(typed).normalize('NFC'));
  });

  it('keeps lines where lines are meant', () => {
    expect(cleanLines(' Một \r\n\n\n\n hai  ba\rbốn ')).toBe('Một\n\nhai ba\nbốn');
  });
});

describe('names of people', () => {
  it.each(['Nguyễn Văn An', "H'Hen Niê", 'Ksor Y-Blô', 'Đỗ Ý'])('takes %s', (name) =>
    expect(isTitleCaseName(name)).toBe(true),
  );

  it.each(['NGUYỄN VĂN AN', 'nguyễn văn an', 'Nguyễn văn An', ''])('does not take %s', (name) =>
    expect(isTitleCaseName(name)).toBe(false),
  );

  it('mends them', () => {
    expect(titleCaseName(' TRẦN  THỊ  ÁNH ')).toBe('Trần Thị Ánh');
    expect(titleCaseName('đặng ỷ lan')).toBe('Đặng Ỷ Lan');
    expect(titleCaseName('ĐỖ Ý'.normalize('NFD'))).toBe('Đỗ Ý');
  });
});

describe('masks', () => {
  it('hide the middle of numbers', () => {
    expect(mask('001085007731')).toBe('0010••••7731');
    expect(mask('012345678')).toBe('•••••5678');
    expect(mask('1234')).toBe('••••');
    expect(mask('')).toBe('••••');
    expect(maskPhone('0912 345 678')).toBe('091••••678');
    expect(maskPhone('+84912345678')).toBe('+84••••••678');
    expect(maskPhone('115')).toBe('•••');
  });

  it('hide names and addresses', () => {
    expect(maskEmail('an.nguyen@example.vn')).toBe('a•••@example.vn');
    expect(maskEmail('none')).toBe('•••');
    expect(maskName('Nguyễn  Văn An')).toBe('N••• V••• A•••');
    expect(maskName('')).toBe('');
  });

  it('never show more than eight characters of a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{5,20}$/), (id) => {
        expect(mask(id).replaceAll('•', '').length).toBeLessThanOrEqual(8);
        expect(mask(id)).not.toBe(id);
      }),
    );
  });
});
