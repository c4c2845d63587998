import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined, utf8Of } from './utf8.ts';

test('any text is encoded, half characters as their sign', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(Buffer.from(utf8Of(text)).equals(Buffer.from(text))).toBe(true);
    }),
    { examples: [['hồ sơ \ud800 dở dang'], ['\udc00'], ['😀 Nguyễn Thị Hồng Vân'], ['']] },
  );
});

test('texts and bytes come in their order, also where somebody typed the mark that stands between texts', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constant('\u0002'), fc.constantFrom('hồ', 's', '😀')),
    maxLength: 12,
  });
  const bytes = fc.oneof(text, fc.string({ unit: 'binary' })).map((one) => Buffer.from(one));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, bytes), { maxLength: 12 }), (chunks) => {
      const expected = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
      expect(Buffer.from(joined(chunks)).equals(expected)).toBe(true);
    }),
  );
});

test('a page longer than any before it', () => {
  const long = 'Một cửa '.repeat(200_000);
  expect(Buffer.from(joined([long, Buffer.from(long), 'hết'])).toString()).toBe(`${long}${long}hết`);
});
