import { afterAll, beforeAll, expect, test } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { audit, auditLog, auditTogether, maskDetail } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
afterAll(() => platform.close());

test('[III.14.1~] what was done is read back, newest first, page by page', async () => {
  for (let i = 1; i <= 5; i++) {
    await audit(platform.db, {
      accountId: i % 2 ? 7 : 8,
      ip: '10.0.0.1',
      action: `act-${i}`,
      object: 'dossier 1',
    });
  }
  const first = await auditLog(platform.db, { limit: 2 });
  expect(first.map((row) => row.action)).toEqual(['act-5', 'act-4']);
  const next = await auditLog(platform.db, { limit: 2, before: first[1]!.id });
  expect(next.map((row) => row.action)).toEqual(['act-3', 'act-2']);
  expect((await auditLog(platform.db, { limit: 9, accountId: 8 })).map((row) => row.action)).toEqual([
    'act-4',
    'act-2',
  ]);
  expect(await auditLog(platform.db, { limit: 9, action: 'act-1' })).toHaveLength(1);
});

test('nobody changes or deletes what was written', async () => {
  await audit(platform.db, { accountId: null, action: 'x', object: 'y' });
  await expect(platform.db.updateTable('audit').set({ action: 'z' }).execute()).rejects.toThrow(
    'append-only',
  );
  await expect(platform.db.deleteFrom('audit').execute()).rejects.toThrow('append-only');
});

test('what many note at once is written whole, in few statements, and is there when each of them goes on', async () => {
  const { db, queries, clock } = platform;
  queries.reset();
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      await auditTogether(db, { accountId: 9, action: `look-${n}`, object: 'dossier 2', at: clock.now() });
      if (n === 49) expect(await auditLog(db, { limit: 1, action: 'look-49' })).toHaveLength(1);
    }),
  );
  expect(queries.texts().filter((text) => text.startsWith('insert')).length).toBeLessThan(5);
  expect(await auditLog(db, { limit: 99, accountId: 9 })).toHaveLength(50);
});

test('what can not be written fails those who noted it, not those who note after them', async () => {
  const { db, clock } = platform;
  const note = (accountId: number): Promise<void> =>
    auditTogether(db, { accountId, action: 'after', object: 'dossier 3', at: clock.now() });
  await Promise.all([expect(note(Number.NaN)).rejects.toThrow('bigint'), note(10).catch(() => {})]);
  await note(11);
  expect(await auditLog(db, { limit: 9, action: 'after', accountId: 11 })).toHaveLength(1);
});

test('personal data is masked at any depth, secrets are left out', () => {
  expect(
    maskDetail({
      phone: '0912345678',
      before: { email: 'an@example.vn', identityNo: '001085007731' },
      phones: ['0912345678'],
      password: 'x',
      resetToken: 'y',
      kind: 'citizen',
      amount: 5,
    }),
  ).toEqual({
    phone: '091••••678',
    before: { email: 'a•••@example.vn', identityNo: '0010••••7731' },
    phones: ['091••••678'],
    kind: 'citizen',
    amount: 5,
  });
});
