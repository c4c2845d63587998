import { describe, expect, test } from 'vitest';
import { sketch } from './fixtures/flows.ts';
import { durationMinutes, longestPath, longestPathMinutes, stepOrder } from './path.ts';
import { publicationMessages } from './publication.ts';
import type { Flow, FlowNode } from './types.ts';

type Sketch = Omit<Partial<FlowNode>, 'kind'>;

const step = (minutes: number | null, more: Sketch = {}): Sketch & { kind: 'userTask' } => ({
  kind: 'userTask',
  minutes,
  actor: { kind: 'chosen', agency: 'handling' },
  ...more,
});

/** Reception → check ⇄ supplement → (review ‖ consult) → sub(draft → sign) → wait → return. */
const flow: Flow = sketch(
  {
    s: 'start',
    receive: step(120, { step: 'reception', allows: ['supplement'] }),
    check: step(60),
    x: 'exclusive',
    supplement: step(5000),
    f: 'parallel',
    review: step(480),
    consult: step(960),
    j: 'parallel',
    sub: 'subProcess',
    w: { kind: 'timerCatch', duration: 'PT2H' },
    give: step(30, { step: 'return' }),
    e: 'end',
    stop: step(10),
    se: 'end',
    is: { kind: 'start', scope: 'sub' },
    draft: step(100, { scope: 'sub' }),
    sign: step(50, { scope: 'sub' }),
    ie: { kind: 'end', scope: 'sub' },
  },
  [
    ['s', 'receive'],
    ['receive', 'check'],
    ['check', 'x'],
    ['x', 'supplement', 'Bổ sung'],
    ['supplement', 'check'],
    ['x', 'stop', 'Dừng'],
    ['stop', 'se'],
    ['x', 'f', 'Đủ'],
    ['f', 'review'],
    ['f', 'consult'],
    ['review', 'j'],
    ['consult', 'j'],
    ['j', 'sub'],
    ['sub', 'w'],
    ['w', 'give'],
    ['give', 'e'],
    ['is', 'draft'],
    ['draft', 'sign'],
    ['sign', 'ie'],
  ],
);
const LONGEST = 120 + 60 + 960 + (100 + 50) + 120 + 30;

describe('the longest way', () => {
  test('[II.3.2] counts minutes along it, loops once, parallel branches with the longest', () => {
    expect(longestPathMinutes(flow)).toBe(LONGEST);
    const way = longestPath(flow);
    expect(way.map(({ node }) => node.id)).toEqual(['receive', 'check', 'consult', 'sub', 'w', 'give']);
    expect(way.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(LONGEST);
  });

  test('[II.3.2] may not exceed the limit of the procedure, to the minute', () => {
    const within = publicationMessages(flow, LONGEST);
    expect(within.map((one) => `${one.rule} ${one.element}`)).toEqual(['no-desk w']);
    const [message, ...others] = publicationMessages(flow, LONGEST - 1).toReversed();
    expect(others).toEqual(within);
    expect(message).toMatchObject({ severity: 'error', rule: 'over-limit', element: 'flow' });
    expect(message?.message).toContain('1.440 phút, vượt 1 phút so với thời hạn giải quyết 1.439 phút');
  });

  test('takes the longer of two ways with choices, and a boundary branch after its step', () => {
    const two = sketch(
      {
        s: 'start',
        a: step(10),
        t: { kind: 'timerBoundary', attachedTo: 'a', duration: 'PT1H', interrupting: true },
        late: step(500),
        b: step(20),
        e: 'end',
      },
      [
        ['s', 'a'],
        ['a', 'b'],
        ['b', 'e'],
        ['t', 'late'],
        ['late', 'e'],
      ],
    );
    expect(longestPathMinutes(two)).toBe(510);
  });

  test('of a flow that never ends is nothing', () => {
    expect(
      longestPathMinutes(
        sketch({ s: 'start', a: step(10) }, [
          ['s', 'a'],
          ['a', 'a'],
        ]),
      ),
    ).toBe(0);
  });
});

test.each([
  ['PT30M', 30],
  ['PT4H', 240],
  ['P1D', 480],
  ['P1DT2H30M', 630],
  ['P1W', 2400],
  ['PT90S', 2],
  ['P1M', null],
  ['P', null],
  ['PT', null],
  ['P1DT', null],
  ['2 ngày', null],
  ['', null],
])('duration %s is %s working minutes', (text, minutes) => {
  expect(durationMinutes(text)).toBe(minutes);
});

test('[II.24.1~] the strip of steps follows the main way', () => {
  expect(stepOrder(flow)).toEqual(['receive', 'check', 'review', 'consult', 'draft', 'sign', 'give']);
});

describe('before publication', () => {
  test('[II.3.4~] nothing may come before reception, from whichever entrance', () => {
    const open = sketch(
      {
        online: 'start',
        counter: 'start',
        pre: step(1),
        a: step(1, { step: 'reception', allows: ['supplement'] }),
        b: step(1, { step: 'return' }),
        e: 'end',
      },
      [
        ['online', 'pre'],
        ['pre', 'a'],
        ['counter', 'a'],
        ['a', 'b'],
        ['b', 'e'],
      ],
    );
    expect(rules(open)).toEqual(['error before-reception pre']);
  });

  test('[II.3.3~] at least one step must be able to ask for papers', () => {
    const closed = sketch(
      { s: 'start', a: step(1, { step: 'reception' }), b: step(1, { step: 'return' }), e: 'end' },
      [
        ['s', 'a'],
        ['a', 'b'],
        ['b', 'e'],
      ],
    );
    expect(rules(closed)).toEqual(['error no-supplement flow']);
  });

  const rules = (of: Flow): string[] =>
    publicationMessages(of).map((one) => `${one.severity} ${one.rule} ${one.element}`);

  test('steps without actor or minutes, jobs and calls without a name, missing counter steps', () => {
    const bare = sketch({ s: 'start', a: 'userTask', j: 'serviceTask', c: 'callActivity', e: 'end' }, [
      ['s', 'a'],
      ['a', 'j'],
      ['j', 'c'],
      ['c', 'e'],
    ]);
    expect(rules(bare)).toEqual([
      'error no-actor a',
      'error no-minutes a',
      'error no-desk j',
      'error no-desk c',
      'error no-reception flow',
      'error no-supplement flow',
      'error no-return flow',
    ]);
  });

  test('branches that nobody and nothing can choose', () => {
    const branches = sketch(
      {
        s: 'start',
        a: step(1, { step: 'reception', allows: ['supplement'] }),
        x: { kind: 'exclusive', defaultEdge: 'x>c' },
        b: step(1),
        c: step(1, { step: 'return' }),
        job: { kind: 'serviceTask', ref: 'r' },
        y: 'exclusive',
        e: 'end',
        e2: 'end',
        e3: 'end',
      },
      [
        ['s', 'a'],
        ['a', 'x'],
        ['x', 'b'],
        ['x', 'c'],
        ['x', 'job', 'Nút'],
        ['x', 'e3', '', 'a = 1'],
        ['b', 'e'],
        ['c', 'e'],
        ['job', 'y'],
        ['y', 'e', 'Tên'],
        ['y', 'e2', '', 'b = 1'],
      ],
    );
    expect(rules(branches)).toEqual([
      'warning no-condition x>b',
      'error no-desk job',
      'warning no-condition y>e',
    ]);
  });
});
