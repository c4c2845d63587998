import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../src/core/form/types.ts';
import { demoAnswers } from '../src/modules/dossiers/testing.ts';
import { openWorld, WIDTHS, type World } from './harness.ts';
import { act, openAct, applyUntilReview, CODE, file, openFrom, pdfText, SCAN } from './steps.ts';

const MINUTE = 60_000;
const BIRTH_PAPER = '000.00.00.G15-KQ004389';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each(WIDTHS)('birth registration online on $on', ({ all, citizens }) => {
  it(
    '[I.5][I.6][II.5.3][II.5.10][II.8.9][III.4.1][III.5.1][III.16.1] goes through a supplement to a result that is downloaded',
    { timeout: 400_000 },
    async () => {
      const { platform } = world;
      platform.mailbox.length = 0;
      platform.clock.set(new Date('2026-11-23T08:00:00+07:00'));

      const answers = await demoAnswers('khai-sinh-moi-nop');
      (answers['child'] as Answers)['birthDate'] = '2026-11-10';

      // The citizen finds the procedure, logs in on the way, and applies.
      const citizen = await world.visitor(citizens);
      await citizen.visit('/');
      await citizen.page
        .getByRole('searchbox')
        .or(citizen.page.getByRole('combobox'))
        .first()
        .fill('khai sinh');
      await citizen.press(/^Tìm/);
      await citizen.follow(/đăng ký khai sinh/i);
      await citizen.follow(/Nộp hồ sơ trực tuyến/);
      await citizen.logIn('nguyenthuhuong');
      expect(citizen.at).toMatch(/^\/nop-ho-so\/1\.001193/);
      await applyUntilReview(citizen, {
        procedure: '1.001193',
        theCase: 'Khai sinh thông thường',
        agency: 'phường Yên Hà',
        answers,
        papers: [BIRTH_PAPER],
        delivery: 'online',
      });
      await citizen.reads('Trần Nguyễn An Nhiên', '10/11/2026', 'giay-to-mau.pdf');
      const dossier = await file(citizen);
      const registration = await citizen.page.getByRole('heading', { level: 1 }).innerText();

      // The counter takes it in.
      platform.clock.advance(20 * MINUTE);
      const counter = await world.as('tranthingan', all);
      await openFrom(counter, 'Chờ tiếp nhận', registration);
      await counter.reads('Nguyễn Thu Hương', 'Giấy chứng sinh');
      await counter.press(/^Tiếp nhận và chuyển xử lý/);
      await counter.reads('Đang xử lý');
      const code = CODE.exec(await counter.text())![0];
      await world.settle();
      expect(world.mailTo('nguyenthuhuong@lamgiang.example', 'Hồ sơ đã được tiếp nhận')).toContain(code);

      // The citizen reads code, appointment and who has it; the receipt is a PDF with the code.
      await citizen.visit(dossier);
      await citizen.reads(
        code,
        'Đang xử lý',
        'Ủy ban nhân dân phường Yên Hà',
        'Nguyễn Thị Liên',
        '23/11/2026 17:00',
      );
      const slip = await citizen.page
        .getByRole('link', { name: /Giấy tiếp nhận/ })
        .first()
        .getAttribute('href');
      const receipt = await citizen.fetch(slip!);
      expect(receipt.type).toBe('application/pdf');
      expect(pdfText(receipt.content)).toContain(code);

      // The head gives it to an officer, who finds the scan unreadable.
      platform.clock.advance(20 * MINUTE);
      const head = await world.as('nguyenthilien', all);
      await openFrom(head, 'Chờ phân công', code);
      await openAct(head, 'Phân công');
      await head.page.getByRole('radio', { name: /Đỗ Văn Tùng/ }).check();
      await head.press('Phân công');
      await head.reads('Đỗ Văn Tùng');

      await world.settle();
      expect(world.mailTo('nguyenthuhuong@lamgiang.example', 'Hồ sơ đang được xử lý')).toContain(code);

      platform.clock.advance(20 * MINUTE);
      const officer = await world.as('dovantung', all);
      await openFrom(officer, 'Chờ tôi xử lý', code);
      await openAct(officer, 'Yêu cầu bổ sung');
      await officer.page.getByLabel('Lý do').fill('Giấy chứng sinh chụp bị mờ dấu.');
      await officer.page.getByRole('checkbox', { name: 'Giấy chứng sinh', exact: true }).check();
      await officer.page
        .getByLabel('Cần sửa hoặc thêm gì: Giấy chứng sinh')
        .fill('Chụp lại, rõ dấu của bệnh viện.');
      await officer.press('Yêu cầu bổ sung');
      await officer.reads('Yêu cầu bổ sung giấy tờ');
      await world.settle();
      expect(world.mailTo('nguyenthuhuong@lamgiang.example', 'Hồ sơ cần bổ sung')).toContain(
        'Giấy chứng sinh chụp bị mờ dấu.',
      );

      // The citizen is told on the portal, and supplements.
      platform.clock.advance(20 * MINUTE);
      await citizen.logInAgain('nguyenthuhuong');
      await citizen.visit('/thong-bao');
      await citizen.reads('Hồ sơ cần bổ sung', 'Mới');
      await citizen.visit('/ho-so');
      await citizen.follow(/^Bổ sung/);
      await citizen.reads('Giấy chứng sinh chụp bị mờ dấu.', 'Chụp lại, rõ dấu của bệnh viện.');
      await citizen.page.locator(`input[type=file][name="files.${BIRTH_PAPER}"]`).setInputFiles(SCAN);
      await citizen.page.getByLabel('Lời nhắn cho cán bộ').fill('Em gửi lại bản rõ.');
      await citizen.press('Gửi bổ sung');
      await citizen.reads('Đã bổ sung hồ sơ', 'Em gửi lại bản rõ.');

      // Officer, leader and clerk finish it.
      platform.clock.advance(20 * MINUTE);
      await officer.logInAgain('dovantung');
      await openFrom(officer, 'Đã bổ sung, xử lý tiếp', code);
      await act(officer, 'Trình, chuyển bước tiếp', { 'Ý kiến thẩm định': 'Đủ điều kiện đăng ký.' });
      const leader = await world.as('phamthithanh', all);
      await openFrom(leader, 'Chờ ký', code);
      await leader.reads('Đủ điều kiện đăng ký.');
      await act(leader, 'Ký', {}, 'Ký kết quả');
      const clerk = await world.as('vohoangnam', all);
      await openFrom(clerk, 'Chờ cấp số, đóng dấu', code);
      await clerk.press(/^Cấp số, phát hành/);
      await clerk.reads('Đã xử lý xong');
      await world.settle();

      // The citizen downloads the result; the counter closes the dossier.
      await citizen.visit(dossier);
      await citizen.reads('Đã xử lý xong', 'Đang trả kết quả', 'Phạm Thị Thanh ký');
      const result = await citizen.download(() =>
        citizen.page.getByRole('link', { name: /^Tải về/ }).click(),
      );
      const text = pdfText(result.content).toLocaleLowerCase('vi');
      expect(text).toContain('trần nguyễn an nhiên');
      expect(text).toContain('10/11/2026');
      await counter.logInAgain('tranthingan');
      await openFrom(counter, 'Chờ trả kết quả', code);
      await act(counter, 'Trả kết quả');
      await citizen.visit(dossier);
      await citizen.reads('Đã trả kết quả', '23/11/2026');

      // Anybody with the code reads how it stands, and no names.
      const anybody = await world.visitor(citizens);
      await anybody.visit('/tra-cuu');
      await anybody.page.getByLabel('Mã hồ sơ').fill(code);
      await anybody.press('Tra cứu');
      await anybody.reads(code, 'Đã trả kết quả', '23/11/2026');
      const shown = await anybody.text();
      for (const name of ['Hương', 'Nhiên', 'Tùng', 'Ngân', 'Thanh', '0900000202'])
        expect(shown).not.toContain(name);
    },
  );
});
