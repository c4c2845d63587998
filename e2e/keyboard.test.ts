import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { applicant, filed, scan } from '../src/modules/dossiers/testing.ts';
import { openWorld, type World } from './harness.ts';
import type { Person } from './person.ts';

const MOST_TABS = 120;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Whether the element with the focus shows it: an outline, a ring, or that of the card it is drawn in. */
const focusShows = (person: Person): Promise<boolean> =>
  person.page.evaluate(() => {
    const shows = (element: Element | null): boolean => {
      if (!element) return false;
      const style = getComputedStyle(element);
      return (
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
      );
    };
    const focused = document.activeElement;
    return (
      shows(focused) || shows(focused?.closest('label') ?? null) || shows(focused?.nextElementSibling ?? null)
    );
  });

/** Goes on with Tab until the focus is on it; every stop on the way has to show. */
async function tabTo(person: Person, target: Locator): Promise<void> {
  const goal = await target.elementHandle();
  for (let i = 0; i < MOST_TABS; i++) {
    await person.page.keyboard.press('Tab');
    expect(
      await focusShows(person),
      await person.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200)),
    ).toBe(true);
    if (await person.page.evaluate((element) => document.activeElement === element, goal)) return;
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

const { press, type } = {
  press: (person: Person, key: string) => person.page.keyboard.press(key),
  type: (person: Person, text: string) => person.page.keyboard.insertText(text),
};

/** Takes a choice of a group: Tab reaches the group, the arrows and Space choose. */
async function choose(person: Person, target: Locator): Promise<void> {
  const name = await target.getAttribute('name');
  const first = person.page.locator(`input[type=radio][name="${name}"]`);
  const checked = person.page.locator(`input[type=radio][name="${name}"]:checked`);
  await tabTo(person, (await checked.count()) > 0 ? checked.first() : first.first());
  for (let i = 0; i < (await first.count()); i++) {
    if (await target.evaluate((element) => document.activeElement === element)) break;
    await press(person, 'ArrowDown');
  }
  await press(person, 'Space');
  expect(await target.isChecked()).toBe(true);
}

describe('by keyboard alone', () => {
  it('a citizen logs in, applies and files', async () => {
    const citizen = await world.visitor();
    const { page } = citizen;
    const button = (name: string) => page.getByRole('button', { name, exact: true }).last();
    await citizen.visit('/thu-tuc/2.000815');
    // The first stop leads past the header to the content.
    await press(citizen, 'Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toMatch(/nội dung/i);
    expect(await focusShows(citizen)).toBe(true);
    await press(citizen, 'Enter');
    await tabTo(citizen, page.getByRole('link', { name: /Nộp hồ sơ trực tuyến/ }).first());
    await citizen.leaveBy(() => press(citizen, 'Enter'));

    await tabTo(citizen, page.getByRole('textbox', { name: /^Tên đăng nhập/ }));
    await type(citizen, 'tranmylinh');
    await press(citizen, 'Tab');
    await type(citizen, 'LamGiang@2026');
    await citizen.leaveBy(() => press(citizen, 'Enter'));
    await choose(citizen, page.getByRole('radio', { name: /phường Yên Hà/ }));
    await tabTo(citizen, button('Bắt đầu điền hồ sơ'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));

    // Known data is offered; one press fills it in.
    await tabTo(citizen, button('Điền tất cả'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));
    expect(await page.locator('[name="applicant.name"]').inputValue()).toBe('Trần Mỹ Linh');
    await tabTo(citizen, button('Lưu và tiếp tục'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));

    for (const [name, text] of Object.entries({
      name: 'Chứng chỉ tiếng Anh',
      issuer: 'Trường Đại học Lam Giang',
      pages: '1',
      count: '2',
    })) {
      await tabTo(citizen, page.locator(`[name="papers.0.${name}"]`));
      await type(citizen, text);
    }
    await choose(citizen, page.locator('[name="papers.0.foreign"][value=false]'));
    await tabTo(citizen, button('Lưu và tiếp tục'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));

    await choose(citizen, page.locator('[name="visit.vneid"][value=false]'));
    await tabTo(citizen, page.getByRole('checkbox').first());
    await press(citizen, 'Space');
    await tabTo(citizen, button('Lưu và tiếp tục'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));
    await tabTo(citizen, button('Lưu và tiếp tục'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));
    await choose(citizen, page.getByRole('radio', { name: /^Trên mạng/ }));
    await tabTo(citizen, button('Lưu và tiếp tục'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));

    // Sent without the promise, the page says so first and leads there.
    await tabTo(citizen, button('Nộp hồ sơ'));
    await citizen.leaveBy(() => press(citizen, 'Enter'), { status: 422 });
    const summary = page.getByRole('alert').first();
    expect(await summary.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await tabTo(citizen, summary.getByRole('link').first());
    await press(citizen, 'Enter');
    await press(citizen, 'Space');
    expect(await page.getByRole('checkbox', { name: /Tôi cam kết/ }).isChecked()).toBe(true);
    await tabTo(citizen, button('Nộp hồ sơ'));
    await citizen.leaveBy(() => press(citizen, 'Enter'));
    await citizen.reads('Đã nộp hồ sơ', 'Mới đăng ký');
  });

  it('an officer goes through the list, chooses, opens and accepts', async () => {
    const { platform } = world;
    const by = await applicant(platform, 'nguyenthuhuong');
    expect(await scan(platform, by.accountId)).toBeTruthy();
    const names: string[] = [];
    for (let i = 0; i < 3; i++) names.push((await filed(platform, by)).registrationNo);
    const officer = await world.signedIn('tranthingan');
    const { page } = officer;
    await officer.visit('/mot-cua?hop=cho-tiep-nhan');
    const rows = page.locator('table tbody tr');
    const count = await rows.count();
    expect(count).toBeGreaterThanOrEqual(3);

    const on = page.locator('table tbody tr.is-on');
    await press(officer, 'j');
    await on.first().waitFor();
    expect(await rows.nth(0).evaluate((row) => row.classList.contains('is-on'))).toBe(true);
    expect(await focusShows(officer)).toBe(true);
    await press(officer, 'j');
    await page.locator('table tbody tr:nth-child(2).is-on').waitFor();
    await press(officer, 'x');
    await page.locator('table tbody tr:nth-child(2) input[type=checkbox]:checked').waitFor();
    expect(await page.locator('[data-selected]').textContent()).toBe('1');
    await press(officer, 'k');
    await page.locator('table tbody tr:nth-child(1).is-on').waitFor();
    await press(officer, '?');
    await page.getByRole('dialog').getByText('Xuống, lên một dòng').waitFor();
    await officer.inspect();
    await press(officer, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // What follows a key within a few hundredths of a second is a scanner's.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    await press(officer, '/');
    await page.locator('#tim:focus').waitFor();
    await page.locator('#tim').blur();

    const opened = await rows.nth(0).getByRole('link').first().innerText();
    await rows.nth(0).getByRole('link').first().focus();
    await officer.leaveBy(() => press(officer, 'Enter'));
    await officer.reads(opened);
    await officer.leaveBy(() => press(officer, 't'));
    await officer.reads('Đang xử lý');
    await officer.visit('/mot-cua');
    await officer.leaveBy(() => press(officer, 'n'));
    expect(officer.at).toBe('/mot-cua/tiep-nhan');
  });

  it('a scanner that types a code opens the dossier from anywhere', async () => {
    const { platform } = world;
    const { registrationNo } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const officer = await world.signedIn('tranthingan');
    await officer.visit('/mot-cua');
    await officer.leaveBy(async () => {
      await officer.page.keyboard.type(registrationNo);
      await press(officer, 'Enter');
    });
    await officer.reads(registrationNo);
    expect(officer.at).not.toBe('/mot-cua');
  });
});
