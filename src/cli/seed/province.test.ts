import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkLogIn } from '../../modules/accounts/index.ts';
import {
  communesOf,
  loadDirectory,
  officersOf,
  provinces,
  workCalendar,
} from '../../modules/agencies/index.ts';
import { isWorkingDay } from '../../core/calendar/index.ts';
import { catalogueItems } from '../../modules/catalogues/index.ts';
import { loadContent } from '../../modules/content/index.ts';
import { getProcedure, loadCatalogue } from '../../modules/procedures/index.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loadProvince, readSeed } from './province.ts';

const folder = path.join(projectRoot(), 'seed');
const TABLES = [
  'agency',
  'unit',
  'calendar_day',
  'admin_unit',
  'catalogue_item',
  'field',
  'form_version',
  'flow_version',
  'procedure',
  'procedure_version',
  'procedure_agency',
  'account',
  'officer',
  'position',
  'person',
  'setting',
] as const;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
});
afterAll(() => platform.close());

const rows = async () => {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { count } = await platform.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
};

it('fills the province, and changes nothing when it runs again', async () => {
  const before = await rows();
  for (const table of TABLES) expect(before[table], table).toBeGreaterThan(0);
  await loadProvince(platform.db, { folder, now: platform.clock.now() });
  expect(await rows()).toEqual(before);
});

it('every procedure has its form, its flow and an agency that handles it', async () => {
  const { entries } = await loadCatalogue(platform.db);
  expect(entries.length).toBeGreaterThan(10);
  for (const { code } of entries) {
    const procedure = (await getProcedure(platform.db, code))!;
    expect(procedure.agencies, code).not.toEqual([]);
    expect(procedure.flowVersionId, code).not.toBeNull();
    expect(procedure.formVersionId === null, code).toBe(procedure.definition.formCode === undefined);
  }
});

it('knows who works where, and when', async () => {
  const directory = await loadDirectory(platform.db);
  const ward = directory.agencyBySlug('phuong-yen-ha')!;
  expect(directory.receptionAgency(directory.agencyBySlug('so-xay-dung')!.id)?.slug).toBe('trung-tam-hcc');
  const counter = await officersOf(platform.db, directory.counterOf(ward.id)!.id, 'counter');
  expect(counter.map((officer) => officer.name)).toContain('Trần Thị Ngân');
  const calendar = await workCalendar(platform.db, ward.id);
  expect(isWorkingDay(calendar, '2026-11-23')).toBe(true);
  expect(isWorkingDay(calendar, '2026-11-24')).toBe(false);
});

it('opens the demo accounts with their password', async () => {
  const demo = await readSeed<{ password: string; accounts: { username: string }[] }>(
    folder,
    'demo-accounts.json',
  );
  const hashes = await platform.db.selectFrom('account').select('password_hash').distinct().execute();
  expect(hashes).toHaveLength(1);
  const [first] = demo.accounts;
  const input = { name: first!.username, password: demo.password, ip: '' };
  expect(await checkLogIn(platform, input)).toMatchObject({ ok: true });
});

it('has the lists, units and guides that pages choose from', async () => {
  expect((await provinces(platform.db)).map((unit) => unit.name)).toContain('Tỉnh Lam Giang');
  expect((await communesOf(platform.db, '99'))?.map((unit) => unit.name)).toContain('Phường Yên Hà');
  expect(await catalogueItems(platform.db, 'ethnicities')).not.toEqual([]);
  const content = await loadContent(platform.db);
  expect(content.faq.length * content.guides.length * content.lifeEvents.length).toBeGreaterThan(0);
});

it('names a file that can not be used', async () => {
  await expect(readSeed(folder, 'khong-co.json')).rejects.toThrow('khong-co.json');
});
