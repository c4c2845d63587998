import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, longestPathMinutes, type Flow } from '../../core/flow/index.ts';
import type { FormDefinition } from '../../core/form/index.ts';
import type { LimitUnit, ProcedureDefinition } from '../../core/procedure.ts';
import { limitMinutes } from '../flows/index.ts';
import { emptyProcedure, procedureFaults, type CheckContext } from './index.ts';

const seed = new URL('../../../seed/', import.meta.url);
const json = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, seed), 'utf8')) as T;

let flow: Flow;
let form: FormDefinition;
let birth: ProcedureDefinition;
let context: CheckContext;

beforeAll(async () => {
  birth = json('procedures/1.001193.json');
  form = json(`forms/${birth.formCode}.json`);
  const compiled = await compile(readFileSync(new URL(`flows/${birth.flowCode}.bpmn`, seed), 'utf8'));
  flow = compiled.flow!;
  context = { form, flow, agencies: new Set(['xa-a']) };
});

const places = (definition: ProcedureDefinition, more: Partial<CheckContext> = {}): string[] =>
  procedureFaults(definition, { ...context, ...more }).map((fault) => fault.place);
const changed = (change: (copy: ProcedureDefinition) => void): ProcedureDefinition => {
  const copy = structuredClone(birth);
  change(copy);
  return copy;
};

describe('what stands against publishing a procedure', () => {
  it('is nothing for the procedures that ship, as far as their agencies are there', async () => {
    for (const file of readdirSync(new URL('procedures/', seed))) {
      const one = json<ProcedureDefinition>(`procedures/${file}`);
      const { flow: own } = await compile(readFileSync(new URL(`flows/${one.flowCode}.bpmn`, seed), 'utf8'));
      const agencies = new Set(one.offeredBy);
      expect(
        procedureFaults(one, { form: json(`forms/${one.formCode}.json`), flow: own, agencies }),
        file,
      ).toEqual([]);
    }
  });

  it('[II.1.2~] names every part that is missing, with its place', () => {
    const found = places(emptyProcedure('9.1', 'Mới', birth.field), { form: null, flow: null });
    expect(found).toEqual([]);
    const handled = {
      ...emptyProcedure('9.1', 'Mới', birth.field),
      offeredBy: ['xa-a'],
      channels: [],
      cases: [],
    };
    expect(places(handled, { form: null, flow: null })).toEqual(
      expect.arrayContaining([
        'levels',
        'subjects',
        'summary',
        'channels',
        'steps',
        'cases',
        'results',
        'legalBasis',
        'flowCode',
      ]),
    );
  });

  it('[II.3.2~] names case, channel and both sums when a limit is shorter than the steps together', () => {
    const short = changed((one) =>
      Object.assign(one.cases[0]!.limits[0]!, { amount: 0.25, unit: 'working_hour' }),
    );
    const [fault, ...others] = procedureFaults(short, context);
    expect(others).toEqual([]);
    expect(fault!.place).toBe('cases.0.limits.0.amount');
    for (const part of [
      'Khai sinh thông thường',
      'trực tuyến',
      '15 phút',
      `${longestPathMinutes(flow)} phút`,
    ]) {
      expect(fault!.message).toContain(part);
    }
  });

  it('is exactly each known limit that is shorter than the longest way', () => {
    const limit = fc.record({
      amount: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 40, noNaN: true })),
      unit: fc.constantFrom<LimitUnit>('working_day', 'working_hour', 'calendar_day'),
    });
    fc.assert(
      fc.property(limit, limit, (first, second) => {
        const one = changed((copy) => {
          Object.assign(copy.cases[0]!.limits[0]!, first);
          Object.assign(copy.cases[1]!.limits[2]!, second);
        });
        const short = (value: typeof first): boolean => {
          const minutes = limitMinutes(value);
          return minutes !== null && minutes < longestPathMinutes(flow);
        };
        expect(places(one)).toEqual([
          ...(short(first) ? ['cases.0.limits.0.amount'] : []),
          ...(short(second) ? ['cases.1.limits.2.amount'] : []),
        ]);
      }),
    );
  });

  it('is a form, flow or agency that is not there', () => {
    expect(places({ ...birth, formCode: 'khong-co' }, { form: null })).toEqual(['formCode']);
    expect(places({ ...birth, flowCode: 'khong-co' }, { flow: null })).toEqual(['flowCode']);
    expect(places({ ...birth, offeredBy: ['commune', 'so-khong-co'] })).toEqual(['offeredBy']);
  });

  it('is a flow without reception or return', () => {
    const bare = structuredClone(flow);
    for (const node of Object.values(bare.nodes)) if (node.step) node.step = 'process';
    expect(places(birth, { flow: bare })).toEqual(['flowCode', 'flowCode']);
  });

  it('is a form that asks files for a paper the procedure does not have', () => {
    const asking = structuredClone(form);
    asking.steps[0]!.items.push({
      kind: 'attachment',
      path: 'tep',
      label: 'Tệp',
      component: 'KHONG-CO',
    } as never);
    expect(places(birth, { form: asking })).toEqual(['formCode']);
  });

  it('is two things of one code, a wrong level, numbers that can not be', () => {
    expect(places(changed((one) => (one.cases[1]!.code = one.cases[0]!.code)))).toContain('cases.1.code');
    expect(places(changed((one) => (one.serviceLevel = { level: 4, kind: 'partial' })))).toEqual([
      'serviceLevel',
    ]);
    expect(places(changed((one) => (one.sets = 0)))).toEqual(['sets']);
    expect(places(changed((one) => (one.cases[0]!.components[1]!.originals = -1)))).toEqual([
      'cases.0.components.1.originals',
    ]);
    expect(places(changed((one) => (one.cases[0]!.fees[1]!.amount = 0.5)))).toEqual([
      'cases.0.fees.1.amount',
    ]);
    expect(places(changed((one) => (one.channels = ['online', 'counter'])))).toContain(
      'cases.0.limits.2.amount',
    );
  });
});
