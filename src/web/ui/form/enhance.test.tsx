import { build } from 'esbuild';
import { renderToString } from 'preact-render-to-string';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AdminUnits, Answers } from '../../../core/form/index.ts';
import { exampleForm } from '../../../core/form/testing/forms.ts';
import { FormStep } from './form-step.tsx';
import { SavedStatus } from './views.tsx';

const HOME = 'http://mau.test';
const adminUnits: AdminUnits = {
  provinces: [
    { code: '26', name: 'Tỉnh Lam Giang' },
    { code: '01', name: 'Thành phố Hà Nội' },
  ],
  communesOf: () => [],
};

let browser: Browser;
let script: string;
let page: Page;
/** Bodies posted by autosave and by submitting, in order. */
let posted: { url: string; body: URLSearchParams }[];
let saveWorks: boolean;

beforeAll(async () => {
  const source = `import { enhanceForms } from './enhance.ts'; enhanceForms(document);`;
  const stdin = { contents: source, resolveDir: import.meta.dirname, loader: 'ts' as const };
  const built = await build({ stdin, bundle: true, minify: true, format: 'esm', write: false });
  script = built.outputFiles[0]!.text;
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
});

afterAll(() => browser?.close());

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
  posted = [];
  saveWorks = true;
});

/** Opens a step of the example in the browser; nothing leaves the machine. */
async function open(step: number, answers: Answers = {}): Promise<void> {
  const def = exampleForm();
  const html = renderToString(
    <form method="post" action="/gui" noValidate data-autosave="/luu-nhap">
      <FormStep def={def} step={def.steps[step]!} answers={answers} adminUnits={adminUnits} />
      <button id="tiep">Lưu và tiếp tục</button>
      <SavedStatus />
    </form>,
  );
  await page.route('**/*', async (route) => {
    const request = route.request();
    const url = new URL(request.url()).pathname;
    if (request.method() === 'POST') {
      posted.push({ url, body: new URLSearchParams(request.postData() ?? '') });
      // No content: the browser stays on the page, as while an answer is on its way.
      if (url === '/gui') return route.fulfill({ status: 204 });
      if (saveWorks) return route.fulfill({ json: { savedAt: '18/05/2026 09:41:07' } });
      return route.fulfill({ status: 401, json: { message: 'Phiên làm việc đã hết. Đăng nhập lại.' } });
    }
    if (url === '/don-vi-hanh-chinh/26.json')
      return route.fulfill({ json: [{ code: '2601', name: 'Phường Yên Hà' }] });
    const css = '<style>[hidden]{display:none}</style>';
    const body = `<!doctype html><html lang="vi">${css}${html}<script type="module">${script}</script></html>`;
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
  await page.goto(`${HOME}/`);
}

describe('enhanceForms in a browser', () => {
  it('stays under four kilobytes', () => {
    expect(Buffer.byteLength(script)).toBeLessThan(4096);
  });

  it('hides what is not yet asked for, shows it when it is, and takes hidden answers away from later conditions', async () => {
    await open(2);
    const members = page.locator('#members');
    expect(await members.isVisible()).toBe(false);
    expect(await page.getByText('Chỉ điền nếu').first().isVisible()).toBe(false);
    await page.getByLabel('Không', { exact: true }).check();
    expect(await members.isVisible()).toBe(true);
    expect(await page.locator('#members-0-roleOther').isVisible()).toBe(false);
    await page.selectOption('#members-0-role', 'other');
    expect(await page.locator('#members-0-roleOther').isVisible()).toBe(true);
    await page.getByLabel('Có', { exact: true }).check();
    expect(await members.isVisible()).toBe(false);
  });

  it('puts slashes into dates and dots into sums, and leaves other text alone', async () => {
    await open(1);
    await page.fill('#business-capital', '150000000');
    await page.fill('#business-started', '01062026');
    await page.fill('#business-name', '01062026');
    await page.locator('#business-name').blur();
    expect(await page.inputValue('#business-capital')).toBe('150.000.000');
    expect(await page.inputValue('#business-started')).toBe('01/06/2026');
    expect(await page.inputValue('#business-name')).toBe('01062026');
    await page.fill('#business-capital', '150 triệu');
    await page.locator('#business-capital').blur();
    expect(await page.inputValue('#business-capital')).toBe('150 triệu');
  });

  it('brings the communes of the chosen province', async () => {
    await open(0);
    expect(await page.locator('button[name=_op]').isVisible()).toBe(false);
    await page.fill('#applicant-address-commune', 'Xã cũ');
    await page.selectOption('#applicant-address-province', 'Tỉnh Lam Giang');
    await page.waitForSelector('#applicant-address-l option[value="Phường Yên Hà"]', { state: 'attached' });
    expect(await page.inputValue('#applicant-address-commune')).toBe('');
  });

  it('[III.1.3] saves by itself after a pause and says when', async () => {
    await open(0);
    await page.fill('#applicant-name', 'Nguyễn Thị Hồng Nhung');
    await page.getByText('Đã lưu nháp lúc 18/05/2026 09:41:07').waitFor();
    expect(posted.map((one) => one.url)).toEqual(['/luu-nhap']);
    expect(posted[0]!.body.get('applicant.name')).toBe('Nguyễn Thị Hồng Nhung');
    expect(posted[0]!.body.get('_autosave')).toBe('1');
    expect(posted[0]!.body.has('_op')).toBe(false);
  });

  it('says what to do when saving failed', async () => {
    await open(0);
    saveWorks = false;
    await page.fill('#applicant-name', 'Nhung');
    await page.getByText('Phiên làm việc đã hết. Đăng nhập lại.').waitFor();
    expect(await page.locator('.is-saved').isVisible()).toBe(false);
  });

  it('takes no second click on the button in work', async () => {
    await open(0);
    const clickIsTaken = () =>
      page.evaluate(() => {
        let taken = true;
        const note = (event: Event) => (taken = !event.defaultPrevented);
        document.querySelector('form')!.addEventListener('submit', note, { once: true });
        document.querySelector<HTMLButtonElement>('#tiep')!.click();
        return taken;
      });
    expect(await clickIsTaken()).toBe(true);
    await page.waitForSelector('#tiep[aria-busy=true]');
    expect(await clickIsTaken()).toBe(false);
    expect(posted.map((one) => one.url)).toEqual(['/gui']);
  });

  it('sends Enter in an input to "save and go on", not to a button before it', async () => {
    await open(2, { alone: false, members: [{ name: 'A' }, { name: 'B' }] });
    await page.locator('#members-1-name').press('Enter');
    await expect.poll(() => posted.length).toBe(1);
    expect(posted[0]!.body.has('_op')).toBe(false);
  });
});
