import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let citizen: Browser;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  citizen = await loggedIn(server, platform, 'nguyenthuhuong');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

describe('starting', () => {
  it('asks people who are not logged in to log in and comes back', async () => {
    const { headers } = await browser(server).get('/nop-ho-so/1.001193');
    expect(headers.location).toBe('/dang-nhap?tiep=%2Fnop-ho-so%2F1.001193');
  });
  it('shows cases', async () => {
    const response = await citizen.get('/nop-ho-so/1.001193');
    console.log(response.body.slice(0, 200));
    expect(response.statusCode).toBe(200);
  });
});
