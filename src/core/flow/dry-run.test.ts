import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { decodeMoves, dryBack, dryRun, encodeMoves } from './dry-run.ts';
import type { DryMove } from './dry-run.ts';
import { sketch } from './fixtures/flows.ts';
import { longestPathMinutes } from './path.ts';
import { choices } from './split.ts';
import { templateFlow } from './template.ts';
import type { Flow } from './types.ts';

let flow: Flow;
beforeAll(async () => {
  flow = (await compile(await templateFlow('mau', 'Mẫu'))).flow!;
});

/** Presses the first way on at every step until the end. */
function walk(of: Flow, start: string, pick = 0): DryMove[] {
  const moves: DryMove[] = [{ kind: 'start', start }];
  for (let run = dryRun(of, moves); run.open.length > 0 && moves.length < 50; run = dryRun(of, moves)) {
    const { token, node } = run.open[0]!;
    const ways = choices(of, node.id);
    const edge = ways[pick % Math.max(1, ways.length)]?.edge;
    moves.push({ kind: 'complete', token, ...(ways.length > 1 && edge ? { edge } : {}) });
  }
  return moves;
}

describe('a dry run', () => {
  test('[II.3.4~] walks an online dossier from the portal to its return, with the statuses the applicant sees', () => {
    const run = dryRun(flow, walk(flow, 'online'));
    expect(run.state).toMatchObject({ ended: true, outcome: 'completed' });
    expect(run.events.map((event) => event.node.id)).toEqual([
      'online',
      'reception',
      'assign',
      'process',
      'approve',
      'sign',
      'issue',
      'return',
    ]);
    expect(run.events.map((event) => event.status)).toEqual([
      'submitted',
      'in_progress',
      null,
      null,
      null,
      null,
      'done',
      'returned',
    ]);
    expect(run.elapsed).toBe(longestPathMinutes(flow));
  });

  test('says the detailed statuses of the steps it is at', () => {
    const { reception } = flow.nodes;
    const bound: Flow = {
      ...flow,
      nodes: { ...flow.nodes, reception: { ...reception!, status: 'kiem_dem' } },
    };
    const [start, complete] = walk(bound, 'online');
    expect(dryRun(bound, [start!]).stepStatuses).toEqual(['kiem_dem']);
    expect(dryRun(bound, [start!, complete!]).stepStatuses).toEqual([]);
  });

  test('[II.3.3~] goes round the supplement loop, where a step allows it', () => {
    const asked = dryRun(flow, [
      { kind: 'start', start: 'online' },
      { kind: 'supplement', token: dryRun(flow, [{ kind: 'start', start: 'online' }]).open[0]!.token },
    ]);
    expect(asked).toMatchObject({ status: 'supplement_requested', refused: null });
    expect(dryRun(flow, [...asked.moves, { kind: 'complete', token: asked.asked! }]).refused).toContain(
      'bổ sung',
    );
    const supplied = dryRun(flow, [...asked.moves, { kind: 'supplied' }]);
    expect(supplied).toMatchObject({ status: 'supplemented', asked: null });
    expect(supplied.open[0]?.node.id).toBe('reception');
    const signing = walk(flow, 'counter').slice(0, 5);
    const { open } = dryRun(flow, signing);
    expect(open[0]?.node.id).toBe('sign');
    expect(dryRun(flow, [...signing, { kind: 'supplement', token: open[0]!.token }]).refused).toContain(
      'không cho',
    );
  });

  test('goes back to a step it has been at', () => {
    const moves = walk(flow, 'online').slice(0, 5);
    const run = dryRun(flow, moves);
    const token = run.open[0]!.token;
    expect(dryBack(flow, run, token).map((node) => node.id)).toContain('process');
    const back = dryRun(flow, [...moves, { kind: 'back', token, to: 'process' }]);
    expect(back.open.map(({ node }) => node.id)).toEqual(['process']);
  });

  test('counts parallel branches side by side: the join goes on with the last', () => {
    const both = sketch(
      {
        s: 'start',
        f: 'parallel',
        a: { kind: 'userTask', minutes: 30, step: 'process' },
        b: { kind: 'userTask', minutes: 100, step: 'process' },
        j: 'parallel',
        c: { kind: 'userTask', minutes: 5, step: 'process' },
        e: 'end',
      },
      [
        ['s', 'f'],
        ['f', 'a'],
        ['f', 'b'],
        ['a', 'j'],
        ['b', 'j'],
        ['j', 'c'],
        ['c', 'e'],
      ],
    );
    const begun = dryRun(both, [{ kind: 'start', start: 's' }]);
    const token = (id: string) => begun.open.find(({ node }) => node.id === id)!.token;
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const run = dryRun(both, [
        ...begun.moves,
        ...order.map((id): DryMove => ({ kind: 'complete', token: token(id) })),
      ]);
      expect(run.open).toMatchObject([{ from: 100, until: 105 }]);
    }
  });

  test('moves survive the address, and any address gives a walk', () => {
    const moves: DryMove[] = [
      { kind: 'start', start: 'online' },
      { kind: 'complete', token: '1', edge: 'a:b~c', data: { ketQua: 'đạt' } },
      { kind: 'supplement', token: '2' },
      { kind: 'supplied' },
      { kind: 'back', token: '2', to: 'process' },
    ];
    expect(decodeMoves(encodeMoves(moves))).toEqual(moves);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const run = dryRun(flow, decodeMoves(text));
        expect(run.moves.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
