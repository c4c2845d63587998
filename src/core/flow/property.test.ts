import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, initialState, openTokens } from './advance.ts';
import { compile } from './compile.ts';
import { FlowError } from './errors.ts';
import { blocks, count, draw, Oracle, picksFor } from './fixtures/blocks.ts';
import { toXml } from './fixtures/flows.ts';
import { moveTargets } from './move.ts';
import { checkSoundness } from './soundness.ts';
import type { Flow, FlowState } from './types.ts';

const dice = fc.infiniteStream(fc.nat()).map((stream) => {
  const numbers = stream[Symbol.iterator]();
  return (below: number): number => Number(numbers.next().value) % below;
});

const openNodes = (flow: Flow, state: FlowState): string[] =>
  openTokens(flow, state)
    .map((token) => token.node)
    .sort();

function errorCode(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof FlowError ? error.code : String(error);
  }
  return undefined;
}

describe('flows of nested blocks', () => {
  test('[II.3.1~] run exactly as their nesting says, to the end, with loops in parallel branches', () => {
    fc.assert(
      fc.property(blocks, dice, (block, random) => {
        const flow = draw(block);
        const first = picksFor(block, random, true);
        const oracle = new Oracle(block, first);
        let { state } = advance(flow, initialState(), { kind: 'start', data: first });
        for (let step = 0; !state.ended; step += 1) {
          const open = openTokens(flow, state);
          expect(openNodes(flow, state)).toEqual([...oracle.open.keys()].sort());
          expect(new Set(state.tokens.map((token) => token.id)).size).toBe(state.tokens.length);
          const token = open[random(open.length)];
          if (!token) throw new Error('nothing open and not ended');
          const data = picksFor(block, random, step < 25);
          const before = structuredClone(state);
          const after = advance(flow, state, { kind: 'complete', token: token.id, data });
          expect(state).toEqual(before);
          expect(after.closed.map((one) => one.id)).toEqual([token.id]);
          expect(
            errorCode(() => advance(flow, after.state, { kind: 'complete', token: token.id, data })),
          ).toBe(after.state.ended ? 'ended' : 'no-token');
          oracle.complete(token.node, data);
          state = after.state;
          expect(step).toBeLessThan(2000);
        }
        expect(oracle.finished).toBe(true);
        expect(state.outcome).toBe('completed');
      }),
      { numRuns: 400 },
    );
  });

  test('are found sound and survive the way through XML', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, async (block) => {
        const flow = draw(block);
        const { flow: compiled, messages } = await compile(toXml(flow));
        expect(messages.filter((message) => message.severity === 'error')).toEqual([]);
        expect(Object.keys(compiled?.nodes ?? {}).sort()).toEqual(Object.keys(flow.nodes).sort());
        for (const [id, edge] of Object.entries(flow.edges))
          expect(compiled?.edges[id]?.target).toBe(edge.target);
      }),
      { numRuns: 150 },
    );
  });

  test('come to an end whatever moves are made on the way', () => {
    fc.assert(
      fc.property(blocks, dice, (block, random) => {
        const flow = draw(block);
        const data = (again: boolean) => picksFor(block, random, again);
        let { state } = advance(flow, initialState(), { kind: 'start', data: data(true) });
        for (let step = 0; !state.ended; step += 1) {
          const open = openTokens(flow, state);
          const token = open[random(open.length)];
          if (!token) throw new Error(`stranded: ${JSON.stringify(state.tokens)}`);
          expect(new Set(open.map((one) => one.node)).size).toBe(open.length);
          const targets = step < 12 && random(2) === 1 ? moveTargets(flow, state, token.id) : [];
          const to = targets[random(Math.max(1, targets.length))];
          if (to === undefined) {
            state = advance(flow, state, { kind: 'complete', token: token.id, data: data(step < 12) }).state;
          } else {
            const moved = advance(flow, state, { kind: 'move', token: token.id, to });
            expect(moved.opened.map((one) => one.node)).toContain(to);
            expect(moved.closed.map((one) => one.id)).toContain(token.id);
            state = moved.state;
          }
          expect(step).toBeLessThan(2000);
        }
        expect(state.outcome).toBe('completed');
      }),
      { numRuns: 150 },
    );
  });
});

describe('wrongly joined branches', () => {
  const joins = (flow: Flow, kind: 'parallel' | 'exclusive' | 'inclusive'): string[] =>
    Object.values(flow.nodes)
      .filter((node) => node.kind === kind && node.id.endsWith('j'))
      .map((node) => node.id);

  test('[II.3.1~] a parallel split that an exclusive gateway joins is reported', () => {
    fc.assert(
      fc.property(
        blocks.filter((block) => count(block, 'and') > 0),
        fc.nat(),
        (block, pick) => {
          const flow = draw(block);
          const ids = joins(flow, 'parallel');
          const join = flow.nodes[ids[pick % ids.length] ?? ''];
          if (!join) throw new Error('no join');
          join.kind = 'exclusive';
          expect(checkSoundness(flow).map((message) => message.rule)).toContain('doubled');
        },
      ),
      { numRuns: 100 },
    );
  });

  test('[II.3.1~] an exclusive split that a parallel gateway joins is reported as stranding on that gateway', () => {
    fc.assert(
      fc.property(
        blocks.filter((block) => count(block, 'xor') > 0),
        fc.nat(),
        (block, pick) => {
          const flow = draw(block);
          const ids = joins(flow, 'exclusive');
          const join = flow.nodes[ids[pick % ids.length] ?? ''];
          if (!join) throw new Error('no join');
          join.kind = 'parallel';
          const stranded = checkSoundness(flow).filter((message) => message.rule === 'stranded');
          expect(stranded.map((message) => message.element)).toContain(join.id);
        },
      ),
      { numRuns: 100 },
    );
  });
});
