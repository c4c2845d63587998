import { afterAll, beforeAll, expect, it } from 'vitest';
import { docx, p } from '../scripts/templates/markup.ts';
import { act as actOn } from '../src/modules/dossiers/index.ts';
import { applicant, filed, officer as officerOf } from '../src/modules/dossiers/testing.ts';
import { fillIn } from './fill.ts';
import { openWorld, PHONE, type World } from './harness.ts';
import type { Person } from './person.ts';
import { act, CODE, file, openAct, openFrom, pdfText, SCAN } from './steps.ts';

const PROCEDURE = '9.000088';
const EDITOR = `/quan-tri/thu-tuc/${PROCEDURE}`;
const PAPER = `${PROCEDURE}-GT1`;
const CATALOGUE = '/quan-tri/danh-muc/loai-vat-nuoi';
const FLOW = '/quan-tri/quy-trinh/dang-ky-vat-nuoi';
const ANIMALS = [
  ['cho', 'Chó nhà'],
  ['meo', 'Mèo nhà'],
  ['khac', 'Vật nuôi khác'],
] as const;
const TEMPLATE = [
  'GIẤY XÁC NHẬN NUÔI VẬT NUÔI',
  'Số: {number}',
  'Chủ nuôi: {chuNuoi}, số định danh {soDinhDanh}',
  'Loài: {loai}',
  'Cùng chăm sóc: {#chamSoc}{ten}; {/chamSoc}',
  'Nuôi đúng nơi, tiêm phòng đúng hạn.',
  '{placeAndDate}',
  '{signerTitle}',
  '{signerName}',
];
const OFFICER = 'lothithao';
const FIRST_PASSWORD = 'Tam-Thoi-2026-Yen-Ha';
const OWN_PASSWORD = 'Suoi-Trong-Ban-Xa-2026';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** An item behind the chosen one (into it, when it is a repeat); with a label it is a question with a data name. */
async function addItem({ page }: Person, kind: string, label?: string, path?: string): Promise<void> {
  const button = page.getByRole('button', { name: kind, exact: true });
  if (!(await button.isVisible())) await page.getByText('Thêm mục', { exact: true }).click();
  await button.click();
  if (label === undefined || path === undefined) return;
  await page.getByLabel('Nhãn', { exact: true }).fill(label);
  await page.getByText('Thêm tùy chọn').click();
  await page.getByLabel('Tên dữ liệu').fill(path);
}

async function makeCatalogueAndField(admin: Person): Promise<void> {
  const { page } = admin;
  await admin.visit('/quan-tri/danh-muc');
  await page.getByLabel('Tên danh mục').fill('Loài vật nuôi');
  await page.getByLabel('Mã danh mục').fill('loai-vat-nuoi');
  await admin.press('Thêm danh mục');
  for (const [code, name] of ANIMALS) {
    await page.getByLabel('Mã', { exact: true }).fill(code);
    await page.getByLabel('Tên hiện cho người dân').fill(name);
    await admin.press('Thêm mục');
    await admin.reads(name);
  }
  await admin.visit('/quan-tri/linh-vuc');
  await page.getByLabel('Tên', { exact: true }).fill('Chăn nuôi và thú y');
  await admin.press('Thêm');
  await page.getByLabel('Tên', { exact: true }).fill('Vật nuôi trong nhà');
  await page.getByLabel('Thuộc lĩnh vực').selectOption({ label: 'Chăn nuôi và thú y' });
  await admin.press('Thêm');
  await admin.reads('Vật nuôi trong nhà');
}

async function makeForm(admin: Person): Promise<void> {
  const { page } = admin;
  await admin.visit('/quan-tri/bieu-mau');
  await admin.follow('Tạo biểu mẫu');
  await page.getByLabel('Tên biểu mẫu').fill('Tờ khai nuôi vật nuôi');
  await admin.press('Tạo và bắt đầu soạn');
  await addItem(admin, 'Chữ một dòng', 'Họ và tên chủ nuôi', 'chuNuoi');
  await addItem(admin, 'Số định danh cá nhân', 'Số định danh của chủ nuôi', 'soDinhDanh');
  await addItem(admin, 'Chọn một (danh sách)', 'Loài vật nuôi', 'loai');
  await page.getByLabel('Lấy lựa chọn từ danh mục').selectOption({ label: 'Loài vật nuôi' });
  const preview = page.getByRole('region', { name: /^Xem thử/ });
  await preview.getByRole('option', { name: 'Chó nhà' }).waitFor({ state: 'attached' });
  await addItem(admin, 'Số nguyên', 'Số mũi vắc xin dại đã tiêm', 'soMui');
  await page.getByText('Chỉ hiện khi…').click();
  await page.getByLabel('Ô', { exact: true }).selectOption({ label: 'Loài vật nuôi (Nội dung kê khai)' });
  await page.getByLabel('Giá trị', { exact: true }).fill('cho');
  await preview.getByText('Chỉ điền nếu “Loài vật nuôi” là “Chó nhà”.').waitFor();
  await addItem(admin, 'Giấy tờ kèm theo');
  await page.getByLabel('Mã thành phần hồ sơ').fill(PAPER);
  await page.getByLabel('Tên giấy tờ trên trang').fill('Sổ tiêm phòng');
  await addItem(admin, 'Lời cam đoan');
  await page.getByText('Thêm tùy chọn').click();
  await page.getByLabel('Tên dữ liệu').fill('camDoan');
  await addItem(admin, 'Nhóm lặp lại');
  await page.getByLabel('Tên danh sách').fill('Người cùng chăm sóc');
  await page.getByLabel('Tên mỗi phần').fill('Người chăm sóc');
  await page.getByText('Thêm tùy chọn').click();
  await page.getByLabel('Tên dữ liệu').fill('chamSoc');
  await addItem(admin, 'Chữ một dòng', 'Họ tên người chăm sóc', 'ten');
  await page.getByText('Công bố được').waitFor();
  await page.getByText('Thêm mục', { exact: true }).click();
  await page.getByText(/Đã lưu nháp lúc/).waitFor();
  await admin.inspect();
  await admin.follow('Công bố…');
  await admin.press('Công bố bản 1');
  await admin.reads('Đang dùng bản 1');
}

async function makeOfficer(admin: Person): Promise<void> {
  const { page } = admin;
  await admin.visit('/quan-tri/nguoi-dung/moi');
  await page.getByLabel('Họ và tên').fill('Lò Thị Thảo');
  await page.getByLabel('Tên đăng nhập').fill(OFFICER);
  await page
    .getByLabel('Thêm chức vụ: đơn vị')
    .selectOption({ label: 'Phòng Kinh tế, Hạ tầng và Đô thị – UBND phường Yên Hà' });
  await page.getByLabel('Vai trò').selectOption({ label: 'Chuyên viên thụ lý' });
  await page.getByLabel('Chức danh').fill('Chuyên viên thú y');
  await page.getByRole('radio', { name: /Tôi đặt mật khẩu tạm/ }).check();
  await page.getByRole('textbox', { name: /^Mật khẩu tạm/ }).fill(FIRST_PASSWORD);
  await admin.press('Thêm cán bộ');
  await admin.reads('Lò Thị Thảo', 'Phải đổi khi đăng nhập');
}

async function makeFlow(admin: Person): Promise<void> {
  const { page } = admin;
  await admin.visit('/quan-tri/quy-trinh/moi');
  await page.getByLabel('Tên quy trình').fill('Đăng ký vật nuôi');
  await admin.press('Tạo bản nháp');
  await admin.follow('Dạng bảng');
  for (const step of ['Giao người thụ lý', 'Duyệt kết quả thẩm định', 'Thẩm định hồ sơ']) {
    await admin.follow(`Sửa ${step}`);
    await page.getByLabel(/^Đơn vị/).selectOption({ label: 'Phòng Kinh tế' });
    if (step === 'Thẩm định hồ sơ') {
      await page.getByLabel('Tên bước').fill('Thẩm tra điều kiện nuôi');
      await page.getByLabel('Thời hạn bước (phút làm việc)').fill('495');
    }
    await admin.press('Lưu');
  }
  await admin.reads('Thẩm tra điều kiện nuôi', '975 phút = 2 ngày làm việc 15 phút');
  // Nobody else has the step: the dry run names who would get it.
  await admin.visit(`${FLOW}/chay-thu`);
  await admin.press('Nộp trực tuyến');
  for (const button of [/^Xong/, /^Xong/]) await admin.press(button);
  await admin.reads('Thẩm tra điều kiện nuôi', 'Lò Thị Thảo');
  for (const button of [/^Xong/, 'Đồng ý', /^Xong/, /^Xong/, /^Xong/]) await admin.press(button);
  await admin.reads('Hồ sơ đã tới kết thúc', 'Đã trả kết quả');
  await admin.visit(`${FLOW}/ban-hanh`);
  await admin.press('Ban hành bản 1');
  await admin.reads('Đang chạy bản 1');
  await admin.visit(`/quan-tri/phan-quyen/vi-sao?q=${OFFICER}`);
  await admin.reads('Đăng ký vật nuôi Thẩm tra điều kiện nuôi Chuyên viên thú y');
}

async function makeTemplate(admin: Person): Promise<void> {
  const { page } = admin;
  // A template is looked at with a dossier that there is.
  const { platform } = world;
  const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
  const counter = await officerOf(platform, 'tranthingan');
  await actOn(platform, counter, { dossier: dossierId }, { action: 'accept', forward: true });

  await admin.visit('/quan-tri/mau-phieu');
  await admin.follow('Thêm mẫu kết quả');
  await page.getByLabel('Tên mẫu').fill('Giấy xác nhận nuôi vật nuôi');
  await page.getByLabel('Căn cứ pháp lý').fill('Luật Chăn nuôi 32/2018/QH14');
  const body = TEMPLATE.map((line) => p(line)).join('');
  await page.getByLabel('Tệp mẫu').setInputFiles({
    name: 'giay-xac-nhan.docx',
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    buffer: await docx('Giấy xác nhận', body, {
      width: 148,
      height: 210,
      margin: [10, 10, 10, 10],
      size: 12,
      line: 1,
    }),
  });
  await admin.press('Tải lên và kiểm tra');
  await admin.reads('Mẫu in được');
  const sample = await page.getByLabel('Xem với hồ sơ').inputValue();
  const preview = await admin.fetch(`${admin.at}/xem-thu?ban=nhap&ho-so=${sample}`);
  expect(pdfText(preview.content)).toContain('Nuôi đúng nơi, tiêm phòng đúng hạn.');
  await admin.press('Công bố mẫu này');
  await admin.reads('Các bản đã công bố', 'Bản 1');
}

/** Every part of II.1.2, from nothing. */
async function makeProcedure(admin: Person): Promise<void> {
  const { page } = admin;
  const group = (name: string) => page.getByRole('group', { name, exact: true });
  const unfold = async (name: string) => {
    const row = group(name);
    if ((await row.locator('details:not([open])').count()) > 0) await row.locator('summary').click();
    return row;
  };
  await admin.visit('/quan-tri/thu-tuc/moi');
  await page.getByLabel('Tên thủ tục').fill('Đăng ký nuôi vật nuôi trong nhà');
  await page.getByLabel('Mã thủ tục', { exact: true }).fill(PROCEDURE);
  await page.getByLabel('Lĩnh vực').selectOption({ label: 'Chăn nuôi và thú y' });
  await admin.press('Tạo bản nháp');
  for (const what of ['bước', 'bước', 'giấy tờ', 'khoản thu', 'kết quả', 'điều kiện', 'văn bản'])
    await admin.press(`Thêm ${what}`);

  await page.getByLabel('Nhóm thủ tục').selectOption({ label: 'Chăn nuôi và thú y › Vật nuôi trong nhà' });
  for (const box of ['Cấp xã', 'Người dân', 'Bưu chính'])
    await page.getByRole('checkbox', { name: box }).check();
  await page.getByLabel('Nói gọn cho người dân').fill('Khai báo chó, mèo nuôi trong nhà.');
  await page.getByLabel('Từ thường gọi').fill('nuôi chó\nnuôi mèo');
  await page.getByLabel('Quyết định công bố').fill('Quyết định 77/QĐ-UBND');
  await page.getByText('Chỉ một số xã, phường').click();
  await page.getByRole('checkbox', { name: 'Ủy ban nhân dân phường Yên Hà' }).check();
  await page.getByLabel('Ghi chú khi nộp trực tuyến').fill('Nộp bất cứ lúc nào.');
  for (const [index, title] of ['Khai báo', 'Nhận giấy'].entries()) {
    const step = group(`Bước ${index + 1}`);
    await step.getByLabel(`Bước ${index + 1}`).fill(title);
    await step.getByLabel('Nội dung').fill(`${title} theo hướng dẫn.`);
  }
  await (await unfold('Trường hợp 1')).getByLabel('Tên trường hợp').fill('Nuôi lần đầu');
  const paper = await unfold('Giấy tờ 1');
  await paper.getByLabel('Tên giấy tờ').fill('Sổ tiêm phòng');
  await paper.getByLabel('Mã giấy tờ').fill(PAPER);
  await paper.getByLabel('Bản sao').fill('2');
  const fee = await unfold('Khoản thu 1');
  await fee.getByLabel('Tên khoản thu').fill('Lệ phí xác nhận');
  await fee.getByLabel('Mức thu (đồng)').fill('8.000');
  await fee.getByLabel('Cách nộp').selectOption('counter');
  await group('Kết quả 1').getByLabel('Tên giấy tờ kết quả').fill('Giấy xác nhận nuôi vật nuôi');
  await group('Điều kiện 1').getByLabel('Điều kiện 1').fill('Vật nuôi đã tiêm phòng bệnh dại.');
  await group('Văn bản 1').getByLabel('Số ký hiệu').fill('32/2018/QH14');
  await group('Văn bản 1').getByLabel('Tên văn bản').fill('Luật Chăn nuôi');
  await page.getByLabel('Số bộ hồ sơ').fill('2');
  await page.getByLabel('Biểu mẫu điện tử').selectOption({ label: 'Tờ khai nuôi vật nuôi' });
  await page.getByLabel('Quy trình giải quyết').selectOption({ label: 'Đăng ký vật nuôi' });
  await admin.press('Lưu nháp');
  for (const [channel, days] of [
    ['trực tiếp', '3'],
    ['trực tuyến', '2'],
    ['bưu chính', '4'],
  ] as const)
    await group(`Nộp ${channel}`).getByLabel('Thời hạn').fill(days);
  await admin.press('Lưu nháp');

  await admin.follow('Chọn mẫu in của Giấy xác nhận nuôi vật nuôi');
  await page.getByLabel('Mẫu in').selectOption({ label: 'Giấy xác nhận nuôi vật nuôi' });
  await admin.press('Chọn mẫu này');
  for (const name of ['chuNuoi', 'soDinhDanh', 'loai']) await page.getByLabel(`{${name}}`).fill(`{${name}}`);
  const helpers = page.getByRole('group', { name: /chamSoc/ });
  await helpers.getByLabel('Lặp lại theo').selectOption({ label: 'Người cùng chăm sóc' });
  await helpers.getByLabel('{ten}').fill('{.ten}');
  await admin.press('Lưu vào bản nháp');

  // Online the limit is a quarter of an hour short of the steps together.
  await admin.press('Công bố…');
  await admin.reads('Còn 1 chỗ phải sửa', 'thời hạn 2 ngày làm việc là 960 phút', 'quy trình 975 phút');
  await admin.press('Công bố', { status: 422 });
  await admin.follow(/ngắn hơn tổng các bước/);
  await group('Nộp trực tuyến').getByLabel('Thời hạn').fill('3');
  await admin.press('Lưu nháp');
  await admin.follow('Xem trước');
  await admin.reads('Bạn đang xem trước bản nháp', 'Nhận giấy', '02 bộ', 'Sổ tiêm phòng 1 2', '8.000');
  await admin.reads('Nộp trực tuyến 3 ngày làm việc', 'Nộp trực tiếp 3 ngày', 'Nộp bưu chính 4 ngày');
  await admin.reads('tiêm phòng bệnh dại', '32/2018/QH14', 'Quyết định 77/QĐ-UBND', 'phường Yên Hà');
  await admin.visit(`${EDITOR}/cong-bo`);
  await admin.press('Công bố');
  await admin.reads('Đã công bố bản 1');
}

/** From the search to the filed dossier; answers its address and its name before it has a code. */
async function apply(citizen: Person): Promise<{ dossier: string; registration: string }> {
  const { page } = citizen;
  await citizen.visit('/');
  await page.getByRole('searchbox').or(page.getByRole('combobox')).first().fill('nuôi chó');
  await citizen.press(/^Tìm/);
  await citizen.follow(/Đăng ký nuôi vật nuôi/i);
  await citizen.follow(/Nộp hồ sơ trực tuyến/);
  await citizen.logIn('nguyenthuhuong');
  await citizen.press('Bắt đầu điền hồ sơ');
  await citizen.press('Thêm người');
  await fillIn(page, {
    chuNuoi: 'Nguyễn Thu Hương',
    soDinhDanh: '099192004256',
    loai: 'cho',
    soMui: 2,
    chamSoc: [{ ten: 'Trần Minh Quân' }],
    camDoan: true,
  });
  await page.locator(`input[type=file][name="files.${PAPER}"]`).setInputFiles(SCAN);
  await citizen.press('Lưu và tiếp tục');
  await citizen.press('Lưu và tiếp tục');
  await fillIn(page, { delivery: { method: 'online' } });
  await citizen.press('Lưu và tiếp tục');
  await citizen.reads('Chó nhà', 'Trần Minh Quân', 'giay-to-mau.pdf');
  const dossier = await file(citizen);
  return { dossier, registration: await page.getByRole('heading', { level: 1 }).innerText() };
}

/** Takes in, assigns, processes, approves, signs, issues and returns the dossier; answers its code. */
async function handle(registration: string): Promise<string> {
  const counter = await world.signedIn('tranthingan');
  await openFrom(counter, 'Chờ tiếp nhận', registration);
  await counter.reads('Chó nhà', 'Sổ tiêm phòng');
  await counter.press(/^Tiếp nhận và chuyển xử lý/);
  const code = CODE.exec(await counter.text())![0];
  const head = await world.signedIn('buiducanh');
  await openFrom(head, 'Chờ phân công', code);
  await openAct(head, 'Phân công');
  await head.page.getByRole('radio', { name: /Lò Thị Thảo/ }).check();
  await head.press('Phân công');
  await head.reads('Lò Thị Thảo');

  const officer = await world.visitor();
  await officer.visit('/mot-cua/dang-nhap');
  await officer.page.getByRole('textbox', { name: /^Tên đăng nhập/ }).fill(OFFICER);
  await officer.page.getByLabel('Mật khẩu').fill(FIRST_PASSWORD);
  await officer.press('Đăng nhập');
  await officer.reads('Đặt mật khẩu của riêng bạn trước khi làm tiếp');
  await officer.page.getByLabel('Mật khẩu hiện tại').fill(FIRST_PASSWORD);
  await officer.page.getByLabel('Mật khẩu mới').fill(OWN_PASSWORD);
  await officer.press('Đổi mật khẩu');
  await openFrom(officer, 'Chờ tôi xử lý', code);
  await act(officer, 'Trình, chuyển bước tiếp', { 'Ý kiến thẩm định': 'Đủ điều kiện nuôi.' });
  await openFrom(head, 'Chờ tôi duyệt', code);
  await head.press(/^Duyệt( T)?$/);
  const leader = await world.signedIn('phamthithanh');
  await openFrom(leader, 'Chờ ký', code);
  await act(leader, 'Ký', {}, 'Ký kết quả');
  const clerk = await world.signedIn('vohoangnam');
  await openFrom(clerk, 'Chờ cấp số, đóng dấu', code);
  await clerk.press(/^Cấp số, phát hành/);
  await world.settle();
  await openFrom(counter, 'Chờ trả kết quả', code);
  await act(counter, 'Trả kết quả');
  return code;
}

it(
  '[II.1.2] [II.2.5~] [II.3.1~] [II.3.2~] [II.16.2~] [II.17.1~] [II.17.2~] an administrator builds a procedure from nothing, a citizen applies and gets the result, and a change is taken back out of the log',
  { timeout: 600_000 },
  async () => {
    const admin = await world.signedIn('nguyenhonghanh');
    await makeCatalogueAndField(admin);
    await makeForm(admin);
    await makeOfficer(admin);
    await makeFlow(admin);
    await makeTemplate(admin);
    await makeProcedure(admin);

    const citizen = await world.visitor({ viewport: PHONE, script: false });
    const { dossier, registration } = await apply(citizen);
    const code = await handle(registration);
    await citizen.visit(dossier);
    await citizen.reads(code, 'Đã trả kết quả', '23/11/2026');
    const result = await citizen.download(() => citizen.page.getByRole('link', { name: /^Tải về/ }).click());
    const printed = pdfText(result.content);
    for (const words of [
      'Chủ nuôi: Nguyễn Thu Hương, số định danh 099192004256',
      'Loài: Chó nhà',
      'Cùng chăm sóc: Trần Minh Quân',
      'Nuôi đúng nơi, tiêm phòng đúng hạn.',
      'Phạm Thị Thanh',
    ])
      expect(printed).toContain(words);

    // The log knows all of it; a rename shows in the form, and is taken back from there.
    await admin.visit('/quan-tri/nhat-ky');
    await admin.reads('Công bố thủ tục Đăng ký nuôi vật nuôi trong nhà', 'Thêm cán bộ Lò Thị Thảo');
    await admin.reads('Công bố mẫu phiếu', 'Công bố quy trình', 'Công bố biểu mẫu', 'Thêm danh mục');
    expect(await admin.text()).not.toContain('Bỏ bản nháp');
    await admin.follow('Công bố thủ tục');
    await admin.reads('Trước', 'Sau', 'Mức thu (đồng)', 'Giấy xác nhận nuôi vật nuôi');
    for (const [entry, title] of [
      ['Công bố mẫu phiếu', 'Các bản đã công bố'],
      ['Thêm lĩnh vực', 'Vật nuôi trong nhà'],
    ] as const) {
      await admin.visit('/quan-tri/nhat-ky');
      await admin.follow(entry);
      await admin.follow('Mở trang của đối tượng');
      await admin.reads(title);
    }
    await admin.visit(CATALOGUE);
    await admin.follow('Chó nhà');
    await admin.page.getByLabel('Tên hiện cho người dân').fill('Chó cảnh');
    await admin.press(/^Lưu/);
    await citizen.visit(`/nop-ho-so/${PROCEDURE}`);
    await citizen.press('Bắt đầu điền hồ sơ');
    const draft = citizen.at;
    const animals = () => citizen.page.getByLabel('Loài vật nuôi').locator('option').allInnerTexts();
    expect(await animals()).toEqual(['Chọn…', 'Chó cảnh', 'Mèo nhà', 'Vật nuôi khác']);
    await admin.visit('/quan-tri/nhat-ky?loai=catalogue');
    await admin.follow('Sửa danh mục');
    await admin.reads('Tên Chó nhà Chó cảnh');
    await admin.press('Lấy lại bản trước thay đổi này');
    await admin.reads('Lấy lại bản trước của danh mục');
    await citizen.visit(draft);
    expect(await animals()).toEqual(['Chọn…', 'Chó nhà', 'Mèo nhà', 'Vật nuôi khác']);
  },
);
