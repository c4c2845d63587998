import { afterAll, beforeAll, expect, it } from 'vitest';
import { putSetting } from '../../modules/settings/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { seedDemo } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform({ now: new Date('2026-11-23T16:30:00+07:00') });
});
afterAll(() => platform.close());

const count = async (): Promise<number> =>
  (
    await platform.db
      .selectFrom('dossier')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

it('a first start that was cut off is taken up where it stopped; later starts change nothing', async () => {
  const cut = {
    ...platform,
    jobs: { ...platform.jobs, send: async () => Promise.reject(new Error('cut off')) },
  };
  await expect(seedDemo(cut)).rejects.toThrow('cut off');
  const part = await count();
  expect(part).toBeLessThan(22);
  await seedDemo(platform);
  expect(await count()).toBe(22);
  await seedDemo(platform);
  expect(await count()).toBe(22);
});

it('a system with agencies of its own is left alone', async () => {
  const own = await testPlatform({ seeded: true });
  await putSetting(own.db, 'time-rules', {}, new Date(0));
  await seedDemo(own);
  expect(await own.db.selectFrom('dossier').select('id').execute()).toEqual([]);
  await own.close();
});
