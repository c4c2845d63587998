import { describe, expect, test } from 'vitest';
import { sketch } from './fixtures/flows.ts';
import { checkSoundness } from './soundness.ts';
import type { Flow, NodeKind } from './types.ts';

const faults = (flow: Flow): string[] =>
  checkSoundness(flow).map((one) => `${one.severity} ${one.rule} ${one.element}`);

const block = (split: NodeKind, join: NodeKind, steps = true): Flow =>
  sketch(
    {
      s: 'start',
      f: split,
      a: 'userTask',
      b: 'userTask',
      j: join,
      ...(steps ? { c: 'userTask' as const } : {}),
      e: 'end',
    },
    [
      ['s', 'f'],
      ['f', 'a', '', split === 'inclusive' ? 'x' : undefined],
      ['f', 'b', '', split === 'inclusive' ? 'y' : undefined],
      ['a', 'j'],
      ['b', 'j'],
      ...(steps
        ? ([
            ['j', 'c'],
            ['c', 'e'],
          ] as [string, string][])
        : ([['j', 'e']] as [string, string][])),
    ],
  );

describe('[II.3.1~] branches must be joined by what split them', () => {
  test.each([
    ['exclusive', 'exclusive', []],
    ['parallel', 'parallel', []],
    ['inclusive', 'inclusive', []],
    ['parallel', 'inclusive', []],
    ['exclusive', 'inclusive', []],
    ['parallel', 'exclusive', ['error doubled j']],
    ['inclusive', 'exclusive', ['error doubled j']],
    ['exclusive', 'parallel', ['error stranded j']],
    ['inclusive', 'parallel', ['error stranded j']],
  ] as [NodeKind, NodeKind, string[]][])('%s split, %s join', (split, join, expected) => {
    expect(faults(block(split, join))).toEqual(expected);
    expect(faults(block(split, join, false))).toEqual(expected);
  });

  test('branches that meet at a step without a gateway are reported there', () => {
    const flow = sketch(
      { s: 'start', f: 'parallel', a: 'userTask', b: 'userTask', c: 'userTask', e: 'end' },
      [
        ['s', 'f'],
        ['f', 'a'],
        ['f', 'b'],
        ['a', 'c'],
        ['b', 'c'],
        ['c', 'e'],
      ],
    );
    expect(faults(flow)).toEqual(['error doubled c']);
  });

  test('branches that end by themselves need no join', () => {
    const flow = sketch({ s: 'start', f: 'parallel', a: 'userTask', b: 'userTask', e: 'end', e2: 'end' }, [
      ['s', 'f'],
      ['f', 'a'],
      ['f', 'b'],
      ['a', 'e'],
      ['b', 'e2'],
    ]);
    expect(faults(flow)).toEqual([]);
  });

  test('a way back from inside a parallel branch to before the split is reported', () => {
    const flow = sketch(
      {
        s: 'start',
        p: 'userTask',
        f: 'parallel',
        a: 'userTask',
        x: 'exclusive',
        b: 'userTask',
        j: 'parallel',
        e: 'end',
      },
      [
        ['s', 'p'],
        ['p', 'f'],
        ['f', 'a'],
        ['f', 'b'],
        ['a', 'x'],
        ['x', 'j'],
        ['x', 'p'],
        ['b', 'j'],
        ['j', 'e'],
      ],
    );
    expect(checkSoundness(flow).map((one) => one.rule)).toContain('doubled');
  });

  test('a loop inside a branch and a loop around the block are fine', () => {
    const flow = sketch(
      {
        s: 'start',
        p: 'userTask',
        f: 'parallel',
        a: 'userTask',
        x: 'exclusive',
        b: 'userTask',
        j: 'parallel',
        y: 'exclusive',
        e: 'end',
      },
      [
        ['s', 'p'],
        ['p', 'f'],
        ['f', 'a'],
        ['f', 'b'],
        ['a', 'x'],
        ['x', 'j'],
        ['x', 'a'],
        ['b', 'j'],
        ['j', 'y'],
        ['y', 'p'],
        ['y', 'e'],
      ],
    );
    expect(faults(flow)).toEqual([]);
  });

  test('faults inside a sub-process are found there', () => {
    const inner = block('parallel', 'exclusive');
    const flow = sketch({ s0: 'start', sub: 'subProcess', e0: 'end' }, [
      ['s0', 'sub'],
      ['sub', 'e0'],
    ]);
    for (const node of Object.values(inner.nodes)) flow.nodes[node.id] = { ...node, scope: 'sub' };
    Object.assign(flow.edges, inner.edges);
    expect(faults(flow)).toEqual(['error doubled j']);
  });
});

describe('every element is reached and every path ends', () => {
  test.each([
    [
      'no start',
      sketch({ a: 'userTask', e: 'end' }, [['a', 'e']]),
      ['error unreachable a', 'error no-start flow'],
    ],
    [
      'an island',
      sketch({ s: 'start', a: 'userTask', e: 'end', x: 'userTask', y: 'userTask' }, [
        ['s', 'a'],
        ['a', 'e'],
        ['x', 'y'],
        ['y', 'x'],
      ]),
      ['error unreachable x', 'error unreachable y'],
    ],
    ['a dead end', sketch({ s: 'start', a: 'userTask' }, [['s', 'a']]), ['error no-way-out a']],
    [
      'a loop without a way out',
      sketch({ s: 'start', a: 'userTask', b: 'userTask', f: 'parallel', c: 'userTask', e: 'end' }, [
        ['s', 'f'],
        ['f', 'a'],
        ['f', 'c'],
        ['c', 'e'],
        ['a', 'b'],
        ['b', 'a'],
      ]),
      ['error no-end a', 'error no-end b'],
    ],
    [
      'a way into a start',
      sketch({ s: 'start', a: 'userTask', x: 'exclusive', e: 'end' }, [
        ['s', 'a'],
        ['a', 'x'],
        ['x', 's'],
        ['x', 'e'],
      ]),
      ['error way-in s'],
    ],
    [
      'a way out of an end',
      sketch({ s: 'start', a: 'userTask', e: 'end' }, [
        ['s', 'a'],
        ['a', 'e'],
        ['e', 'a'],
      ]),
      ['error way-out e'],
    ],
    [
      'a loop of gateways only',
      sketch({ s: 'start', m: 'exclusive', x: 'exclusive', e: 'end' }, [
        ['s', 'm'],
        ['m', 'x'],
        ['x', 'm'],
        ['x', 'e'],
      ]),
      ['error empty-loop m', 'error empty-loop x'],
    ],
    [
      'a sub-process without a start',
      sketch(
        {
          s: 'start',
          sub: 'subProcess',
          e: 'end',
          a: { kind: 'userTask', scope: 'sub' },
          ie: { kind: 'end', scope: 'sub' },
        },
        [
          ['s', 'sub'],
          ['sub', 'e'],
          ['a', 'ie'],
        ],
      ),
      ['error no-start sub', 'error unreachable a'],
    ],
  ])('%s', (_, flow, expected) => {
    expect(faults(flow).sort()).toEqual(expect.arrayContaining(expected));
  });

  test('a join that waits for itself strands', () => {
    const flow = sketch({ s: 'start', j: 'parallel', a: 'userTask', x: 'exclusive', e: 'end' }, [
      ['s', 'j'],
      ['j', 'a'],
      ['a', 'x'],
      ['x', 'j'],
      ['x', 'e'],
    ]);
    expect(faults(flow)).toEqual(['error stranded j']);
  });
});

describe('timers', () => {
  const reminded = (target: 'e2' | 'm'): Flow =>
    sketch(
      {
        s: 'start',
        a: 'userTask',
        t: { kind: 'timerBoundary', attachedTo: 'a', duration: 'PT4H', interrupting: false },
        r: 'serviceTask',
        x: 'exclusive',
        m: 'exclusive',
        c: 'userTask',
        e: 'end',
        e2: 'end',
      },
      [
        ['s', 'a'],
        ['a', 'x'],
        ['x', 'a'],
        ['x', 'm'],
        ['m', 'c'],
        ['c', 'e'],
        ['t', 'r'],
        ['r', target],
        ...(target === 'm' ? ([['c', 'e2']] as [string, string][]) : []),
      ],
    );

  test('a reminder that ends by itself is fine, in a loop too', () => {
    expect(faults(reminded('e2'))).toEqual([]);
  });

  test('a reminder that joins the main way doubles it', () => {
    expect(checkSoundness(reminded('m')).map((one) => [one.rule, one.element])).toContainEqual([
      'doubled',
      'm',
    ]);
  });
});

describe('many parallel branches', () => {
  const wide = (branches: number): Flow => {
    const nodes: Record<string, NodeKind> = { s: 'start', f: 'parallel', j: 'parallel', e: 'end' };
    const edges: [string, string][] = [
      ['s', 'f'],
      ['j', 'e'],
    ];
    for (let at = 0; at < branches; at += 1) {
      Object.assign(nodes, { [`a${at}`]: 'userTask', [`x${at}`]: 'exclusive' });
      edges.push(['f', `a${at}`], [`a${at}`, `x${at}`], [`x${at}`, `a${at}`], [`x${at}`, 'j']);
    }
    return sketch(nodes, edges);
  };

  test('are checked in full, far beyond what all orders of decisions would allow', () => {
    expect(faults(wide(30))).toEqual([]);
    const wrong = wide(30);
    if (wrong.nodes['j']) wrong.nodes['j'].kind = 'exclusive';
    expect(faults(wrong)).toEqual(['error doubled j']);
    const stuck = wide(30);
    if (stuck.nodes['f']) stuck.nodes['f'].kind = 'exclusive';
    expect(faults(stuck)).toEqual(['error stranded j']);
  });
});
