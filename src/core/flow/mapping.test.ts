import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, initialState, openTokens } from './advance.ts';
import { blocks, draw, picksFor, type Block } from './fixtures/blocks.ts';
import { sketch } from './fixtures/flows.ts';
import { checkMapping, migrateState, proposeMapping, sameStep } from './mapping.ts';
import { checkSoundness } from './soundness.ts';
import type { Flow, FlowState } from './types.ts';

const dice = fc.infiniteStream(fc.nat()).map((stream) => {
  const numbers = stream[Symbol.iterator]();
  return (below: number): number => Number(numbers.next().value) % below;
});
type Dice = (below: number) => number;

/** Walks a dossier some way along, but not to the end. */
function walked(block: Block, flow: Flow, random: Dice): FlowState {
  let { state } = advance(flow, initialState(), { kind: 'start', data: picksFor(block, random, true) });
  for (let steps = random(12); steps > 0 && !state.ended; steps -= 1) {
    const open = openTokens(flow, state);
    const token = open[random(open.length)]!;
    const next = advance(flow, state, {
      kind: 'complete',
      token: token.id,
      data: picksFor(block, random, true),
    });
    if (next.state.ended) break;
    state = next.state;
  }
  return state;
}

/** Completes whatever is open until the flow has ended. */
function finished(block: Block, flow: Flow, from: FlowState, random: Dice): FlowState {
  let state = from;
  for (let step = 0; !state.ended; step += 1) {
    expect(step).toBeLessThan(2000);
    const open = openTokens(flow, state);
    const token = open[random(open.length)];
    if (!token) throw new Error(`stranded: ${JSON.stringify(state.tokens)}`);
    const data = picksFor(block, random, step < 12);
    state = advance(flow, state, { kind: 'complete', token: token.id, data }).state;
  }
  return state;
}

/** The flow as somebody might change it: steps added, taken away or drawn into loops, branches added and closed. */
function edited(block: Block, random: Dice, next = { id: 500 }): Block {
  const fresh = (): string => `n${next.id++}`;
  const inside = (one: Block): Block => edited(one, random, next);
  const step = (): Block => ({ type: 'task', id: fresh() });
  switch (block.type) {
    case 'task':
      return [
        block,
        block,
        { type: 'seq', parts: [step(), block] } as Block,
        { type: 'loop', id: fresh(), body: block, back: { type: 'seq', parts: [] } } as Block,
        { type: 'and', id: fresh(), branches: [block, step()] } as Block,
        step(),
      ][random(6)]!;
    case 'seq':
      return { ...block, parts: block.parts.map(inside) };
    case 'loop':
      return { ...block, body: inside(block.body), back: inside(block.back) };
    case 'sub':
      return random(4) === 0 ? inside(block.body) : { ...block, body: inside(block.body) };
    default: {
      const branches = block.branches.map(inside);
      if (random(5) === 0) return branches[0]!;
      if (random(5) === 0) branches.push(step());
      return { ...block, branches };
    }
  }
}

describe('any flow and any way along it', { timeout: 120_000 }, () => {
  test('[II.3.1~] mapped onto itself changes nothing', () => {
    fc.assert(
      fc.property(blocks, dice, (block, random) => {
        const flow = draw(block);
        const state = walked(block, flow, random);
        const again = structuredClone(flow);
        const mapping = proposeMapping(flow, again);
        expect(checkMapping(flow, again, mapping)).toEqual([]);
        const result = migrateState(flow, again, mapping, state);
        if (!result.ok) throw new Error(result.reason);
        expect(result.state).toEqual(state);
        expect(result.moves.every((move) => move.kept && move.from === move.to)).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  test('[II.3.1~] into a changed version no token is lost or made, and an end can be reached; else a reason is given', () => {
    let moved = 0;
    let refused = 0;
    fc.assert(
      fc.property(blocks, dice, (block, random) => {
        const changed = edited(block, random);
        const [before, after] = [draw(block), draw(changed)];
        if (checkSoundness(after).some((message) => message.severity === 'error')) return;
        const state = walked(block, before, random);
        const frozen = structuredClone(state);
        const mapping = proposeMapping(before, after);
        const result = migrateState(before, after, mapping, state);
        expect(state).toEqual(frozen);
        if (!result.ok) {
          refused += 1;
          expect(result.reason).toMatch(/^[\p{Lu}“].{15,}\.$/u);
          return;
        }
        moved += 1;
        expect(result.state.tokens.map((token) => [token.id, token.state, token.scope])).toEqual(
          state.tokens.map((token) => [token.id, token.state, token.scope]),
        );
        expect(openTokens(after, result.state).map((token) => token.node)).toEqual(
          openTokens(before, state).map((token) => mapping[token.node]),
        );
        expect(finished(changed, after, result.state, random).outcome).toBe('completed');
      }),
      { numRuns: 120 },
    );
    expect(moved).toBeGreaterThan(25);
    expect(refused).toBeGreaterThan(8);
  });

  test('[II.3.1~] whatever mapping is chosen, what is let through can reach an end', () => {
    let moved = 0;
    fc.assert(
      fc.property(blocks, blocks, dice, (block, other, random) => {
        const [before, after] = [draw(block), draw(other)];
        const state = walked(block, before, random);
        const places = Object.values(after.nodes).filter((node) =>
          ['userTask', 'subProcess'].includes(node.kind),
        );
        const mapping = Object.fromEntries(
          state.tokens
            .filter((token) => token.state !== 'waiting')
            .flatMap((token) =>
              places
                .slice(random(places.length))
                .slice(0, 1)
                .map((to) => [token.node, to.id]),
            ),
        );
        const result = migrateState(before, after, mapping, state);
        if (!result.ok) return;
        moved += 1;
        expect(result.state.tokens).toHaveLength(state.tokens.length);
        expect(finished(other, after, result.state, random).ended).toBe(true);
      }),
      { numRuns: 120 },
    );
    expect(moved).toBeGreaterThan(8);
  });
});

const step = (kind: 'reception' | 'process' | 'approve' | 'sign' | 'issue' | 'return', name: string) => ({
  kind: 'userTask' as const,
  step: kind,
  name,
});

/** Reception, handling, signature, issue, return in a row, with what is given in the middle. */
function office(handling: [string, ReturnType<typeof step>][]): Flow {
  const steps: [string, ReturnType<typeof step>][] = [
    ['r', step('reception', 'Tiếp nhận')],
    ...handling,
    ['i', step('issue', 'Phát hành')],
    ['t', step('return', 'Trả kết quả')],
  ];
  const ids = ['s', ...steps.map(([id]) => id), 'e'];
  return sketch(
    { s: 'start', ...Object.fromEntries(steps), e: 'end' },
    ids.slice(1).map((id, at) => [ids[at]!, id]),
  );
}

const two = office([
  ['p', step('process', 'Thẩm định')],
  ['g', step('sign', 'Ký')],
]);
const three = office([
  ['p2', step('process', 'Thẩm định')],
  ['a', step('approve', 'Duyệt')],
  ['g', step('sign', 'Ký văn bản')],
]);
const at = (node: string): FlowState => ({
  tokens: [{ id: 't2', node, via: null, scope: null, state: 'active' }],
  next: 3,
  ended: false,
});

describe('what is proposed and refused', () => {
  test('the same id first, then the same name and kind; the rest is asked', () => {
    expect(proposeMapping(two, three)).toEqual({ r: 'r', p: 'p2', g: 'g', i: 'i', t: 't' });
    expect(proposeMapping(three, two)).not.toHaveProperty('a');
  });

  test('a step that was taken away goes where somebody says, within its phase and past no work not done', () => {
    const fault = (node: string, target: string): string | undefined =>
      checkMapping(three, two, { ...proposeMapping(three, two), [node]: target })[0]?.message;
    expect(fault('a', 'g')).toBeUndefined();
    expect(fault('a', 'p')).toBeUndefined();
    expect(fault('p2', 'g')).toContain('chưa có dự thảo kết quả');
    expect(fault('a', 'i')).toContain('chưa được ký');
    expect(fault('a', 't')).toContain('là bước trả kết quả');
    expect(fault('r', 'p')).toContain('là bước tiếp nhận');
    expect(fault('a', 'e')).toContain('không có bước “e”');
    expect(fault('nowhere', 'g')).toContain('Bản cũ không có bước “nowhere”');
  });

  test('a dossier at a step that nobody has decided on is named', () => {
    expect(migrateState(three, two, proposeMapping(three, two), at('a'))).toEqual({
      ok: false,
      node: 'a',
      reason: 'Chưa chọn bước của bản mới cho “Duyệt”.',
    });
  });

  test('the same work for the same desk is kept; another rule for who does it is not', () => {
    const actor = { kind: 'position' as const, agency: 'handling', unit: 'tu-phap', role: 'officer' };
    const node = { ...two.nodes.p!, actor };
    expect(sameStep(node, { ...three.nodes.p2!, actor: { ...actor }, minutes: 90 })).toBe(true);
    expect(sameStep(node, { ...three.nodes.p2!, actor: { ...actor, unit: 'dia-chinh' } })).toBe(false);
    expect(sameStep(node, { ...three.nodes.a!, actor })).toBe(false);
  });
});

describe('parallel branches', () => {
  const forked = (...branches: string[]): Flow =>
    sketch(
      {
        s: 'start',
        f: 'parallel',
        ...Object.fromEntries(branches.map((id) => [id, step('process', id)])),
        j: 'parallel',
        e: 'end',
      },
      [
        ['s', 'f'],
        ...branches.flatMap(
          (id) =>
            [
              ['f', id],
              [id, 'j'],
            ] as [string, string][],
        ),
        ['j', 'e'],
      ],
    );
  const straight = sketch({ s: 'start', x: step('process', 'x'), y: step('process', 'y'), e: 'end' }, [
    ['s', 'x'],
    ['x', 'y'],
    ['y', 'e'],
  ]);
  const run = (flow: Flow, ...done: string[]): FlowState => {
    let { state } = advance(flow, initialState(), { kind: 'start' });
    for (const id of done) {
      const token = state.tokens.find((one) => one.node === id)!;
      ({ state } = advance(flow, state, { kind: 'complete', token: token.id }));
    }
    return state;
  };
  const reason = (before: Flow, after: Flow, state: FlowState): string => {
    const result = migrateState(before, after, proposeMapping(before, after), state);
    return result.ok ? 'ok' : result.reason;
  };

  test('stay parallel where the new version has them', () => {
    const [before, after] = [forked('x', 'y', 'z'), forked('z', 'y', 'x')];
    const state = run(before, 'y');
    const result = migrateState(before, after, proposeMapping(before, after), state);
    expect(result.ok && result.state).toEqual(state);
  });

  test('are refused with the reason where it has not', () => {
    expect(reason(forked('x', 'y'), straight, run(forked('x', 'y')))).toBe(
      'Bản mới không có lúc nào “x” và “y” cùng chờ xử lý song song.',
    );
    expect(reason(forked('x', 'y'), straight, run(forked('x', 'y'), 'y'))).toBe(
      'Hồ sơ có nhánh song song đã xong mà bản mới không có khi đứng ở “x”.',
    );
    expect(reason(straight, forked('x', 'y'), run(straight))).toBe(
      'Ở “x”, bản mới còn nhánh song song khác mà hồ sơ chưa đi.',
    );
    const both = migrateState(forked('x', 'y'), straight, { x: 'x', y: 'x' }, run(forked('x', 'y')));
    expect(both.ok ? '' : both.reason).toContain('cùng về “x”');
  });
});

describe('sub-processes', () => {
  const nested = sketch(
    {
      s: 'start',
      sub: 'subProcess',
      is: { kind: 'start', scope: 'sub' },
      x: { ...step('process', 'x'), scope: 'sub' },
      ie: { kind: 'end', scope: 'sub' },
      e: 'end',
    },
    [
      ['s', 'sub'],
      ['sub', 'e'],
      ['is', 'x'],
      ['x', 'ie'],
    ],
  );
  const flat = sketch({ s: 'start', x: step('process', 'x'), e: 'end' }, [
    ['s', 'x'],
    ['x', 'e'],
  ]);

  test('are neither entered nor left by a move', () => {
    expect(proposeMapping(nested, flat)).toEqual({});
    expect(checkMapping(nested, flat, { x: 'x' })[0]?.message).toContain('nằm trong quy trình con “sub”');
    expect(checkMapping(flat, nested, { x: 'x' })[0]?.message).toContain('nằm trong một quy trình con');
    expect(checkMapping(nested, flat, { sub: 'x' })[0]?.message).toContain('khác loại phần tử');
  });
});
