import { brotliDecompressSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { browser, testServer } from '../testing.ts';
import { EmptyState, PortalLayout } from '../ui/index.ts';
import { createElement as h } from 'preact';
import { Conflict, Forbidden, Invalid, NotFound, page } from './index.ts';
import { createServer } from './server.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await testPlatform();
  server = await createServer(platform);
  server.get('/thu/hong', () => {
    throw new Error('secret of the inside');
  });
  server.get('/thu/403', () => {
    throw new Forbidden();
  });
  server.get('/thu/404', () => {
    throw new NotFound();
  });
  server.get('/thu/409', () => {
    throw new Conflict('Trần Thị Ngân đã tiếp nhận hồ sơ này lúc 23/11/2026 08:00:00.');
  });
  server.get('/thu/400', () => {
    throw new Invalid('Chọn ít nhất một hồ sơ.');
  });
  server.get('/thu/mo-dun', () => {
    throw Object.assign(new Error('Hồ sơ này đã rút.'), { problem: 'conflict' });
  });
  server.get('/thu/cong-khai', (_request, reply) =>
    page(reply, h(PortalLayout, { title: 'Thử' }, 'Công khai'), { cache: 'public' }),
  );
  server.get('/thu/dai', (_request, reply) =>
    page(
      reply,
      h(PortalLayout, { title: 'Thử' }, h(EmptyState, { icon: 'inbox', title: 'Tiếng Việt '.repeat(200) })),
    ),
  );
  server.post('/thu/gui', () => 'nhận');
  server.post('/thu/may-khac', { config: { csrf: false } }, () => 'nhận');
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

describe('error pages', () => {
  test.each([
    ['/khong-co', 404, 'Không tìm thấy trang này'],
    ['/%E0%A4%A', 404, 'Không tìm thấy trang này'],
    ['/thu/404', 404, 'Không tìm thấy trang này'],
    ['/thu/403', 403, 'Bạn chưa có quyền'],
    ['/thu/409', 409, 'Trần Thị Ngân đã tiếp nhận hồ sơ này lúc 23/11/2026 08:00:00.'],
    ['/thu/400', 400, 'Chọn ít nhất một hồ sơ.'],
    ['/thu/mo-dun', 409, 'Hồ sơ này đã rút.'],
  ])('%s answers %i with words for people', async (url, status, words) => {
    const response = await browser(server).get(url);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).toContain(words);
    expect(response.body).toContain('<html lang="vi"');
  });

  test('what broke shows a short code and the time, and nothing of the inside', async () => {
    const response = await browser(server).get('/thu/hong');
    expect(response.statusCode).toBe(500);
    expect(response.body).toMatch(/mã <span class="code">[0-9A-F]{4}-[0-9A-F]{2}<\/span>/);
    expect(response.body).toContain('23/11/2026 08:00:00');
    expect(response.body).not.toContain('secret of the inside');
    expect(response.body).not.toMatch(/\.tsx?:\d/);
  });

  test('a body beyond the limit is turned down with the remedy', async () => {
    const response = await browser(server).post('/thu/gui', { x: 'a'.repeat(1_100_000) });
    expect(response.statusCode).toBe(413);
    expect(response.body).toContain('quá lớn');
  });

  test('programs get JSON', async () => {
    const response = await server.inject({ url: '/thu/409', headers: { accept: 'application/json' } });
    expect(response.json()).toMatchObject({ error: 'Thông tin vừa thay đổi' });
  });
});

describe('forged requests', () => {
  const send = (headers: Record<string, string>, url = '/thu/gui') =>
    server.inject({ method: 'POST', url, headers });

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80' }, 403],
    [{ origin: 'http://localhost:80' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ referer: 'http://localhost:80/thu' }, 200],
    [{ referer: 'https://evil.example/localhost:80' }, 403],
    [{}, 403],
  ])('%j answers %i', async (headers, status) => {
    expect((await send(headers as Record<string, string>)).statusCode).toBe(status);
  });

  test('calls of other systems prove themselves in their own way', async () => {
    expect((await send({}, '/thu/may-khac')).statusCode).toBe(200);
  });
});

describe('headers', () => {
  test('scripts and styles come from our own files only, and nobody frames our pages', async () => {
    const { headers, body } = await browser(server).get('/dang-nhap');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle="|\son\w+="/);
  });

  test('browsers may show public pages again for a minute', async () => {
    const { headers } = await browser(server).get('/thu/cong-khai');
    expect(headers['cache-control']).toBe('private, max-age=60');
  });

  test('other pages are not kept', async () => {
    expect((await browser(server).get('/dang-nhap')).headers['cache-control']).toBe('no-store');
  });

  test('HTML is compressed when the browser takes it', async () => {
    const packed = await server.inject({ url: '/thu/dai', headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(packed.rawPayload).toString()).toContain('Tiếng Việt');
    const plain = await server.inject({ url: '/thu/dai', headers: { 'accept-encoding': 'gzip, br;q=0' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toContain('Tiếng Việt');
  });
});

test('built files are kept for a year under their hashed names', async () => {
  const { body } = await browser(server).get('/dang-nhap');
  const style = /href="(\/assets\/site-[^"]+\.css)"/.exec(body)![1]!;
  const response = await browser(server).get(style);
  expect(response.statusCode).toBe(200);
  expect(response.headers['cache-control']).toContain('immutable');
  expect(response.body).toMatch(/url\("?\/assets\/hoi-van-\w+\.svg/);
});

test('live and ready answer the proxy; ready turns off before closing', async () => {
  expect((await server.inject('/health/live')).json()).toEqual({ status: 'ok' });
  expect((await server.inject('/health/ready')).json()).toEqual({ status: 'ok' });
  server.leaving = true;
  const leaving = await server.inject('/health/ready');
  server.leaving = false;
  expect(leaving.statusCode).toBe(503);
});

test('security.txt says whom to tell, and until when it holds', async () => {
  const { body } = await server.inject('/.well-known/security.txt');
  expect(body).toContain('Contact: mailto:');
  expect(body).toContain('Expires: 2027-05-22');
});

describe('too many requests', () => {
  test('are turned down with a page that says what to do, log-ins sooner than the rest', async () => {
    const strict = await testServer({ ...platform, config: { ...platform.config, rateLimit: 40 } });
    const one = browser(strict);
    const tries: number[] = [];
    for (let i = 0; i < 11; i++) tries.push((await one.post('/dang-nhap', {})).statusCode);
    expect(tries.slice(0, 10)).toEqual(Array(10).fill(422));
    expect(tries[10]).toBe(429);
    expect((await one.get('/dang-nhap')).statusCode).toBe(200);
    const pages: number[] = [];
    for (let i = 0; i < 41; i++) pages.push((await one.get('/quen-mat-khau')).statusCode);
    expect(pages).toContain(429);
    expect((await one.get('/quen-mat-khau')).body).toContain('Chờ một phút rồi thử lại');
    expect((await one.get('/health/live')).statusCode).toBe(200);
    await strict.close();
  });
});

describe('display settings', () => {
  test('a choice is remembered and leads back to the page', async () => {
    const reader = browser(server);
    const response = await reader.get('/hien-thi?nen=toi&ve=%2Fdang-nhap%3Ftiep%3D%252Fho-so');
    expect(response.headers.location).toBe('/dang-nhap?tiep=%2Fho-so');
    await reader.get('/hien-thi?chu=lon');
    const { body } = await reader.get('/dang-nhap');
    expect(body).toContain('data-theme="dark"');
    expect(body).toContain('data-text="large"');
    await reader.get('/hien-thi?nen=may&chu=thuong');
    expect((await reader.get('/dang-nhap')).body).not.toContain('data-theme');
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example'])(
    'does not lead to another site: %s',
    async (target) => {
      const response = await browser(server).get(`/hien-thi?nen=toi&ve=${encodeURIComponent(target)}`);
      expect(response.headers.location).toBe('/');
    },
  );
});
