import { brotliDecompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { packedFor } from './compress.ts';

const asking = (encodings: string): FastifyRequest =>
  ({ headers: { 'accept-encoding': encodings } }) as unknown as FastifyRequest;

test.each([
  ['gzip, deflate, br, zstd', 'zstd'],
  ['gzip, deflate, br', 'br'],
  ['br;q=1.0, zstd;q=0', 'br'],
  ['zstd;q=0.8', 'zstd'],
  ['gzip, deflate', undefined],
  ['br;q=0, zstdx', undefined],
  ['', undefined],
])('whoever takes “%s” is given %s', (encodings, given) => {
  expect(packedFor(asking(encodings), 'hồ sơ')?.encoding).toBe(given);
});

test('any text comes out as it went in, whatever was packed before it', () => {
  const pages = fc.array(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ maxCount: 400 })),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(pages, (texts) => {
      for (const text of texts) {
        const raw = Buffer.from(text);
        expect(zstdDecompressSync(packedFor(asking('zstd'), text)!.body).equals(raw)).toBe(true);
        expect(brotliDecompressSync(packedFor(asking('br'), raw)!.body).equals(raw)).toBe(true);
      }
    }),
  );
});

test('a text longer than any before, one that can not be packed, and a short one after them', () => {
  const noise = crypto.getRandomValues(new Uint8Array(60_000));
  for (const bytes of [Buffer.from('Một cửa '.repeat(100_000)), noise, Buffer.from('hồ sơ')]) {
    expect(zstdDecompressSync(packedFor(asking('zstd'), bytes)!.body).equals(bytes)).toBe(true);
  }
});
