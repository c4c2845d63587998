import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startNationalProcedures,
  type NationalProcedures,
} from '../../../sandbox/national-procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { nationalList } from '../procedures/import/fixtures/national-list.ts';
import { importLines } from '../procedures/index.ts';
import { faultsOf, outlookCounts, startExchange, type Run } from './index.ts';
import { accepted, accessOf, administrator, fetched } from './testing.ts';

let peer: NationalProcedures;
let synchronised: TestPlatform;
let imported: TestPlatform;
beforeAll(async () => {
  peer = await startNationalProcedures();
  [synchronised, imported] = await Promise.all([
    testPlatform({ seeded: true }),
    testPlatform({ seeded: true }),
  ]);
  synchronised.config.national = accessOf(peer);
  await startExchange(synchronised);
}, 120_000);
afterAll(async () => {
  await synchronised.close();
  await imported.close();
  await peer.close();
});

async function seconds(deed: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await deed();
  return (performance.now() - begun) / 1000;
}

it('[II.1.3~] takes over all 796 procedures about as fast as the same list is imported from a file', async () => {
  const admin = await administrator(synchronised);
  const fetching = await seconds(() => fetched(synchronised, admin));
  expect(await outlookCounts(synchronised.db, 'procedures')).toEqual({
    new: 786,
    changed: 10,
    waiting: 0,
    retired: 0,
    same: 0,
  });
  synchronised.clock.advance(1000);
  let run: Run | null = null;
  const accepting = await seconds(async () => {
    run = await accepted(synchronised, admin);
  });
  const counts = await outlookCounts(synchronised.db, 'procedures');
  const importing = await seconds(() => importLines(imported, nationalList()));
  process.stdout.write(
    `796 procedures: fetched in ${fetching.toFixed(1)} s, accepted in ${accepting.toFixed(1)} s; ` +
      `from a file in ${importing.toFixed(1)} s (${((fetching + accepting) / importing).toFixed(2)} times)\n`,
  );
  expect(await faultsOf(synchronised.db, run!.id)).toEqual([]);
  expect(run!).toMatchObject({
    total: 796,
    counts: { accepted: 796, waiting: 0, retired: 0, same: 0, again: 0, faulty: 0 },
  });
  expect(counts).toEqual({ new: 0, changed: 0, waiting: 0, retired: 0, same: 796 });
  expect(peer.busiest()).toBeLessThanOrEqual(6);
  expect((fetching + accepting) / importing).toBeLessThan(4);
}, 180_000);

it('[II.1.3~] loses none of the 796 when publication refuses parts of those that are filed here', async () => {
  const admin = await administrator(synchronised);
  const written = new Set(
    (
      await synchronised.db
        .selectFrom('form_version')
        .innerJoin('procedure_version', 'procedure_version.form_version_id', 'form_version.id')
        .select('procedure_code')
        .execute()
    ).map((row) => row.procedure_code),
  );
  for (const code of peer.records.keys()) {
    const ways = peer.records.get(code)!.CACHTHUCTHUCHIEN as { KENH: string }[];
    // Nothing but the counter any more, and a new condition.
    peer.change(code, { CACHTHUCTHUCHIEN: ways.filter((way) => way.KENH === '1'), YEUCAU: 'Điều kiện mới.' });
  }
  synchronised.clock.advance(1000);
  await fetched(synchronised, admin);
  const before = await outlookCounts(synchronised.db, 'procedures');
  expect(before).toMatchObject({ changed: 796 });
  synchronised.clock.advance(1000);
  let run: Run | null = null;
  const took = await seconds(async () => {
    run = await accepted(synchronised, admin);
  });
  const { counts, total, id } = run!;
  const waiting = new Set((await faultsOf(synchronised.db, id)).map((fault) => fault.code));
  process.stdout.write(`796 changed, ${waiting.size} with parts that wait: ${took.toFixed(1)} s\n`);
  expect(total).toBe(796);
  expect(counts).toMatchObject({ accepted: 796 - waiting.size, waiting: waiting.size, faulty: 0, again: 0 });
  expect(waiting.size).toBeGreaterThan(0);
  for (const code of waiting) expect(written.has(code)).toBe(true);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from procedure p join procedure_version v on v.id = p.version_id
    where v.definition->'conditions' = '["Điều kiện mới."]'::jsonb`.execute(synchronised.db);
  expect(rows[0]!.count).toBe(796);
  expect(await outlookCounts(synchronised.db, 'procedures')).toEqual({
    new: 0,
    changed: 0,
    waiting: waiting.size,
    retired: 0,
    same: 796 - waiting.size,
  });
}, 180_000);
