import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Download, Locator, Page, Response } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityFaults, mirrorOf, visibleFaults } from './inspect.ts';

export const PASSWORD = (
  JSON.parse(await readFile(path.join(import.meta.dirname, '..', 'seed', 'demo-accounts.json'), 'utf8')) as {
    password: string;
  }
).password;

type Named = string | RegExp;

let shots = 0;

/** Somebody at a browser. Every page that comes up is looked over: see `inspect`. */
export class Person {
  readonly page: Page;
  readonly script: boolean;
  /** What the browser complained of since the last inspection. */
  #complaints: string[] = [];
  #document: Response | null = null;

  constructor(page: Page, script = true) {
    this.page = page;
    this.script = script;
    page.on('console', (message) => {
      // A document that answers 4xx is told of by its status; the browser says it once more.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.#complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#complaints.push(`script: ${error.message}`));
    page.on('requestfailed', (request) => {
      // Given up by the browser itself: the page was left, or the answer became a download.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        this.#complaints.push(`request: ${request.url()} ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#document = response;
      else if (response.status() >= 400)
        this.#complaints.push(`answer: ${response.status()} ${response.url()}`);
    });
  }

  /** Path and query of the page that shows. */
  get at(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** Status of the page that shows. */
  get status(): number {
    return this.#document?.status() ?? 0;
  }

  /** Opens an address of ours. */
  async visit(address: string, options: { status?: number } = {}): Promise<void> {
    await this.page.goto(address);
    await this.inspect(options);
  }

  /** Presses a button that leads to another page (or the same, turned back). */
  async press(name: Named, options: { status?: number; within?: Locator } = {}): Promise<void> {
    const place = options.within ?? this.page.locator('body');
    await this.leaveBy(
      () =>
        place
          .getByRole('button', { name, exact: typeof name === 'string' })
          .first()
          .click(),
      options,
    );
  }

  /** Follows a link. */
  async follow(name: Named, options: { status?: number; within?: Locator } = {}): Promise<void> {
    const place = options.within ?? this.page.locator('body');
    await this.leaveBy(
      () =>
        place
          .getByRole('link', { name, exact: typeof name === 'string' })
          .first()
          .click(),
      options,
    );
  }

  /** Does what brings up another document, waits for it and looks it over. */
  async leaveBy(deed: () => Promise<unknown>, options: { status?: number } = {}): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    loaded.catch(() => undefined);
    await deed();
    await loaded;
    await this.inspect(options);
  }

  /** Fails unless the page that shows is sound: status, accessibility, layout, nothing refused by the content policy. */
  async inspect({ status = 200 }: { status?: number } = {}): Promise<void> {
    const { page } = this;
    if (process.env.SHOTS) {
      const name = `${String(++shots).padStart(2, '0')}${new URL(page.url()).pathname.replaceAll(/[^\w-]+/g, '_')}`;
      const width = page.viewportSize()?.width ?? 0;
      await page.screenshot({ path: path.join('.tmp', 'shots', `${width}-${name}.png`), fullPage: true });
    }
    expect({ at: this.at, status: this.status }).toEqual({ at: this.at, status });
    const inspected = this.script ? page : await mirrorOf(page);
    const faults = [
      ...(await accessibilityFaults(inspected)),
      ...(await visibleFaults(page)),
      ...this.#complaints,
    ];
    this.#complaints = [];
    expect.soft(faults, `${page.url()} (${page.viewportSize()?.width} px)`).toEqual([]);
  }

  /** Logs in on the page that shows, or at the door when it asks for no password. */
  async logIn(username: string, door = '/dang-nhap'): Promise<void> {
    if ((await this.page.getByLabel('Mật khẩu').count()) === 0) await this.visit(door);
    await this.page.getByRole('textbox', { name: /^Tên đăng nhập/ }).fill(username);
    await this.page.getByLabel('Mật khẩu').fill(PASSWORD);
    await this.press('Đăng nhập');
  }

  /** Logs in once more, after a pause that has ended the session. */
  async logInAgain(username: string): Promise<void> {
    await this.page.context().clearCookies({ name: 'phien' });
    await this.visit('/dang-nhap');
    await this.logIn(username);
  }

  /** Saves what a link or button hands out; the page stays. */
  async download(deed: () => Promise<unknown>): Promise<{ name: string; content: Buffer }> {
    const coming = this.page.waitForEvent('download');
    coming.catch(() => undefined);
    await deed();
    const download: Download = await coming;
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }

  /** Fetches a file with this person's session. */
  async fetch(address: string): Promise<{ status: number; type: string; content: Buffer }> {
    const response = await this.page.context().request.get(address);
    return {
      status: response.status(),
      type: response.headers()['content-type'] ?? '',
      content: await response.body(),
    };
  }

  /** Text of the main part as a reader sees it. */
  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** Fails unless the main part says each of these. */
  async reads(...phrases: Named[]): Promise<void> {
    const text = (await this.text()).replaceAll(/\s+/g, ' ');
    for (const phrase of phrases) {
      if (typeof phrase === 'string')
        expect(text.toLocaleLowerCase('vi')).toContain(phrase.toLocaleLowerCase('vi'));
      else expect(text).toMatch(phrase);
    }
  }
}
