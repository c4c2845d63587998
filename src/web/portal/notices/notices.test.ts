import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicant, doing, filed, officer } from '../../../modules/dossiers/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer } from '../../testing.ts';
import { textOf } from '../apply/testing.ts';

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

const unread = (html: string): number => Number(/<span class="tag tag--act">(\d+)<span/.exec(html)?.[1] ?? 0);

describe('notices', () => {
  it('[II.5.10] tells of the acceptance, is counted in the header until it was shown, and leads to the dossier', async () => {
    const owner = await applicant(platform, 'nguyenthuhuong');
    const { dossierId } = await filed(platform, owner);
    await doing(platform, await officer(platform, 'tranthingan'), dossierId, { action: 'accept' });
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    const waiting = unread((await citizen.get('/ho-so')).body);
    expect(waiting).toBeGreaterThan(0);

    // Fetched ahead by the browser: nobody has seen it.
    await citizen.request({
      method: 'GET',
      url: '/thong-bao',
      headers: { accept: 'text/html', 'sec-purpose': 'prefetch' },
    });
    expect(unread((await citizen.get('/ho-so')).body)).toBe(waiting);

    const first = await citizen.get('/thong-bao');
    expect(textOf(first.body)).toContain('tiếp nhận');
    expect(textOf(first.body)).toContain(`${waiting} thông báo mới.`);
    expect(first.body).toContain(`href="/ho-so/${dossierId}"`);
    expect(unread(first.body)).toBe(0);
    const second = await citizen.get('/thong-bao');
    expect(textOf(second.body)).not.toContain('thông báo mới');
    expect(unread((await citizen.get('/ho-so')).body)).toBe(0);
  });

  it('pages, marks only what was shown, and shows nobody the notices of others', async () => {
    const { accountId } = await applicant(platform, 'tranmylinh');
    await platform.db
      .insertInto('notice')
      .values(
        Array.from({ length: 25 }, (_, i) => ({
          account_id: accountId,
          dossier_id: null,
          at: platform.clock.now(),
          title: `Tin số ${i + 1}`,
          body: 'Nội dung',
          link: '/ho-so',
        })),
      )
      .execute();
    const citizen = await loggedIn(server, platform, 'tranmylinh');
    const first = await citizen.get('/thong-bao');
    expect(textOf(first.body)).toContain('20 thông báo mới.');
    expect(unread(first.body)).toBe(5);
    const next = /href="(\/thong-bao\?truoc=\d+)"/.exec(first.body)![1]!;
    expect(textOf((await citizen.get(next)).body)).toContain('5 thông báo mới.');
    expect(unread((await citizen.get('/ho-so')).body)).toBe(0);
    const other = await loggedIn(server, platform, 'dangvanthuan');
    expect(textOf((await other.get('/thong-bao')).body)).not.toContain('Tin số');
    expect((await browser(server).get('/thong-bao')).headers.location).toContain('/dang-nhap');
  });
});
