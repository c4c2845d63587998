import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../testing.ts';
import { PreparingClient } from './index.ts';

let platform: TestPlatform;
let plain: pg.Client;
let preparing: pg.Client;
beforeAll(async () => {
  platform = await testPlatform();
  plain = new pg.Client({ connectionString: platform.databaseUrl });
  preparing = new PreparingClient({ connectionString: platform.databaseUrl }) as unknown as pg.Client;
  await Promise.all([plain.connect(), preparing.connect()]);
});
afterAll(async () => {
  await Promise.all([plain.end(), preparing.end()]);
  await platform.close();
});

describe('a prepared query', () => {
  it.each([
    `select $1::int8 as id, now() as at, date '2026-11-23' as day, null as nothing, '{a,"b c",null}'::text[] as list,
       '{"x": [1, null]}'::jsonb as json, 1.5::numeric as amount, true as yes, '\\x00ff'::bytea as bytes, '' as empty`,
    'select g as n, case when g % 2 = 0 then g::text end as even from generate_series(1, $1::int) g',
    'select $1::int as x, 2 as x',
    'select $1::int where false',
    'select from generate_series(1, $1::int)',
    'update officer set name = name where id = $1',
  ])('answers as pg does: %s', async (text) => {
    // now() is the same in one transaction only; its moment is of no interest here.
    const steady = text.replace('now()', "timestamptz '2026-11-23 08:00:00.25+07'");
    for (let time = 0; time < 3; time++) {
      const [expected, found] = await Promise.all([plain.query(steady, [7]), preparing.query(steady, [7])]);
      expect(found.rows).toEqual(expected.rows);
      expect(found.rows.map((row) => Object.keys(row as object))).toEqual(
        expected.rows.map((row) => Object.keys(row as object)),
      );
      expect(found).toMatchObject({ command: expected.command, rowCount: expected.rowCount });
    }
  });

  it('sees that a column has changed its type', async () => {
    await plain.query('create table changing (value int)');
    await plain.query('insert into changing values (5)');
    const text = 'select * from changing where value::text <> $1';
    expect((await preparing.query(text, [''])).rows).toEqual([{ value: 5 }]);
    await plain.query(`alter table changing alter value type text, add other int default 1`);
    const fresh = new PreparingClient({ connectionString: platform.databaseUrl }) as unknown as pg.Client;
    await fresh.connect();
    expect((await fresh.query(text, [''])).rows).toEqual([{ value: '5', other: 1 }]);
    await fresh.end();
  });

  it('tells what the database says of a fault, and goes on', async () => {
    await expect(preparing.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(preparing.query('select $1::int from nowhere', [0])).rejects.toMatchObject({
      code: '42P01',
    });
    expect((await preparing.query('select $1::int as n', [3])).rows).toEqual([{ n: 3 }]);
  });

  it('fails, and no more, where a value can not be read', async () => {
    const types = {
      getTypeParser: () => () => {
        throw new Error('unreadable');
      },
    };
    const client = new PreparingClient({
      connectionString: platform.databaseUrl,
      types: types as never,
    }) as unknown as pg.Client;
    await client.connect();
    await expect(client.query('select $1::int as unreadable', [1])).rejects.toThrow('unreadable');
    await client.end();
  });
});
