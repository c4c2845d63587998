import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess, idsOf, parseCriteria, report, testsOf } from './conformity.mjs';

const CRITERIA = parseCriteria(
  ['id\twho\twhat', 'D8\tadmin\tcontrols', 'II.5.2\tcounter\tenter', 'II.5.20\tcounter\tlater', ''].join(
    '\n',
  ),
);

function stateOf(id, tests) {
  const { entries } = assess(CRITERIA, tests);
  return entries.find(({ criterion }) => criterion.id === id).state;
}

const test = (title, status = 'passed', groups = []) => ({
  file: 'src/a.test.ts',
  titles: [...groups, title],
  status,
});

describe('criteria', () => {
  it('are read with their ids, and refused when one comes twice or lacks a column', () => {
    expect([...CRITERIA.keys()]).toEqual(['D8', 'II.5.2', 'II.5.20']);
    expect(CRITERIA.get('II.5.2')).toEqual({ id: 'II.5.2', who: 'counter', what: 'enter' });
    expect(() => parseCriteria('id\twho\twhat\nV.1\tall\tx\nV.1\tall\ty')).toThrow('twice');
    expect(() => parseCriteria('id\twho\twhat\nV.1\tall')).toThrow('columns');
  });

  it('of the project are 176, each with an id that a title can carry', () => {
    const criteria = parseCriteria(readFileSync('docs/conformity/criteria.tsv', 'utf8'));
    expect(criteria.size).toBe(176);
    for (const id of criteria.keys()) expect(idsOf(`[${id}] x`)).toEqual([{ id, whole: true }]);
  });
});

describe('titles', () => {
  it('name criteria in brackets, wholly or in part', () => {
    expect(idsOf('[I.11] [II.5.2~] done [D8]')).toEqual([
      { id: 'I.11', whole: true },
      { id: 'II.5.2', whole: false },
      { id: 'D8', whole: true },
    ]);
  });

  it.each(['II.5.2 without brackets', '[II.5.2*] marked otherwise', '[1]', '[Docs] and [VI.1]', '[II 5.2]'])(
    'carry no criterion in “%s”',
    (title) => expect(idsOf(title)).toEqual([]),
  );
});

describe('assessment', () => {
  it('counts passing tests that name the whole criterion', () => {
    expect(stateOf('II.5.2', [test('[II.5.2] enters')])).toBe('proved');
    expect(stateOf('II.5.2', [test('enters', 'passed', ['[II.5.2] counter'])])).toBe('proved');
  });

  it('does not take one criterion for another whose id begins the same', () => {
    expect(stateOf('II.5.20', [test('[II.5.2] enters')])).toBe('none');
  });

  it('does not count partial proofs, wherever the mark stands', () => {
    expect(stateOf('II.5.2', [test('[II.5.2~] enters')])).toBe('part');
    expect(stateOf('II.5.2', [test('[II.5.2] enters', 'passed', ['[II.5.2~] counter'])])).toBe('part');
    expect(stateOf('II.5.2', [test('[II.5.2~] enters', 'passed', ['[II.5.2] counter'])])).toBe('part');
  });

  it.each(['failed', 'skipped', 'pending', 'todo'])('does not count a criterion with a %s test', (status) => {
    expect(stateOf('II.5.2', [test('[II.5.2] enters'), test('[II.5.2] again', status)])).toBe('broken');
    expect(stateOf('II.5.2', [test('[II.5.2~] enters', status)])).toBe('broken');
  });

  it('tells of ids that are no criteria', () => {
    const { unknown } = assess(CRITERIA, [test('[II.5.3] codes')]);
    expect(unknown).toEqual([{ id: 'II.5.3', file: 'src/a.test.ts', name: 'codes' }]);
  });
});

describe('report', () => {
  const results = {
    testResults: [
      {
        name: '/root/src/a.test.ts',
        assertionResults: [
          { ancestorTitles: ['[D8] access'], title: 'is <checked>', status: 'passed' },
          { ancestorTitles: [], title: '[II.5.2~] enters', status: 'passed' },
          { ancestorTitles: [], title: '[V.99] unknown', status: 'passed' },
        ],
      },
    ],
  };
  const text = report(assess(CRITERIA, testsOf(results, '/root')), { at: 'hôm nay', passed: 3, total: 3 });

  it('counts by part and names the tests', () => {
    expect(text).toContain('| **Tổng** | 3 | 1 | 1 | 0 | 1 |');
    expect(text).toContain(
      '- **D8** (admin) controls — **có**\n  - access › is &lt;checked> (`src/a.test.ts`)',
    );
    expect(text).toContain(
      '- **II.5.2** (counter) enter — **một phần**\n  - một phần: enters (`src/a.test.ts`)',
    );
    expect(text).toContain('- **II.5.20** (counter) later — **chưa có**');
  });

  it('lists tests by file, whichever ended first', () => {
    const result = (name) => ({
      name,
      assertionResults: [{ ancestorTitles: [], title: 'x', status: 'passed' }],
    });
    const found = testsOf({ testResults: [result('/r/b.ts'), result('/r/a.ts'), result('/r/c.ts')] }, '/r');
    expect(found.map(({ file }) => file)).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it('says which ids are unknown, and when the tests ran', () => {
    expect(text).toContain('- `V.99`: unknown (`src/a.test.ts`)');
    expect(text).toContain('Lần chạy: hôm nay; 3/3 phép thử đạt.');
  });
});
