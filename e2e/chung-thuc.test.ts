import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillIn } from './fill.ts';
import { openWorld, WIDTHS, type World } from './harness.ts';
import { act, CODE, openAct, openFrom, pdfText, SCAN } from './steps.ts';

const ORIGINAL = 'H99-GT0002';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe.each(WIDTHS)('certified copies on $on', ({ all, citizens }) => {
  it(
    '[I.2][I.11][I.12][II.10.4][II.10.5] at the counter: scanned, signed, collected by a proxy',
    { timeout: 400_000 },
    async () => {
      // The counter finds the procedure, enters the person, scans, takes the money.
      const counter = await world.as('tranthingan', all);
      await counter.follow(/^Nhận hồ sơ( N)?$/);
      await counter.page.getByLabel('Thủ tục', { exact: true }).fill('sao y bản chính');
      await counter.press('Tìm thủ tục');
      await counter.follow(/Chứng thực bản sao từ bản chính/);
      const applicant = {
        kind: 'citizen',
        identityNo: '099190001234',
        name: 'Lê Minh Khuê',
        birthDate: '1990-05-02',
        phone: '0900000999',
        email: 'leminhkhue@lamgiang.example',
        address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 5 Lê Lợi' },
      };
      await fillIn(counter.page, {
        tn: { applicant, content: 'Chứng thực 3 bản sao bằng tốt nghiệp', delivery: { method: 'counter' } },
      });
      // Two pages of 2.000 đồng.
      await counter.page.getByLabel('Phí chứng thực bản sao', { exact: true }).fill('4000');
      await counter.press('Tiếp nhận, chuyển xử lý và in giấy hẹn', { status: 422 });
      await counter.reads('Phiếu yêu cầu chứng thực');
      // What was typed is still there; the papers were forgotten.
      expect(await counter.page.locator('[name="tn.applicant.name"]').inputValue()).toBe('Lê Minh Khuê');
      for (const box of await counter.page.getByRole('checkbox', { name: /^Đã nhận / }).all())
        await box.check();
      await counter.page.locator(`input[type=file][name="files.${ORIGINAL}"]`).setInputFiles(SCAN);
      await counter.page.getByRole('checkbox', { name: 'Đã thu tiền tại quầy' }).check();
      await counter.page.getByLabel(/^Số biên lai/).fill('BL 000123');
      await counter.press('Tiếp nhận, chuyển xử lý và in giấy hẹn');
      const code = CODE.exec(await counter.text())![0];
      await counter.reads(
        'Lê Minh Khuê',
        'Đang xử lý',
        'Hẹn trả 23/11/2026 17:00:00',
        '4.000 đồng',
        'Đã thu',
      );
      const receipt = await counter.fetch(
        (await counter.page.getByRole('link', { name: /^In giấy tiếp nhận/ }).getAttribute('href'))!,
      );
      const printed = pdfText(receipt.content);
      for (const words of [code, 'Lê Minh Khuê', 'Chứng thực 3 bản sao bằng tốt nghiệp', '0900'])
        expect(printed).toContain(words);
      await world.settle();
      expect(world.mailTo('leminhkhue@lamgiang.example', 'Hồ sơ đã được tiếp nhận')).toContain(code);

      // The officer sees the scan on the page of the dossier and hands it to the leader.
      const officer = await world.as('dovantung', all);
      await openFrom(officer, 'Chờ tôi xử lý', code);
      await officer.reads('Lê Minh Khuê', 'giay-to-mau.pdf', 'biên lai BL 000123');
      const scan = await officer.fetch((await officer.page.locator('iframe').first().getAttribute('src'))!);
      expect(scan.content.subarray(0, 5).toString()).toBe('%PDF-');
      await act(officer, 'Trình, chuyển bước tiếp', { 'Ý kiến thẩm định': 'Bản sao đúng với bản chính.' });

      const leader = await world.as('phamthithanh', all);
      await openFrom(leader, 'Chờ ký', code);
      await act(leader, 'Ký', {}, 'Ký kết quả');
      const clerk = await world.as('vohoangnam', all);
      await openFrom(clerk, 'Chờ cấp số, đóng dấu', code);
      await clerk.press(/^Cấp số, phát hành/);
      await world.settle();

      // Somebody else collects: the counter records who, with which paper.
      await counter.follow('Trả kết quả', {
        within: counter.page.getByRole('navigation', { name: 'Chính' }),
      });
      await counter.follow(new RegExp(code), { within: counter.page.getByRole('table') });
      await counter.reads('Đã xử lý xong', 'Đang trả kết quả');
      await openAct(counter, 'Trả kết quả');
      await counter.page.getByRole('radio', { name: 'Người được ủy quyền' }).check();
      await counter.page.getByLabel('Họ tên người nhận').fill('Vũ Thu Cúc');
      await counter.page.getByLabel('Số định danh cá nhân').fill('099192007777');
      await counter.press('Trả kết quả', { status: 422 });
      await counter.reads('Ghi giấy ủy quyền');
      await counter.page
        .getByLabel('Giấy ủy quyền')
        .fill('Giấy ủy quyền số 12/CT ngày 22/11/2026, UBND phường Yên Hà');
      await counter.press('Trả kết quả');
      await counter.reads(
        'Đã trả kết quả',
        'Vũ Thu Cúc (nhận thay)',
        '099192007777',
        'Giấy ủy quyền số 12/CT',
      );

      // The code on the receipt is enough to see that it is done, with any browser.
      const anybody = await world.visitor(citizens);
      await anybody.visit(`/tra-cuu?ma=${code}`);
      await anybody.reads('Đã trả kết quả', '23/11/2026');
      expect(await anybody.text()).not.toMatch(/Khuê|Cúc|Tùng|Thanh/);
    },
  );
});
