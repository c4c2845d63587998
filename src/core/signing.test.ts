import { describe, expect, test } from 'vitest';
import { nameUnder, placeOf, signingForm } from './signing.ts';

describe('place of issue', () => {
  test.each([
    [['Ủy ban nhân dân phường Yên Hà', 'Ủy ban nhân dân tỉnh Lam Giang'], 'Yên Hà'],
    [['Công an xã Tân Lâm', 'Công an tỉnh Lam Giang'], 'Tân Lâm'],
    [['Sở Nông nghiệp và Môi trường tỉnh Lam Giang'], 'Lam Giang'],
    [['Sở Tư pháp', 'Ủy ban nhân dân tỉnh Lam Giang'], 'Lam Giang'],
    [['Bảo hiểm xã hội tỉnh Lam Giang'], 'Lam Giang'],
    [['Ủy ban nhân dân phường 12'], 'Phường 12'],
    [['Ủy ban nhân dân thành phố Hồ Chí Minh'], 'Thành phố Hồ Chí Minh'],
    [['Ủy ban nhân dân thành phố Hà Nội'], 'Hà Nội'],
    [['Trung tâm Lưu trữ'], ''],
    [[], ''],
  ])('of %j is %s', (names, place) => {
    expect(placeOf(names)).toBe(place);
  });
});

describe('head of a document', () => {
  test('does not say again what stands above', () => {
    const parent = 'Ủy ban nhân dân tỉnh Lam Giang';
    expect(nameUnder('Sở Tư pháp tỉnh Lam Giang', parent)).toBe('Sở Tư pháp');
    expect(nameUnder('Công an phường Yên Hà', 'Công an tỉnh Lam Giang')).toBe('Công an phường Yên Hà');
    expect(nameUnder(parent, parent)).toBe(parent);
    expect(nameUnder('Sở Tư pháp', undefined)).toBe('Sở Tư pháp');
  });
});

describe('lines above the signature', () => {
  const commune = 'Ủy ban nhân dân phường Yên Hà';
  test.each([
    ['Chủ tịch UBND xã', commune, 'TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH'],
    ['Phó Chủ tịch UBND phường', commune, 'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH'],
    ['Công chức Tư pháp - Hộ tịch', commune, 'TL. CHỦ TỊCH\nCÔNG CHỨC TƯ PHÁP - HỘ TỊCH'],
    ['', commune, 'TM. ỦY BAN NHÂN DÂN'],
    ['Giám đốc Sở Tư pháp', 'Sở Tư pháp', 'GIÁM ĐỐC'],
    ['Phó Giám đốc Sở Xây dựng', 'Sở Xây dựng tỉnh Lam Giang', 'KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC'],
    ['Trưởng Công an phường', 'Công an phường Yên Hà', 'TRƯỞNG CÔNG AN PHƯỜNG'],
    ['Phó Trưởng Công an xã', 'Công an xã Tân Lâm', 'KT. TRƯỞNG CÔNG AN XÃ\nPHÓ TRƯỞNG CÔNG AN XÃ'],
    ['', 'Sở Tư pháp', ''],
  ])('of “%s” at %s', (title, agency, lines) => {
    expect(signingForm(title, agency)).toBe(lines);
  });
});
