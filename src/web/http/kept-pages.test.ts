import { gunzipSync } from 'node:zlib';
import { h } from 'preact';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChanges, type Changes } from '../../platform/changes.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { usePage } from '../ui/context.ts';
import { PortalLayout } from '../ui/index.ts';
import { browser, loggedIn } from '../testing.ts';
import { page } from './page.tsx';
import { createServer } from './server.ts';

let platform: TestPlatform;
let changes: Changes;
let server: FastifyInstance;
let drawn = 0;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  changes = await startChanges(platform.db, platform.databaseUrl, platform.log);
  server = await createServer({ ...platform, changes });
  server.get('/thu', async (_request, reply) => {
    drawn++;
    reply.header('x-robots-tag', 'noindex');
    return page(reply, h(PortalLayout, { title: 'Thử' }, `Lần ${drawn}`), { cache: 'public' });
  });
  server.get('/thu-giua', async (_request, reply) => {
    drawn++;
    await heard();
    return page(reply, h(PortalLayout, { title: 'Thử' }, 'x'), { cache: 'public' });
  });
  const Mine = () => h('p', null, `của ${usePage().viewer?.account.username}`);
  server.get('/thu-rieng', async (_request, reply) =>
    page(reply, h(PortalLayout, { title: 'Thử' }, h(Mine, null)), { cache: 'public' }),
  );
});
afterAll(async () => {
  await server.close();
  await changes.close();
  await platform.close();
});
beforeEach(() => {
  server.keptPages.clear();
  drawn = 0;
});

/** Waits until word of everything committed so far has come. */
async function heard(): Promise<void> {
  const before = changes.generation;
  await platform.db.updateTable('setting').set({ key: 'x' }).where('key', '=', 'none').execute();
  await expect.poll(() => changes.generation).toBeGreaterThan(before);
}

describe('public pages', () => {
  test('are drawn when they are asked for again and then shown as they were, with their own headers and tag', async () => {
    const visitor = browser(server);
    const once = await visitor.get('/thu?lan=dau');
    expect(once.headers).toMatchObject({ 'cache-control': 'private, max-age=60', 'x-robots-tag': 'noindex' });
    expect(once.headers.etag).toBeUndefined();
    drawn = 0;
    const first = await visitor.get('/thu?lan=dau');
    const second = await visitor.get('/thu?lan=dau');
    expect(drawn).toBe(1);
    expect(second.body).toBe(first.body);
    expect(first.body).toBe(once.body);
    expect(second.headers['x-robots-tag']).toBe('noindex');
    expect(second.headers.etag).toBe(first.headers.etag);
    const tag = { headers: { 'if-none-match': String(first.headers.etag) } };
    expect((await server.inject({ url: '/thu?lan=dau', ...tag })).statusCode).toBe(304);
  });

  test('are drawn apart for other addresses and other display settings', async () => {
    await server.inject('/thu');
    await server.inject('/thu?a=1');
    const dark = await server.inject({ url: '/thu', cookies: { 'hien-thi': 'toi' } });
    expect(drawn).toBe(3);
    expect(dark.body).toContain('data-theme="dark"');
  });

  test('come packed to people who are logged in, each with their own name and a token of their own', async () => {
    const headers = { 'accept-encoding': 'gzip, br' };
    const tokens = new Set<string>();
    for (const username of ['nongvancuong', 'tranmylinh']) {
      const who = await loggedIn(server, platform, username);
      const { display_name: name } = await platform.db
        .selectFrom('account')
        .select('display_name')
        .where('username', '=', username)
        .executeTakeFirstOrThrow();
      await who.get('/thu');
      const answer = await who.request({ url: '/thu', headers });
      expect(answer.headers['content-encoding']).toBe('gzip');
      const html = gunzipSync(answer.rawPayload).toString();
      expect(html).toContain(name);
      expect(html.endsWith('</html>')).toBe(true);
      tokens.add(/name="_ma" value="([^"]+)"/.exec(html)![1]!);
    }
    expect(tokens.size).toBe(2);
  });

  test('come packed to those who take it and plain to others', async () => {
    const packed = await server.inject({ url: '/thu', headers: { 'accept-encoding': 'br' } });
    expect(packed.headers['content-encoding']).toBe('br');
    const plain = await server.inject('/thu');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toContain('Lần 1');
  });

  test('are drawn anew once something was published, by whatever process', async () => {
    await server.inject('/thu');
    await platform.db.updateTable('setting').set({ value: '[]' }).where('key', '=', 'content.faq').execute();
    await heard();
    await server.inject('/thu');
    expect(drawn).toBe(2);
  });

  test('are not kept when something was published while they were drawn', async () => {
    await server.inject('/thu-giua');
    await server.inject('/thu-giua');
    expect(drawn).toBe(2);
  });
});

describe('people who are logged in', () => {
  test('share a drawn page and see their own names and tokens', async () => {
    const one = await loggedIn(server, platform, 'xaydungsonglam');
    const two = await loggedIn(server, platform, 'dangvanthuan');
    await platform.db.updateTable('notice').set({ read_at: platform.clock.now() }).execute();
    await heard();
    await one.get('/thu');
    const [mine, theirs] = [await one.get('/thu'), await two.get('/thu')];
    expect(drawn).toBe(1);
    const name = (html: string) => /site-menu__name">([^<]+)</.exec(html)?.[1];
    expect(name(mine.body)).toBeTruthy();
    expect(name(mine.body)).not.toBe(name(theirs.body));
    const token = /name="_ma" value="([^"]+)"/.exec(mine.body)![1]!;
    expect(mine.body).not.toContain('\u0001');
    expect(mine.headers['cache-control']).toBe('no-store');
    const out = await one.post('/dang-xuat', { _ma: token });
    expect(out.statusCode).toBe(303);
    expect((await one.get('/thu')).body).toContain('Đăng nhập');
  });

  test('do not share a page that shows more of them', async () => {
    const one = await loggedIn(server, platform, 'xaydungsonglam');
    const two = await loggedIn(server, platform, 'dangvanthuan');
    expect((await one.get('/thu-rieng')).body).toContain('của xaydungsonglam');
    expect((await two.get('/thu-rieng')).body).toContain('của dangvanthuan');
  });

  test('see a new notice, and lose a session that was ended elsewhere, without waiting', async () => {
    const citizen = await loggedIn(server, platform, 'xaydungsonglam');
    await citizen.get('/thu');
    const { id } = await platform.db
      .selectFrom('account')
      .select('id')
      .where('username', '=', 'xaydungsonglam')
      .executeTakeFirstOrThrow();
    const before =
      /(\d+)<span class="vh"> thông báo chưa đọc/.exec((await citizen.get('/thu')).body)?.[1] ?? '0';
    await platform.db
      .insertInto('notice')
      .values({ account_id: id, at: platform.clock.now(), title: 'a', body: 'b', link: '/' })
      .execute();
    await heard();
    expect((await citizen.get('/thu')).body).toContain(
      `${Number(before) + 1}<span class="vh"> thông báo chưa đọc`,
    );
    await platform.db.deleteFrom('session').where('account_id', '=', id).execute();
    await heard();
    expect((await citizen.get('/ho-so')).statusCode).toBe(303);
  });
});

test('nothing is kept while changes can not be heard', async () => {
  const deaf = await createServer({ ...platform, changes: null });
  let times = 0;
  deaf.get('/thu', async (_request, reply) =>
    page(reply, h(PortalLayout, { title: 'Thử' }, `Lần ${++times}`), { cache: 'public' }),
  );
  await deaf.inject('/thu');
  await deaf.inject('/thu');
  expect(times).toBe(2);
  await deaf.close();
});
