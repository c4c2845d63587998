import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compress, utf8Of } from './compress.ts';

test('any text comes out as it went in, half characters as their sign', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(Buffer.from(utf8Of(text)).equals(Buffer.from(text))).toBe(true);
    }),
    { examples: [['hồ sơ \ud800 dở dang'], ['\udc00'], ['😀 Nguyễn Thị Hồng Vân'], ['']] },
  );
});

test('a text longer than any before, and a short one after it', () => {
  for (const text of ['Một cửa '.repeat(100_000), 'hồ sơ']) {
    expect(brotliDecompressSync(compress(text)).toString()).toBe(text);
  }
});
