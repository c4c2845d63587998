import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startNationalProcedures,
  type NationalProcedures,
} from '../../../sandbox/national-procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { getProcedure, procedureVersions, publishProcedure } from '../procedures/index.ts';
import {
  decideProcedure,
  faultsOf,
  listRuns,
  nationalDifferences,
  nightlyExchange,
  outlookCounts,
  recordsOf,
  RunUnderWay,
  runById,
  startExchange,
  startRun,
} from './index.ts';
import { accepted, accessOf, administrator, fetched } from './testing.ts';

/** Three that only the national list knows, and one that was written here. */
const [PLAIN, OTHER, THIRD, BIRTH] = ['1.000080', '1.000094', '1.000110', '1.001193'] as const;
const NONE = { accepted: 0, waiting: 0, retired: 0, same: 0, again: 0, faulty: 0 };
const HASTE = { answerMs: 1500, tries: 2, backoffMs: 2, maxBytes: 5_000_000 };

let platform: TestPlatform;
let peer: NationalProcedures;
let admin: Editor;

beforeAll(async () => {
  peer = await startNationalProcedures({ only: [PLAIN, OTHER, THIRD, BIRTH] });
  platform = await testPlatform({ seeded: true });
  platform.config.national = accessOf(peer);
  admin = await administrator(platform);
  await startExchange(platform, HASTE);
});
afterEach(() => peer.calm());
afterAll(async () => {
  await platform.close();
  await peer.close();
});

const counts = () => outlookCounts(platform.db, 'procedures');
const one = async (code: string) =>
  (await recordsOf(platform.db, 'procedures', { codes: [code], limit: 1 }))[0]!;
const decide = async (code: string, take: Parameters<typeof decideProcedure>[2]['take']) => {
  const { against, changedAt } = await one(code);
  platform.clock.advance(1000);
  await platform.db
    .transaction()
    .execute((tx) =>
      decideProcedure(tx, code, { take, against, changedAt, by: admin, at: platform.clock.now() }),
    );
};

describe('synchronisation with the national procedure database', () => {
  it('[II.1.3] shows what is new and what differs, publishes what is accepted, and keeps a journal', async () => {
    const run = await fetched(platform, admin);
    expect(run).toMatchObject({ state: 'done', total: 4, done: 4, by: { name: admin.name } });
    expect(run.counts).toMatchObject({ new: 3, changed: 1, retired: 0, faulty: 0 });
    expect(await getProcedure(platform.db, PLAIN)).toBeNull();

    platform.clock.advance(1000);
    const taken = await accepted(platform, admin, { outlooks: ['new'] });
    expect(taken.counts).toEqual({ ...NONE, accepted: 3 });
    const published = (await getProcedure(platform.db, PLAIN))!;
    expect(published.name).toContain('nhận cha, mẹ, con');
    expect(published.definition.source).toMatchObject({ MATTHC: PLAIN });
    expect(published.definition.field.code).toBe('G15-TP07');
    const journal = await listRuns(platform.db, { source: 'procedures', limit: 10 });
    expect(journal.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['accept done', 'fetch done']);
    expect(journal.every((each) => each.finishedAt !== null && each.by?.accountId === admin.accountId)).toBe(
      true,
    );
  });

  it('[II.1.3~] changes nothing the second time, neither by fetching nor by accepting', async () => {
    await fetched(platform, admin);
    expect((await counts()).new).toBe(0);
    const again = await accepted(platform, admin, { outlooks: ['new'] });
    expect(again.counts).toEqual(NONE);
    expect(await procedureVersions(platform.db, PLAIN)).toHaveLength(1);
  });

  it('[II.1.3~] takes some parts and keeps the others, until they change once more', async () => {
    peer.change(PLAIN, { TENTTHC: 'Nhận cha, mẹ, con ở biên giới', YEUCAU: 'Có mặt cả hai bên.' });
    await fetched(platform, admin);
    expect(await one(PLAIN)).toMatchObject({ outlook: 'changed', differences: 2 });
    await decide(PLAIN, ['conditions']);
    const { definition } = (await getProcedure(platform.db, PLAIN))!;
    expect(definition.conditions).toEqual(['Có mặt cả hai bên.']);
    expect(definition.name).toContain('khu vực biên giới');
    expect((await one(PLAIN)).outlook).toBe('same');
    expect(await nationalDifferences(platform.db, PLAIN)).toMatchObject({ parts: ['name'], pending: false });

    peer.change(PLAIN, { SOQUYETDINH: '999/QĐ-BTP' });
    await fetched(platform, admin);
    expect(await one(PLAIN)).toMatchObject({ outlook: 'changed', differences: 1 });
    await decide(PLAIN, 'all');
    expect((await getProcedure(platform.db, PLAIN))!.definition).toMatchObject({ decision: '999/QĐ-BTP' });
    expect((await getProcedure(platform.db, PLAIN))!.name).toContain('khu vực biên giới');
  });

  it('[II.1.3~] keeps form, flow, agencies, everyday words and codes of what was written here', async () => {
    const before = (await getProcedure(platform.db, BIRTH))!;
    expect((await one(BIRTH)).outlook).toBe('changed');
    await decide(BIRTH, 'all');
    const after = (await getProcedure(platform.db, BIRTH))!;
    expect(after.version).toBe(before.version + 1);
    expect(after.formVersionId).toBe(before.formVersionId);
    expect(after.flowVersionId).toBe(before.flowVersionId);
    expect(after.agencies).toEqual(before.agencies);
    for (const key of ['aliases', 'offeredBy', 'serviceLevel', 'formCode', 'flowCode', 'summary'] as const)
      expect(after.definition[key]).toEqual(before.definition[key]);
    const codes = (found: typeof before) =>
      found.definition.cases.map((each) => [
        each.code,
        each.components.map((paper) => [paper.code, paper.provide]),
      ]);
    expect(codes(after)).toEqual(codes(before));
    await fetched(platform, admin);
    expect((await one(BIRTH)).outlook).toBe('same');
  });

  it('[II.1.3~] shows a procedure again that was changed here meanwhile, and leaves it alone', async () => {
    peer.change(OTHER, { YEUCAU: 'Điều kiện mới.' });
    await fetched(platform, admin);
    const { definition } = (await getProcedure(platform.db, OTHER))!;
    platform.clock.advance(1000);
    await platform.db
      .transaction()
      .execute((tx) =>
        publishProcedure(
          tx,
          { ...definition, summary: 'Sửa tại đây.' },
          { by: admin, now: platform.clock.now() },
        ),
      );
    await expect(
      platform.db.transaction().execute(async (tx) => {
        const { against, changedAt } = await one(OTHER);
        await decideProcedure(tx, OTHER, {
          take: 'all',
          against,
          changedAt,
          by: admin,
          at: platform.clock.now(),
        });
      }),
    ).rejects.toBeInstanceOf(InvalidConfiguration);
    const first = await accepted(platform, admin);
    expect(first.counts).toEqual({ ...NONE, again: 1 });
    expect((await getProcedure(platform.db, OTHER))!.definition.conditions).not.toContain('Điều kiện mới.');
    platform.clock.advance(1000);
    expect((await accepted(platform, admin)).counts.accepted).toBe(1);
    expect((await getProcedure(platform.db, OTHER))!.definition).toMatchObject({
      summary: 'Sửa tại đây.',
      conditions: ['Điều kiện mới.'],
    });
  });

  it('[II.1.3~] retires what is off the list only when that is accepted, and can keep it', async () => {
    const held = peer.records.get(THIRD)!;
    peer.retire(THIRD);
    await fetched(platform, admin);
    expect(await one(THIRD)).toMatchObject({ outlook: 'retired', gone: true });
    await decide(THIRD, []);
    await fetched(platform, admin);
    expect((await one(THIRD)).outlook).toBe('same');
    expect(await getProcedure(platform.db, THIRD)).not.toBeNull();
    peer.add(held);
    await fetched(platform, admin);
    peer.retire(THIRD);
    await fetched(platform, admin);
    platform.clock.advance(1000);
    expect((await accepted(platform, admin)).counts).toMatchObject({ retired: 1, faulty: 0 });
    expect(await getProcedure(platform.db, THIRD)).toBeNull();
    expect((await one(THIRD)).outlook).toBe('same');
    peer.add(held);
  });
});

describe('a peer that fails', () => {
  it('[II.1.3~] notes a malformed record with its code and reason; the others are taken', async () => {
    const held = peer.records.get(PLAIN)!;
    peer.change(PLAIN, { CACHTHUCTHUCHIEN: 'hỏng' });
    peer.change(OTHER, { YEUCAU: 'Lại đổi.' });
    peer.add({
      MATTHC: '1.999999',
      TENTTHC: 'Có ký tự \u0000 hỏng',
      LINHVUCTHUCHIEN: [{ TENLINHVUC: 'Hộ tịch' }],
    });
    peer.add({ MATTHC: 'không-mã', TENTTHC: 'Mã sai' });
    const run = await fetched(platform, admin);
    expect(run).toMatchObject({ state: 'done', counts: { faulty: 3, changed: 1 } });
    const faults = new Map((await faultsOf(platform.db, run.id)).map(({ code, reason }) => [code, reason]));
    expect(faults.get(PLAIN)).toContain('CACHTHUCTHUCHIEN');
    expect(faults.get('1.999999')).toContain('không lưu được');
    expect(faults.get('không-mã')).toContain('mã không đúng dạng');
    expect((await one(PLAIN)).body).toMatchObject({ CACHTHUCTHUCHIEN: held.CACHTHUCTHUCHIEN });
    expect((await one(PLAIN)).gone).toBe(false);
    peer.add(held);
    peer.retire('1.999999');
    peer.retire('không-mã');
  });

  it.each(['error', 'reset', 'half', 'slow'] as const)(
    '[II.1.3~] one record that never comes (%s) is noted, nothing is lost and nothing stops',
    async (kind) => {
      peer.trouble({ kind, service: 'LayThuTuc', code: PLAIN, ms: 4000 });
      const before = await one(PLAIN);
      const run = await fetched(platform, admin);
      expect(run).toMatchObject({ state: 'done', done: run.total, counts: { faulty: 1 } });
      expect(await one(PLAIN)).toEqual(before);
    },
  );

  it.each(['error', 'reset', 'half', 'slow', 'refuse'] as const)(
    '[II.1.3~] without the list (%s) the run fails with the reason, and everything stays',
    async (kind) => {
      const before = await recordsOf(platform.db, 'procedures', { limit: 100 });
      peer.trouble({ kind, service: 'LayDanhSachTTHC', ms: 4000 });
      const run = await fetched(platform, admin);
      expect(run.state).toBe('failed');
      expect(run.reason).toContain('kiểm tra kết nối');
      expect(await recordsOf(platform.db, 'procedures', { limit: 100 })).toEqual(before);
      expect(before.some((record) => record.gone)).toBe(false);
    },
  );

  it('says that no address is named, and that the password is wrong', async () => {
    const { national } = platform.config;
    platform.config.national = null;
    expect((await fetched(platform, admin)).reason).toContain('NATIONAL_URL');
    platform.config.national = { ...national!, password: 'sai' };
    expect((await fetched(platform, admin)).reason).toContain('mật khẩu không đúng');
    platform.config.national = national;
  });
});

describe('runs', () => {
  it('[II.1.3~] there is one at a time; one that was cut off gives way and says so', async () => {
    const first = await startRun(platform, { source: 'procedures', kind: 'fetch', by: admin });
    const second = startRun(platform, { source: 'procedures', kind: 'fetch', by: admin });
    await expect(second).rejects.toBeInstanceOf(RunUnderWay);
    platform.clock.advance(5 * 60_000);
    const third = await startRun(platform, { source: 'procedures', kind: 'fetch', by: admin });
    expect(await runById(platform.db, first)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('ngắt'),
    });
    await platform.jobs.drain();
    expect(await runById(platform.db, third)).toMatchObject({ state: 'done' });
  });

  it('one that a process left behind is taken up by the next that gets its job', async () => {
    const id = await startRun(platform, { source: 'procedures', kind: 'fetch', by: admin });
    await platform.db
      .updateTable('exchange_run')
      .set({ state: 'running', done: 2 })
      .where('id', '=', id)
      .execute();
    await platform.jobs.drain();
    expect(await runById(platform.db, id)).toMatchObject({ state: 'done', done: 4 });
  });

  it('[II.1.3~] the clock asks once a night', async () => {
    platform.clock.set(new Date('2026-11-24T21:59:00+07:00'));
    await nightlyExchange(platform);
    const night = async () =>
      (await listRuns(platform.db, { source: 'procedures', limit: 50 })).filter((run) => run.by === null)
        .length;
    expect(await night()).toBe(0);
    platform.clock.set(new Date('2026-11-24T22:01:00+07:00'));
    await nightlyExchange(platform);
    await nightlyExchange(platform);
    expect(await night()).toBe(1);
    await platform.jobs.drain();
    await nightlyExchange(platform);
    expect(await night()).toBe(1);
  });
});
