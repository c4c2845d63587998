import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMoving } from '../../../modules/dossiers/index.ts';
import { copies, otherHandling, publishChanged } from '../../../modules/dossiers/move/testing.ts';
import { applicant, doing, filed, officer } from '../../../modules/dossiers/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
let from: number;
let dossierId: number;

const URL = '/quan-tri/quy-trinh/khai-sinh/chuyen-ho-so';

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
  await startMoving(platform);
  ({ dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong')));
  await doing(platform, await officer(platform, 'tranthingan'), dossierId, {
    action: 'accept',
    forward: true,
  });
  const handler = await officer(platform, 'dovantung');
  await doing(platform, await officer(platform, 'nguyenthilien'), dossierId, {
    action: 'assign',
    officerId: handler.officerId,
  });
  await copies(platform.db, dossierId, 20);
  from = await versionOf(dossierId);
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const versionOf = async (id: number): Promise<number> =>
  (
    await platform.db
      .selectFrom('dossier')
      .select('flow_version_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).flow_version_id;
const field = (html: string, name: string): string =>
  new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const query = (fields: Record<string, string>): string => `${URL}?${new URLSearchParams(fields)}`;

it('is for those with the right alone, and for flows that exist', async () => {
  for (const who of ['tranthingan', 'hoangducthinh']) {
    const stranger = await loggedIn(server, platform, who);
    expect((await stranger.get(URL)).statusCode).toBe(403);
    expect((await stranger.post(URL, {})).statusCode).toBe(403);
  }
  expect((await admin.get('/quan-tri/quy-trinh/khong-co/chuyen-ho-so')).statusCode).toBe(404);
  expect((await admin.get(`${URL}/999`)).statusCode).toBe(404);
  expect((await admin.get(URL)).body).toContain('Quy trình này mới có một bản');
});

it('[II.3.1~] asks for the steps that can not be proposed, shows who would move where, moves them and tells the result', async () => {
  const { id: to } = await publishChanged(platform.db, 'khai-sinh', platform.clock.now(), otherHandling);
  const first = await admin.get(URL);
  expect(first.statusCode).toBe(200);
  expect(first.body).toContain('Chưa chọn bước của bản mới cho “Thẩm tra, ghi sổ, lấy số định danh”');
  const place = `m.${from}.process`;

  const skipped = await admin.get(query({ tu: '1', den: '2', [place]: 'sign' }));
  expect(skipped.statusCode).toBe(422);
  expect(skipped.body).toContain(`href="#${place}"`);
  expect(skipped.body).toContain('chưa có dự thảo kết quả');

  platform.queries.reset();
  const preview = await admin.get(query({ tu: '1', den: '2', [place]: 'examine' }));
  expect(platform.queries.count()).toBeLessThanOrEqual(20);
  const [, movable, total] = /([\d.]+) trên ([\d.]+) hồ sơ sẽ chuyển sang bản/.exec(preview.body) ?? [];
  expect(Number(movable)).toBe(Number(total));
  expect(Number(total)).toBeGreaterThanOrEqual(21);
  expect(preview.body).toContain('Giữ nguyên');
  expect(await versionOf(dossierId)).toBe(from);

  const fields = {
    tu: '1',
    den: '2',
    [place]: 'examine',
    _ma: field(preview.body, '_ma'),
    seen: field(preview.body, 'seen'),
  };
  const wrong = await admin.post(URL, { ...fields, [place]: 'return' });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.body).toContain('là bước trả kết quả');
  expect((await admin.post(URL, { ...fields, _ma: 'x' })).statusCode).toBe(403);
  const ordered = await admin.post(URL, fields);
  expect(ordered.statusCode).toBe(303);
  const progress = String(ordered.headers.location);
  expect((await admin.get(progress)).body).toMatch(/Đang chuyển<\/span>: <b>0<\/b> trên \d+ hồ sơ/);
  // Until it is done another one waits.
  const again = await admin.get(query({ tu: '1', den: '2', [place]: 'examine' }));
  const second = await admin.post(URL, { ...fields, seen: field(again.body, 'seen') });
  expect([second.statusCode, second.body.includes('chưa xong')]).toEqual([422, true]);

  await platform.jobs.drain();
  const done = await admin.get(progress);
  expect(done.body).toContain(`Đã chuyển xong: <b>${movable}</b> trên ${total} hồ sơ đã sang bản 2`);
  expect(done.body).not.toContain('data-moving');
  expect(await versionOf(dossierId)).toBe(to);
  expect((await admin.get(URL)).body).toContain('Những lần chuyển gần đây');
  const handler = await loggedIn(server, platform, 'dovantung');
  expect((await handler.get(`/mot-cua/ho-so/${dossierId}`)).body).toContain(
    'Chuyển sang bản mới của quy trình',
  );
});

it('tells the second of two administrators', async () => {
  const { version } = await publishChanged(platform.db, 'khai-sinh', platform.clock.now(), (bpmn) =>
    bpmn.replace('name="Trả kết quả"', 'name="Trả kết quả tại quầy"'),
  );
  const page = await admin.get(query({ tu: '2', den: String(version) }));
  const stale = await admin.post(URL, {
    tu: '2',
    den: String(version),
    _ma: field(page.body, '_ma'),
    seen: '0',
  });
  expect(stale.statusCode).toBe(409);
  expect(stale.body).toContain('đã lưu trước bạn');
});
