import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isUnavailable } from '../../platform/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { createServer } from './server.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let waiting = 0;

beforeAll(async () => {
  platform = await testPlatform();
  server = await createServer({ ...platform, waiting: () => waiting });
  server.get('/thu', () => 'xong');
  server.post('/thu', { config: { csrf: false } }, () => 'xong');
  server.get('/thu-het-cho', () => {
    throw new Error('timeout exceeded when trying to connect');
  });
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

test('when too much waits, pages are put off at once and in words; what is sent is taken', async () => {
  waiting = 5_000;
  const page = await server.inject('/thu');
  expect(page.statusCode).toBe(503);
  expect(page.headers['retry-after']).toBe('5');
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.body).toContain('rất đông người truy cập');
  expect((await server.inject({ method: 'POST', url: '/thu' })).body).toBe('xong');
  expect((await server.inject('/health/live')).statusCode).toBe(200);
  waiting = 0;
  expect((await server.inject('/thu')).body).toBe('xong');
});

test('no connection to the database in time is no fault of the page', async () => {
  const page = await server.inject('/thu-het-cho');
  expect(page.statusCode).toBe(503);
  expect(page.headers['retry-after']).toBe('5');
  expect(page.body).toContain('Chờ ít giây rồi tải lại trang');
});

test('only what passes by itself counts as not now', () => {
  expect(isUnavailable(Object.assign(new Error('x'), { code: '57P03' }))).toBe(true);
  expect(isUnavailable(Object.assign(new Error('x'), { code: '23505' }))).toBe(false);
  expect(isUnavailable(new Error('x'))).toBe(false);
});
