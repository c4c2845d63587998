import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loadCatalogue } from '../catalogue.ts';
import type { Term } from './query.ts';
import { makeWords } from './words.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
});
afterAll(() => platform.close());

const term = (word: string, open = false): Term => ({ word, typed: word, little: false, open });

test('whole words and beginnings, all of a reading or any', () => {
  const words = makeWords([
    ['khai', 'sinh'],
    ['khai', 'tu'],
    ['ket', 'hon'],
  ]);
  expect(words.all([[term('khai'), term('si', true)]])).toEqual(new Set([0]));
  expect(words.all([[term('khai')], [term('hon')]])).toEqual(new Set([0, 1, 2]));
  expect(words.all([[term('kha')]])).toEqual(new Set());
  expect(words.all([])).toEqual(new Set());
  expect(words.any([term('k', true)])).toEqual(new Set([0, 1, 2]));
});

test('finds what the database’s own index finds', async () => {
  const { entries, words } = await loadCatalogue(platform.db);
  const stored = async (query: string): Promise<string[]> => {
    const { rows } = await sql<{ code: string }>`
      select code from procedure where version_id is not null and search @@ ${query}::tsquery`.execute(
      platform.db,
    );
    return rows.map((row) => row.code).sort();
  };
  const codes = (found: Set<number>): string[] => [...found].map((at) => entries[at]!.code).sort();
  const some = [...new Set(entries.flatMap((entry) => entry.titles.flat()))].filter((_, at) => at % 7 === 0);
  expect(some.length).toBeGreaterThan(10);
  let found = 0;
  for (const [at, word] of some.entries()) {
    const other = some[(at + 1) % some.length]!;
    const start = word.slice(0, 2);
    const query = `('${word}':abc & '${other}':abc) | '${start}':*abc`;
    const both = words.heads.all([[term(word), term(other)], [term(start, true)]]);
    expect(codes(both)).toEqual(await stored(query));
    expect(codes(words.titles.any([term(word)]))).toEqual(await stored(`'${word}':ab`));
    found += both.size;
  }
  expect(found).toBeGreaterThan(0);
});
