import { afterAll, expect, test } from 'vitest';
import { docx, p } from '../../../scripts/templates/markup.ts';
import { closePdf, code128, qrPicture, qrSvg, renderPdf } from './index.ts';
import { codesIn, codesOnPage } from './testing.ts';

afterAll(closePdf);

const CODE = '000.00.15.H29-261123-0001';

test('a Code 128 of 25 characters is at least 77 mm wide and reads as it was written', async () => {
  const picture = await code128(CODE);
  expect(picture.widthMm).toBeGreaterThanOrEqual(77);
  expect(await codesIn(picture.png)).toEqual([{ format: 'Code128', text: CODE }]);
});

test('a code too long for the paper gets narrower bars and still reads', async () => {
  const long = 'H29.15.05.13.07.01.02.03.04.05-261123-0001';
  const picture = await code128(long, 10, 93);
  expect(picture.widthMm).toBe(93);
  expect(await codesIn(picture.png)).toEqual([{ format: 'Code128', text: long }]);
});

test('Code 128 refuses what it can not hold', async () => {
  await expect(code128('')).rejects.toThrow(RangeError);
  await expect(code128('hồ sơ')).rejects.toThrow(RangeError);
});

test('a QR code reads as it was written, Vietnamese too', async () => {
  const text = 'https://motcua.example.vn/tra-cuu?ten=Nguyễn Ánh';
  expect(await codesIn((await qrPicture(text, 'Mã QR')).png)).toEqual([{ format: 'QRCode', text }]);
  expect(await qrSvg(text)).toMatch(/^<svg .*<\/svg>\s*$/s);
});

test('both read from the printed page at 300 dpi', async () => {
  const page = {
    width: 148,
    height: 210,
    margin: [10, 12, 10, 14] as [number, number, number, number],
    size: 11,
    line: 1,
  };
  const template = await docx('Thử', p('{barcode}') + p('{qr}', { before: 20 }), page);
  const { pdf } = await renderPdf(template, {
    barcode: await code128(CODE),
    qr: await qrPicture(CODE, 'Mã QR', 18),
  });
  const found = await codesOnPage(pdf);
  expect(found).toHaveLength(2);
  expect(found).toEqual(
    expect.arrayContaining([
      { format: 'Code128', text: CODE },
      { format: 'QRCode', text: CODE },
    ]),
  );
});
