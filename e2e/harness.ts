import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { vi } from 'vitest';
import { openSession } from '../src/modules/accounts/index.ts';
import { startMailing } from '../src/modules/notices/index.ts';
import { startSlipRendering } from '../src/modules/slips/index.ts';
import { testPlatform, type TestPlatform } from '../src/platform/testing.ts';
import { createServer } from '../src/web/http/server.ts';
import { cookieName } from '../src/web/http/session.ts';
import { Person } from './person.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Each journey is walked by everybody at a desk, and once more on phones, the citizen's part without scripts. */
export const WIDTHS = [
  { on: '1280 px', all: { viewport: DESKTOP }, citizens: { viewport: DESKTOP } },
  { on: '390 px', all: { viewport: PHONE }, citizens: { viewport: PHONE, script: false } },
] as const;

export interface PersonOptions {
  viewport?: { width: number; height: number };
  /** false: as in a browser that runs no scripts. */
  script?: boolean;
}

/** The demo province behind a listening server, and one browser with a fresh profile. */
export interface World {
  platform: TestPlatform;
  /** Address of the server, without a final slash. */
  origin: string;
  /** Somebody with a browser window of their own, not logged in. */
  visitor(options?: PersonOptions): Promise<Person>;
  /** Somebody who has logged in at the door that is theirs. */
  as(username: string, options?: PersonOptions): Promise<Person>;
  /** Somebody who has logged in before; their first page is still to be opened. */
  signedIn(username: string, options?: PersonOptions): Promise<Person>;
  /** Text of the newest mail to somebody with this subject. */
  mailTo(address: string, subject: string | RegExp): string;
  /** Lets mails go out and slips be drawn. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a world; close it in afterAll. */
export async function openWorld(options: { now?: Date } = {}): Promise<World> {
  const platform = await testPlatform({ seeded: true, ...options });
  await startMailing(platform);
  await startSlipRendering(platform);
  const server = await createServer(platform);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const profile = await mkdtemp(path.join(os.tmpdir(), 'motcua-browser-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)),
    args: FLAGS,
    env: { ...process.env, HOME: profile } as Record<string, string>,
  });
  const contexts: BrowserContext[] = [];
  if (process.env.SHOTS) await mkdir(path.join('.tmp', 'shots'), { recursive: true });

  async function visitor({ viewport = DESKTOP, script = true }: PersonOptions = {}): Promise<Person> {
    const context = await browser.newContext({
      baseURL: origin,
      viewport,
      javaScriptEnabled: script,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      reducedMotion: 'reduce',
      isMobile: viewport.width < 600,
      hasTouch: viewport.width < 600,
    });
    contexts.push(context);
    context.setDefaultTimeout(30_000);
    return new Person(await context.newPage(), script);
  }
  return {
    platform,
    origin,
    visitor,
    async as(username, personOptions) {
      const person = await visitor(personOptions);
      await person.logIn(username);
      return person;
    },
    async signedIn(username, personOptions) {
      const { id: accountId } = await platform.db
        .selectFrom('account')
        .select('id')
        .where('username', '=', username)
        .executeTakeFirstOrThrow();
      const { id } = await openSession(platform.db, { accountId, now: platform.clock.now() });
      const person = await visitor(personOptions);
      await person.page.context().addCookies([{ name: cookieName(platform), value: id, url: origin }]);
      return person;
    },
    mailTo(address, subject) {
      const mail = platform.mailbox.findLast((one) => one.to === address && one.subject.match(subject));
      if (!mail) throw new Error(`No mail to ${address}: ${JSON.stringify(platform.mailbox)}`);
      return mail.text;
    },
    async settle() {
      await platform.jobs.drain();
    },
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
      await server.close();
      await platform.close();
    },
  };
}
