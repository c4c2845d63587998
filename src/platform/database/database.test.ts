import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../testing.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
afterAll(() => platform.close());

describe('append-only records', () => {
  it('the database refuses to change, delete or truncate the audit log', async () => {
    const { db } = platform;
    await db.insertInto('audit').values({ action: 'thu', object: 'thu', detail: '{}' }).execute();
    await expect(db.updateTable('audit').set({ action: 'khac' }).execute()).rejects.toThrow('append-only');
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow('append-only');
    await expect(sql`truncate audit`.execute(db)).rejects.toThrow('append-only');
    expect((await db.selectFrom('audit').select('action').execute())[0]?.action).toBe('thu');
  });
});

describe('jobs', () => {
  it('a job left in a transaction that rolls back is never done; one that commits is done once', async () => {
    const done: unknown[] = [];
    await platform.jobs.work('mail', async (data: never) => {
      done.push(data);
    });
    await platform.db
      .transaction()
      .execute(async (tx) => {
        await platform.jobs.send(tx, 'mail', { n: 1 });
        throw new Error('undo');
      })
      .catch(() => {});
    await platform.db.transaction().execute((tx) => platform.jobs.send(tx, 'mail', { n: 2 }));
    await platform.jobs.drain();
    await platform.jobs.drain();
    expect(done).toEqual([{ n: 2 }]);
  });
});

describe('values', () => {
  it('big integers come as numbers and dates as text', async () => {
    const { rows } = await sql<{
      n: number;
      d: string;
    }>`select 9007199254740991::int8 as n, date '2026-11-23' as d`.execute(platform.db);
    expect(rows[0]).toEqual({ n: 9007199254740991, d: '2026-11-23' });
  });
});
