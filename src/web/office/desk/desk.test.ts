import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../../../modules/dossiers/index.ts';
import { applicant, filed, officer, paperIntake } from '../../../modules/dossiers/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let counter: Browser;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  counter = await loggedIn(server, platform, 'tranthingan');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const rowsIn = (html: string): string[] =>
  [...html.matchAll(/data-href="\/mot-cua\/ho-so\/(\d+)"/g)].map((match) => match[1]!);
const newDossier = async () => filed(platform, await applicant(platform, 'nguyenthuhuong'));
const chosen = (html: string, id: number): string =>
  new RegExp(`value="(${id}\\.\\d+)"`).exec(html)?.[1] ?? '';

describe('the desk', () => {
  it('[II.5.4~] [II.5.5~] [II.8.1~] lists what waits with source, procedure, code, status and time', async () => {
    const { dossierId, registrationNo } = await newDossier();
    const { body, statusCode } = await counter.get('/mot-cua?hop=cho-tiep-nhan');
    expect(statusCode).toBe(200);
    expect(rowsIn(body)).toContain(String(dossierId));
    for (const text of [registrationNo, 'Đăng ký khai sinh', 'Mới đăng ký', 'Cổng', 'Nguyễn Thu Hương'])
      expect(body).toContain(text);
    expect(body).toContain('23/11/2026 08:00:00');
    expect(body).toContain('Trả lời người nộp');
  });

  it('shows each the boxes of all their roles, and nobody else the counter', async () => {
    const both = await loggedIn(server, platform, 'ngobichngoc');
    const { body } = await both.get('/mot-cua');
    expect(body).toContain('Chờ tiếp nhận');
    expect(body).toContain('Chờ cấp số, đóng dấu');
    const handler = await loggedIn(server, platform, 'dovantung');
    const desk = (await handler.get('/mot-cua?hop=cho-tiep-nhan')).body;
    expect(desk).toContain('Chờ tôi xử lý');
    expect(desk).not.toContain('Chờ tiếp nhận');
  });

  it('narrows by procedure, source and what is typed, and says when nothing fits', async () => {
    const { dossierId } = await newDossier();
    const list = async (query: string) =>
      rowsIn((await counter.get(`/mot-cua?hop=cho-tiep-nhan&${query}`)).body);
    expect(await list('thu-tuc=1.001193')).toContain(String(dossierId));
    expect(await list('thu-tuc=2.000815')).toEqual([]);
    expect(await list('nguon=post')).toEqual([]);
    expect(await list('tim=thu+huong')).toContain(String(dossierId));
    const none = (await counter.get('/mot-cua?hop=cho-tiep-nhan&tim=khong-co-ai')).body;
    expect(none).toContain('Không có hồ sơ nào khớp bộ lọc');
    expect(await list("sau=drop'~1&nguon=x&han=y")).toContain(String(dossierId));
  });

  it('[II.5.6] accepts and hands over many at once; one that somebody else has changed is named and left alone', async () => {
    const [one, two] = [await newDossier(), await newDossier()];
    const page = (await counter.get('/mot-cua?hop=cho-tiep-nhan')).body;
    const actor = await officer(platform, 'tranthingan');
    await act(platform, actor, { dossier: two.dossierId }, { action: 'accept' });
    const fields = {
      key: /name="key" value="([^"]+)"/.exec(page)![1]!,
      ve: '/mot-cua?hop=cho-tiep-nhan',
      viec: 'tiep-nhan-chuyen',
      chon: [chosen(page, one.dossierId), chosen(page, two.dossierId)],
    };
    const report = await counter.post('/mot-cua/nhieu-ho-so', fields);
    expect(report.statusCode).toBe(409);
    expect(report.body).toContain('Đã tiếp nhận và chuyển 1 hồ sơ; 1 hồ sơ chưa');
    expect(report.body).toContain('Trần Thị Ngân đã tiếp nhận hồ sơ này');
    const states = await platform.db
      .selectFrom('dossier')
      .select(['id', 'status'])
      .where('id', 'in', [one.dossierId, two.dossierId])
      .orderBy('id')
      .execute();
    expect(states.map((row) => row.status)).toEqual(['in_progress', 'accepted']);

    const again = await counter.post('/mot-cua/nhieu-ho-so', { ...fields, chon: [fields.chon[0]!] });
    expect(again.statusCode).toBe(303);
    const nothing = await counter.post('/mot-cua/nhieu-ho-so', { ...fields, chon: [] });
    expect(nothing.headers.location).toBe('/mot-cua?hop=cho-tiep-nhan');
  });

  it('finds by code at once, by name as a list, and nothing of other agencies', async () => {
    const { dossierId, registrationNo } = await newDossier();
    const exact = await counter.get(`/mot-cua/tim?q=${registrationNo.toLowerCase()}`);
    expect(exact.headers.location).toBe(`/mot-cua/ho-so/${dossierId}`);
    const scanned = await counter.get(
      `/mot-cua/tim?q=${encodeURIComponent(`https://dvc.lamgiang.example/tra-cuu?ma=${registrationNo}`)}`,
    );
    expect(scanned.headers.location).toBe(`/mot-cua/ho-so/${dossierId}`);
    expect(rowsIn((await counter.get('/mot-cua/tim?q=nguyen+thu')).body)).toContain(String(dossierId));
    const stranger = await loggedIn(server, platform, 'doquanghuy');
    expect((await stranger.get(`/mot-cua/tim?q=${registrationNo}`)).body).toContain(
      'Không tìm thấy hồ sơ nào',
    );
    expect((await stranger.get('/mot-cua/tim?q=nguyen+thu')).body).not.toContain(`/ho-so/${dossierId}"`);
  });
});

/** Follows a list from page to page: no row may come twice, no page may ask more than a few statements. */
async function walk(first: string): Promise<{ seen: Set<string>; pages: number }> {
  const seen = new Set<string>();
  let pages = 0;
  for (let next: string | undefined = first; next; pages += 1) {
    await counter.get(next);
    platform.queries.reset();
    const { body }: { body: string } = await counter.get(next);
    expect(platform.queries.count()).toBeLessThanOrEqual(6);
    for (const id of rowsIn(body)) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    next = /<a href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
  }
  return { seen, pages };
}

describe('a full desk', () => {
  it('pages by key without losing a row, in a bounded number of statements whatever the number of rows', async () => {
    const actor = await officer(platform, 'tranthingan');
    const intake = await paperIntake(platform);
    for (let i = 0; i < 120; i++) {
      await act(platform, actor, { intake: randomUUID() }, { action: 'accept', intake });
    }
    const list = await walk('/mot-cua?hop=cho-chuyen');
    const all = await platform.db
      .selectFrom('dossier')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', '=', 'accepted')
      .where('reception_agency_id', '=', actor.positions[0]!.agencyId)
      .executeTakeFirstOrThrow();
    expect(list.seen.size).toBe(Number(all.count));
    expect(list.pages).toBe(Math.ceil(list.seen.size / 25));

    const found = await walk('/mot-cua/tim?q=l%C3%AA+minh+khu%C3%AA');
    expect(found.seen.size).toBeGreaterThanOrEqual(120);
    expect(found.pages).toBe(Math.ceil(found.seen.size / 25));
  });
});
