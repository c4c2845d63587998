import { describe, expect, test } from 'vitest';
import { advance, initialState, openTokens } from './advance.ts';
import { FlowError } from './errors.ts';
import { sketch } from './fixtures/flows.ts';
import { moveTargets } from './move.ts';
import type { Flow, FlowState } from './types.ts';

/** p → AND(a1 → a2 ‖ b1 → b2) → c → sub(i1 → i2) → d, sub reached from c. */
const flow = sketch(
  {
    s: 'start',
    p: 'userTask',
    f: 'parallel',
    a1: 'userTask',
    a2: 'userTask',
    b1: 'userTask',
    b2: 'userTask',
    j: 'parallel',
    c: 'userTask',
    sub: 'subProcess',
    d: 'userTask',
    e: 'end',
    is: { kind: 'start', scope: 'sub' },
    i1: { kind: 'userTask', scope: 'sub' },
    i2: { kind: 'userTask', scope: 'sub' },
    ie: { kind: 'end', scope: 'sub' },
  },
  [
    ['s', 'p'],
    ['p', 'f'],
    ['f', 'a1'],
    ['a1', 'a2'],
    ['a2', 'j'],
    ['f', 'b1'],
    ['b1', 'b2'],
    ['b2', 'j'],
    ['j', 'c'],
    ['c', 'sub'],
    ['sub', 'd'],
    ['d', 'e'],
    ['is', 'i1'],
    ['i1', 'i2'],
    ['i2', 'ie'],
  ],
);

const at = (state: FlowState, node: string): string =>
  state.tokens.find((one) => one.node === node && one.state === 'active')?.id ?? '';
const open = (state: FlowState): string[] =>
  openTokens(flow, state)
    .map((token) => token.node)
    .sort();

function reached(...done: string[]): FlowState {
  let { state } = advance(flow, initialState(), { kind: 'start' });
  for (const node of done) state = advance(flow, state, { kind: 'complete', token: at(state, node) }).state;
  return state;
}

const move = (state: FlowState, from: string, to: string): FlowState =>
  advance(flow, state, { kind: 'move', token: at(state, from), to }).state;

/** Completes whatever is open until the flow ends; gives how often each step was done. */
function finish(start: FlowState, of: Flow = flow): Record<string, number> {
  const done: Record<string, number> = {};
  let state = start;
  while (!state.ended) {
    const [token] = openTokens(of, state);
    if (!token) throw new Error('stranded');
    done[token.node] = (done[token.node] ?? 0) + 1;
    state = advance(of, state, { kind: 'complete', token: token.id }).state;
  }
  return done;
}

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof FlowError) return error.code;
  }
  return 'none';
};

describe('sending back', () => {
  test('within a branch leaves the other branch alone', () => {
    const state = move(reached('p', 'a1', 'b1'), 'a2', 'a1');
    expect(open(state)).toEqual(['a1', 'b2']);
    expect(finish(state)).toEqual({ a1: 1, a2: 1, b2: 1, c: 1, i1: 1, i2: 1, d: 1 });
  });

  test('within a branch while the other has already arrived keeps its arrival', () => {
    const state = move(reached('p', 'a1', 'b1', 'b2'), 'a2', 'a1');
    expect(open(state)).toEqual(['a1']);
    expect(finish(state)).toMatchObject({ a1: 1, a2: 1, c: 1 });
  });

  test('to before the split cancels the other branch, which is then done anew once', () => {
    const before = reached('p', 'a1', 'b1');
    const { state, closed, opened } = advance(flow, before, {
      kind: 'move',
      token: at(before, 'a2'),
      to: 'p',
    });
    expect(open(state)).toEqual(['p']);
    expect(closed.map((token) => token.node).sort()).toEqual(['a2', 'b2']);
    expect(opened.map((token) => token.node)).toEqual(['p']);
    expect(finish(state)).toEqual({ p: 1, a1: 1, a2: 1, b1: 1, b2: 1, c: 1, i1: 1, i2: 1, d: 1 });
  });

  test('to before the split forgets a branch that waits at the join', () => {
    const state = move(reached('p', 'b1', 'b2'), 'a1', 'p');
    expect(state.tokens).toHaveLength(1);
    expect(finish(state)).toMatchObject({ b1: 1, b2: 1, c: 1 });
  });

  test('from behind the join into one branch takes the other as done', () => {
    const state = move(reached('p', 'a1', 'a2', 'b1', 'b2'), 'c', 'a2');
    expect(open(state)).toEqual(['a2']);
    expect(finish(state)).toEqual({ a2: 1, c: 1, i1: 1, i2: 1, d: 1 });
  });

  test('on past the join leaves the block for good', () => {
    const state = move(reached('p'), 'a1', 'c');
    expect(open(state)).toEqual(['c']);
    expect(finish(state)).toEqual({ c: 1, i1: 1, i2: 1, d: 1 });
  });

  test('into another branch under way is refused', () => {
    const state = reached('p');
    expect(refusal(() => move(state, 'a1', 'b2'))).toBe('move-branch');
    expect(refusal(() => move(state, 'a1', 'b1'))).toBe('move-branch');
    expect(moveTargets(flow, state, at(state, 'a1'))).toEqual(['p', 'a1', 'a2', 'c', 'd', 'i1', 'i2']);
  });

  test('to something that is no step is refused', () => {
    const state = reached('p');
    for (const to of ['f', 'j', 'e', 's', 'nowhere', 'constructor']) {
      expect(refusal(() => move(state, 'a1', to))).toBe('move-target');
    }
    expect(refusal(() => move(state, 'p', 'a1'))).toBe('no-token');
  });

  test('the token itself opens anew', () => {
    const before = reached('p');
    const after = move(before, 'a1', 'a1');
    expect(open(after)).toEqual(['a1', 'b1']);
    expect(at(after, 'a1')).not.toBe(at(before, 'a1'));
  });
});

describe('sending across a sub-process', () => {
  const inside = reached('p', 'a1', 'a2', 'b1', 'b2', 'c', 'i1');

  test('within it keeps the instance', () => {
    const state = move(inside, 'i2', 'i1');
    expect(state.tokens.find((token) => token.state === 'host')).toEqual(
      inside.tokens.find((token) => token.state === 'host'),
    );
    expect(finish(state)).toEqual({ i1: 1, i2: 1, d: 1 });
  });

  test('out of it ends the instance', () => {
    const state = move(inside, 'i2', 'c');
    expect(state.tokens).toHaveLength(1);
    expect(finish(state)).toEqual({ c: 1, i1: 1, i2: 1, d: 1 });
  });

  test('out of it into one branch of an earlier block', () => {
    expect(finish(move(inside, 'i2', 'b2'))).toEqual({ b2: 1, c: 1, i1: 1, i2: 1, d: 1 });
  });

  test('into it begins a new instance at the step', () => {
    const state = move(reached('p', 'a1', 'a2', 'b1', 'b2', 'c', 'i1', 'i2'), 'd', 'i2');
    expect(open(state)).toEqual(['i2']);
    expect(finish(state)).toEqual({ i2: 1, d: 1 });
  });

  test('to it as a whole begins it from its start', () => {
    expect(finish(move(inside, 'i2', 'sub'))).toEqual({ i1: 1, i2: 1, d: 1 });
  });
});

test('sending back in an inclusive block presumes no branch that was not taken', () => {
  const inclusive = sketch(
    {
      s: 'start',
      p: 'userTask',
      o: 'inclusive',
      a: 'userTask',
      b: 'userTask',
      j: 'inclusive',
      c: 'userTask',
      e: 'end',
    },
    [
      ['s', 'p'],
      ['p', 'o'],
      ['o', 'a', '', 'a'],
      ['o', 'b', '', 'b'],
      ['a', 'j'],
      ['b', 'j'],
      ['j', 'c'],
      ['c', 'e'],
    ],
  );
  let { state } = advance(inclusive, initialState(), { kind: 'start' });
  state = advance(inclusive, state, { kind: 'complete', token: at(state, 'p'), data: { a: true } }).state;
  state = advance(inclusive, state, { kind: 'complete', token: at(state, 'a') }).state;
  state = advance(inclusive, state, { kind: 'move', token: at(state, 'c'), to: 'b' }).state;
  expect(state.tokens.map((token) => [token.node, token.state])).toEqual([['b', 'active']]);
  expect(finish(state, inclusive)).toEqual({ b: 1, c: 1 });
});
