import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startNationalProcedures,
  type NationalProcedures,
} from '../../../sandbox/national-procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { getProcedure, publishProcedure } from '../procedures/index.ts';
import { decideProcedure, faultsOf, outlookCounts, recordsOf, startExchange, type Part } from './index.ts';
import { accepted, accessOf, administrator, fetched } from './testing.ts';

/** Certified online in part here; the national record knows the counter alone. */
const [COPY, SIGNATURE] = ['2.000815', '2.000884'] as const;
const NONE = { accepted: 0, waiting: 0, retired: 0, same: 0, again: 0, faulty: 0 };

let platform: TestPlatform;
let peer: NationalProcedures;
let admin: Editor;
beforeAll(async () => {
  peer = await startNationalProcedures({ only: [COPY, SIGNATURE] });
  platform = await testPlatform({ seeded: true });
  platform.config.national = accessOf(peer);
  admin = await administrator(platform);
  await startExchange(platform);
});
afterAll(async () => {
  await platform.close();
  await peer.close();
});

const one = async (code: string) =>
  (await recordsOf(platform.db, 'procedures', { codes: [code], limit: 1 }))[0]!;
const acceptAll = () => {
  platform.clock.advance(1000);
  return accepted(platform, admin);
};
const decide = async (code: string, take: Part[]) => {
  const { against, changedAt } = await one(code);
  platform.clock.advance(1000);
  await platform.db
    .transaction()
    .execute((tx) =>
      decideProcedure(tx, code, { take, against, changedAt, by: admin, at: platform.clock.now() }),
    );
};
const definitionOf = async (code: string) => (await getProcedure(platform.db, code))!.definition;
const ways = (code: string) => peer.records.get(code)!.CACHTHUCTHUCHIEN as { KENH: string }[];

it('[II.1.3~] an online way opened here stays when the national record has never named one', async () => {
  await fetched(platform, admin);
  expect((await one(COPY)).outlook).toBe('changed');
  expect((await acceptAll()).counts).toEqual({ ...NONE, accepted: 2 });
  const { channels, channelNotes, serviceLevel } = await definitionOf(COPY);
  expect(channels).toEqual(['online', 'counter']);
  expect(channelNotes).toMatchObject({ online: expect.any(String), counter: expect.any(String) });
  expect(serviceLevel.kind).toBe('partial');
  await fetched(platform, admin);
  expect(await outlookCounts(platform.db, 'procedures')).toMatchObject({ changed: 0, waiting: 0, same: 2 });
});

it('[II.1.3~] takes everything but the part that can not be published; that part waits with its reason', async () => {
  const counter = new Map([COPY, SIGNATURE].map((code) => [code, ways(code)]));
  for (const [code, rows] of counter)
    peer.change(code, { CACHTHUCTHUCHIEN: [...rows, { ...rows[0], KENH: '2' }] });
  await fetched(platform, admin);
  await acceptAll();
  // What it once had it has no longer: now it is a change.
  for (const [code, rows] of counter) peer.change(code, { CACHTHUCTHUCHIEN: rows, YEUCAU: 'Điều kiện mới.' });
  await fetched(platform, admin);
  const run = await acceptAll();
  expect(run).toMatchObject({ state: 'done', total: 2, counts: { ...NONE, waiting: 2 } });
  for (const code of [COPY, SIGNATURE]) {
    expect(await definitionOf(code)).toMatchObject({
      conditions: ['Điều kiện mới.'],
      channels: ['online', 'counter'],
    });
    expect(await one(code)).toMatchObject({
      outlook: 'waiting',
      differences: 1,
      waiting: [{ part: 'channels' }],
    });
  }
  const faults = await faultsOf(platform.db, run.id);
  expect(faults.map(({ code, part }) => [code, part])).toEqual([
    [COPY, 'channels'],
    [SIGNATURE, 'channels'],
  ]);
  expect(faults[0]!.reason).toContain('Mức 3 là dịch vụ trực tuyến');
});

it('[II.1.3~] what waits stays waiting, over fetches and acceptances, and is not counted again', async () => {
  await fetched(platform, admin);
  expect(await outlookCounts(platform.db, 'procedures')).toMatchObject({ changed: 0, waiting: 2 });
  expect((await acceptAll()).counts).toEqual(NONE);
  const retried = await accepted(platform, admin, { codes: [COPY] });
  expect(retried.counts).toEqual({ ...NONE, waiting: 1 });
  // What changes besides is taken; the part goes on waiting for what it was before it waited.
  peer.change(COPY, { YEUCAU: 'Điều kiện mới nữa.' });
  await fetched(platform, admin);
  expect(await one(COPY)).toMatchObject({ outlook: 'changed', differences: 2 });
  expect((await acceptAll()).counts).toEqual({ ...NONE, waiting: 1 });
  expect((await definitionOf(COPY)).conditions).toEqual(['Điều kiện mới nữa.']);
  expect((await one(COPY)).outlook).toBe('waiting');
});

it('[II.1.3~] the part is decided by a person: kept, or carried out by hand', async () => {
  await decide(SIGNATURE, []);
  expect(await one(SIGNATURE)).toMatchObject({ outlook: 'same', waiting: [] });
  await fetched(platform, admin);
  expect((await one(SIGNATURE)).outlook).toBe('same');
  expect((await definitionOf(SIGNATURE)).channels).toContain('online');

  await expect(decide(COPY, ['channels'])).rejects.toBeInstanceOf(InvalidConfiguration);
  expect((await one(COPY)).outlook).toBe('waiting');
  const before = await definitionOf(COPY);
  const { online: _gone, ...channelNotes } = before.channelNotes ?? {};
  const counterOnly: typeof before = {
    ...before,
    channels: ['counter'],
    channelNotes,
    serviceLevel: { level: 2, kind: 'information' },
    cases: before.cases.map((each) => ({
      ...each,
      limits: each.limits.filter((limit) => limit.channel !== 'online'),
      fees: each.fees.filter((fee) => fee.channel !== 'online'),
    })),
  };
  platform.clock.advance(1000);
  await platform.db
    .transaction()
    .execute((tx) => publishProcedure(tx, counterOnly, { by: admin, now: platform.clock.now() }));
  await fetched(platform, admin);
  expect((await one(COPY)).outlook).toBe('same');
});

it('a part that waits goes away when the source takes its change back', async () => {
  const counter = ways(SIGNATURE).filter((way) => way.KENH === '1');
  const online = [...counter, { ...counter[0]!, KENH: '2' }];
  for (const rows of [online, counter]) {
    peer.change(SIGNATURE, { CACHTHUCTHUCHIEN: rows, YEUCAU: `Có ${rows.length} cách.` });
    await fetched(platform, admin);
    await acceptAll();
  }
  expect((await one(SIGNATURE)).outlook).toBe('waiting');
  peer.change(SIGNATURE, { CACHTHUCTHUCHIEN: online });
  await fetched(platform, admin);
  expect((await one(SIGNATURE)).outlook).toBe('same');
});
