import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, testServer } from '../../testing.ts';

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

it('[III.7.1] shows guides, step by step', async () => {
  const page = browser(server);
  const list = (await page.get('/huong-dan')).body;
  const guides = [...list.matchAll(/href="(\/huong-dan\/[a-z-]+)"/g)].map((match) => match[1]!);
  expect(guides.length).toBeGreaterThan(2);
  for (const guide of guides) {
    const response = await page.get(guide);
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('class="timeline"');
  }
  expect((await page.get('/huong-dan/khong-co')).statusCode).toBe(404);
});

it('[III.7.2] answers what many ask, by topic', async () => {
  const { body } = await browser(server).get('/huong-dan');
  expect(body).toContain('Nộp hồ sơ trên mạng có cần chữ ký số không?');
  expect(body).toContain('<h3 class="h-s mb-2">Nhận kết quả</h3>');
});
