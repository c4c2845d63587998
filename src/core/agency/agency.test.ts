import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OFFICE_WEEK } from '../calendar/index.ts';
import { addDays } from '../dates.ts';
import { checkAgency, codeOn, cycleOf, inForce, nameOn, overlap, type AgencyFacts } from './index.ts';

const TODAY = '2026-11-23';
const agency = (id: number, changes: Partial<AgencyFacts> = {}): AgencyFacts => ({
  id,
  slug: `co-quan-${id}`,
  name: `Cơ quan ${id}`,
  shortName: `CQ ${id}`,
  kind: 'commune',
  codes: [{ style: 'new', code: `H99.${10 + id}`, from: '2025-07-01', to: null }],
  formerNames: [],
  parentId: null,
  receivesAtId: id,
  address: '',
  phone: '',
  email: '',
  hours: Object.fromEntries(Object.entries(OFFICE_WEEK).map(([day, spans]) => [day, [...spans]])),
  validFrom: '2025-07-01',
  validTo: null,
  successorIds: [],
  units: [
    {
      id: id * 10,
      code: 'mot-cua',
      name: 'Bộ phận một cửa',
      kind: 'counter',
      phone: '',
      validFrom: '2025-07-01',
      validTo: null,
      successorId: null,
    },
  ],
  ...changes,
});
const faultsOf = (one: AgencyFacts, others: AgencyFacts[] = []): [string, string][] =>
  checkAgency(one, others, TODAY).map((fault) => [fault.place, fault.message]);

describe('an agency', () => {
  it('is sound as it stands', () => {
    expect(faultsOf(agency(1), [agency(2)])).toEqual([]);
  });

  it('may not belong to itself, however long the way round; the names say how', () => {
    const [a, b] = [agency(1, { name: 'A', parentId: 2 }), agency(2, { name: 'B', parentId: 1 })];
    expect(cycleOf(a, [b])).toBe('A thuộc B, B thuộc A');
    expect(faultsOf(a, [b])).toContainEqual([
      'parentId',
      'A thuộc B, B thuộc A. Chọn cơ quan cấp trên khác.',
    ]);
    expect(cycleOf({ ...a, parentId: 1 }, [])).toBe('A thuộc A');
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 7 })), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 0, max: 7 }),
        (parents, at) => {
          const all = parents.map((parentId, id) => ({ id, name: `N${id}`, parentId }));
          let [up, steps] = [all[at]!.parentId, 0];
          while (up !== null && up !== at && steps < 9) [up, steps] = [all[up]!.parentId, steps + 1];
          expect(cycleOf(all[at]!, all) !== null).toBe(up === at);
        },
      ),
    );
  });

  it('has codes that are codes, one of a style a day, nobody else’s on that day', () => {
    const codes = (...list: AgencyFacts['codes']): Partial<AgencyFacts> => ({ codes: list });
    const other = agency(2, codes({ style: 'new', code: 'H99.50', from: '2025-07-01', to: '2026-11-30' }));
    const at = (from: string) => agency(1, codes({ style: 'new', code: 'H99.50', from, to: null }));
    expect(faultsOf(at('2026-11-30'), [other])[0]).toEqual([
      'codes.0.code',
      'Mã H99.50 là của Cơ quan 2 đến 30/11/2026. Chọn mã khác, hoặc cho mã bắt đầu sau ngày đó.',
    ]);
    expect(faultsOf(at('2026-12-01'), [other])).toEqual([]);
    const twice = agency(
      1,
      codes(
        { style: 'new', code: 'H99.11', from: '2025-07-01', to: '2026-12-31' },
        { style: 'new', code: 'H99.12', from: '2026-12-31', to: null },
        { style: 'old', code: '00.11.H99', from: '2025-07-01', to: null },
      ),
    );
    expect(faultsOf(twice).map(([place]) => place)).toEqual(['codes.1.from', 'codes.2.code']);
    expect(faultsOf(agency(1, { codes: [] }))[0]![0]).toBe('codes.0.code');
  });

  it('has units whose days do not overlap under one name, and a counter where it receives', () => {
    const [counter] = agency(1).units;
    const unit = (code: string, validFrom: string, validTo: string | null) => ({
      ...counter!,
      id: null,
      code,
      name: 'Phòng Kinh tế',
      kind: 'division' as const,
      validFrom,
      validTo,
    });
    const two = (from: string) =>
      agency(1, { units: [counter!, unit('a', '2025-07-01', '2026-06-30'), unit('b', from, null)] });
    expect(faultsOf(two('2026-07-01'))).toEqual([]);
    expect(faultsOf(two('2026-06-30'))[0]![1]).toContain('chồng nhau');
    expect(faultsOf(agency(1, { units: [] }))[0]).toEqual([
      'receivesAtId',
      'Cơ quan 1 chưa có bộ phận một cửa. Thêm đơn vị loại “Bộ phận một cửa” hoặc chọn nơi tiếp nhận khác.',
    ]);
    expect(faultsOf(agency(1, { validTo: '2024-01-01' }))[0]![0]).toBe('validTo');
    expect(faultsOf(agency(1, { receivesAtId: 9 }))[0]![0]).toBe('receivesAtId');
  });

  it('is found with the name and code of a day', () => {
    const renamed = {
      name: 'Mới',
      shortName: 'M',
      formerNames: [
        { name: 'Giữa', shortName: 'G', to: '2026-06-30' },
        { name: 'Đầu', shortName: 'Đ', to: '2025-12-31' },
      ],
    };
    expect(
      ['2025-07-01', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => nameOn(renamed, day).name),
    ).toEqual(['Đầu', 'Giữa', 'Giữa', 'Mới']);
    const codes = [{ style: 'new' as const, code: 'H99.11', from: '2026-01-01', to: '2026-12-31' }];
    expect(codeOn(codes, 'new', '2026-12-31')).toBe('H99.11');
    expect(codeOn(codes, 'new', '2027-01-01')).toBeNull();
    expect(codeOn(codes, 'old', '2026-05-01')).toBeNull();
  });

  it('overlaps with another just when there is a day on which both hold', () => {
    const day = fc.integer({ min: 0, max: 12 }).map((days) => addDays('2026-11-20', days));
    const span = fc.tuple(day, fc.option(day)).map(([validFrom, validTo]) => ({ validFrom, validTo }));
    fc.assert(
      fc.property(span, span, (one, other) => {
        const days = Array.from({ length: 14 }, (_unused, index) => addDays('2026-11-20', index));
        const both = days.some((date) => inForce(one, date) && inForce(other, date));
        fc.pre([one, other].every((thing) => thing.validTo === null || thing.validTo >= thing.validFrom));
        expect(overlap(one, other)).toBe(both);
      }),
    );
  });
});
