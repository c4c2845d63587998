import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../testing.ts';
import { openDatabase, PreparingClient } from './index.ts';
import { Readers } from './readers.ts';

let platform: TestPlatform;
let readers: Readers;
let packets = 0;

/** A connection that counts what leaves it, under the name `reader`. */
function connection(): pg.Client {
  const client = new PreparingClient({
    connectionString: platform.databaseUrl,
    application_name: 'reader',
    pipeline: true,
  } as pg.ClientConfig) as unknown as pg.Client;
  const { stream } = client.connection as unknown as {
    stream: NodeJS.WritableStream & { _writev?: unknown };
  };
  const write = stream._writev as (...args: unknown[]) => void;
  stream._writev = function counted(this: unknown, ...args: unknown[]) {
    packets++;
    write.apply(this, args);
  };
  return client;
}

beforeAll(async () => {
  platform = await testPlatform();
  readers = new Readers(connection, 2);
});
afterAll(async () => {
  await readers.close();
  await platform.close();
});

const asked = (n: number): Promise<{ n: number }[]> => readers.ask('select $1::int as n', [n]);

describe('short reads of many requests', () => {
  it('come back to whoever asked, though they travel together', async () => {
    await asked(0);
    packets = 0;
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => asked(n)));
    expect(answers.map(([row]) => row!.n)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(packets).toBeGreaterThan(0);
    expect(packets).toBeLessThan(20);
    expect(readers.waiting).toBe(0);
  });

  it('an error is its own statement’s alone', async () => {
    const [good, bad, after] = await Promise.allSettled([
      asked(1),
      readers.ask('select 1 / $1::int', [0]),
      asked(2),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled', value: [{ n: 1 }] });
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
    expect(after).toMatchObject({ status: 'fulfilled', value: [{ n: 2 }] });
    expect(readers.waiting).toBe(0);
  });

  it('a slow statement holds up nobody who comes after it on another connection', async () => {
    let slowDone = false;
    const slow = readers.ask('select pg_sleep($1)', [0.5]).then(() => (slowDone = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await asked(3)).toEqual([{ n: 3 }]);
    expect(slowDone).toBe(false);
    await slow;
  });

  it('what a broken connection was asked is asked again on another, so that nobody notices', async () => {
    const open = readers.ask<{ n: number }>('select pg_sleep(0.2), $1::int as n', [5]);
    await new Promise((resolve) => setImmediate(resolve));
    const admin = new pg.Client({ connectionString: platform.databaseUrl });
    await admin.connect();
    const { rows: ended } = await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'reader'",
    );
    await admin.end();
    expect(ended.length).toBeGreaterThan(0);
    expect(await asked(4)).toEqual([{ n: 4 }]);
    expect(await open).toMatchObject([{ n: 5 }]);
    expect(readers.waiting).toBe(0);
  });

  it('a statement that breaks its connection again fails with what the server said', async () => {
    const broken = readers.ask('select pg_terminate_backend(pg_backend_pid()), $1::int', [1]);
    await expect(broken).rejects.toThrow(/terminat/);
    expect(await asked(6)).toEqual([{ n: 6 }]);
    expect(readers.waiting).toBe(0);
  });

  it('nothing is asked of a database that was closed, or that is not there', async () => {
    const gone = new Readers(connection, 1);
    await gone.close();
    await expect(gone.ask('select $1::int', [1])).rejects.toThrow('closed');
    const elsewhere = openDatabase('postgres://nobody@127.0.0.1:1/none');
    await expect(elsewhere.db.selectFrom('account').select('id').execute()).rejects.toThrow('ECONNREFUSED');
    await elsewhere.close();
  });
});
