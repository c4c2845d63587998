import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, PHONE, type World } from './harness.ts';

const CODE = '9.000077';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('[II.1.2~] an administrator copies a procedure, changes it by keyboard and by drag, is told what does not fit, looks at it as the portal will show it and publishes it', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  const { page } = admin;
  await admin.visit('/quan-tri/thu-tuc/moi');
  await page.getByLabel('Tên thủ tục').fill('Cấp thẻ đọc sách cho trẻ em');
  await page.getByLabel('Mã thủ tục', { exact: true }).fill(CODE);
  await page.getByLabel('Sao chép từ thủ tục').fill('1.001193');
  await page.getByLabel('Lĩnh vực').selectOption({ label: 'Hộ tịch' });
  await admin.press('Tạo bản nháp');
  expect(admin.at).toBe(`/quan-tri/thu-tuc/${CODE}`);

  await page.getByLabel('Nói gọn cho người dân').fill('Thẻ mượn sách ở mọi thư viện của tỉnh.');
  await admin.leaveBy(async () => {
    await page.getByRole('button', { name: 'Chuyển bước 5 lên' }).focus();
    await page.keyboard.press('Enter');
  });
  expect(await page.getByRole('textbox', { name: 'Bước 4' }).inputValue()).toBe('Nhận kết quả');
  const grip = (index: number) => page.locator(`[id="steps.${index}"] .adm-row__grip`);
  await grip(1).dragTo(grip(0), { targetPosition: { x: 8, y: 2 } });
  const limit = page.locator('[id="limits.online.amount"]');
  await limit.fill('0,5');
  await page.locator('[id="limits.online.unit"]').selectOption('working_hour');
  await admin.press('Công bố…');
  await admin.reads('Còn 1 chỗ phải sửa trước khi công bố', 'ngắn hơn tổng các bước của quy trình');
  await admin.follow(/ngắn hơn tổng các bước/);
  expect(await page.getByRole('textbox', { name: 'Bước 1' }).inputValue()).toBe('Kiểm tra');
  await limit.fill('2');
  await page.locator('[id="limits.online.unit"]').selectOption('working_day');
  // Enter in an input keeps the draft and does nothing else.
  await admin.leaveBy(() => limit.press('Enter'));
  await admin.follow('Xem trước');
  await admin.reads('Bạn đang xem trước bản nháp', 'Thẻ mượn sách', '2 ngày làm việc');
  await admin.visit(`/quan-tri/thu-tuc/${CODE}/cong-bo`);
  await page.getByLabel('Lý do thay đổi').fill('Theo nghị quyết mới');
  await admin.press('Công bố');

  const citizen = await world.signedIn('dangvanthuan', { viewport: PHONE });
  await citizen.visit(`/thu-tuc/${CODE}`);
  await citizen.reads('Thẻ mượn sách');
}, 180_000);

it('[II.1.2~] a version waits for its day and is called off; a procedure ends and leads to the one in its place', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  const { page } = admin;
  await admin.visit('/quan-tri/thu-tuc/1.000656');
  await page.getByLabel('Nói gọn cho người dân').fill('Ghi việc chết vào sổ hộ tịch của xã.');
  await admin.press('Công bố…');
  await admin.reads('Nói gọn cho người dân', 'của xã');
  await page.getByLabel('Ngày bắt đầu áp dụng').fill('31/12/2098');
  await admin.press('Công bố');
  await admin.reads('Bản 2 sẽ tự áp dụng từ 31/12/2098');
  await admin.follow('Các bản');
  await admin.press(/^Hủy hẹn/);
  await admin.reads('Không áp dụng');
  await admin.press('So sánh');
  await admin.reads('của xã');
  await admin.follow('Ngừng áp dụng');
  await page.getByLabel('Mã thủ tục thay thế').fill('1.001193');
  await admin.press('Ngừng áp dụng');
  await admin.reads('Thủ tục đã ngừng áp dụng');
  const citizen = await world.signedIn('dangvanthuan', { viewport: PHONE });
  await citizen.visit('/thu-tuc/1.000656', { status: 410 });
  await citizen.follow(/^Xem thủ tục thay thế/);
  expect(citizen.at).toBe('/thu-tuc/1.001193');
}, 180_000);

it('[II.1.1~] fields, groups and the editor work on a phone and without scripts', async () => {
  const admin = await world.signedIn('nguyenhonghanh', { viewport: PHONE, script: false });
  const { page } = admin;
  for (const path of ['/ban', '/ngung', '/cong-bo', '/xem-truoc']) {
    await admin.visit(`/quan-tri/thu-tuc/1.000894${path}`);
  }
  await admin.visit('/quan-tri/thu-tuc');
  await admin.visit('/quan-tri/linh-vuc');
  await page.getByLabel('Tên', { exact: true }).fill('Giấy tờ cho trẻ em');
  await page.getByLabel('Thuộc lĩnh vực').selectOption({ label: 'Hộ tịch' });
  await admin.press('Thêm');
  await admin.reads('Giấy tờ cho trẻ em');
  await admin.visit('/quan-tri/linh-vuc/G15-TP07');
  await admin.visit('/quan-tri/thu-tuc/1.000894');
  const papers = page.getByRole('group', { name: /^Giấy tờ \d+$/ });
  const before = await papers.count();
  await admin.press('Thêm giấy tờ');
  expect(await papers.count()).toBe(before + 1);
  await admin.press(`Xóa giấy tờ ${before + 1}`);
  expect(await papers.count()).toBe(before);
}, 180_000);
