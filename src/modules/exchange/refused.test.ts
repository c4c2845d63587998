import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS, type Part, type Proposal } from './merge.ts';
import { refusedParts } from './refused.ts';

const proposal = (part: Part): Proposal => ({ part, before: {}, after: {}, marks: [] });
/** Sets of parts that can not be published together (one part: not at all). */
const conflict = (clashes: readonly (readonly Part[])[], place = '') => {
  const refuse = async (taken: readonly Proposal[]) =>
    clashes
      .filter((clash) => clash.every((part) => taken.some((one) => one.part === part)))
      .map((clash) => ({ place, message: clash.join('+') }));
  return refuse;
};

describe('parts that publication refuses', () => {
  it('leaves out none when all can be published', async () => {
    expect(await refusedParts([proposal('name')], conflict([]))).toEqual(new Map());
  });

  it('leaves out the one that leads to a fault, whatever place the fault names', async () => {
    const refused = await refusedParts(
      ['name', 'channels', 'cases'].map((part) => proposal(part as Part)),
      conflict([['channels']], 'cases.0.limits.1.amount'),
    );
    expect(refused).toEqual(new Map([['channels', 'channels']]));
  });

  it('of two that contradict each other, leaves out the one that the fault names', async () => {
    const proposals = (['channels', 'cases'] as const).map(proposal);
    for (const part of ['channels', 'cases'] as const) {
      const refused = await refusedParts(proposals, conflict([['channels', 'cases']], `${part}.0`));
      expect([...refused.keys()]).toEqual([part]);
    }
  });

  it('takes together what can only be published together', async () => {
    const together = async (taken: readonly Proposal[]) => {
      const has = (part: Part) => taken.some((one) => one.part === part);
      const faults = has('name') ? [{ place: 'name', message: 'tên' }] : [];
      return has('channels') === has('cases') ? faults : [...faults, { place: 'cases', message: 'thiếu' }];
    };
    const proposals = (['name', 'channels', 'cases'] as const).map(proposal);
    expect([...(await refusedParts(proposals, together)).keys()]).toEqual(['name']);
  });

  it('all wait when what is published here could not be published today', async () => {
    const proposals = (['name', 'steps', 'cases'] as const).map(proposal);
    const refused = await refusedParts(proposals, async () => [
      { place: 'offeredBy', message: 'Không có cơ quan.' },
    ]);
    expect(refused.size).toBe(3);
    expect(refused.get('name')).toBe('Không có cơ quan.');
  });

  it('what is taken can be published, and nothing that is left out could be added to it', async () => {
    const part = fc.constantFrom(...PARTS);
    const clashes = fc.array(fc.uniqueArray(part, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(part), clashes, async (parts, found) => {
        const faultsWith = conflict(found);
        const refused = await refusedParts(parts.map(proposal), faultsWith);
        const taken = parts.filter((one) => !refused.has(one));
        expect(await faultsWith(taken.map(proposal))).toEqual([]);
        for (const one of refused.keys())
          expect(await faultsWith([...taken, one].map(proposal))).not.toEqual([]);
        expect([...refused.values()].every((reason) => reason !== '')).toBe(true);
      }),
    );
  });
});
