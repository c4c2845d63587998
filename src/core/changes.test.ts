import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from './changes.ts';

describe('differences', () => {
  it('names the place in words, and lists by their code', () => {
    const before = {
      name: 'Kết hôn',
      cases: [{ code: 'A', name: 'Thường', fees: [{ code: 'p1', name: 'Lệ phí', amount: 0 }] }],
    };
    const after = {
      name: 'Kết hôn',
      cases: [{ code: 'A', name: 'Thường', fees: [{ code: 'p1', name: 'Lệ phí', amount: 25000 }] }],
    };
    const labels = {
      cases: 'Trường hợp',
      amount: 'Số lượng',
      'fees.amount': 'Mức thu',
      fees: 'Phí, lệ phí',
    };
    expect(differences(before, after, labels)).toEqual([
      {
        path: 'cases.A.fees.p1.amount',
        label: 'Trường hợp › Thường › Phí, lệ phí › Lệ phí › Mức thu',
        before: '0',
        after: '25000',
      },
    ]);
  });

  it('tells members that came and went, also when the order changed', () => {
    const of = (...codes: string[]) => ({
      components: codes.map((code) => ({ code, name: `Giấy ${code}` })),
    });
    expect(differences(of('a', 'b'), of('b', 'a'))).toEqual([]);
    const found = differences(of('a', 'b'), of('b', 'c'));
    expect(found.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['components.c.code', null, 'c'],
      ['components.c.name', null, 'Giấy c'],
      ['components.a.code', 'a', null],
      ['components.a.name', 'Giấy a', null],
    ]);
  });

  it('shows plain lists whole and known values in words', () => {
    expect(
      differences(
        { channels: ['online'] },
        { channels: ['online', 'counter'] },
        {},
        { 'channels=online': 'Trực tuyến', 'channels=counter': 'Trực tiếp' },
      ),
    ).toEqual([
      { path: 'channels', label: 'channels', before: 'Trực tuyến', after: 'Trực tuyến; Trực tiếp' },
    ]);
  });

  it('finds nothing between equal values and something between different ones', () => {
    const json = fc
      .jsonValue({ noUnicodeString: false } as never)
      .map((value) => JSON.parse(JSON.stringify({ value })) as unknown);
    fc.assert(fc.property(json, (value) => differences(value, structuredClone(value)).length === 0));
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (one, other) => {
        return differences({ a: { b: one } }, { a: { b: other } }).length > 0 === (one !== other);
      }),
    );
  });
});
