import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Component, ProcedureCase, ProcedureDefinition } from '../../core/procedure.ts';
import { applied, propose, UNMATCHED } from './merge.ts';

const word = fc.constantFrom('Tờ khai', 'Giấy tờ tùy thân', 'Đơn', 'Bản sao', 'Giấy ủy quyền');
const code = fc.constantFrom('A', 'B', 'C', 'D');
const uniqueByCode = <T extends { code: string }>(member: fc.Arbitrary<T>, maxLength = 4) =>
  fc.uniqueArray(member, { selector: (one) => one.code, maxLength });

const component: fc.Arbitrary<Component> = fc.record({
  code,
  name: word,
  originals: fc.nat(2),
  copies: fc.nat(2),
  required: fc.boolean(),
  provide: fc.constantFrom('form', 'upload', 'present'),
});
const limit = fc.record({
  channel: fc.constantFrom('online', 'counter', 'post'),
  amount: fc.option(fc.nat(9)),
  unit: fc.constantFrom('working_day', 'calendar_day'),
});
const fee = fc.record({
  code,
  name: fc.constantFrom('Lệ phí', 'Phí'),
  kind: fc.constantFrom('fee', 'charge'),
  amount: fc.option(fc.nat(3)),
});
const theCase: fc.Arbitrary<ProcedureCase> = fc.record({
  code,
  name: fc.constantFrom('Tất cả các trường hợp', 'Trường hợp một', 'Trường hợp hai'),
  limits: fc.array(limit, { maxLength: 3 }) as fc.Arbitrary<ProcedureCase['limits']>,
  fees: uniqueByCode(fee) as fc.Arbitrary<ProcedureCase['fees']>,
  components: uniqueByCode(component),
});
const definition: fc.Arbitrary<ProcedureDefinition> = fc.record({
  code: fc.constant('1.000001'),
  name: fc.constantFrom('Khai sinh', 'Đăng ký khai sinh'),
  aliases: fc.array(word, { maxLength: 2 }),
  field: fc.record({ code, name: fc.constantFrom('Hộ tịch', 'Cư trú') }),
  levels: fc.subarray(['ministry', 'province', 'commune']),
  offeredBy: fc.subarray(['commune', 'so-tu-phap']),
  subjects: fc.subarray(['citizen', 'organisation']),
  summary: word,
  steps: fc.array(fc.record({ title: word, text: word }), { maxLength: 2 }),
  channels: fc.subarray(['counter', 'online', 'post']),
  cases: uniqueByCode(theCase, 3),
  sets: fc.integer({ min: 1, max: 3 }),
  results: uniqueByCode(fc.record({ code, name: word })),
  conditions: fc.array(word, { maxLength: 2 }),
  legalBasis: fc.array(fc.record({ number: code, name: word }), { maxLength: 2 }),
  serviceLevel: fc.constant({ level: 4 as const, kind: 'full' as const }),
  formCode: fc.constant('to-khai'),
  review: fc.array(
    fc.record({
      place: fc.constantFrom('limits', 'components.A', 'components.B', 'sets', 'levels', 'steps'),
      reason: fc.constantFrom('Chưa rõ.', UNMATCHED),
      text: word,
    }),
    { maxLength: 3 },
  ),
}) as fc.Arbitrary<ProcedureDefinition>;

/** What comes from outside carries marks of reading only. */
const foreign = definition.map((one) => ({
  ...one,
  review: one.review!.filter((mark) => mark.reason !== UNMATCHED),
}));

describe('taking over a national record', () => {
  it('[II.1.3~] leaves nothing to take over, even for one who has forgotten the decision', () => {
    fc.assert(
      fc.property(definition, foreign, fc.boolean(), (local, national, untouched) => {
        const proposals = propose({ definition: local, untouched }, national, null);
        const after = applied(local, national, proposals);
        for (const again of [untouched, false])
          expect(propose({ definition: after, untouched: again }, national, null)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('[II.1.3~] never touches what the national database does not speak for', () => {
    fc.assert(
      fc.property(definition, foreign, fc.boolean(), (local, national, untouched) => {
        const after = applied(local, national, propose({ definition: local, untouched }, national, null));
        for (const key of ['code', 'aliases', 'offeredBy', 'serviceLevel', 'formCode', 'flowCode'] as const)
          expect(after[key]).toEqual(local[key]);
      }),
    );
  });

  it('[II.1.3~] keeps every case and paper that was edited here under its code', () => {
    fc.assert(
      fc.property(definition, foreign, (local, national) => {
        const after = applied(
          local,
          national,
          propose({ definition: local, untouched: false }, national, null),
        );
        const kept = new Map(after.cases.map((one) => [one.code, one]));
        for (const one of local.cases) {
          const ways = new Map(kept.get(one.code)?.components.map((paper) => [paper.code, paper.provide]));
          for (const paper of one.components) expect(ways.get(paper.code)).toBe(paper.provide);
        }
      }),
    );
  });

  it('[II.1.3~] proposes nothing where the national record is as it was decided', () => {
    fc.assert(
      fc.property(definition, foreign, (local, national) => {
        expect(propose({ definition: local, untouched: false }, national, national)).toEqual([]);
      }),
    );
  });

  it('takes nothing when nothing is taken', () => {
    fc.assert(
      fc.property(definition, foreign, (local, national) => {
        expect(applied(local, national, [])).toBe(local);
      }),
    );
  });
});
