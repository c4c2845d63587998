import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../src/modules/dossiers/index.ts';
import { applicant, filed, officer } from '../src/modules/dossiers/testing.ts';
import { agencyOf, takenIn } from '../src/modules/organisation/testing.ts';
import { startCountingAnew } from '../src/modules/working-time/index.ts';
import { openWorld, WIDTHS, type World } from './harness.ts';

describe.each(WIDTHS)('agencies and calendar on $on', ({ all }) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await startCountingAnew(world.platform);
  });
  afterAll(() => world.close());

  it('a year is confirmed from suggestions; a new day off shows its effect before it is saved', async () => {
    const { platform } = world;
    platform.clock.set(new Date('2026-11-23T16:00:00+07:00'));
    const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const counter = await officer(platform, 'tranthingan');
    await act(platform, counter, { dossier: dossierId }, { action: 'accept', forward: true });

    const admin = await world.signedIn('nguyenhonghanh', all);
    await admin.visit('/quan-tri/lich-lam-viec?nam=2028');
    await admin.reads('Gợi ý cho năm 2028', 'Chờ quyết định');
    await admin.press('Xác nhận những ngày đã chọn…');
    await admin.reads('Không hồ sơ nào đổi hạn');
    await admin.press('Lưu lịch');
    await admin.reads('Chủ Nhật 30/04/2028: Ngày Chiến thắng');

    await admin.visit('/quan-tri/lich-lam-viec?nam=2026');
    await admin.page.getByLabel('Ngày', { exact: true }).fill('25/11/2026');
    await admin.page.getByLabel('Tên hoặc lý do').fill('Nghỉ tránh bão');
    await admin.press('Xem ảnh hưởng…');
    await admin.reads('1 hồ sơ đang chạy sẽ đổi ngày hẹn trả', '25/11/2026 17:00:00', '26/11/2026 17:00:00');
    await admin.press('Lưu lịch');
    await admin.reads('Thứ Tư 25/11/2026: Nghỉ tránh bão');
    await world.settle();
    const citizen = await world.signedIn('nguyenthuhuong', all);
    await citizen.visit(`/ho-so/${dossierId}`);
    await citizen.reads('26/11/2026', 'Nghỉ tránh bão');

    const commune = await agencyOf(platform, 'xa-tan-lam');
    await admin.visit(`/quan-tri/lich-lam-viec?co-quan=${commune.id}`);
    await admin.page.getByLabel('Thứ Bảy').fill('7h30-11h30');
    await admin.press('Xem ảnh hưởng của giờ mới…');
    await admin.reads('Thứ Bảy: 07:30–11:30');
    await admin.press('Lưu lịch');
    expect(await admin.page.getByLabel('Thứ Bảy').inputValue()).toBe('07:30–11:30');
  });

  it('an agency is added, its units with dates, its last day refused while it has work', async () => {
    const admin = await world.signedIn('nguyenhonghanh', all);
    await admin.visit('/quan-tri/co-quan/moi');
    await admin.press('Thêm cơ quan', { status: 422 });
    await admin.reads('Nhập tên đầy đủ của cơ quan');
    await admin.page.getByLabel('Tên đầy đủ').fill('Ủy ban nhân dân xã Phú Thịnh');
    await admin.page.getByLabel('Tên ngắn').fill('UBND xã Phú Thịnh');
    await admin.page.getByLabel('Mã: mã thêm 1', { exact: true }).fill('H99.33');
    await admin.press('Thêm cơ quan');
    await admin.reads('Ủy ban nhân dân xã Phú Thịnh', 'H99.33');
    await admin.follow('Kết thúc');
    await admin.reads('Cơ quan không còn việc');
    await admin.visit(`/quan-tri/co-quan/${(await agencyOf(world.platform, 'phuong-yen-ha')).id}/ket-thuc`);
    await admin.reads('chưa kết thúc được', /Chức vụ của cán bộ \d+/);
    await admin.visit(`/quan-tri/co-quan/${(await agencyOf(world.platform, 'phuong-yen-ha')).id}/chia-tach`);
  });

  it('[II.1.1~] two communes are merged; old dossiers are found under both names, new ones get the new code', async () => {
    const { platform } = world;
    const old = await takenIn(platform, 'langvanson', 'xa-tan-lam');
    const admin = await world.signedIn('nguyenhonghanh', all);
    await admin.visit('/quan-tri/co-quan');
    await admin.reads('Ủy ban nhân dân xã Tân Lâm', 'H99.32');

    // Choose, fill in, preview: by keyboard where it is a list.
    await admin.follow('Sáp nhập');
    await admin.press('Tiếp tục', { status: 422 });
    await admin.reads('Chọn ít nhất hai cơ quan');
    const choose = admin.page.getByRole('checkbox', { name: /Ủy ban nhân dân phường Yên Hà/ });
    await choose.focus();
    await admin.page.keyboard.press('Space');
    await admin.page.getByRole('checkbox', { name: /Ủy ban nhân dân xã Tân Lâm/ }).check();
    await admin.press('Tiếp tục');
    await admin.page.getByLabel('Nghị quyết, quyết định').fill('Nghị quyết số 15/NQ-HĐND ngày 01/11/2026');
    await admin.page.getByLabel('Bắt đầu từ ngày').fill('23/11/2026');
    await admin.page.getByLabel('Tên đầy đủ').fill('Ủy ban nhân dân phường Yên Lâm');
    await admin.page.getByLabel('Tên ngắn').fill('UBND phường Yên Lâm');
    await admin.page.getByLabel('Mã định danh').fill('H99.32');
    await admin.page.getByLabel(/^Mã các xã, phường kết thúc/).fill('99004, 99999');
    await admin.page.getByLabel(/^Mã xã, phường sau sáp nhập/).fill('99040');
    await admin.page.getByLabel(/^Tên xã, phường sau sáp nhập/).fill('Phường Yên Lâm');
    await admin.press('Xem trước', { status: 422 });
    await admin.reads('Không có xã, phường đang dùng mang mã 99999');
    await admin.page.getByLabel(/^Mã các xã, phường kết thúc/).fill('99004, 99013');
    await admin.page.getByLabel('Mã định danh').fill('H99.40');
    await admin.press('Xem trước');
    await admin.reads(/Hồ sơ đang giải quyết 2/, 'Thực hiện ngay trong một lần');
    await admin.press('Xác nhận sáp nhập');
    await admin.reads('Đã thực hiện lúc', /Hồ sơ đã chuyển 2/);
    await admin.follow('Ủy ban nhân dân xã Tân Lâm');
    await admin.reads('Cơ quan đã kết thúc ngày 22/11/2026', 'Nay là Ủy ban nhân dân phường Yên Lâm');

    // The officers of both work in the new one; the old name, the old code and the new name find the dossier.
    const clerk = await world.signedIn('nongthimai', all);
    for (const typed of ['xã Tân Lâm', 'H99.32', 'phường Yên Lâm']) {
      await clerk.visit(`/mot-cua/tim?q=${encodeURIComponent(typed)}`);
      await clerk.reads(old.code!);
    }
    await clerk.visit(`/mot-cua/ho-so/${old.dossierId}`);
    await clerk.reads('phường Yên Lâm (khi nộp: Ủy ban nhân dân xã Tân Lâm)', 'Chuyển cơ quan giải quyết');
    const anybody = await world.visitor(all);
    await anybody.visit(`/tra-cuu?ma=${old.code}`);
    await anybody.reads('Đang xử lý');
    const fresh = await takenIn(platform, 'langvanson', 'phuong-yen-lam');
    expect(fresh.code).toMatch(/^H99\.40-261123-\d{4}$/);
    await clerk.visit(`/mot-cua/ho-so/${fresh.dossierId}`);
    await clerk.reads(fresh.code!);

    // Taken back: what nobody has touched returns, what came since stays with the new one.
    await admin.visit('/quan-tri/nhat-ky?loai=reorganisation');
    await admin.follow('Thực hiện sắp xếp cơ quan');
    await admin.follow('Xem và lấy lại');
    await admin.follow('Lấy lại như trước…');
    await admin.reads('Trở về như trước', 'Giữ nguyên vì đã thay đổi từ đó', '1 hồ sơ nhận từ đó');
    await admin.press('Xác nhận lấy lại');
    await admin.reads('Việc này đã được lấy lại');
    await clerk.visit(`/mot-cua/ho-so/${old.dossierId}`);
    await clerk.reads('xã Tân Lâm', 'Chuyển cơ quan giải quyết');
    await admin.visit('/quan-tri/co-quan');
    await admin.reads('Ủy ban nhân dân xã Tân Lâm', 'H99.32');
  });
});
