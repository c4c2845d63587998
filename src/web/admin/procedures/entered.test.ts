import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcedureDefinition } from '../../../core/procedure.ts';
import { changeRows, freeCode, LISTS, readEntered } from './entered.ts';

const birth = JSON.parse(
  readFileSync(new URL('../../../../seed/procedures/1.001193.json', import.meta.url), 'utf8'),
) as ProcedureDefinition;

describe('rows of the editor', () => {
  const act = fc
    .record({
      verb: fc.constantFrom('add', 'remove', 'up', 'down'),
      list: fc.constantFrom(...LISTS),
      row: fc.integer({ min: 0, max: 12 }),
    })
    .map(({ verb, list, row }) => (verb === 'add' ? `add:${list}` : `${verb}:${list}.${row}`));

  it('are added, taken away and moved in the one list that is named; codes stay different', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.nat(2), (acts, caseIndex) => {
        let definition = birth;
        for (const one of acts) {
          const changed = changeRows(definition, caseIndex, one);
          if (!changed) continue;
          for (const list of LISTS) {
            if (list === changed.list || list === 'components' || list === 'fees') continue;
            if (changed.list === 'components' || changed.list === 'fees') if (list === 'cases') continue;
            expect(changed.definition[list]).toBe(definition[list]);
          }
          definition = changed.definition;
        }
        for (const list of [
          definition.cases,
          definition.results,
          definition.cases[caseIndex]?.components ?? [],
        ]) {
          expect(new Set(list.map((row) => row.code)).size).toBe(list.length);
        }
        expect(definition.cases.map((one) => one.code)).not.toContain(freeCode(definition));
      }),
    );
  });

  it('up and then down is as before', () => {
    const up = changeRows(birth, 0, 'up:components.2')!;
    expect(changeRows(up.definition, 0, 'down:components.1')!.definition).toEqual(birth);
  });

  it('names nothing else', () => {
    for (const bad of ['save', 'add:code', 'remove:steps', 'up:steps.99', 'add:__proto__', 'case:1']) {
      expect(changeRows(birth, 0, bad)).toBeNull();
    }
  });
});

describe('what is typed', () => {
  it('never throws, whatever the form brings, and keeps code and source', () => {
    const value = fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }));
    const name = fc.constantFrom(
      'name',
      'field',
      'group',
      'level',
      'sets',
      'channels',
      'offeredBy',
      'steps.0.was',
      'steps.0.title',
      'components.0.was',
      'components.0.originals',
      'fees.0.was',
      'fees.0.amount',
      'limits.online.amount',
      'cases.0.was',
      'cases.0.place',
      'code',
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.nat(4), (body, index) => {
        const { definition } = readEntered(body, birth, index, []);
        expect(definition.code).toBe(birth.code);
        expect(definition.source).toEqual(birth.source);
        expect(definition.field).toEqual(birth.field);
      }),
    );
  });
});
