import { performance } from 'node:perf_hooks';
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
  // Two certify online here while the national record knows no online way: publication refuses, a person decides.
  expect((await faultsOf(synchronised.db, run!.id)).map((fault) => fault.code)).toEqual([
    '2.000815',
    '2.000884',
  ]);
  expect(counts).toEqual({ new: 0, changed: 2, retired: 0, same: 794 });
  expect(peer.busiest()).toBeLessThanOrEqual(6);
  expect((fetching + accepting) / importing).toBeLessThan(4);
}, 180_000);
