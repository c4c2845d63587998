import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startNationalProcedures, type NationalProcedures } from '../sandbox/national-procedures/index.ts';
import { startExchange } from '../src/modules/exchange/index.ts';
import { accessOf } from '../src/modules/exchange/testing.ts';
import { openWorld, PHONE, type World } from './harness.ts';
import type { Person } from './person.ts';

// The whole list goes through twice: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000 });

let world: World;
let peer: NationalProcedures;

beforeAll(async () => {
  peer = await startNationalProcedures();
  world = await openWorld();
  world.platform.config.national = accessOf(peer);
  await startExchange(world.platform);
});
afterAll(async () => {
  await world.close();
  await peer.close();
});

/** Orders a run and lets it be done; the page that shows its progress renews itself, so it is not looked over. */
async function order(admin: Person, button: string): Promise<void> {
  await admin.page.getByRole('button', { name: button }).click();
  await admin.page.waitForURL(/\/quan-tri\/dong-bo$/);
  await admin.page.getByText('đang chờ').first().waitFor();
  await admin.page.goto('about:blank');
  await world.settle();
}

it('[II.1.3] an administrator takes over all 796 procedures: fetch, look, accept, and citizens find them', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  const { page } = admin;
  await admin.visit('/quan-tri/dong-bo');
  await order(admin, 'Lấy bản mới ngay');
  await admin.visit('/quan-tri/dong-bo');
  await admin.reads(/786 mới, 10 thay đổi/);

  await admin.visit('/quan-tri/dong-bo/cho?loai=moi');
  await admin.follow('Thủ tục đăng ký nhận cha, mẹ, con có yếu tố nước ngoài tại khu vực biên giới');
  await admin.reads('Nhận thì thủ tục được công bố', 'Trình tự thực hiện');
  await admin.visit('/quan-tri/dong-bo/cho?loai=moi');
  await order(admin, 'Nhận tất cả 786');
  await admin.visit('/quan-tri/dong-bo');
  await admin.reads('786 đã nhận');

  await admin.visit('/quan-tri/dong-bo/thu-tuc/1.001193');
  await admin.reads('Đang dùng', 'Bản quốc gia', 'Căn cứ pháp lý');
  // By keyboard: everything but the legal basis stays as it was edited here.
  for (const box of await page.getByRole('checkbox', { name: 'Nhận' }).all()) {
    if ((await box.getAttribute('value')) === 'legalBasis') continue;
    await box.focus();
    await page.keyboard.press('Space');
  }
  world.platform.clock.advance(1000);
  await admin.press('Ghi quyết định');
  await admin.visit('/quan-tri/dong-bo/cho?loai=thay-doi');
  await admin.reads('Có thay đổi (9)');

  const phone = await world.signedIn('nguyenhonghanh', { viewport: PHONE });
  await phone.visit('/quan-tri/dong-bo/cho?loai=thay-doi');
  await phone.visit('/quan-tri/dong-bo/thu-tuc/1.000656');

  await admin.visit('/quan-tri/dong-bo/cho?loai=thay-doi');
  await order(admin, 'Nhận tất cả 9');
  await admin.visit('/quan-tri/dong-bo');
  await admin.reads('9 đã nhận');

  const citizen = await world.visitor({ viewport: PHONE, script: false });
  await citizen.visit('/thu-tuc?q=nh%E1%BA%ADn+cha+m%E1%BA%B9+con+bi%C3%AAn+gi%E1%BB%9Bi');
  await citizen.follow(/nhận cha, mẹ, con có yếu tố nước ngoài tại khu vực biên giới/);
  await citizen.reads('có yếu tố nước ngoài tại khu vực biên giới');
});

it('[II.1.3~] a part that can not be published waits by itself, with the reason, until it is decided', async () => {
  const [code, decision] = ['1.001193', '999/QĐ-BTP'];
  const ways = peer.records.get(code)!.CACHTHUCTHUCHIEN as { KENH: string }[];
  // The online way, which the national record has had, goes; the service here is online.
  peer.change(code, { CACHTHUCTHUCHIEN: ways.filter((way) => way.KENH === '1'), SOQUYETDINH: decision });
  const admin = await world.signedIn('nguyenhonghanh');
  await admin.visit('/quan-tri/dong-bo');
  await order(admin, 'Lấy bản mới ngay');
  await admin.visit('/quan-tri/dong-bo/cho?loai=thay-doi');
  world.platform.clock.advance(1000);
  await order(admin, 'Nhận tất cả 1');
  await admin.visit('/quan-tri/dong-bo');
  await admin.reads('1 đã nhận, còn phần chờ quyết định', 'Còn phần chờ quyết định');
  await admin.follow('Xem những phần chờ quyết định');
  await admin.reads('Phần chờ quyết định', 'Cách thực hiện', 'là dịch vụ trực tuyến');

  const phone = await world.signedIn('nguyenhonghanh', { viewport: PHONE, script: false });
  await phone.visit('/quan-tri/dong-bo/cho?loai=con-phan');
  await phone.reads('Còn phần chờ quyết định (1)', 'Cách thực hiện');
  await phone.visit(`/quan-tri/dong-bo/thu-tuc/${code}`);
  await phone.reads('Lần nhận trước chưa công bố được phần này', 'Chọn thêm cách nộp Trực tuyến');
  await phone.press('Ghi quyết định', { status: 422 });
  await phone.reads('là dịch vụ trực tuyến');
  await phone.press('Giữ nguyên tất cả');
  await phone.visit('/quan-tri/dong-bo/cho?loai=con-phan');
  await phone.reads('Không có gì chờ ở đây');
});

it('[II.1.3~] a peer that is down is told of, on a phone too', async () => {
  const admin = await world.signedIn('nguyenhonghanh', { viewport: PHONE });
  peer.trouble({ kind: 'refuse' });
  await admin.visit('/quan-tri/dong-bo');
  await order(admin, 'Lấy bản mới ngay');
  await admin.visit('/quan-tri/dong-bo');
  await admin.reads('không xong', 'Tạm ngừng phục vụ');
  peer.calm();
  await admin.visit('/quan-tri/dong-bo/dung-chung');
});

it('[II.16.2~] an administrator edits a catalogue in place', async () => {
  for (const viewport of [undefined, PHONE]) {
    const admin = await world.signedIn('nguyenhonghanh', viewport ? { viewport, script: false } : {});
    const { page } = admin;
    const name = viewport ? 'Cha mẹ nuôi' : 'Người đỡ đầu';
    await admin.visit('/quan-tri/danh-muc');
    await admin.follow('Quan hệ với chủ hồ sơ');
    await page.getByLabel('Mã', { exact: true }).fill(viewport ? 'nuoi' : 'do-dau');
    await page.getByLabel('Tên hiện cho người dân').fill(name);
    await admin.press('Thêm mục');
    await admin.reads(name);
    await admin.press(`Đưa ${name} lên`);
    await admin.follow(name);
    await page.getByLabel(/^Hết hiệu lực từ ngày/).fill('32/13/2026');
    await admin.press('Lưu mục', { status: 422 });
    await admin.reads('không phải ngày');
    await page.getByLabel(/^Hết hiệu lực từ ngày/).fill('31/12/2026');
    await admin.press('Lưu mục');
    await admin.reads('31/12/2026');
    await admin.visit('/quan-tri/danh-muc/relations/nhap');
    const content = `Mã,Tên\nspouse,Vợ hoặc chồng (${viewport ? 'b' : 'a'})\n`;
    await page
      .getByLabel('Tệp CSV')
      .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await admin.press('Xem trước');
    await admin.reads('Những chỗ sẽ thay đổi');
    await admin.press('Lưu thay đổi');
    await admin.reads(`Vợ hoặc chồng (${viewport ? 'b' : 'a'})`);
  }
  expect(
    (
      await world.platform.db
        .selectFrom('config_change')
        .where('object', '=', 'catalogue:relations')
        .select('id')
        .execute()
    ).length,
  ).toBe(8);
});
