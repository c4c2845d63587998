import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_RULES } from '../../core/deadline/index.ts';
import { DEFAULT_SITE } from '../../core/site.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loadSettings, putSetting } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
beforeEach(async () => {
  await platform.db.deleteFrom('setting').execute();
  // A write of its own, so that what was kept is looked at again.
  await putSetting(platform.db, 'unrelated', {}, new Date('2000-01-01'));
});
afterAll(() => platform.close());

const now = (): Date => new Date();
const inMs = (ms: number): Date => new Date(Date.now() + ms);

it("without rows, the law's numbers hold", async () => {
  expect(await loadSettings(platform.db)).toEqual({
    rules: DEFAULT_RULES,
    dossierCode: { style: 'new', agency: 'handling' },
    site: DEFAULT_SITE,
  });
});

it('a row changes what it names and leaves the rest', async () => {
  await putSetting(platform.db, 'dossier-code', { style: 'old' }, now());
  await putSetting(platform.db, 'time-rules', { apology: { leadDays: 2, times: 1 } }, now());
  const settings = await loadSettings(platform.db);
  expect(settings.dossierCode).toEqual({ style: 'old', agency: 'handling' });
  expect(settings.rules).toEqual({ ...DEFAULT_RULES, apology: { leadDays: 2, times: 1 } });
});

it('a row that names a part of a part leaves the rest of it', async () => {
  await putSetting(platform.db, 'time-rules', { supplement: { times: 2 } }, now());
  expect((await loadSettings(platform.db)).rules.supplement).toEqual({
    ...DEFAULT_RULES.supplement,
    times: 2,
  });
});

it('the newest row in force wins; earlier ones stay on record', async () => {
  await putSetting(platform.db, 'dossier-code', { agency: 'reception' }, inMs(-2000));
  await putSetting(platform.db, 'dossier-code', { agency: 'handling' }, inMs(-1000));
  expect((await loadSettings(platform.db)).dossierCode.agency).toBe('handling');
  const rows = await platform.db
    .selectFrom('setting')
    .where('key', '=', 'dossier-code')
    .select('key')
    .execute();
  expect(rows).toHaveLength(2);
});

it('a row for a later moment comes into force then, without anything being written', async () => {
  await putSetting(platform.db, 'dossier-code', { agency: 'reception' }, inMs(3_600_000));
  expect((await loadSettings(platform.db)).dossierCode.agency).toBe('handling');
  const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
  vi.useFakeTimers({ now: inMs(3_600_001), toFake: ['Date'] });
  try {
    expect((await loadSettings(platform.db)).dossierCode.agency).toBe('reception');
  } finally {
    vi.useRealTimers();
    later.mockRestore();
  }
});

it('costs no query while it is fresh', async () => {
  await loadSettings(platform.db);
  platform.queries.reset();
  await loadSettings(platform.db);
  expect(platform.queries.count()).toBe(0);
});
