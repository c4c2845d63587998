import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoAnswers } from '../src/modules/dossiers/testing.ts';
import { openWorld, WIDTHS, type World } from './harness.ts';
import { act, openAct, applyUntilReview, CODE, file, openFrom, pdfText, type Application } from './steps.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe.each(WIDTHS)('a household business on $on', ({ all, citizens }) => {
  it(
    '[I.10][II.9.1][II.10.3] is registered by a company: refused, filed again, accepted',
    { timeout: 400_000 },
    async () => {
      const application: Application = {
        procedure: '1.001612',
        theCase: 'Một người làm chủ',
        agency: 'phường Yên Hà',
        answers: await demoAnswers('ho-kinh-doanh-cho-duyet'),
        papers: [],
        delivery: 'counter',
      };
      const company = await world.visitor(citizens);
      await company.visit('/thu-tuc/1.001612');
      await company.follow(/Nộp hồ sơ trực tuyến/);
      await company.logIn('xaydungsonglam');
      await applyUntilReview(company, application);
      const first = await file(company);
      const registration = await company.page.getByRole('heading', { level: 1 }).innerText();

      // The counter does not take it and says why; the dossier ends there, with a slip.
      const counter = await world.as('tranthingan', all);
      await openFrom(counter, 'Chờ tiếp nhận', registration);
      await counter.reads('Công ty TNHH Xây dựng Sông Lam');
      await openAct(counter, 'Không tiếp nhận');
      await counter.page
        .getByLabel('Lý do không tiếp nhận')
        .fill('Tên hộ kinh doanh trùng với hộ đã đăng ký trong phường.');
      await counter.press('Không tiếp nhận');
      await counter.reads('Không được tiếp nhận', 'Tên hộ kinh doanh trùng');
      await world.settle();
      expect(world.mailTo('xaydungsonglam@lamgiang.example', /không được tiếp nhận/i)).toContain(
        'Tên hộ kinh doanh trùng',
      );
      await company.visit(first);
      await company.reads('Không được tiếp nhận', 'Tên hộ kinh doanh trùng với hộ đã đăng ký trong phường.');
      const slip = await company.page
        .getByRole('link', { name: /từ chối/i })
        .first()
        .getAttribute('href');
      expect(pdfText((await company.fetch(slip!)).content)).toContain('trùng với hộ đã đăng ký');
      const anybody = await world.visitor(citizens);
      await anybody.visit(`/tra-cuu?ma=${registration}`);
      await anybody.reads('Không được tiếp nhận');
      expect(await anybody.text()).not.toMatch(/Sông Lam|trùng với/);

      // Filed again under another name, and taken in.
      (application.answers['business'] as Record<string, unknown>)['name'] = 'Hộ kinh doanh Cà phê Mây Trắng';
      await company.visit('/nop-ho-so/1.001612');
      await applyUntilReview(company, application);
      await company.reads('Hộ kinh doanh Cà phê Mây Trắng');
      const second = await file(company);
      const again = await company.page.getByRole('heading', { level: 1 }).innerText();
      expect(again).not.toBe(registration);
      await openFrom(counter, 'Chờ tiếp nhận', again);
      await counter.press(/^Tiếp nhận và chuyển xử lý/);
      const code = CODE.exec(await counter.text())![0];

      const head = await world.as('buiducanh', all);
      await openFrom(head, 'Chờ phân công', code);
      await openAct(head, 'Phân công');
      await head.page.getByRole('radio', { name: /Hoàng Thị Yến/ }).check();
      await head.press('Phân công');
      await company.visit(second);
      await company.reads('Đang xử lý', 'Hoàng Thị Yến');

      const officer = await world.as('hoangthiyen', all);
      await openFrom(officer, 'Chờ tôi xử lý', code);
      await act(officer, 'Yêu cầu nộp phí', { 'Lệ phí đăng ký hộ kinh doanh': '150.000' });
      await world.settle();
      expect(world.mailTo('xaydungsonglam@lamgiang.example', 'Cần nộp phí, lệ phí')).toContain(
        '150.000 đồng trước ngày 03/12/2026',
      );

      // A fee is due: the company reads how much and until when, and pays at the counter.
      await company.visit(second);
      await company.reads('Yêu cầu thực hiện nghĩa vụ tài chính', '150.000 đồng', 'Nộp trước 03/12/2026');
      await openFrom(counter, 'Đang xử lý', code);
      await act(counter, 'Thu phí', { 'Số biên lai': 'BL 000456' });
      await counter.reads('biên lai BL 000456');
      await company.visit(second);
      await company.reads('Đang xử lý', 'biên lai BL 000456');

      await openFrom(officer, 'Chờ tôi xử lý', code);
      await act(officer, 'Trình, chuyển bước tiếp');
      // The head sends the draft back once, then lets it pass.
      await openFrom(head, 'Chờ tôi duyệt', code);
      await act(head, 'Trả lại bước trước', { 'Cần làm lại điều gì': 'Ghi rõ ngành, nghề chính.' });
      await openFrom(officer, 'Chờ tôi xử lý', code);
      await officer.reads('Ghi rõ ngành, nghề chính.');
      await act(officer, 'Trình, chuyển bước tiếp', { 'Ý kiến thẩm định': 'Đã ghi rõ ngành, nghề chính.' });
      await openFrom(head, 'Chờ tôi duyệt', code);
      await head.press(/^Duyệt( T)?$/);
      const leader = await world.as('phamthithanh', all);
      await openFrom(leader, 'Chờ ký', code);
      await act(leader, 'Ký', {}, 'Ký kết quả');
      const clerk = await world.as('vohoangnam', all);
      await openFrom(clerk, 'Chờ cấp số, đóng dấu', code);
      await clerk.press(/^Cấp số, phát hành/);
      await world.settle();

      // What the head wrote stays inside; the company collects at the counter.
      await company.visit(second);
      await company.reads('Đã xử lý xong', 'Đang trả kết quả');
      expect(await company.text()).not.toContain('Ghi rõ ngành');
      await openFrom(counter, 'Chờ trả kết quả', code);
      await act(counter, 'Trả kết quả', { 'Họ tên người nhận': 'Phan Hữu Nghĩa' });
      await company.visit(second);
      await company.reads('Đã trả kết quả', '23/11/2026');
      const result = await company.download(() =>
        company.page.getByRole('link', { name: /^Tải về/ }).click(),
      );
      expect(pdfText(result.content).toLocaleLowerCase('vi')).toContain('cà phê mây trắng');
    },
  );
});
