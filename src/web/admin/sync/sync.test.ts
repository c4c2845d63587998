import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startNationalProcedures,
  type NationalProcedures,
} from '../../../../sandbox/national-procedures/index.ts';
import { startExchange } from '../../../modules/exchange/index.ts';
import { accessOf } from '../../../modules/exchange/testing.ts';
import { getProcedure } from '../../../modules/procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let peer: NationalProcedures;
let admin: Browser;
const [NEW, OTHER, BIRTH] = ['1.000080', '1.000094', '1.001193'] as const;

beforeAll(async () => {
  peer = await startNationalProcedures({ only: [NEW, OTHER, BIRTH] });
  platform = await testPlatform({ seeded: true });
  platform.config.national = accessOf(peer);
  await startExchange(platform);
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterAll(async () => {
  await server.close();
  await platform.close();
  await peer.close();
});

/** Sends a form of a page with its token and hidden fields. */
async function send(from: string, to: string, fields: Record<string, string | string[]> = {}) {
  const { body } = await admin.get(from);
  const hidden = Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((match) => [
      match[1]!,
      match[2]!,
    ]),
  );
  return admin.post(to, { ...hidden, ...fields });
}

describe('/quan-tri/dong-bo', () => {
  it('is for those with the right alone, to see and to do', async () => {
    for (const username of ['lekimchi', 'hoangducthinh']) {
      const other = await loggedIn(server, platform, username);
      for (const address of [
        '/quan-tri/dong-bo',
        '/quan-tri/dong-bo/dung-chung',
        '/quan-tri/dong-bo/cho',
        `/quan-tri/dong-bo/thu-tuc/${BIRTH}`,
      ])
        expect((await other.get(address)).statusCode).toBe(403);
      for (const address of [
        '/quan-tri/dong-bo/chay',
        '/quan-tri/dong-bo/cho',
        `/quan-tri/dong-bo/thu-tuc/${BIRTH}`,
      ])
        expect((await other.post(address)).statusCode).toBe(403);
    }
    expect((await admin.post('/quan-tri/dong-bo/chay')).statusCode).toBe(403);
    expect(peer.calls).toEqual([]);
  });

  it('[II.1.3~] fetches when asked to, shows how far it is, and journals it', async () => {
    expect((await admin.get('/quan-tri/dong-bo')).body).toContain('Chưa lấy về lần nào');
    const response = await send('/quan-tri/dong-bo', '/quan-tri/dong-bo/chay');
    expect(response.statusCode).toBe(303);
    const waiting = await admin.get('/quan-tri/dong-bo');
    expect(waiting.headers.refresh).toBe('3');
    expect(waiting.body).toContain('đang chờ');
    expect((await send('/quan-tri/dong-bo', '/quan-tri/dong-bo/chay')).statusCode).toBe(303);
    expect((await admin.get('/quan-tri/dong-bo')).body).toContain('Lần đồng bộ trước chưa xong');
    await platform.jobs.drain();
    const done = await admin.get('/quan-tri/dong-bo');
    expect(done.headers.refresh).toBeUndefined();
    expect(done.body).toContain('2 mới, 1 thay đổi');
    expect(done.body).toContain('Hạnh');
  });

  it('[II.1.3~] shows the differences field by field; accepts some, keeps the others', async () => {
    const list = await admin.get('/quan-tri/dong-bo/cho?loai=thay-doi');
    expect(list.body).toContain(`/quan-tri/dong-bo/thu-tuc/${BIRTH}`);
    const address = `/quan-tri/dong-bo/thu-tuc/${BIRTH}`;
    const { body } = await admin.get(address);
    for (const said of ['Đang dùng', 'Bản quốc gia', 'Căn cứ pháp lý', 'diff-old', 'diff-new'])
      expect(body).toContain(said);
    // Its own page says so, too, until somebody has decided.
    const editor = `/quan-tri/thu-tuc/${BIRTH}`;
    const told = (await admin.get(editor)).body;
    expect(told).toContain('Cơ sở dữ liệu quốc gia có bản khác');
    expect(told).toContain(`href="${address}"`);
    const before = (await getProcedure(platform.db, BIRTH))!.definition;
    platform.clock.advance(1000);
    const response = await send(address, address, { phan: ['legalBasis'], quyet: 'nhan' });
    expect(response.statusCode).toBe(303);
    const after = (await getProcedure(platform.db, BIRTH))!.definition;
    expect(after.legalBasis).not.toEqual(before.legalBasis);
    expect(after.steps).toEqual(before.steps);
    expect((await admin.get(address)).body).toContain('Không còn gì để quyết định');
    expect((await admin.get(editor)).body).not.toContain('Cơ sở dữ liệu quốc gia có bản khác');
  });

  it('turns back a page that is out of date, with what is newest', async () => {
    const address = `/quan-tri/dong-bo/thu-tuc/${NEW}`;
    const response = await send(address, address, { quyet: 'nhan', luc: '2020-01-01T00:00:00.000Z' });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('đã thay đổi từ lúc bạn mở trang');
    expect(await getProcedure(platform.db, NEW)).toBeNull();
  });

  it('[II.1.3~] accepts those ticked, and all; asks for a tick when there is none', async () => {
    const list = '/quan-tri/dong-bo/cho';
    const none = await send(`${list}?loai=moi`, list, { loai: 'moi', nhan: 'chon' });
    expect(none.statusCode).toBe(422);
    expect(none.body).toContain('Bạn chưa chọn mục nào');
    await send(`${list}?loai=moi`, list, { loai: 'moi', nhan: 'chon', ma: [NEW] });
    await platform.jobs.drain();
    expect(await getProcedure(platform.db, NEW)).not.toBeNull();
    expect(await getProcedure(platform.db, OTHER)).toBeNull();
    await send(`${list}?loai=moi`, list, { loai: 'moi', nhan: 'tat-ca' });
    await platform.jobs.drain();
    expect((await admin.get(`/thu-tuc/${OTHER}`)).statusCode).toBe(200);
    expect((await admin.get(`${list}?loai=moi`)).body).toContain('Không có gì chờ ở đây');
  });

  it('answers unknown runs and procedures with 404', async () => {
    for (const address of [
      '/quan-tri/dong-bo/lan/99999',
      '/quan-tri/dong-bo/lan/x',
      '/quan-tri/dong-bo/thu-tuc/9.999999',
      '/quan-tri/dong-bo/thu-tuc/x',
    ])
      expect((await admin.get(address)).statusCode).toBe(404);
  });

  it('asks the database as often for many records as for few', async () => {
    const count = async (address: string) => {
      await admin.get(address);
      platform.queries.reset();
      await admin.get(address);
      return platform.queries.count();
    };
    for (const address of [
      '/quan-tri/dong-bo',
      '/quan-tri/dong-bo/cho?loai=moi',
      '/quan-tri/dong-bo/lan/1',
      `/quan-tri/dong-bo/thu-tuc/${BIRTH}`,
    ])
      expect(await count(address), address).toBeLessThanOrEqual(8);
  });
});
