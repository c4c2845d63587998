import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { browser, testServer } from '../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await testPlatform();
  server = await testServer(platform);
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

test('an unknown address gets a page in Vietnamese with status 404', async () => {
  const response = await browser(server).get('/khong-co');
  expect(response.statusCode).toBe(404);
  expect(response.body).toContain('Không tìm thấy trang này');
});
