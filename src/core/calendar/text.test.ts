import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpans, spansText } from './index.ts';

describe('spans as people type them', () => {
  it('reads colons, the letter h, dots, any dash', () => {
    expect(parseSpans('7:30-11:30, 13h30 – 17h')).toEqual([
      [450, 690],
      [810, 1020],
    ]);
    expect(parseSpans('')).toEqual([]);
    expect(parseSpans('8-12')).toEqual([[480, 720]]);
  });

  it.each(['sáng', '7:30', '7:61-8:00', '25:00-26:00', '7:30-11:30 13:30-17:00'])(
    'does not guess “%s”',
    (typed) => {
      expect(parseSpans(typed)).toBeNull();
    },
  );

  it('reads what it writes', () => {
    const moment = fc.integer({ min: 0, max: 1440 });
    fc.assert(
      fc.property(fc.array(fc.tuple(moment, moment), { maxLength: 4 }), (spans) => {
        expect(parseSpans(spansText(spans))).toEqual(spans);
      }),
    );
  });
});
