import { afterAll, beforeAll, expect, it } from 'vitest';
import { getProcedure, publishProcedure } from '../src/modules/procedures/index.ts';
import { openWorld, PHONE, type World } from './harness.ts';
import type { Person } from './person.ts';

const PROCEDURE = '1.001193';
const CODE = 'don-thu-bieu-mau';
const BUILDER = `/quan-tri/bieu-mau/${CODE}/sua`;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const rows = (admin: Person) =>
  admin.page.getByRole('list', { name: 'Các mục của biểu mẫu' }).getByRole('link');
const names = async (admin: Person) =>
  (await rows(admin).allInnerTexts()).map((text) => text.split('\n').at(-1)!.trim());
const saved = (admin: Person) => admin.page.getByText(/Đã lưu nháp lúc/).waitFor();

/** Adds an item from the list of kinds by keyboard alone. */
async function addByKey(admin: Person, kind: string, label?: string): Promise<void> {
  const { page } = admin;
  const button = page.getByRole('button', { name: kind, exact: true });
  if (!(await button.isVisible())) {
    await page.getByText('Thêm mục', { exact: true }).focus();
    await page.keyboard.press('Enter');
  }
  await button.focus();
  await page.keyboard.press('Enter');
  if (label) {
    await page.getByLabel(kind === 'Lời cam đoan' ? 'Lời cam đoan' : 'Nhãn', { exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(label);
  }
}

it('[II.2.5~] an administrator builds a form by keyboard and by drag, tries it out and publishes it; a citizen gets it', async () => {
  const admin = await world.signedIn('nguyenhonghanh');
  const { page } = admin;
  await admin.visit('/quan-tri/bieu-mau');
  await admin.follow('Tạo biểu mẫu');
  await admin.press('Tạo và bắt đầu soạn', { status: 422 });
  await admin.reads('Nhập tên biểu mẫu');
  await page.getByLabel('Tên biểu mẫu').fill('Đơn thử biểu mẫu');
  await admin.press('Tạo và bắt đầu soạn');
  expect(new URL(page.url()).pathname).toBe(BUILDER);
  await admin.reads('chưa có mục nào');

  await addByKey(admin, 'Chữ một dòng', 'Họ và tên');
  await addByKey(admin, 'Có hoặc không', 'Bạn có con nhỏ?');
  await addByKey(admin, 'Số nguyên', 'Số con');
  await addByKey(admin, 'Lời cam đoan');
  await addByKey(admin, 'Ngày', 'Ngày sinh');
  expect((await names(admin)).slice(2)).toEqual([
    'Họ và tên',
    'Bạn có con nhỏ?',
    'Số con',
    expect.stringContaining('Tôi cam đoan'),
    'Ngày sinh',
  ]);

  // By keyboard: up before the promise, away, and back again.
  await rows(admin).last().focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect((await names(admin)).at(-2)).toBe('Ngày sinh');
  await page.keyboard.press('Delete');
  expect(await names(admin)).not.toContain('Ngày sinh');
  await page.keyboard.press('Control+z');
  expect((await names(admin)).at(-2)).toBe('Ngày sinh');
  // By drag: to the top, behind the name.
  await page
    .locator('[data-place="steps.buoc-1.items.3"]')
    .dragTo(page.locator('[data-place="steps.buoc-1.items.0"]'), { targetPosition: { x: 80, y: 28 } });
  expect((await names(admin)).slice(2, 5)).toEqual(['Họ và tên', 'Ngày sinh', 'Bạn có con nhỏ?']);

  // "Số con" shows only when there are children; the preview follows at once.
  await rows(admin).filter({ hasText: 'Số con' }).click();
  await page.getByText('Chỉ hiện khi…').click();
  await page.getByLabel('Ô', { exact: true }).selectOption({ label: 'Bạn có con nhỏ? (Nội dung kê khai)' });
  await page.getByRole('group', { name: 'Một trong các giá trị' }).getByLabel('Có', { exact: true }).check();
  const preview = page.getByRole('region', { name: /^Xem thử/ });
  await preview.getByText(/Chỉ điền nếu/).waitFor();
  await preview.getByRole('radio', { name: 'Không' }).check();
  await preview.getByLabel('Số con').waitFor({ state: 'hidden' });
  await page.getByText('Công bố được').waitFor();
  await saved(admin);
  await admin.inspect();

  await admin.follow('Trang trên cổng');
  await admin.press('Thử và tiếp tục', { status: 422 });
  await admin.reads('Nhập họ và tên');
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Hồng Nhung');
  await page.getByLabel('Ngày sinh').fill('14/02/1991');
  await page.getByRole('radio', { name: 'Có' }).check();
  await page.getByLabel('Số con').fill('2');
  await page.getByRole('checkbox', { name: /Tôi cam đoan/ }).check();
  await admin.press('Thử và tiếp tục');
  await admin.reads('Xem lại rồi nộp', 'Nguyễn Thị Hồng Nhung', '14/02/1991');
  await admin.follow('Bản in với dữ liệu mẫu');
  await admin.reads('Đơn thử biểu mẫu', 'Độc lập – Tự do – Hạnh phúc', 'Ký, ghi rõ họ');

  await admin.visit(`/quan-tri/bieu-mau/${CODE}`);
  await admin.follow('Kiểm tra và công bố');
  await admin.press('Công bố bản 1');
  await admin.reads('Đang dùng bản 1');

  const { definition } = (await getProcedure(world.platform.db, PROCEDURE))!;
  // The certificate prints fields that this form does not have.
  const results = definition.results.map(({ code, name }) => ({ code, name }));
  await world.platform.db
    .transaction()
    .execute((tx) =>
      publishProcedure(
        tx,
        { ...definition, formCode: CODE, results },
        { by: null, now: world.platform.clock.now() },
      ),
    );
  const citizen = await world.signedIn('nguyenthuhuong', { viewport: PHONE });
  await citizen.visit(`/nop-ho-so/${PROCEDURE}`);
  await citizen.page.getByRole('radio').first().check();
  for (const group of await citizen.page.getByRole('radiogroup').all())
    await group.getByRole('radio').first().check();
  await citizen.press('Bắt đầu điền hồ sơ');
  await citizen.reads('Nội dung kê khai', 'Họ và tên', 'Bạn có con nhỏ?');
});

it('the builder works on a phone and without scripts', async () => {
  const editor = await world.signedIn('lekimchi', { viewport: PHONE, script: false });
  await editor.visit('/quan-tri/bieu-mau');
  await editor.visit('/quan-tri/bieu-mau/to-khai-khai-sinh');
  await editor.follow('Sửa');
  await editor.follow(/Thư điện tử/, {
    within: editor.page.getByRole('list', { name: 'Các mục của biểu mẫu' }),
  });
  await editor.page.getByLabel('Nhãn', { exact: true }).fill('Hộp thư điện tử');
  await editor.press('Lưu mục này');
  await editor.reads('Hộp thư điện tử');
  await editor.press('Xóa');
  await editor.reads('Đã xóa “Hộp thư điện tử”');
  await editor.press('Hoàn tác');
  await editor.reads('Hộp thư điện tử');
  await editor.visit('/quan-tri/bieu-mau/to-khai-khai-sinh/cong-bo');
  await editor.reads('Hộp thư điện tử › Nhãn', 'Công bố bản 2');
});
