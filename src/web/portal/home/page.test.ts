import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const get = async (url: string) => (await browser(server).get(url)).body;

it('opens with the search, and says how many procedures there really are', async () => {
  const html = await get('/');
  const total = (await platform.db.selectFrom('procedure').select('code').execute()).length;
  expect(html).toContain(`Tìm hướng dẫn của ${total} thủ tục`);
  expect(html).toMatch(/<form class="search" role="search" action="\/thu-tuc">/);
  expect(html).toContain('href="/thu-tuc/1.001193"');
  expect(html.match(/<h1/g)).toHaveLength(1);
});

it('shows the life events of people or of businesses', async () => {
  const people = await get('/');
  expect(people).toContain('Sinh con');
  expect(people).not.toContain('Lập doanh nghiệp');
  const businesses = await get('/?cho=doanh-nghiep');
  expect(businesses).toContain('Lập doanh nghiệp');
  expect(businesses).not.toContain('Sinh con');
  const event = await get('/viec/sinh-con');
  expect(event).toContain('href="/thu-tuc/1.001193"');
  expect(event).toContain('href="/thu-tuc?q=khai+sinh"');
  expect((await browser(server).get('/viec/khong-co')).statusCode).toBe(404);
});

it('[III.3.1] leads to the whole list by field, agency and service level', async () => {
  const html = await get('/');
  for (const link of ['linh-vuc=G15-TP07', 'co-quan=phuong-xa', 'co-quan=so-xay-dung', 'muc=4']) {
    const href = `/thu-tuc?${link}`;
    expect(html).toContain(`href="${href}"`);
    // Figures beside the links are those of the lists behind them.
    const count = new RegExp(`href="${href.replace(/[?.]/g, '\\$&')}"[\\s\\S]*?class="num">([\\d.]+)<`).exec(
      html,
    )![1];
    expect(await get(href)).toContain(`<b>${count} thủ tục</b>`);
  }
});

it('costs no query once everything is kept, three at most for somebody logged in', async () => {
  await get('/');
  platform.queries.reset();
  await get('/');
  expect(platform.queries.texts().filter((text) => !text.includes('xmin'))).toEqual([]);
  const citizen = await loggedIn(server, platform, 'dangvanthuan');
  await citizen.get('/');
  platform.queries.reset();
  expect((await citizen.get('/')).statusCode).toBe(200);
  expect(platform.queries.count()).toBeLessThanOrEqual(3);
});

it('may be shown again by the browser, and names its one address', async () => {
  const response = await browser(server).get('/');
  expect(response.headers['cache-control']).toContain('max-age=60');
  expect(response.headers['link']).toBe(`<${platform.config.publicUrl}/>; rel="canonical"`);
});

it('is there before anything is loaded', async () => {
  const empty = await testPlatform();
  const bare = await testServer(empty);
  try {
    const response = await browser(bare).get('/');
    expect(response.statusCode).toBe(200);
    expect(response.body).not.toContain('Tất cả thủ tục');
    expect((await browser(bare).get('/thu-tuc')).body).toContain('Chưa tìm thấy thủ tục nào');
    expect((await browser(bare).get('/huong-dan')).body).toContain('Chưa có hướng dẫn nào');
  } finally {
    await bare.close();
    await empty.close();
  }
});
