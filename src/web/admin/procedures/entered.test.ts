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
  const cases = (places: string[], more: Record<string, string> = {}) => ({
    ...Object.fromEntries(
      birth.cases.flatMap((one, index) => [
        [`cases.${index}.was`, String(index)],
        [`cases.${index}.key`, one.code],
        [`cases.${index}.code`, one.code],
        [`cases.${index}.name`, one.name],
        [`cases.${index}.place`, places[index]!],
      ]),
    ),
    sets: '1',
    ...more,
  });
  const namesOf = (one: ProcedureDefinition): string[] => one.cases.map((each) => each.name);

  it('keeps what a row does not show with the row, dragged or moved by somebody else', () => {
    const dragged = readEntered(cases(['2', '0', '1']), birth, 1, []).definition;
    expect(namesOf(dragged)).toEqual([birth.cases[1]!.name, birth.cases[2]!.name, birth.cases[0]!.name]);
    expect(dragged.cases[2]!.fees).toEqual(birth.cases[0]!.fees);
    const other = { ...birth, cases: birth.cases.toReversed() };
    const { definition } = readEntered(cases(['0', '1', '2']), other, 1, []);
    expect(definition.cases[0]!.fees).toEqual(birth.cases[0]!.fees);
  });

  it('stays where it stood when the page is turned back', () => {
    const turned = readEntered(cases(['2', '0', '1'], { sets: 'hai' }), birth, 0, []);
    expect(turned.faults.map((fault) => fault.place)).toEqual(['sets']);
    expect(namesOf(turned.definition)).toEqual(namesOf(birth));
  });

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
