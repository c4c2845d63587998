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

it('gives the communes of a province, without a query once they are kept', async () => {
  const page = browser(server);
  await page.get('/don-vi-hanh-chinh/99.json');
  platform.queries.reset();
  const response = await page.get('/don-vi-hanh-chinh/99.json');
  expect(response.headers['cache-control']).toContain('max-age');
  expect(response.json()).toContainEqual({ code: '99004', name: 'Phường Yên Hà' });
  expect(platform.queries.count()).toBe(0);
  expect((await page.get('/don-vi-hanh-chinh/xx.json')).statusCode).toBe(404);
});
