import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FixedPart, gzipOf } from './packed-parts.ts';

test('parts packed apart and texts between them unpack to the whole, whatever they are', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 400 });
  const part = fc.oneof(
    text.map((raw) => ({ raw, part: raw })),
    text.map((one) => {
      const raw = one.repeat(30);
      return { raw, part: new FixedPart(raw) };
    }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const whole = parts.map((one) => one.raw).join('');
      expect(gunzipSync(gzipOf(parts.map((one) => one.part))).toString()).toBe(Buffer.from(whole).toString());
    }),
    { numRuns: 300 },
  );
});

test('a text longer than a block of the format holds is cut', () => {
  const long = 'hồ sơ '.repeat(30_000);
  expect(gunzipSync(gzipOf(['<', long, new FixedPart('>')])).toString()).toBe(`<${long}>`);
});
