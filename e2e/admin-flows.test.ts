import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newestFlow } from '../src/modules/flows/index.ts';
import { applicant, filed } from '../src/modules/dossiers/testing.ts';
import { openWorld, PHONE, type World } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const FLOW = '/quan-tri/quy-trinh/cap-phep-quang-cao';

describe('an administrator and a new flow', () => {
  it('[II.3.1~] draws it with the mouse, mends it in the table by keyboard, tries it, and publishes it', async () => {
    const hanh = await world.signedIn('nguyenhonghanh');
    const { page } = hanh;
    await hanh.visit('/quan-tri/quy-trinh');
    await hanh.follow('Thêm quy trình');
    await page.getByLabel('Tên quy trình').fill('Cấp phép quảng cáo');
    await hanh.press('Tạo bản nháp');

    // With the mouse: a step on a path, an end out of the palette that nothing leads to.
    const board = page.locator('[data-canvas]');
    const shape = (id: string) => board.locator(`.djs-shape[data-element-id="${id}"]`);
    await shape('process').waitFor();
    await expect.poll(() => board.locator('.flow-note--loop').count()).toBe(2);
    await expect.poll(() => board.locator('.flow-note--in').allInnerTexts()).toContain('Cổng: Mới đăng ký');
    await shape('process').click();
    await page.getByLabel('Thời hạn bước (phút làm việc)').fill('490');
    await page.getByText('490 phút = 1 ngày làm việc 10 phút').waitFor();
    await page.getByLabel('Tên bước').fill('Thẩm định mẫu quảng cáo');
    await page.locator('[data-tool=step]').click();
    await page.getByText('970 phút').first().waitFor();
    await page.getByRole('heading', { name: 'Bước: Bước mới' }).waitFor();
    await expect.poll(() => board.locator('.flow-fault').count()).toBeGreaterThan(0);
    await board.locator('.djs-palette .entry[data-action=end]').click();
    const area = (await board.boundingBox())!;
    await page.mouse.move(area.x + 300, area.y + area.height - 60, { steps: 4 });
    await page.mouse.click(area.x + 300, area.y + area.height - 60);
    await page.getByText(/Không có đường nào vào/).waitFor();
    await page.getByRole('button', { name: 'Xóa phần tử này' }).click();
    await page.getByText(/Không có đường nào vào/).waitFor({ state: 'detached' });
    await hanh.press('Lưu nháp');
    await hanh.reads('Bản nháp lưu lúc', 'chưa có người thực hiện');

    // In the table, without a mouse.
    await hanh.follow('Dạng bảng');
    const edit = page.getByRole('link', { name: 'Sửa Bước mới' });
    await edit.focus();
    await hanh.leaveBy(() => page.keyboard.press('Enter'));
    await page.getByLabel('Tên bước').fill('Xác minh địa điểm');
    await page.getByLabel('Thời hạn bước (phút làm việc)').fill('37');
    await page.getByLabel(/^Người làm/).selectOption('chosen');
    await page.getByLabel('Tên bước').focus();
    await hanh.leaveBy(() => page.keyboard.press('Enter'));
    await hanh.reads('Xác minh địa điểm', '1.007 phút');

    // A step that leads nowhere: refused, with the way to it.
    await hanh.press(/^Xóa Đã trả kết quả/);
    await hanh.follow('Ban hành…');
    await hanh.reads('không có đường ra, hồ sơ sẽ dừng ở đây', 'Sửa các lỗi ở trên');
    await hanh.follow(/^Đến bước/);
    expect(hanh.at).toContain('/bang?sua=return');
    await page.getByLabel('Thêm gì').selectOption('end');
    await page.getByRole('region', { name: 'Thêm phần tử' }).getByLabel('Tên').fill('Xong');
    await page.getByRole('region', { name: 'Thêm phần tử' }).getByLabel('Từ').selectOption('return');
    await hanh.press('Thêm');

    // The drawing board finds its way about what the table made.
    await hanh.visit(`${FLOW}/sua`);
    await shape('end_1').waitFor();

    await hanh.visit(`${FLOW}/chay-thu`);
    await hanh.press('Nộp trực tuyến');
    await hanh.reads('Mới đăng ký', 'Trung tâm');
    await hanh.press('Yêu cầu bổ sung');
    await hanh.press('Người nộp đã bổ sung');
    for (const button of [/^Xong/, /^Xong/, /^Xong/, /^Xong/, 'Đồng ý', /^Xong/, /^Xong/, /^Xong/])
      await hanh.press(button);
    await hanh.reads('Hồ sơ đã tới kết thúc', 'Đã trả kết quả');

    await hanh.visit(`${FLOW}/ban-hanh`);
    await page.getByLabel(/^Ghi chú/).fill('Bản đầu');
    await hanh.press('Ban hành bản 1');
    await hanh.reads('Đang chạy bản 1', 'Cổng: Mới đăng ký', 'Yêu cầu bổ sung');
    await page.locator('[data-flow] .djs-shape').first().waitFor();
    const { compiled } = (await newestFlow(world.platform.db, 'cap-phep-quang-cao'))!;
    const names = Object.values(compiled.nodes).map((node) => node.name);
    expect(names).toEqual(expect.arrayContaining(['Thẩm định mẫu quảng cáo', 'Xác minh địa điểm', 'Xong']));

    // The next version, its differences, and back.
    await hanh.visit(`${FLOW}/bang`);
    await hanh.press(/^Xóa Xác minh địa điểm/);
    await hanh.follow('Ban hành…');
    await hanh.press('Ban hành bản 2');
    await hanh.follow('Các bản');
    await hanh.press('So sánh');
    await hanh.reads('Bước bỏ', 'Xác minh địa điểm');
    await hanh.visit(`${FLOW}/cac-ban`);
    await hanh.press(/^Ban hành lại/);
    await hanh.reads('Đang chạy bản 3', 'Ban hành lại bản 1');
  });

  it('[II.24.1] sees a flow drawn where it is defined, where it is administered and where it is reported on, dossiers counted on its steps', async () => {
    const hanh = await world.signedIn('nguyenhonghanh');
    const { page } = hanh;
    const { platform } = world;
    const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const steps = (await newestFlow(platform.db, 'khai-sinh'))!.compiled.nodes;
    const drawn = async (place: string): Promise<string[]> => {
      await page.locator(`${place} .djs-shape`).first().waitFor();
      const ids = await page
        .locator(`${place} .djs-shape`)
        .evaluateAll((shapes) => shapes.map((shape) => shape.getAttribute('data-element-id') ?? ''));
      return Object.keys(steps).filter((id) => ids.includes(id));
    };
    await hanh.visit('/quan-tri/quy-trinh/khai-sinh');
    expect(await drawn('[data-flow]')).toEqual(Object.keys(steps));
    await hanh.visit('/quan-tri/quy-trinh/khai-sinh/sua');
    expect(await drawn('[data-canvas]')).toEqual(Object.keys(steps));
    await hanh.visit('/quan-tri/quy-trinh/khai-sinh/tinh-hinh');
    expect(await drawn('[data-flow]')).toEqual(Object.keys(steps));
    await hanh.reads('1 việc đang mở, 0 quá hạn', '1 hồ sơ');
    const officer = await world.signedIn('tranthingan');
    await officer.visit(`/mot-cua/ho-so/${dossierId}/quy-trinh`);
    await officer.page.locator('[data-flow] .djs-shape').first().waitFor();
  });

  it('measures a drawing that is not saved against the case one chooses, and without scripts by a button', async () => {
    const hanh = await world.signedIn('nguyenhonghanh');
    const { page } = hanh;
    const permit = '/quan-tri/quy-trinh/giay-phep-xay-dung';
    const longer = '1.013225/1.013225.02/counter';
    await hanh.visit(`${permit}/sua`);
    await page.locator('[data-canvas] .djs-shape[data-element-id="process"]').click();
    await page.getByLabel('Thời hạn bước (phút làm việc)').fill('2500');
    await page.keyboard.press('Tab');
    await page.getByText(/^Vượt 1 trên 4 thời hạn/).waitFor();
    const picker = page.getByLabel('So với thời hạn của');
    await picker.focus();
    await picker.selectOption(longer);
    await page.getByText('6.857 phút theo thủ tục (20 ngày)').waitFor();
    expect(await picker.inputValue()).toBe(longer);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('so');
    await page.getByText('Có thay đổi chưa lưu').waitFor();
    await page.getByText('5.142 phút theo thủ tục').waitFor({ state: 'detached' });

    const plain = await world.signedIn('nguyenhonghanh', { viewport: PHONE, script: false });
    await plain.visit(`${permit}/bang`);
    await plain.page.getByLabel('So với thời hạn của').selectOption(longer);
    await plain.press('So');
    await plain.reads('6.857 phút theo thủ tục (20 ngày)');
  });

  it('[II.24.1~] sees on a phone, and without scripts, where the dossiers of a flow stand', async () => {
    const hanh = await world.signedIn('nguyenhonghanh', { viewport: PHONE, script: false });
    for (const address of [
      '',
      '/sua',
      '/bang?sua=process',
      '/chay-thu?di=s:online',
      '/tinh-hinh',
      '/cac-ban',
    ]) {
      await hanh.visit(`/quan-tri/quy-trinh/khai-sinh${address}`);
      expect(await hanh.text()).toContain('Đăng ký khai sinh');
    }
    await hanh.visit('/quan-tri/quy-trinh');
    await hanh.visit('/quan-tri/quy-trinh/moi');
  });
});
