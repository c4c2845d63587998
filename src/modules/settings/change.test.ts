import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SITE } from '../../core/site.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { expireDirectory } from '../agencies/index.ts';
import { InvalidConfiguration, listChanges, StaleEdit, type Editor } from '../configuration/index.ts';
import { restoreChange } from '../restore/index.ts';
import { changeSetting, loadSettings, minutesOf, settingObject, timeText, type SettingKey } from './index.ts';

let platform: TestPlatform;
let by: Editor;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  by = await platform.db
    .selectFrom('account')
    .where('username', '=', 'nguyenhonghanh')
    .select(['id as accountId', 'display_name as name'])
    .executeTakeFirstOrThrow();
});
afterAll(() => platform.close());

const change = (key: SettingKey, value: object, seen?: number): Promise<void> =>
  platform.db
    .transaction()
    .execute((tx) => changeSetting(tx, key, value, { by, at: platform.clock.now(), seen }));

const later = (): void => platform.clock.set(new Date(platform.clock.now().getTime() + 1000));

/** Places of the faults for which a value is turned back. */
async function faultsOf(key: SettingKey, value: object): Promise<string[]> {
  const error = await change(key, value).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvalidConfiguration);
  return (error as InvalidConfiguration).errors.map(({ place }) => place);
}

it('the facts of the portal change with their record, refuse the second editor, and are taken back', async () => {
  await change('site', { ...DEFAULT_SITE, hotline: '1900 1234' }, 0);
  expect((await loadSettings(platform.db)).site.hotline).toBe('1900 1234');
  await expect(change('site', DEFAULT_SITE, 0)).rejects.toThrow(StaleEdit);
  const [row] = await listChanges(platform.db, { object: settingObject('site'), limit: 1 });
  expect(row).toMatchObject({
    title: 'Thông tin của cổng',
    before: { hotline: '1022' },
    after: { hotline: '1900 1234' },
    byName: by.name,
  });
  later();
  await restoreChange(platform, row!.id, by);
  expect((await loadSettings(platform.db)).site).toEqual(DEFAULT_SITE);
});

it('nothing is saved of a setting with a fault; every fault names its place', async () => {
  const before = await loadSettings(platform.db);
  expect(
    await faultsOf('site', {
      ...DEFAULT_SITE,
      hotline: 'gọi tôi',
      email: 'hotro@',
      address: '  ',
      owner: 'x'.repeat(201),
      operator: 'hai\ndòng',
      hours: 7,
    }),
  ).toEqual(['owner', 'operator', 'hotline', 'hours', 'address', 'email']);
  expect(
    await faultsOf('time-rules', {
      supplement: { policy: 'never', times: 1.5, closeAfterDays: 366 },
      sameDayCutOff: Number.NaN,
      online: { answerWorkingHours: 0 },
    }),
  ).toEqual([
    'supplement.policy',
    'supplement.times',
    'supplement.closeAfterDays',
    'sameDayCutOff',
    'online.answerWorkingHours',
  ]);
  expect(await faultsOf('dossier-code', { style: 'toString' })).toEqual(['style']);
  expect(await loadSettings(platform.db)).toEqual(before);
});

it('codes stay in a style in which every agency can be written', async () => {
  const { id, code_new: code } = await platform.db
    .selectFrom('agency')
    .where('slug', '=', 'xa-tan-lam')
    .select(['id', 'code_new'])
    .executeTakeFirstOrThrow();
  const write = async (code_new: string): Promise<void> => {
    await platform.db
      .updateTable('agency')
      .set({ code_new, code_old: '', codes: '[]' })
      .where('id', '=', id)
      .execute();
    expireDirectory(platform.db);
  };
  await write(`${code}.1A`);
  const error = await change('dossier-code', { style: 'old' }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    errors: [{ place: 'style', message: expect.stringMatching(/Tân Lâm không viết được/) as string }],
  });
  await write(code);
  await change('dossier-code', { style: 'old' });
  expect((await loadSettings(platform.db)).dossierCode.style).toBe('old');
});

it('times of day are read as people write them', () => {
  expect(['15:00', '7h', '7g30', ' 07:05 ', '24:00'].map(minutesOf)).toEqual([900, 420, 450, 425, 1440]);
  for (const typed of ['', '15', '15:60', 'chiều', '-1:00']) expect(minutesOf(typed)).toBeNaN();
  for (const minutes of [0, 65, 900, 1440]) expect(minutesOf(timeText(minutes))).toBe(minutes);
});
