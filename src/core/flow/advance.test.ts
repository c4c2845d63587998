import { describe, expect, test } from 'vitest';
import { advance, initialState, openTokens } from './advance.ts';
import { FlowError } from './errors.ts';
import { sketch } from './fixtures/flows.ts';
import { checkSoundness } from './soundness.ts';
import { choices } from './split.ts';
import type { Decision, Flow, FlowState } from './types.ts';

/** Walks a flow by the names of nodes; every flow walked here must be sound unless said otherwise. */
class Walk {
  readonly flow: Flow;
  state: FlowState = initialState();
  opened: string[] = [];
  closed: string[] = [];

  constructor(flow: Flow, data: Record<string, unknown> = {}, faults: string[] = []) {
    expect(checkSoundness(flow).map((one) => one.rule)).toEqual(faults);
    this.flow = flow;
    this.do({ kind: 'start', data });
  }

  do(decision: Decision): this {
    const { state, opened, closed } = advance(this.flow, this.state, decision);
    this.state = state;
    this.opened = opened.map((token) => token.node);
    this.closed = closed.map((token) => token.node);
    return this;
  }

  token(node: string): string {
    const token = this.state.tokens.find((one) => one.node === node && one.state !== 'waiting');
    if (!token) throw new Error(`no token at ${node}, only at ${this.open}`);
    return token.id;
  }

  complete(node: string, more: { edge?: string; data?: Record<string, unknown> } = {}): this {
    return this.do({ kind: 'complete', token: this.token(node), ...more });
  }

  get open(): string[] {
    return openTokens(this.flow, this.state).map((token) => token.node);
  }
}

function code(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof FlowError) return error.code;
    throw error;
  }
  return 'none';
}

describe('starting and finishing', () => {
  const flow = sketch({ s: 'start', a: 'userTask', e: 'end' }, [
    ['s', 'a'],
    ['a', 'e'],
  ]);

  test('one step after the other, ids counted up', () => {
    const walk = new Walk(flow);
    expect(walk.state).toEqual({
      tokens: [{ id: 't1', node: 'a', via: 's>a', scope: null, state: 'active' }],
      next: 2,
      ended: false,
    });
    walk.complete('a');
    expect(walk.state).toEqual({ tokens: [], next: 2, ended: true, outcome: 'completed' });
    expect(walk.closed).toEqual(['a']);
  });

  test('a decision that no longer fits is refused with a code', () => {
    const walk = new Walk(flow);
    expect(code(() => walk.do({ kind: 'start' }))).toBe('already-started');
    expect(code(() => walk.do({ kind: 'complete', token: 't9' }))).toBe('no-token');
    expect(code(() => walk.do({ kind: 'timer', token: 't1' }))).toBe('wrong-decision');
    expect(code(() => walk.do({ kind: 'timer', token: 't1', event: 'none' }))).toBe('event');
    expect(code(() => walk.do({ kind: 'complete', token: 't1', edge: 's>a' }))).toBe('edge');
    walk.complete('a');
    expect(code(() => walk.do({ kind: 'complete', token: 't1' }))).toBe('ended');
    expect(code(() => walk.do({ kind: 'start' }))).toBe('already-started');
    expect(code(() => advance(flow, initialState(), { kind: 'complete', token: 't1' }))).toBe('not-started');
  });

  test('[II.3.4] several starts: online and counter dossiers enter where their start event stands', () => {
    const two = sketch({ online: 'start', counter: 'start', check: 'userTask', a: 'userTask', e: 'end' }, [
      ['online', 'check'],
      ['check', 'a'],
      ['counter', 'a'],
      ['a', 'e'],
    ]);
    expect(checkSoundness(two)).toEqual([]);
    expect(code(() => advance(two, initialState(), { kind: 'start' }))).toBe('start');
    const online = advance(two, initialState(), { kind: 'start', start: 'online' });
    expect(online.opened.map((token) => token.node)).toEqual(['check']);
    const counter = advance(two, initialState(), { kind: 'start', start: 'counter' });
    expect(counter.opened.map((token) => token.node)).toEqual(['a']);
  });
});

describe('choosing', () => {
  const supplement = sketch(
    {
      s: 'start',
      check: 'userTask',
      ok: { kind: 'exclusive', name: 'Đủ giấy tờ?' },
      ask: 'userTask',
      sign: 'userTask',
      e: 'end',
    },
    [
      ['s', 'check'],
      ['check', 'ok'],
      ['ok', 'ask', 'Yêu cầu bổ sung'],
      ['ok', 'sign', 'Trình ký'],
      ['ask', 'check'],
      ['sign', 'e'],
    ],
  );

  test('[II.3.3] the supplement loop goes round by the button of the gateway behind the step', () => {
    const walk = new Walk(supplement);
    expect(choices(supplement, 'check')).toEqual([
      { edge: 'ok>ask', name: 'Yêu cầu bổ sung', target: 'ask', isDefault: false },
      { edge: 'ok>sign', name: 'Trình ký', target: 'sign', isDefault: false },
    ]);
    for (let round = 0; round < 3; round += 1) {
      expect(walk.complete('check', { edge: 'ok>ask' }).open).toEqual(['ask']);
      expect(walk.complete('ask').open).toEqual(['check']);
    }
    expect(code(() => walk.complete('check'))).toBe('choice');
    expect(walk.complete('check', { edge: 'ok>sign' }).open).toEqual(['sign']);
  });

  test('conditions are asked in order, then the default, and a button goes before both', () => {
    const flow = sketch(
      {
        s: 'start',
        a: 'userTask',
        x: { kind: 'exclusive', defaultEdge: 'x>low' },
        low: 'userTask',
        mid: 'userTask',
        high: 'userTask',
        e: 'end',
      },
      [
        ['s', 'a'],
        ['a', 'x'],
        ['x', 'low'],
        ['x', 'high', '', 'phí > 100'],
        ['x', 'mid', '', 'phí > 10'],
        ['low', 'e'],
        ['mid', 'e'],
        ['high', 'e'],
      ],
    );
    const after = (more: { edge?: string; data?: Record<string, unknown> }) =>
      new Walk(flow).complete('a', more).open;
    expect(after({ data: { phí: 500 } })).toEqual(['high']);
    expect(after({ data: { phí: 50 } })).toEqual(['mid']);
    expect(after({ data: { phí: 5 } })).toEqual(['low']);
    expect(after({ data: { in: 1, phí: null } })).toEqual(['low']);
    expect(after({ data: { 'a b': 1 } })).toEqual(['low']);
    expect(after({ edge: 'x>mid', data: { phí: 500 } })).toEqual(['mid']);
  });

  test('without default and with nothing fulfilled the state stays and the gateway is named', () => {
    const flow = sketch(
      { s: 'start', a: 'userTask', x: 'exclusive', b: 'userTask', c: 'userTask', e: 'end' },
      [
        ['s', 'a'],
        ['a', 'x'],
        ['x', 'b', '', 'n = 1'],
        ['x', 'c', '', 'n = 2'],
        ['b', 'e'],
        ['c', 'e'],
      ],
    );
    const walk = new Walk(flow);
    expect(code(() => walk.complete('a', { data: { n: 3 } }))).toBe('no-path');
    expect(walk.open).toEqual(['a']);
    expect(walk.complete('a', { data: { n: 2 } }).open).toEqual(['c']);
  });

  test('a condition that cannot be read is refused, not guessed', () => {
    const flow = sketch(
      { s: 'start', a: 'userTask', x: { kind: 'exclusive', defaultEdge: 'x>e' }, b: 'userTask', e: 'end' },
      [
        ['s', 'a'],
        ['a', 'x'],
        ['x', 'b', '', '${n}'],
        ['x', 'e'],
        ['b', 'e'],
      ],
    );
    expect(code(() => new Walk(flow).complete('a', { data: { n: true } }))).toBe('condition');
  });

  test('named ways out of a step are buttons, unnamed ones a fork', () => {
    const nodes = { s: 'start', a: 'userTask', b: 'userTask', c: 'userTask', e: 'end' } as const;
    const named = sketch(nodes, [
      ['s', 'a'],
      ['a', 'b', 'Đồng ý'],
      ['a', 'c', 'Trả lại'],
      ['b', 'e'],
      ['c', 'e'],
    ]);
    expect(choices(named, 'a').map((choice) => choice.name)).toEqual(['Đồng ý', 'Trả lại']);
    expect(code(() => new Walk(named).complete('a'))).toBe('choice');
    expect(new Walk(named).complete('a', { edge: 'a>c' }).open).toEqual(['c']);
    const fork = sketch(nodes, [
      ['s', 'a'],
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'e'],
      ['c', 'e'],
    ]);
    expect(choices(fork, 'a')).toEqual([]);
    expect(new Walk(fork).complete('a').open).toEqual(['b', 'c']);
  });

  test('merging gateways between a step and the choice are looked through', () => {
    const flow = sketch(
      { s: 'start', a: 'userTask', m: 'exclusive', x: 'exclusive', b: 'userTask', e: 'end' },
      [
        ['s', 'a'],
        ['a', 'm'],
        ['m', 'x'],
        ['x', 'b', 'Tiếp'],
        ['x', 'e', 'Xong'],
        ['b', 'm'],
      ],
    );
    expect(choices(flow, 'a').map((choice) => choice.edge)).toEqual(['x>b', 'x>e']);
    expect(choices(flow, 'b').map((choice) => choice.edge)).toEqual(['x>b', 'x>e']);
    expect(new Walk(flow).complete('a', { edge: 'x>b' }).complete('b', { edge: 'x>e' }).state.ended).toBe(
      true,
    );
  });
});

describe('parallel branches', () => {
  const flow = sketch(
    {
      s: 'start',
      f: 'parallel',
      a: 'userTask',
      x: 'exclusive',
      b: 'userTask',
      j: 'parallel',
      c: 'userTask',
      e: 'end',
    },
    [
      ['s', 'f'],
      ['f', 'a'],
      ['f', 'b'],
      ['a', 'x'],
      ['x', 'a', 'Bổ sung'],
      ['x', 'j', 'Xong'],
      ['b', 'j'],
      ['j', 'c'],
      ['c', 'e'],
    ],
  );

  test('[II.3.3] a supplement loop inside a consultation does not fire the join early', () => {
    const walk = new Walk(flow);
    for (let round = 0; round < 3; round += 1) {
      expect(walk.complete('a', { edge: 'x>a' }).open.sort()).toEqual(['a', 'b']);
    }
    expect(walk.complete('a', { edge: 'x>j' }).open).toEqual(['b']);
    const waiting = walk.state.tokens.find((token) => token.state === 'waiting');
    expect(code(() => walk.do({ kind: 'complete', token: waiting?.id ?? '' }))).toBe('not-active');
    expect(walk.complete('b').open).toEqual(['c']);
    expect(walk.state.tokens).toHaveLength(1);
  });
});

describe('inclusive gateways', () => {
  test('wait for exactly the branches taken, loops inside them included', () => {
    const flow = sketch(
      {
        s: 'start',
        o: 'inclusive',
        a: 'userTask',
        x: 'exclusive',
        b: 'userTask',
        c: 'userTask',
        j: 'inclusive',
        d: 'userTask',
        e: 'end',
      },
      [
        ['s', 'o'],
        ['o', 'a', '', 'list contains(xin, "a")'],
        ['o', 'b', '', 'list contains(xin, "b")'],
        ['o', 'c', '', 'list contains(xin, "c")'],
        ['a', 'x'],
        ['x', 'a', 'Lại'],
        ['x', 'j', 'Xong'],
        ['b', 'j'],
        ['c', 'j'],
        ['j', 'd'],
        ['d', 'e'],
      ],
    );
    const both = new Walk(flow, { xin: ['a', 'c'] });
    expect(both.open).toEqual(['a', 'c']);
    expect(both.complete('c').complete('a', { edge: 'x>a' }).open).toEqual(['a']);
    expect(both.complete('a', { edge: 'x>j' }).open).toEqual(['d']);
    expect(new Walk(flow, { xin: ['b'] }).complete('b').open).toEqual(['d']);
    expect(code(() => new Walk(flow, { xin: [] }))).toBe('no-path');
  });

  test('wait for a branch that may come by an edge already filled, although that drawing is reported', () => {
    const flow = sketch(
      {
        s: 'start',
        f: 'parallel',
        a: 'userTask',
        x: 'exclusive',
        b: 'userTask',
        m: 'exclusive',
        j: 'inclusive',
        d: 'userTask',
        e: 'end',
      },
      [
        ['s', 'f'],
        ['f', 'a'],
        ['f', 'b'],
        ['a', 'x'],
        ['x', 'j', 'Một'],
        ['x', 'm', 'Hai'],
        ['b', 'm'],
        ['m', 'j'],
        ['j', 'd'],
        ['d', 'e'],
      ],
    );
    const walk = new Walk(flow, {}, ['doubled']);
    expect(walk.complete('b').open).toEqual(['a']);
    expect(walk.complete('a', { edge: 'x>m' }).open).toEqual(['d']);
    expect(walk.state.tokens).toHaveLength(1);
  });

  test('go on once the last branch on its way ends elsewhere', () => {
    const flow = sketch(
      {
        s: 'start',
        f: 'parallel',
        a: 'userTask',
        x: 'exclusive',
        stop: 'end',
        b: 'userTask',
        j: 'inclusive',
        d: 'userTask',
        e: 'end',
      },
      [
        ['s', 'f'],
        ['f', 'a'],
        ['f', 'b'],
        ['a', 'x'],
        ['x', 'j', 'Góp ý'],
        ['x', 'stop', 'Không góp ý'],
        ['b', 'j'],
        ['j', 'd'],
        ['d', 'e'],
      ],
    );
    const walk = new Walk(flow);
    expect(walk.complete('b').open).toEqual(['a']);
    expect(walk.complete('a', { edge: 'x>stop' }).open).toEqual(['d']);
  });
});

describe('sub-processes, errors and timers', () => {
  const flow = sketch(
    {
      s: 'start',
      sub: 'subProcess',
      b: 'userTask',
      e: 'end',
      r: 'userTask',
      re: 'end',
      l: 'serviceTask',
      le: 'end',
      is: { kind: 'start', scope: 'sub' },
      if: { kind: 'parallel', scope: 'sub' },
      ia: { kind: 'userTask', scope: 'sub' },
      ib: { kind: 'serviceTask', scope: 'sub' },
      ie: { kind: 'end', scope: 'sub' },
      ix: { kind: 'exclusive', scope: 'sub' },
      it: { kind: 'terminateEnd', scope: 'sub' },
      io: { kind: 'errorEnd', ref: 'E1', scope: 'sub' },
      caught: { kind: 'errorBoundary', attachedTo: 'sub', ref: 'E1', interrupting: true },
      late: { kind: 'timerBoundary', attachedTo: 'sub', duration: 'P2D', interrupting: false },
    },
    [
      ['s', 'sub'],
      ['sub', 'b'],
      ['b', 'e'],
      ['caught', 'r'],
      ['r', 're'],
      ['late', 'l'],
      ['l', 'le'],
      ['is', 'if'],
      ['if', 'ia'],
      ['if', 'ib'],
      ['ib', 'ie'],
      ['ia', 'ix'],
      ['ix', 'ie', 'Xong'],
      ['ix', 'it', 'Dừng'],
      ['ix', 'io', 'Lỗi'],
    ],
  );

  test('a sub-process goes on when all inside has ended', () => {
    const walk = new Walk(flow);
    expect(walk.open).toEqual(['sub', 'ia', 'ib']);
    const scopes = walk.state.tokens.map((token) => token.scope);
    expect(scopes).toEqual([null, walk.token('sub'), walk.token('sub')]);
    expect(walk.complete('ia', { edge: 'ix>ie' }).open).toEqual(['sub', 'ib']);
    expect(walk.complete('ib').open).toEqual(['b']);
    expect(walk.closed).toEqual(['sub', 'ib']);
  });

  test('a terminate end inside ends the sub-process only', () => {
    expect(new Walk(flow).complete('ia', { edge: 'ix>it' }).open).toEqual(['b']);
  });

  test('an error end goes to the boundary event that catches its code', () => {
    const walk = new Walk(flow).complete('ia', { edge: 'ix>io' });
    expect(walk.open).toEqual(['r']);
    expect(walk.closed.sort()).toEqual(['ia', 'ib', 'sub']);
  });

  test('an error end that nothing catches ends the flow', () => {
    const uncaught = structuredClone(flow);
    const boundary = uncaught.nodes['caught'];
    if (boundary) boundary.ref = 'E2';
    const walk = new Walk(uncaught).complete('ia', { edge: 'ix>io' });
    expect(walk.state).toMatchObject({ tokens: [], ended: true, outcome: 'error' });
  });

  test('a service that fails inside is caught outside, and left alone when its code is not caught', () => {
    const walk = new Walk(flow);
    expect(code(() => walk.do({ kind: 'fail', token: walk.token('ib'), error: 'E9' }))).toBe('uncaught');
    expect(walk.open).toEqual(['sub', 'ia', 'ib']);
    expect(walk.do({ kind: 'fail', token: walk.token('ib'), error: 'E1' }).open).toEqual(['r']);
  });

  test('a timer that does not interrupt goes off once and lets the step go on', () => {
    const walk = new Walk(flow);
    const host = walk.token('sub');
    expect(walk.do({ kind: 'timer', token: host, event: 'late' }).open).toEqual(['sub', 'ia', 'ib', 'l']);
    expect(walk.closed).toEqual([]);
    expect(code(() => walk.do({ kind: 'timer', token: host, event: 'late' }))).toBe('event');
    walk.complete('ia', { edge: 'ix>ie' }).complete('ib').complete('b');
    expect(walk.state.ended).toBe(false);
    expect(walk.complete('l').state.outcome).toBe('completed');
  });

  test('an interrupting timer takes the place of the step; a timer on the way waits for its time', () => {
    const timers = sketch(
      {
        s: 'start',
        a: 'userTask',
        t: { kind: 'timerBoundary', attachedTo: 'a', duration: 'PT8H', interrupting: true },
        w: { kind: 'timerCatch', duration: 'P1D' },
        e: 'end',
      },
      [
        ['s', 'a'],
        ['a', 'e'],
        ['t', 'w'],
        ['w', 'e'],
      ],
    );
    const walk = new Walk(timers);
    expect(walk.do({ kind: 'timer', token: walk.token('a'), event: 't' }).open).toEqual(['w']);
    expect(walk.closed).toEqual(['a']);
    expect(code(() => walk.complete('w'))).toBe('wrong-decision');
    expect(walk.do({ kind: 'timer', token: walk.token('w') }).state.outcome).toBe('completed');
  });

  test('terminate at the top ends everything; a call activity waits like a step', () => {
    const flow2 = sketch(
      {
        s: 'start',
        f: 'parallel',
        call: { kind: 'callActivity', ref: '1.001193' },
        b: 'userTask',
        e: 'end',
        t: 'terminateEnd',
      },
      [
        ['s', 'f'],
        ['f', 'call'],
        ['f', 'b'],
        ['call', 'e'],
        ['b', 't'],
      ],
    );
    const walk = new Walk(flow2);
    expect(walk.open).toEqual(['call', 'b']);
    expect(walk.complete('b').state).toMatchObject({ tokens: [], ended: true, outcome: 'terminated' });
    expect(walk.closed).toEqual(['call', 'b']);
    expect(new Walk(flow2).complete('call').open).toEqual(['b']);
  });

  test('a loop inside a sub-process that is entered again gets a new instance', () => {
    const again = sketch(
      {
        s: 'start',
        sub: 'subProcess',
        x: 'exclusive',
        e: 'end',
        c: 'userTask',
        is: { kind: 'start', scope: 'sub' },
        ia: { kind: 'userTask', scope: 'sub' },
        ie: { kind: 'end', scope: 'sub' },
      },
      [
        ['s', 'sub'],
        ['sub', 'c'],
        ['c', 'x'],
        ['x', 'sub', 'Lại'],
        ['x', 'e', 'Xong'],
        ['is', 'ia'],
        ['ia', 'ie'],
      ],
    );
    const walk = new Walk(again);
    const first = walk.token('sub');
    walk.complete('ia').complete('c', { edge: 'x>sub' });
    expect(walk.token('sub')).not.toBe(first);
    expect(walk.complete('ia').complete('c', { edge: 'x>e' }).state.ended).toBe(true);
  });
});

test('a flow without a step on its loop is stopped instead of running for ever', () => {
  const flow = sketch(
    { s: 'start', m: 'exclusive', x: { kind: 'exclusive', defaultEdge: 'x>m' }, e: 'end' },
    [
      ['s', 'm'],
      ['m', 'x'],
      ['x', 'm'],
      ['x', 'e', '', 'false'],
    ],
  );
  expect(code(() => advance(flow, initialState(), { kind: 'start' }))).toBe('endless');
});
