import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChanges } from '../../platform/changes.ts';
import { openDatabase } from '../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { browser, testServer } from '../../web/testing.ts';
import { countPopularity } from './index.ts';
import { applicant, filed, officer, paperIntake } from './testing.ts';
import { act } from './act.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
});
afterAll(() => platform.close());

const popularity = async (): Promise<Record<string, number>> => {
  const rows = await platform.db
    .selectFrom('procedure')
    .select(['code', 'popularity'])
    .where('popularity', '>', 0)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.code, row.popularity]));
};

describe('what many people file', () => {
  it('is counted over the last 90 days, from wherever it came', async () => {
    await countPopularity(platform);
    expect(await popularity()).toEqual({});
    const citizen = await applicant(platform, 'nguyenthuhuong');
    await filed(platform, citizen);
    const { dossierId: old } = await filed(platform, citizen);
    const counter = await officer(platform, 'tranthingan');
    for (const intake of ['5f3a3c1e-6b1c-4f0e-9d38-0d2f9a2b7c01', '5f3a3c1e-6b1c-4f0e-9d38-0d2f9a2b7c02'])
      await act(platform, counter, { intake }, { action: 'accept', intake: await paperIntake(platform) });
    await countPopularity(platform);
    expect(await popularity()).toEqual({ '1.001193': 2, '2.000815': 2 });
    const long = new Date(platform.clock.now().getTime() - 91 * 24 * 60 * 60_000);
    await platform.db.updateTable('dossier').set({ submitted_at: long }).where('id', '=', old).execute();
    await countPopularity(platform);
    expect(await popularity()).toEqual({ '1.001193': 1, '2.000815': 2 });
  });

  it('comes first on the home page, in every process', async () => {
    const database = openDatabase(platform.databaseUrl, { max: 4 });
    const changes = await startChanges(database.db, platform.databaseUrl, platform.log);
    const server = await testServer({ ...platform, db: database.db, changes });
    try {
      const first = async (): Promise<string | undefined> =>
        /class="chip" href="\/thu-tuc\/([\d.]+)"/.exec((await browser(server).get('/')).body)?.[1];
      expect(await first()).toBe('1.001193');
      await platform.db.updateTable('dossier').set({ procedure_code: '1.000894' }).execute();
      await countPopularity(platform);
      await expect.poll(first, { timeout: 2_000, interval: 20 }).toBe('1.000894');
    } finally {
      await server.close();
      await changes.close();
      await database.close();
    }
  });
});
