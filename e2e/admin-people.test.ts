import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, PHONE, type World } from './harness.ts';
import type { Person } from './person.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HEAD =
  'Họ và tên,Tên đăng nhập,Thư điện tử,Điện thoại,Cơ quan,Đơn vị,Vai trò,Chức danh,Từ ngày,Đến ngày';
const LINE = 'Mùa A Páo,muaapao,pao@lamgiang.example,0987654321,so-tu-phap,tu-phap-ho-tich';

async function choose(admin: Person, name: string, content: string | Buffer): Promise<void> {
  const file = path.join(world.platform.config.dataDir, name);
  await writeFile(file, content);
  await admin.page.locator('input[type=file]').setInputFiles(file);
}

it('[II.17.1] an administrator enters an officer with unit, title, group and rights, and locks the account', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  await admin.visit('/quan-tri');
  await admin.follow(/^Người dùng/, { within: admin.page.locator('main') });
  await admin.follow('Thêm cán bộ');
  await admin.press('Thêm cán bộ', { status: 422 });
  await admin.reads('Nhập họ và tên cán bộ', 'Chọn ít nhất một đơn vị');
  await admin.page.getByLabel('Họ và tên').fill('Sùng Thị Mai');
  await admin.page.getByLabel('Tên đăng nhập').fill('sungthimai');
  await admin.page.getByRole('textbox', { name: /^Thư điện tử/ }).fill('mai@lamgiang.example');
  await admin.page.getByLabel('Thêm chức vụ: đơn vị').selectOption({ label: 'Văn thư – Sở Tư pháp' });
  await admin.page.getByLabel('Vai trò').selectOption({ label: 'Văn thư' });
  await admin.page.getByLabel('Chức danh').fill('Văn thư');
  await admin.press('Thêm cán bộ');
  await admin.reads('Sùng Thị Mai đặt mật khẩu bằng đường dẫn này');
  await world.settle();

  // The officer sets a password by the mailed link and is in.
  const link = /https?:\S+ma=\S+/.exec(world.mailTo('mai@lamgiang.example', 'Tài khoản cán bộ của bạn'))![0];
  const mai = await world.visitor();
  await mai.visit(new URL(link).pathname + new URL(link).search);
  await mai.page.locator('input[type=password]').first().fill('Hoa-Ban-Trang-2026');
  await mai.leaveBy(() => mai.page.locator('main button[type=submit], main form button').first().click());
  await mai.visit('/mot-cua/dang-nhap');
  await mai.page.getByRole('textbox', { name: /^Tên đăng nhập/ }).fill('sungthimai');
  await mai.page.getByLabel('Mật khẩu').fill('Hoa-Ban-Trang-2026');
  await mai.press('Đăng nhập');
  await mai.reads('Bàn làm việc');

  // In a group that has a right of its own; then locked out at once.
  await admin.visit('/quan-tri/nguoi-dung/nhom/moi');
  await admin.page.getByLabel('Tên nhóm').fill('Tổ lưu trữ');
  await admin.page.getByLabel('Tên đăng nhập 1').fill('sungthimai');
  await admin.press('Lưu nhóm');
  await admin.follow('Quyền của nhóm');
  await admin.page.getByRole('checkbox', { name: /^Xem báo cáo/ }).check();
  await admin.press('Lưu và áp dụng ngay');
  await admin.visit('/quan-tri/nguoi-dung?q=sung+thi+mai');
  await admin.follow('Sùng Thị Mai');
  await admin.page.getByLabel('Lý do khóa').fill('Nghỉ thai sản');
  await admin.press('Khóa tài khoản');
  await admin.reads('Nghỉ thai sản');
  await mai.visit('/mot-cua');
  expect(mai.at).toContain('/mot-cua/dang-nhap');
});

it('[II.17.1~] officers come from a file: encoding, faults with their places, preview, saved at once', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  // Wrong encoding, then a fault with its place, then right.
  await admin.visit('/quan-tri/nguoi-dung/nhap');
  await choose(admin, 'sai-bang-ma.csv', Buffer.from(`${HEAD}\r\n${LINE},clerk,Văn thư,,`, 'utf16le'));
  await admin.press('Xem trước', { status: 422 });
  await admin.reads(/UTF-8/);
  await admin.visit('/quan-tri/nguoi-dung/nhap');
  await choose(admin, 'co-loi.csv', `${HEAD}\r\n${LINE},Vua,Chuyên viên,32/12/2026,\r\n`);
  await admin.press('Xem trước', { status: 422 });
  await admin.reads('Tệp có 2 lỗi', 'Dòng 2', 'Vai trò', 'Từ ngày');
  await choose(admin, 'da-sua.csv', `${HEAD}\r\n${LINE},Chuyên viên thụ lý,Chuyên viên,01/11/2026,\r\n`);
  await admin.press('Xem trước tệp đã sửa');
  await admin.reads('thêm 1, cập nhật 0');
  await admin.press('Lưu 1 cán bộ');
  await admin.page.getByRole('searchbox', { name: /^Tên, tên đăng nhập/ }).fill('mua a pao');
  await admin.press('Tìm');
  await admin.follow('Mùa A Páo');
  await admin.reads('muaapao');
});

it('[II.17.2~] a right is granted, works at once, is explained, taken away and given back out of the log, by keyboard on a phone', async () => {
  const admin = await world.signedIn('nguyenhonghanh', { viewport: PHONE });
  const chi = await world.signedIn('lekimchi');
  await chi.visit('/quan-tri/tai-khoan', { status: 403 });
  await admin.visit('/quan-tri/phan-quyen/vi-sao?q=lekimchi');
  await admin.follow(/^Cấp quyền riêng cho/);
  const box = admin.page.getByRole('checkbox', { name: /^Quản lý người dùng và quyền/ });
  await box.focus();
  await admin.page.keyboard.press('Space');
  await admin.leaveBy(() => admin.page.keyboard.press('Enter'));
  await admin.reads('Có hiệu lực ngay');
  await chi.visit('/quan-tri/tai-khoan');
  await admin.visit('/quan-tri/phan-quyen/vi-sao?q=lekimchi&quyen=account.edit');
  await admin.reads('Được cấp riêng');

  await admin.follow('Được cấp riêng');
  await box.uncheck();
  await admin.press('Lưu và áp dụng ngay');
  await chi.visit('/quan-tri/tai-khoan', { status: 403 });
  await admin.visit('/quan-tri/nhat-ky?loai=grants');
  await admin.follow('Sửa quyền');
  await admin.reads('Quản lý người dùng và quyền');
  await admin.press('Lấy lại bản trước thay đổi này');
  await admin.reads('Lấy lại bản trước của quyền');
  await chi.visit('/quan-tri/tai-khoan');
});

it('[II.17.3~] an account of a citizen is found, locked with a reason, opened again; the list is exported', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  await admin.visit('/quan-tri/tai-khoan');
  await admin.page.getByRole('searchbox', { name: /^Tên, tên đăng nhập/ }).fill('nguyen thu huong');
  await admin.press('Tìm');
  await admin.follow(/Nguyễn Thu Hương/);
  await admin.page.getByLabel('Lý do khóa').fill('Dùng giấy tờ của người khác');
  await admin.press('Khóa tài khoản');
  await admin.reads('Đã khóa', 'Dùng giấy tờ của người khác');
  await admin.press('Mở khóa tài khoản');
  await admin.reads('Đang dùng');
  await admin.visit('/quan-tri/tai-khoan?loai=citizen');
  const { name, content } = await admin.download(() =>
    admin.page.getByRole('link', { name: 'Xuất danh sách' }).click(),
  );
  expect(name).toBe('tai-khoan-23-11-2026.csv');
  expect(content.toString('utf8')).toContain('Nguyễn Thu Hương');
});

it('the pages that no menu leads to are sound on a phone', async () => {
  const admin = await world.signedIn('nguyenhonghanh', { viewport: PHONE });
  await admin.visit('/quan-tri/nguoi-dung/1');
  await admin.visit('/quan-tri/nguoi-dung/1/ban-giao');
  await admin.visit('/quan-tri/nguoi-dung/nhap');
  await admin.visit('/quan-tri/phan-quyen/tung-nguoi');
  expect(admin.at).toBe('/quan-tri/phan-quyen/tung-nguoi');
});
