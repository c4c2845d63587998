import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoAnswers } from '../src/modules/dossiers/testing.ts';
import { openWorld, WIDTHS, type World } from './harness.ts';
import { act, openAct, applyUntilReview, CODE, file, openFrom, pdfText } from './steps.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe.each(WIDTHS)('a building permit on $on', ({ all, citizens }) => {
  it('[I.8][I.9][II.8.6] runs late while two units work side by side', { timeout: 400_000 }, async () => {
    const { platform } = world;
    const citizen = await world.visitor(citizens);
    await citizen.visit('/nop-ho-so/1.013225');
    await citizen.logIn('dangvanthuan');
    await applyUntilReview(citizen, {
      procedure: '1.013225',
      theCase: 'Nhà ở riêng lẻ',
      answers: await demoAnswers('giay-phep-dang-tham-dinh'),
      papers: ['H99-GT0010', 'H99-GT0011', 'H99-GT0014'],
      delivery: 'counter',
    });
    const dossier = await file(citizen);
    const registration = await citizen.page.getByRole('heading', { level: 1 }).innerText();

    const counter = await world.as('hoangducthinh', all);
    await openFrom(counter, 'Chờ tiếp nhận', registration);
    await counter.press(/^Tiếp nhận và chuyển xử lý/);
    const code = CODE.exec(await counter.text())![0];
    const due = /Hẹn trả (\d{2}\/\d{2}\/2026)/.exec((await counter.text()).replaceAll(/\s+/g, ' '))![1]!;

    const head = await world.as('vuthimailan', all);
    await openFrom(head, 'Chờ phân công', code);
    await openAct(head, 'Phân công');
    await head.page.getByRole('radio', { name: /Đỗ Quang Huy/ }).check();
    await head.page.getByLabel('Lời dặn').fill('Chú ý khoảng lùi.');
    await head.press('Phân công');

    // The officer asks the land office of another agency; until it has answered the dossier stays where it is.
    const officer = await world.as('doquanghuy', all);
    await openFrom(officer, 'Chờ tôi xử lý', code);
    await officer.reads('Chú ý khoảng lùi.');
    await openAct(officer, 'Xin ý kiến');
    await officer.page.getByLabel('Đơn vị được hỏi').selectOption({ label: 'Văn phòng Đăng ký đất đai' });
    await officer.page.getByLabel('Nội dung xin ý kiến').fill('Thửa 118 tờ 24 có tranh chấp không?');
    await officer.press('Xin ý kiến');
    await officer.reads('Chờ trả lời');
    await citizen.visit(dossier);
    await citizen.reads('Đang xử lý', 'Phòng Quản lý xây dựng', 'Chuyên viên thẩm định', 'Đỗ Quang Huy');
    const asked = await world.as('buivankhang', all);
    await openFrom(asked, 'Được xin ý kiến', code);
    await asked.reads('Thửa 118 tờ 24 có tranh chấp không?');
    await act(asked, 'Trả lời ý kiến', { 'Ý kiến trả lời': 'Thửa đất không có tranh chấp.' });
    await openFrom(officer, 'Chờ tôi xử lý', code);
    await officer.reads('Thửa đất không có tranh chấp.');
    await openAct(officer, 'Trình, chuyển bước tiếp');
    await officer.page.getByRole('checkbox', { name: /Kèm dự thảo kết quả/ }).uncheck();
    await officer.press('Trình, chuyển bước tiếp');

    // Two units have it at once: the citizen reads both, and nothing of what they say to each other.
    await citizen.visit(dossier);
    await citizen.reads('Đang xử lý', 'Đỗ Quang Huy', 'Nguyễn Văn Sáng', due);
    expect(await citizen.text()).not.toMatch(/tranh chấp|khoảng lùi/);

    // Three working days after the appointment everybody reads how late it is.
    const [day, month, year] = due.split('/').map(Number) as [number, number, number];
    platform.clock.set(new Date(Date.UTC(year, month - 1, day + 3, 3)));
    await citizen.logInAgain('dangvanthuan');
    const days = /Quá hạn (\d+) ngày/.exec((await citizen.text()).replaceAll(/\s+/g, ' '))![1]!;
    expect(Number(days)).toBe(3);
    const late = new RegExp(`Hạn xử lý ${due} [-–] Quá hạn 3 ngày`);
    await citizen.visit(dossier);
    await citizen.reads(late, 'Đỗ Quang Huy', 'Nguyễn Văn Sáng', 'xin lỗi');
    const anybody = await world.visitor(citizens);
    await anybody.visit(`/tra-cuu?ma=${code}`);
    await anybody.reads('Đang xử lý', late, 'Sở Xây dựng');
    expect(await anybody.text()).not.toMatch(/Huy|Sáng|Thuận/);
    await head.logInAgain('vuthimailan');
    await openFrom(head, 'Phòng để quá hạn', code);
    await head.reads(late);

    // The other unit, then the officer: the paths join, and the permit is drafted, approved, signed and issued.
    const planner = await world.as('nguyenvansang', all);
    await openFrom(planner, 'Chờ tôi xử lý', code);
    await planner.reads(late);
    await openAct(planner, 'Trình, chuyển bước tiếp');
    await planner.page.getByLabel('Ý kiến thẩm định').fill('Phù hợp quy hoạch chi tiết 1/500.');
    await planner.page.getByRole('checkbox', { name: /Kèm dự thảo kết quả/ }).uncheck();
    await planner.press('Trình, chuyển bước tiếp');
    await officer.logInAgain('doquanghuy');
    await openFrom(officer, 'Chờ tôi xử lý', code);
    await openAct(officer, 'Trình, chuyển bước tiếp');
    await officer.page.getByRole('checkbox', { name: /Kèm dự thảo kết quả/ }).uncheck();
    await officer.press('Trình, chuyển bước tiếp');
    await openFrom(officer, 'Chờ tôi xử lý', code);
    await officer.reads('Tổng hợp, dự thảo giấy phép', 'Phù hợp quy hoạch chi tiết 1/500.');
    await act(officer, 'Trình, chuyển bước tiếp', { 'Ý kiến thẩm định': 'Đủ điều kiện cấp phép.' });
    await openFrom(head, 'Chờ tôi duyệt', code);
    await head.press(/^Duyệt( T)?$/);
    const leader = await world.as('trinhcongvinh', all);
    await openFrom(leader, 'Chờ ký', code);
    await leader.reads(late);
    await act(leader, 'Ký', {}, 'Ký kết quả');
    const clerk = await world.as('levankhoi', all);
    await openFrom(clerk, 'Chờ cấp số, đóng dấu', code);
    await clerk.press(/^Cấp số, phát hành/);
    await world.settle();

    await counter.logInAgain('hoangducthinh');
    await openFrom(counter, 'Chờ trả kết quả', code);
    await act(counter, 'Trả kết quả');
    await citizen.visit(dossier);
    await citizen.reads('Đã trả kết quả');
    const result = await citizen.download(() => citizen.page.getByRole('link', { name: /^Tải về/ }).click());
    expect(pdfText(result.content)).toContain('Đặng Văn Thuận');
    await citizen.visit('/thong-bao');
    await citizen.reads('Hồ sơ đã được tiếp nhận', 'Đã trả kết quả');
  });
});
