import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeOverDue } from '../src/modules/procedures/index.ts';
import { openWorld, PHONE, type World } from './harness.ts';

const CODE = '9.000077';
const EDITOR = `/quan-tri/thu-tuc/${CODE}`;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('[II.1.1] [II.1.2] an administrator copies a procedure, changes it, looks at it as the portal will show it, publishes it and takes it out of force', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  const { page } = admin;
  await admin.visit('/quan-tri/thu-tuc');
  await admin.follow('Lĩnh vực và nhóm');
  await page.getByLabel('Tên', { exact: true }).fill('Giấy tờ cho trẻ em');
  await page.getByLabel('Thuộc lĩnh vực').selectOption({ label: 'Hộ tịch' });
  await admin.press('Thêm');
  await admin.reads('Giấy tờ cho trẻ em');

  await admin.visit('/quan-tri/thu-tuc');
  await admin.follow('Thêm thủ tục');
  await admin.press('Tạo bản nháp', { status: 422 });
  await page.getByLabel('Tên thủ tục').fill('Cấp thẻ đọc sách cho trẻ em');
  await page.getByLabel('Mã thủ tục', { exact: true }).fill(CODE);
  await page.getByLabel('Sao chép từ thủ tục').fill('1.001193');
  await page.getByLabel('Lĩnh vực').selectOption({ label: 'Hộ tịch' });
  await admin.press('Tạo bản nháp');
  expect(new URL(page.url()).pathname).toBe(EDITOR);

  await page.getByLabel('Nhóm thủ tục').selectOption({ label: 'Hộ tịch › Giấy tờ cho trẻ em' });
  await page.getByLabel('Nói gọn cho người dân').fill('Thẻ mượn sách ở mọi thư viện của tỉnh.');
  await admin.press('Thêm bước');
  await page.getByRole('textbox', { name: 'Bước 6' }).fill('Nhận thẻ');
  // By keyboard: Enter in an input keeps the draft and changes nothing else.
  await admin.leaveBy(() => page.keyboard.press('Enter'));
  expect(await page.getByRole('textbox', { name: 'Bước 6' }).inputValue()).toBe('Nhận thẻ');
  await admin.leaveBy(async () => {
    await page.getByRole('button', { name: 'Chuyển bước 6 lên' }).focus();
    await page.keyboard.press('Enter');
  });
  expect(await page.getByRole('textbox', { name: 'Bước 5' }).inputValue()).toBe('Nhận thẻ');
  // By drag: to the top.
  const grip = (index: number) => page.locator(`[id="steps.${index}"] .adm-row__grip`);
  await grip(1).dragTo(grip(0), { targetPosition: { x: 8, y: 2 } });

  const limit = page.locator('[id="limits.online.amount"]');
  await limit.fill('0,5');
  await page.locator('[id="limits.online.unit"]').selectOption('working_hour');
  await admin.press('Công bố…');
  await admin.reads('Còn 1 chỗ phải sửa trước khi công bố', 'ngắn hơn tổng các bước của quy trình');
  await admin.press('Công bố', { status: 422 });
  await admin.follow(/ngắn hơn tổng các bước/);
  expect(await page.getByRole('textbox', { name: 'Bước 1' }).inputValue()).toBe('Kiểm tra');
  await limit.fill('ba');
  await admin.press('Lưu nháp', { status: 422 });
  expect(await limit.inputValue()).toBe('ba');
  await limit.fill('2');
  await page.locator('[id="limits.online.unit"]').selectOption('working_day');
  await admin.press('Lưu nháp');
  await admin.follow('Xem trước');
  await admin.reads(
    'Bạn đang xem trước bản nháp',
    'Cấp thẻ đọc sách cho trẻ em',
    'Thẻ mượn sách',
    '2 ngày làm việc',
  );

  const citizen = await world.signedIn('dangvanthuan', { viewport: PHONE });
  await citizen.visit(`/thu-tuc/${CODE}`, { status: 404 });
  await admin.visit(`${EDITOR}/cong-bo`);
  await page.getByLabel('Lý do thay đổi').fill('Theo nghị quyết mới');
  await admin.press('Công bố');
  await citizen.visit(`/thu-tuc/${CODE}`);
  await citizen.reads('Thẻ mượn sách', 'Giấy tờ cho trẻ em');

  // A second version for the day after tomorrow takes over by itself.
  await admin.visit(EDITOR);
  await page.getByLabel('Nói gọn cho người dân').fill('Thẻ mượn sách ở mọi thư viện trong nước.');
  await admin.press('Công bố…');
  await admin.reads('Nói gọn cho người dân', 'trong nước');
  await page.getByLabel('Ngày bắt đầu áp dụng').fill('31/12/2098');
  await admin.press('Công bố');
  await admin.reads('Bản 2 sẽ tự áp dụng từ 31/12/2098');
  expect(await takeOverDue(world.platform)).toEqual([]);
  await admin.follow('Các bản');
  await admin.reads('Sắp áp dụng', 'Theo nghị quyết mới');
  await admin.press(/^Hủy hẹn/);
  await admin.reads('Không áp dụng');
  await admin.press('So sánh');
  await admin.reads('của tỉnh', 'trong nước');

  await admin.follow('Ngừng áp dụng');
  await page.getByLabel('Mã thủ tục thay thế').fill('1.001193');
  await admin.press('Ngừng áp dụng');
  await admin.reads('Thủ tục đã ngừng áp dụng');
  await citizen.visit(`/thu-tuc/${CODE}`, { status: 410 });
  await citizen.follow(/^Xem thủ tục thay thế/);
  expect(citizen.at).toBe('/thu-tuc/1.001193');
}, 180_000);

it('the editor and its pages work on a phone and without scripts', async () => {
  const admin = await world.signedIn('nguyenhonghanh', { viewport: PHONE, script: false });
  for (const path of ['', '/ban', '/ngung', '/cong-bo', '/xem-truoc']) {
    await admin.visit(`/quan-tri/thu-tuc/1.000894${path}`);
  }
  await admin.visit('/quan-tri/thu-tuc');
  await admin.visit('/quan-tri/linh-vuc');
  await admin.visit('/quan-tri/linh-vuc/G15-TP07');
  await admin.visit('/quan-tri/thu-tuc/1.000894');
  const before = await admin.page.getByRole('group', { name: /^Giấy tờ \d+$/ }).count();
  await admin.press('Thêm giấy tờ');
  expect(await admin.page.getByRole('group', { name: /^Giấy tờ \d+$/ }).count()).toBe(before + 1);
  await admin.press(`Xóa giấy tờ ${before + 1}`);
  expect(await admin.page.getByRole('group', { name: /^Giấy tờ \d+$/ }).count()).toBe(before);
}, 90_000);
