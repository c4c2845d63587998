import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWorkingDay } from '../../core/calendar/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import {
  communesOf,
  expireDirectory,
  loadDirectory,
  officerByAccount,
  officersOf,
  provinces,
  putAdminUnits,
  putAgencies,
  putCalendarDays,
  putOfficer,
  workCalendar,
  type AgencyInput,
} from './index.ts';

const OFFICE = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [[450, 690]] as [number, number][]]));

const agency = (slug: string, more: Partial<AgencyInput> = {}): AgencyInput => ({
  slug,
  name: `Cơ quan ${slug}`,
  shortName: slug,
  kind: 'department',
  codeNew: `H99.${slug}`,
  codeOld: `000.00.${slug}.H99`,
  hours: OFFICE,
  units: [],
  ...more,
});

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
  await platform.db.transaction().execute(async (tx) => {
    await putAgencies(tx, [
      agency('so-a', {
        parent: 'tinh',
        receivesAt: 'trung-tam',
        units: [{ code: 'phong', name: 'Phòng Một', kind: 'division' }],
      }),
      agency('tinh', { kind: 'province' }),
      agency('trung-tam', {
        kind: 'center',
        units: [{ code: 'mot-cua', name: 'Bộ phận Một cửa', kind: 'counter' }],
      }),
      agency('xa-a', { kind: 'commune' }),
      agency('xa-b', { kind: 'commune' }),
    ]);
  });
});
afterAll(() => platform.close());

describe('directory', () => {
  it('knows agencies, units and where a dossier is received', async () => {
    const directory = await loadDirectory(platform.db);
    const department = directory.agencyBySlug('so-a')!;
    expect(directory.receptionAgency(department.id)?.slug).toBe('trung-tam');
    expect(directory.agencyById(department.parentId!)?.slug).toBe('tinh');
    expect(directory.unit(department.id, 'phong')?.name).toBe('Phòng Một');
    expect(directory.counterOf(department.receivesAtId!)?.code).toBe('mot-cua');
    expect(directory.offering(['commune', 'so-a', 'nobody']).map((one) => one.slug)).toEqual([
      'so-a',
      'xa-a',
      'xa-b',
    ]);
  });

  it('costs no query once it is kept, also inside a transaction', async () => {
    const before = await loadDirectory(platform.db);
    platform.queries.reset();
    await platform.db.transaction().execute(async (tx) => {
      expect(await loadDirectory(tx)).toBe(before);
    });
    expect(platform.queries.texts().filter((text) => /select/i.test(text))).toEqual([]);
  });

  it('sees a change that another process made', async () => {
    await loadDirectory(platform.db);
    await platform.db.updateTable('agency').set({ phone: '0299' }).where('slug', '=', 'xa-a').execute();
    expireDirectory(platform.db);
    expect((await loadDirectory(platform.db)).agencyBySlug('xa-a')?.phone).toBe('0299');
  });

  it('enters the same agencies twice without doubling them', async () => {
    await putAgencies(platform.db, [
      agency('trung-tam', {
        kind: 'center',
        name: 'Trung tâm',
        units: [{ code: 'mot-cua', name: 'Một cửa', kind: 'counter' }],
      }),
    ]);
    const directory = await loadDirectory(platform.db);
    expect(directory.agencies).toHaveLength(5);
    expect(directory.agencyBySlug('trung-tam')).toMatchObject({ name: 'Trung tâm' });
    expect(directory.agencyBySlug('trung-tam')?.units.map((unit) => unit.name)).toEqual(['Một cửa']);
  });

  it('names an unknown parent', async () => {
    await expect(putAgencies(platform.db, [agency('so-x', { parent: 'khong-co' })])).rejects.toThrow(
      'khong-co',
    );
  });
});

describe('working calendar', () => {
  it('takes an agency’s own day before the province’s', async () => {
    const directory = await loadDirectory(platform.db);
    const own = directory.agencyBySlug('xa-a')!;
    const other = directory.agencyBySlug('xa-b')!;
    await putCalendarDays(platform.db, null, [{ date: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa' }]);
    await putCalendarDays(platform.db, own.id, [
      { date: '2026-11-24', kind: 'working', name: 'Trực', spans: [[480, 600]] },
    ]);
    expect(isWorkingDay(await workCalendar(platform.db, own.id), '2026-11-24')).toBe(true);
    expect(isWorkingDay(await workCalendar(platform.db, other.id), '2026-11-24')).toBe(false);
    expect(await workCalendar(platform.db, own.id)).toBe(await workCalendar(platform.db, own.id));
    await expect(workCalendar(platform.db, 999_999)).rejects.toThrow(RangeError);
  });
});

describe('officers', () => {
  it('finds the holders of a position and the officer behind an account', async () => {
    const directory = await loadDirectory(platform.db);
    const center = directory.agencyBySlug('trung-tam')!;
    const unit = directory.counterOf(center.id)!;
    const { id: accountId } = await platform.db
      .insertInto('account')
      .values({ kind: 'officer', username: 'ngan', password_hash: '', display_name: 'Trần Thị Ngân' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const positions = [{ unitId: unit.id, role: 'counter' as const, title: 'Cán bộ tiếp nhận' }];
    const id = await putOfficer(platform.db, { accountId, name: 'Trần Thị Ngân', positions });
    expect(await putOfficer(platform.db, { accountId, name: 'Trần Thị Ngân', positions })).toBe(id);

    expect((await officersOf(platform.db, unit.id)).map((officer) => officer.name)).toEqual([
      'Trần Thị Ngân',
    ]);
    expect(await officersOf(platform.db, unit.id, 'leader')).toEqual([]);
    const officer = await officerByAccount(platform.db, accountId);
    expect(officer?.positions).toMatchObject([{ agencyId: center.id, unitCode: 'mot-cua', role: 'counter' }]);
    expect(await officerByAccount(platform.db, accountId + 1)).toBeNull();

    await platform.db.updateTable('position').set({ valid_to: '2026-01-01' }).execute();
    expect(await officersOf(platform.db, unit.id)).toEqual([]);
    expect((await officerByAccount(platform.db, accountId))?.positions).toEqual([]);
  });
});

describe('administrative units', () => {
  it('lists provinces and the communes of one', async () => {
    await putAdminUnits(platform.db, [
      { code: '01', name: 'Thành phố Hà Nội', communes: [{ code: '00004', name: 'Phường Ba Đình' }] },
      { code: '91', name: 'Tỉnh An Giang', communes: [] },
    ]);
    await putAdminUnits(platform.db, [
      { code: '01', name: 'Thành phố Hà Nội', communes: [{ code: '00004', name: 'Phường Ba Đình mới' }] },
    ]);
    expect((await provinces(platform.db)).map((unit) => unit.code)).toEqual(['01', '91']);
    expect(await communesOf(platform.db, '01')).toEqual([{ code: '00004', name: 'Phường Ba Đình mới' }]);
    expect(await communesOf(platform.db, '91')).toEqual([]);
    expect(await communesOf(platform.db, 'xx')).toBeNull();
  });
});
