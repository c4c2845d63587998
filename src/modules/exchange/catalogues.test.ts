import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSharedCatalogues, type SharedCatalogues } from '../../../sandbox/shared-catalogues/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { communesOf, provinces } from '../agencies/index.ts';
import { catalogueItems, catalogueState } from '../catalogues/index.ts';
import { changeById, listChanges, type Editor } from '../configuration/index.ts';
import { faultsOf, outlookCounts, recordsOf, RESTORERS, startExchange } from './index.ts';
import { accepted, accessOf, administrator, fetched } from './testing.ts';

let platform: TestPlatform;
let peer: SharedCatalogues;
let admin: Editor;
const HASTE = { answerMs: 2000, tries: 2, backoffMs: 2, maxBytes: 5_000_000 };

beforeAll(async () => {
  peer = await startSharedCatalogues();
  platform = await testPlatform({ seeded: true });
  platform.config.national = accessOf(peer);
  admin = await administrator(platform);
  await startExchange(platform, HASTE);
});
afterAll(async () => {
  await platform.close();
  await peer.close();
});

const fetch = () => fetched(platform, admin, 'catalogues');
const accept = () => accepted(platform, admin, undefined, 'catalogues');
const put = (
  service: string,
  item: { MA: string; TEN: string; MATINH?: string; TUNGAY?: string; DENNGAY?: string },
) => {
  const rest = peer.items[service]!.filter((one) => one.MA !== item.MA);
  peer.items[service] = [...rest, item];
};
const names = async (catalogue: string, on = '2026-11-23') =>
  (await catalogueItems(platform.db, catalogue, on)).map((item) => item.name);

it('[II.16.1] brings the shared catalogues to the national ones, once they are accepted', async () => {
  const run = await fetch();
  expect(run).toMatchObject({ state: 'done', counts: { changed: 0, retired: 0, faulty: 0 } });
  // What the province was set up with is the same; religions and marital statuses are not known yet.
  expect(run.counts.new).toBe(7 + 4);
  expect(await names('religions')).toEqual([]);
  expect((await accept()).counts).toMatchObject({ accepted: 11, faulty: 0 });
  expect(await names('religions')).toContain('Phật giáo');
  expect(await names('genders')).toEqual(['Nam', 'Nữ']);
  expect(await outlookCounts(platform.db, 'catalogues')).toMatchObject({ new: 0, changed: 0, retired: 0 });
  expect((await fetch()).counts).toMatchObject({ new: 0, changed: 0, retired: 0 });
});

it('[II.16.1~] takes renamed, new and ended items with their days; dossiers of yesterday keep the old name', async () => {
  put('LayDanhMucDanToc', { MA: '01', TEN: 'Kinh (Việt)' });
  put('LayDanhMucQuocGia', { MA: 'TL', TEN: 'Timor Leste', TUNGAY: '20261101' });
  put('LayDanhMucTonGiao', { MA: '06', TEN: 'Hồi giáo', DENNGAY: '20261120' });
  put('LayDanhMucQuocGia', { MA: 'ZZ', TEN: 'Nước tương lai', TUNGAY: '20270101' });
  peer.items.LayDanhMucTonGiao = peer.items.LayDanhMucTonGiao!.filter((one) => one.MA !== '05');
  platform.clock.advance(86_400_000);
  expect((await fetch()).counts).toMatchObject({ changed: 1, new: 1, retired: 2 });
  expect((await accept()).counts).toMatchObject({ accepted: 2, retired: 2 });
  expect(await names('ethnicities', '2026-11-24')).toContain('Kinh (Việt)');
  expect(await names('ethnicities', '2026-11-23')).toContain('Kinh');
  expect(await names('countries', '2026-11-24')).toContain('Timor Leste');
  expect(await names('countries', '2026-11-24')).not.toContain('Nước tương lai');
  expect(await names('religions', '2026-11-24')).not.toContain('Hồi giáo');
  expect(await names('religions', '2026-11-24')).not.toContain('Phật giáo Hòa Hảo');
  expect((await fetch()).counts).toMatchObject({ changed: 0, new: 0, retired: 0 });
});

it('[II.16.1~] takes new and renamed communes and ends those that are gone; each can be taken back', async () => {
  const [province] = await provinces(platform.db);
  const [first, second] = (await communesOf(platform.db, province!.code))!;
  put('LayDanhMucPhuongXa', { MA: first!.code, TEN: `${first!.name} Mới`, MATINH: province!.code });
  put('LayDanhMucPhuongXa', {
    MA: '99001',
    TEN: 'Xã Thử Nghiệm',
    MATINH: province!.code,
    TUNGAY: '20261101',
  });
  peer.items.LayDanhMucPhuongXa = peer.items.LayDanhMucPhuongXa!.filter((one) => one.MA !== second!.code);
  expect((await fetch()).counts).toMatchObject({ changed: 1, new: 1, retired: 1 });
  await accept();
  const now = (await communesOf(platform.db, province!.code))!.map((unit) => unit.name);
  expect(now).toContain(`${first!.name} Mới`);
  expect(now).toContain('Xã Thử Nghiệm');
  expect(now).not.toContain(second!.name);

  const [change] = await listChanges(platform.db, { object: `admin-unit:${second!.code}`, limit: 1 });
  const { before } = (await changeById(platform.db, change!.id))!;
  await platform.db
    .transaction()
    .execute((tx) =>
      RESTORERS['admin-unit'](tx, second!.code, before, { by: admin, at: platform.clock.now() }),
    );
  expect((await communesOf(platform.db, province!.code))!.map((unit) => unit.name)).toContain(second!.name);
});

it('[II.16.1~] a catalogue that does not come and rows that can not be read stop nothing and end nothing', async () => {
  const before = await catalogueState(platform.db, 'ethnicities');
  peer.trouble({ kind: 'error', service: 'LayDanhMucQuocGia' });
  peer.items.LayDanhMucDanToc = [
    { MA: '', TEN: 'Không mã' },
    { MA: '55', TEN: 'X', TUNGAY: '2026' },
  ];
  put('LayDanhMucGioiTinh', { MA: '3', TEN: 'Khác' });
  const run = await fetch();
  expect(run).toMatchObject({ state: 'done', counts: { new: 1, retired: 1, faulty: 3 } });
  expect((await faultsOf(platform.db, run.id)).map((fault) => fault.code)).toEqual([
    'LayDanhMucQuocGia',
    'LayDanhMucDanToc[1]',
    'LayDanhMucDanToc[2]',
  ]);
  const waiting = await recordsOf(platform.db, 'catalogues', { outlooks: ['retired'], limit: 10 });
  expect(waiting.map((record) => record.code.split('/')[0])).toEqual(['LayDanhMucPhuongXa']);
  expect(await catalogueState(platform.db, 'ethnicities')).toEqual(before);
  peer.calm();
  peer.trouble({ kind: 'reset' });
  expect((await fetch()).state).toBe('failed');
  peer.calm();
});
