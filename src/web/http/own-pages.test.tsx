import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCitizen, hashPassword } from '../../modules/accounts/index.ts';
import { startChanges, type Changes } from '../../platform/changes.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { browser as visitor, loggedIn, type Browser } from '../testing.ts';
import { CsrfField, PortalLayout, usePage } from '../ui/index.ts';
import { flash, page, requireCitizen } from './index.ts';
import { createServer } from './server.ts';

const PASSWORD = 'Hoa sen 2026';
let platform: TestPlatform;
let changes: Changes;
let server: FastifyInstance;
let drawn = 0;
/** What the handler has just read. */
let read: { name: string; at: Date }[] = [];

function View({ rows }: { rows: typeof read }) {
  drawn++;
  return (
    <PortalLayout title="Thử">
      {rows.map((row) => (
        <p>{row.name}</p>
      ))}
      <CsrfField />
      <b>{usePage().viewer!.displayName}</b>
    </PortalLayout>
  );
}

function Open({ rows }: { rows: typeof read }) {
  drawn++;
  return <PortalLayout title="Thử">{rows.map((row) => row.name)}</PortalLayout>;
}

beforeAll(async () => {
  platform = await testPlatform();
  changes = await startChanges(platform.db, platform.databaseUrl, platform.log);
  server = await createServer({ ...platform, changes });
  server.get('/thu/danh-sach', { preHandler: requireCitizen }, (_request, reply) =>
    // Read anew each time: equal, and not the same objects.
    page(reply, <View rows={structuredClone(read)} />, { same: [structuredClone(read)] }),
  );
  server.get('/thu/cho-moi-nguoi', (_request, reply) =>
    page(reply, <Open rows={structuredClone(read)} />, { same: [structuredClone(read)] }),
  );
  server.get('/thu/khong-giu', { preHandler: requireCitizen }, (_request, reply) =>
    page(reply, <View rows={read} />),
  );
  server.get('/thu/tin', { preHandler: requireCitizen }, (_request, reply) => {
    flash(reply, 'Đã lưu.');
    return reply.redirect('/thu/danh-sach', 303);
  });
  await server.ready();
  const passwordHash = await hashPassword(PASSWORD);
  for (const username of ['leanh', 'tranbinh']) {
    const facts = { username, passwordHash, now: platform.clock.now() };
    await createCitizen(platform.db, { name: `Người ${username}` }, facts);
  }
});
beforeEach(() => {
  read = [{ name: 'Hồ sơ một', at: new Date('2026-11-23T08:00:00+07:00') }];
  drawn = 0;
});
afterEach(() => {
  read = [];
});
afterAll(async () => {
  await server.close();
  await changes.close();
  await platform.close();
});

const own = (username: string) => loggedIn(server, platform, username);
async function bodies(browser: Browser, count: number, path = '/thu/danh-sach'): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < count; i++) found.push((await browser.get(path)).body);
  return found;
}
const token = /name="_ma" value="([^"]+)"/;
const withoutToken = (html: string): string => html.replaceAll(new RegExp(token, 'g'), '');

describe('a page of one person', () => {
  test('is drawn twice and then sent as it was, with a token of its own each time', async () => {
    const shown = await bodies(await own('leanh'), 5);
    expect(drawn).toBe(2);
    expect(new Set(shown.map(withoutToken)).size).toBe(1);
    expect(new Set(shown.map((html) => token.exec(html)![1])).size).toBe(5);
  });

  test('is the same packed as it is plain, packed once but for what it says anew', async () => {
    const browser = await own('leanh');
    read[0]!.name = 'Hồ sơ “một” 𝟙';
    await bodies(browser, 3);
    const plain = (await browser.get('/thu/danh-sach')).body;
    const ask = () =>
      browser.request({
        method: 'GET',
        url: '/thu/danh-sach',
        headers: { accept: 'text/html', 'accept-encoding': 'gzip, br' },
      });
    // Not worth while at the first time.
    expect((await ask()).headers['content-encoding']).toBe('br');
    for (let times = 0; times < 2; times++) {
      const { headers, rawPayload } = await ask();
      expect(headers['content-encoding']).toBe('gzip');
      const shown = gunzipSync(rawPayload).toString();
      expect(withoutToken(shown)).toBe(withoutToken(plain));
      expect(token.exec(shown)![1]).not.toBe(token.exec(plain)![1]);
    }
    expect(drawn).toBe(2);
  });

  test('is drawn again as soon as anything it was drawn from is otherwise', async () => {
    const browser = await own('leanh');
    await bodies(browser, 3);
    for (const change of [
      () => (read[0]!.name = 'Hồ sơ hai'),
      () => (read[0]!.at = new Date('2026-11-23T08:00:01+07:00')),
      () => read.push({ name: 'Thêm', at: read[0]!.at }),
      () => read.splice(0, 1),
    ]) {
      drawn = 0;
      change();
      const [html] = await bodies(browser, 1);
      expect(drawn).toBe(1);
      for (const { name } of read) expect(html).toContain(name);
      await bodies(browser, 2);
    }
  });

  test('is nobody else’s', async () => {
    await bodies(await own('leanh'), 3);
    const [html] = await bodies(await own('tranbinh'), 1);
    expect(html).toContain('Người tranbinh');
    expect(html).not.toContain('leanh');
  });

  test('of somebody who is not logged in is that of all who are not, and of nobody who is', async () => {
    const path = '/thu/cho-moi-nguoi';
    for (let times = 0; times < 2; times++) await bodies(visitor(server), 1, path);
    drawn = 0;
    const [open] = await bodies(visitor(server), 1, path);
    expect(drawn).toBe(0);
    expect(open).toContain('Hồ sơ một');
    expect((await bodies(await own('leanh'), 1, path))[0]).toContain('Người leanh');
    read[0]!.name = 'Hồ sơ hai';
    expect((await bodies(visitor(server), 1, path))[0]).toContain('Hồ sơ hai');
  });

  test('is another one at another address, and with another display', async () => {
    const browser = await own('leanh');
    await bodies(browser, 3);
    drawn = 0;
    await bodies(browser, 1, '/thu/danh-sach?trang=2');
    expect(drawn).toBe(1);
    await browser.get('/hien-thi?nen=toi&ve=/');
    const [html] = await bodies(browser, 1);
    expect(html).toContain('data-theme="dark"');
  });

  test('says a message once', async () => {
    const browser = await own('leanh');
    await bodies(browser, 3);
    await browser.get('/thu/tin');
    const [first, second] = await bodies(browser, 2);
    expect(first).toContain('Đã lưu.');
    expect(second).not.toContain('Đã lưu.');
  });

  test('is drawn again after something was published, and without word from the database each time', async () => {
    const browser = await own('leanh');
    await bodies(browser, 3);
    const told = new Promise<void>((resolve) => changes.listen({ published: resolve }));
    await platform.db.updateTable('agency').set({ slug: 'x' }).where('id', '=', -1).execute();
    await told;
    drawn = 0;
    await bodies(browser, 1);
    expect(drawn).toBe(1);
    drawn = 0;
    await bodies(browser, 4, '/thu/khong-giu');
    expect(drawn).toBe(4);
  });

  test('says the name that the account has now', async () => {
    const browser = await own('tranbinh');
    await bodies(browser, 3);
    const told = new Promise<void>((resolve) => changes.listen({ account: () => resolve() }));
    await platform.db
      .updateTable('account')
      .set({ display_name: 'Trần Bình' })
      .where('username', '=', 'tranbinh')
      .execute();
    await told;
    expect((await bodies(browser, 1))[0]).toContain('<b>Trần Bình</b>');
  });
});
