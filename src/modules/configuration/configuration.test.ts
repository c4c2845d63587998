import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import {
  configDraft,
  discardConfigDraft,
  listChanges,
  recordChange,
  saveConfigDraft,
  seenChange,
  StaleEdit,
  type Editor,
} from './index.ts';

let platform: TestPlatform;
let hanh: Editor;
let chi: Editor;
const at = new Date('2026-11-23T02:00:00Z');

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  const rows = await platform.db
    .selectFrom('account')
    .select(['id as accountId', 'display_name as name'])
    .where('username', 'in', ['nguyenhonghanh', 'lekimchi'])
    .orderBy('username', 'desc')
    .execute();
  [hanh, chi] = rows as [Editor, Editor];
});
afterAll(() => platform.close());

describe('changes', () => {
  const change = (by: Editor, after: unknown, seen?: number) =>
    platform.db.transaction().execute((tx) =>
      recordChange(tx, {
        object: 'demo:1',
        title: 'Thử',
        action: 'demo.update',
        by,
        at,
        before: null,
        after,
        seen,
      }),
    );

  it('keeps before and after of every change, and tells the second administrator who was first and when', async () => {
    const seen = await seenChange(platform.db, 'demo:1');
    const id = await change(hanh, { name: 'Một' }, seen);
    await expect(change(chi, { name: 'Hai' }, seen)).rejects.toMatchObject({
      name: 'StaleEdit',
      by: hanh.name,
      at,
    });
    await expect(change(chi, { name: 'Hai' }, id)).resolves.toBeGreaterThan(id);
    const rows = await listChanges(platform.db, { object: 'demo:1', limit: 10 });
    expect(rows.map((row) => [row.byName, row.after])).toEqual([
      [chi.name, { name: 'Hai' }],
      [hanh.name, { name: 'Một' }],
    ]);
  });

  it('lets only one of two who save at the same moment through', async () => {
    const seen = await seenChange(platform.db, 'demo:1');
    const results = await Promise.allSettled([change(hanh, { n: 1 }, seen), change(chi, { n: 2 }, seen)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('can not be rewritten', async () => {
    await expect(platform.db.deleteFrom('config_change').execute()).rejects.toThrow('append-only');
  });
});

describe('drafts', () => {
  const save = (by: Editor, revision: number, body: unknown) =>
    platform.db
      .transaction()
      .execute((tx) =>
        saveConfigDraft(tx, { kind: 'form', key: 'x', title: 'Tờ khai', body, revision, by, at }),
      );

  it('rise by one at every save and refuse an older page', async () => {
    expect(await save(hanh, 0, { a: 1 })).toBe(1);
    expect(await save(chi, 1, { a: 2 })).toBe(2);
    await expect(save(hanh, 1, { a: 3 })).rejects.toBeInstanceOf(StaleEdit);
    expect(await configDraft(platform.db, 'form', 'x')).toMatchObject({
      body: { a: 2 },
      updatedBy: chi.name,
    });
  });

  it('are gone once given up', async () => {
    await platform.db
      .transaction()
      .execute((tx) =>
        discardConfigDraft(tx, { kind: 'form', key: 'x', title: 'Tờ khai', revision: 2, by: chi, at }),
      );
    expect(await configDraft(platform.db, 'form', 'x')).toBeNull();
  });
});
