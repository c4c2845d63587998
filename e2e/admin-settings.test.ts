import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, PHONE, type World } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('an administrator changes the hotline, the portal shows it at once, and the log takes it back', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  const citizen = await world.visitor({ viewport: PHONE, script: false });
  await admin.visit('/quan-tri');
  await admin.follow(/^Tham số vận hành/, { within: admin.page.locator('main') });
  const site = admin.page.getByRole('form', { name: 'Thông tin của cổng' });
  // By the keyboard alone: the field, then Enter.
  await site.getByLabel('Số tổng đài').fill('gọi tôi');
  await admin.leaveBy(() => admin.page.keyboard.press('Enter'), { status: 422 });
  await admin.reads('Có 1 chỗ cần sửa', 'Chỉ gồm chữ số');
  await admin.page.locator('.error-summary').getByRole('link').press('Enter');
  expect(await admin.page.evaluate(() => document.activeElement?.id)).toBe('hotline');
  await admin.page.keyboard.press('Control+A');
  await admin.page.keyboard.type('1900 5678');
  await admin.leaveBy(() => admin.page.keyboard.press('Enter'));
  await admin.reads('Nguyễn Hồng Hạnh sửa');
  await citizen.visit('/');
  expect(await citizen.page.locator('footer').innerText()).toContain('Tổng đài 1900 5678');

  await admin.follow('Xem và lấy lại');
  await admin.reads('Số tổng đài', '1022', '1900 5678');
  await admin.press(/^Lấy lại/);
  await citizen.visit('/tra-cuu');
  expect(await citizen.page.locator('footer').innerText()).toContain('Tổng đài 1022');
});

it('two administrators on the same rules: the second is told, also on a phone without scripts', async () => {
  const first = await world.signedIn('nguyenhonghanh');
  const second = await world.signedIn('nguyenhonghanh', { viewport: PHONE, script: false });
  await first.visit('/quan-tri/tham-so');
  await second.visit('/quan-tri/tham-so');
  await first.page.getByLabel('Giờ chốt trả trong ngày').fill('14:30');
  await first.press('Lưu quy tắc tính thời hạn');
  await second.page.getByLabel('Số ngày chờ bổ sung').fill('20');
  await second.press('Lưu quy tắc tính thời hạn', { status: 409 });
  await second.reads('Nguyễn Hồng Hạnh đã lưu trước bạn lúc');
  expect(await second.page.getByLabel('Số ngày chờ bổ sung').inputValue()).toBe('20');
  await second.press('Lưu quy tắc tính thời hạn');
  expect(await second.page.getByLabel('Số ngày chờ bổ sung').inputValue()).toBe('20');
});
