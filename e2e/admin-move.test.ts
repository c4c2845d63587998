import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMoving } from '../src/modules/dossiers/index.ts';
import { copies, otherHandling, publishChanged } from '../src/modules/dossiers/move/testing.ts';
import { applicant, doing, filed, officer } from '../src/modules/dossiers/testing.ts';
import { DESKTOP, openWorld, PHONE, type World } from './harness.ts';

let world: World;
let dossierId: number;
let code: string;

beforeAll(async () => {
  world = await openWorld();
  const { platform } = world;
  await startMoving(platform);
  ({ dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong')));
  await doing(platform, await officer(platform, 'tranthingan'), dossierId, {
    action: 'accept',
    forward: true,
  });
  const handler = await officer(platform, 'dovantung');
  const assigned = await doing(platform, await officer(platform, 'nguyenthilien'), dossierId, {
    action: 'assign',
    officerId: handler.officerId,
  });
  code = assigned.code!;
});
afterAll(() => world.close());

const MOVE = '/quan-tri/quy-trinh/khai-sinh/chuyen-ho-so';
const HOME = '/quan-tri/trang-thai';

describe('an administrator changes what dossiers run on while they run', () => {
  it('[II.4.1] [II.4.2~] [II.4.3~] adds a detailed status, closes a change, and both hold at once', async () => {
    const citizen = await world.signedIn('nguyenthuhuong', { viewport: PHONE, script: false });
    await citizen.visit(`/ho-so/${dossierId}`);
    expect(await citizen.page.getByRole('link', { name: 'Rút hồ sơ' }).count()).toBe(1);
    const admin = await world.signedIn('nguyenhonghanh', { viewport: DESKTOP });
    const { page } = admin;
    await admin.visit(HOME);
    await admin.reads('Yêu cầu thực hiện nghĩa vụ tài chính', 'Tiếp nhận hồ sơ, mục 1.3 và 2.2');
    await admin.follow('Thêm trạng thái chi tiết');
    await page.getByLabel('Mã', { exact: true }).fill('kiem_tra');
    await admin.press('Thêm trạng thái', { status: 422 });
    await admin.reads('Nhập tên hiển thị cho trạng thái có mã “kiem_tra”');
    await page.getByLabel('Tên hiển thị tại một cửa').fill('Đang kiểm tra thực địa');
    await page.getByLabel(/^Chữ cho người dân/).fill('Cán bộ đang đến xem tại chỗ');
    await admin.press('Thêm trạng thái');
    await admin.reads('Đang kiểm tra thực địa', 'Đã thêm trạng thái chi tiết');

    await admin.follow('Bước chuyển');
    const required = page.getByRole('checkbox', { name: 'Đang xử lý sang Dừng xử lý (Phụ lục I cần)' });
    await required.uncheck();
    await admin.press('Lưu và áp dụng ngay', { status: 422 });
    await admin.reads('Phụ lục I (Giải quyết thủ tục hành chính, mục 3.2.2) cần “Đang xử lý → Dừng xử lý”');
    await required.check();
    // By keyboard: the box has the focus, space changes it, enter sends the form.
    const free = page.getByRole('checkbox', { name: 'Đang xử lý sang Công dân yêu cầu rút hồ sơ' });
    await free.focus();
    await page.keyboard.press('Space');
    await admin.leaveBy(() => page.keyboard.press('Enter'));
    await admin.reads('Đã áp dụng các bước chuyển mới cho mọi hồ sơ');
    expect(await free.isChecked()).toBe(false);
    await page.context().close();

    await citizen.visit(`/ho-so/${dossierId}`);
    expect(await citizen.page.getByRole('link', { name: 'Rút hồ sơ' }).count()).toBe(0);
    await citizen.page.context().close();
  });

  it('[II.3.1] changes a flow with 1,000 dossiers running and moves them to its new versions', async () => {
    const { platform } = world;
    await copies(platform.db, dossierId, 999);
    const own = await world.signedIn('nguyenhonghanh', { viewport: DESKTOP });
    // Changed in the table while a thousand dossiers run, and published: they stay where they are until they are moved.
    await own.visit('/quan-tri/quy-trinh/khai-sinh/bang');
    await own.follow(/^Sửa Thẩm tra, ghi sổ/);
    await own.page.getByLabel('Thời hạn bước (phút làm việc)').fill('200');
    await own.leaveBy(() => own.page.keyboard.press('Enter'));
    await own.follow('Ban hành…');
    await own.press('Ban hành bản 2');
    await own.visit(MOVE);
    await own.reads(/(1\.000) trên \1 hồ sơ sẽ chuyển sang bản 2/i);
    await own.press(/^Chuyển 1\.000 hồ sơ$/);
    await world.settle();
    await own.page.getByText('Đã chuyển xong').waitFor();
    await own.page.context().close();

    // The next version calls the step something else: somebody has to say where its dossiers go.
    await publishChanged(platform.db, 'khai-sinh', platform.clock.now(), (bpmn) =>
      otherHandling(bpmn).replace('motcua:step="process"', 'motcua:step="process" motcua:status="kiem_tra"'),
    );
    const admin = await world.signedIn('nguyenhonghanh', { viewport: DESKTOP });
    const { page } = admin;
    await admin.visit(MOVE);
    await admin.reads(
      'hồ sơ không chuyển được',
      'Chưa chọn bước của bản mới cho “Thẩm tra, ghi sổ, lấy số định danh”',
    );
    await page
      .getByLabel('Bước mới cho “Thẩm tra, ghi sổ, lấy số định danh”')
      .selectOption({ label: 'Thẩm tra và dự thảo kết quả' });
    await admin.press('Xem trước');
    await admin.reads(/(1\.000) trên \1 hồ sơ sẽ chuyển sang bản 3/i, 'Giữ nguyên');
    await admin.press(/^Chuyển 1\.000 hồ sơ$/);
    await admin.reads('Đang chuyển');
    await world.settle();
    // The page looks again by itself.
    await page.getByText('Đã chuyển xong').waitFor();
    await admin.inspect();
    await page.context().close();

    const phone = await world.signedIn('nguyenhonghanh', { viewport: PHONE });
    for (const address of [MOVE, HOME, `${HOME}/buoc-chuyen`, `${HOME}/chi-tiet/kiem_tra`])
      await phone.visit(address);
    await phone.reads('hồ sơ đang chạy hiện trạng thái này');
    await phone.page.context().close();

    const handler = await world.signedIn('dovantung', { viewport: DESKTOP });
    await handler.visit(`/mot-cua/ho-so/${dossierId}`);
    await handler.reads(
      'Chuyển sang bản mới của quy trình',
      'Thẩm tra và dự thảo kết quả',
      'Đang kiểm tra thực địa',
    );
    await handler.page.context().close();

    const anybody = await world.visitor({ viewport: PHONE, script: false });
    await anybody.visit(`/tra-cuu?ma=${code}`);
    await anybody.reads('Đang xử lý', 'Cán bộ đang đến xem tại chỗ');
  });
});
