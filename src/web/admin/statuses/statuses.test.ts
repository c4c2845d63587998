import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CHART } from '../../../core/status/index.ts';
import { publishChanged } from '../../../modules/dossiers/move/testing.ts';
import { applicant, doing, filed, officer } from '../../../modules/dossiers/testing.ts';
import { edgePlace, loadChart } from '../../../modules/statuses/index.ts';
import { startChanges } from '../../../platform/changes.ts';
import { openDatabase } from '../../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const HOME = '/quan-tri/trang-thai';
const field = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
async function form(url: string): Promise<{ _ma: string; seen: string }> {
  const { body } = await admin.get(url);
  return { _ma: field(body, '_ma'), seen: field(body, 'seen') };
}
const DEFAULT = DEFAULT_CHART.map(edgePlace);
const TYPED = {
  under: 'in_progress',
  label: 'Đang kiểm tra thực địa',
  citizenText: 'Cán bộ đang đến xem tại chỗ',
  code: 'kiem_tra',
  position: '10',
  validFrom: '2026-11-01',
  validTo: '',
};

describe('pages about statuses', () => {
  it.each([HOME, `${HOME}/buoc-chuyen`, `${HOME}/chi-tiet/moi`])(
    '%s opens with the right alone',
    async (url) => {
      expect((await admin.get(url)).statusCode).toBe(200);
      for (const who of ['hoangducthinh', 'tranthingan']) {
        const stranger = await loggedIn(server, platform, who);
        expect((await stranger.get(url)).statusCode).toBe(403);
        expect((await stranger.post(url, {})).statusCode).toBe(403);
      }
      expect((await admin.post(url, {})).statusCode).toBe(403);
    },
  );

  it('cost a bounded number of queries', async () => {
    await admin.get(HOME);
    for (const url of [HOME, `${HOME}/buoc-chuyen`]) {
      platform.queries.reset();
      await admin.get(url);
      expect(platform.queries.count()).toBeLessThanOrEqual(10);
    }
  });

  it('[II.4.2~] save a chart, refuse one that contradicts Appendix I with what was ticked, and tell who was first', async () => {
    const url = `${HOME}/buoc-chuyen`;
    const first = await form(url);
    const refused = await admin.post(url, {
      ...first,
      mo: DEFAULT.filter((place) => !['in_progress-stopped', 'done-payment_required'].includes(place)),
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('href="#in_progress-stopped"');
    expect(refused.body).toContain('mục 3.2.2');
    expect(refused.body).not.toMatch(/value="done-payment_required" checked/);
    expect(await loadChart(platform.db)).toEqual(DEFAULT_CHART);

    const saved = await admin.post(url, {
      ...first,
      mo: DEFAULT.filter((one) => one !== 'done-payment_required'),
    });
    expect([saved.statusCode, saved.headers.location]).toEqual([303, url]);
    expect(await loadChart(platform.db)).not.toContainEqual({ from: 'done', to: 'payment_required' });
    const late = await admin.post(url, { ...first, mo: DEFAULT });
    expect(late.statusCode).toBe(409);
    expect(late.body).toMatch(/đã lưu trước bạn/);
    expect(late.body).toMatch(/value="done-payment_required" checked/);
  });

  it('keep what was typed when a detailed status is refused', async () => {
    const refused = await admin.post(`${HOME}/chi-tiet/moi`, {
      ...(await form(`${HOME}/chi-tiet/moi`)),
      ...TYPED,
      label: '',
      validTo: '2026-01-01',
    });
    expect(refused.statusCode).toBe(422);
    for (const text of ['href="#label"', 'href="#validTo"', 'value="kiem_tra"', TYPED.citizenText])
      expect(refused.body).toContain(text);
    expect((await admin.get(`${HOME}/chi-tiet/khong-co`)).statusCode).toBe(404);
  });

  it('[II.4.3] a change shows on portal and office at once, in every process', async () => {
    // A second web process: its own pool, told of changes over its own connection.
    const database = openDatabase(platform.databaseUrl, { max: 4 });
    const changes = await startChanges(database.db, platform.databaseUrl, platform.log);
    const other: TestPlatform = { ...platform, db: database.db, changes };
    const second = await testServer(other);
    try {
      const citizen = await applicant(platform, 'nguyenthuhuong');
      const counter = await officer(platform, 'tranthingan');
      const head = await officer(platform, 'nguyenthilien');
      const handler = await officer(platform, 'dovantung');
      const { dossierId } = await filed(platform, citizen);
      await doing(platform, counter, dossierId, { action: 'accept', forward: true });
      const { code } = await doing(platform, head, dossierId, {
        action: 'assign',
        officerId: handler.officerId,
      });

      const owner = await loggedIn(second, other, 'nguyenthuhuong');
      const desk = await loggedIn(second, other, 'dovantung');
      const pages = async (): Promise<string[]> => {
        const answers = [
          await owner.get(`/ho-so/${dossierId}`),
          await owner.get('/ho-so'),
          await owner.get(`/tra-cuu?ma=${code}`),
          await desk.get(`/mot-cua/ho-so/${dossierId}`),
          await desk.get('/mot-cua'),
        ];
        return answers.map(({ body }) => body);
      };
      const shown = (bodies: string[]): string[] =>
        bodies.map((body) =>
          body.includes(TYPED.citizenText) ? 'người dân' : body.includes(TYPED.label) ? 'cán bộ' : '',
        );
      expect(shown(await pages())).toEqual(['', '', '', '', '']);

      const trace = () =>
        platform.db
          .selectFrom('trace')
          .selectAll()
          .where('dossier_id', '=', dossierId)
          .orderBy('id')
          .execute();
      const history = await trace();
      const NOWHERE = ['', '', '', '', ''];
      const EVERYWHERE = ['người dân', 'người dân', 'người dân', 'cán bộ', 'cán bộ'];
      const url = `${HOME}/chi-tiet/kiem_tra`;
      const save = async (changed: Partial<typeof TYPED>): Promise<string[]> => {
        const answer = await admin.post(url, { ...(await form(url)), ...TYPED, ...changed });
        expect([answer.statusCode, answer.headers.location]).toEqual([303, HOME]);
        return pages();
      };

      // New in the catalogue, then bound to the step where the dossier stands, which nobody touches meanwhile.
      const created = await admin.post(`${HOME}/chi-tiet/moi`, {
        ...(await form(`${HOME}/chi-tiet/moi`)),
        ...TYPED,
      });
      expect([created.statusCode, created.headers.location]).toEqual([303, HOME]);
      expect(shown(await pages())).toEqual(NOWHERE);
      // The dossier is kept in each process, which is told of the publication when it commits.
      const published = new Promise<void>((resolve) => changes.listen({ published: resolve }));
      await publishChanged(platform.db, 'khai-sinh', platform.clock.now(), (bpmn) =>
        bpmn.replace('motcua:step="process"', 'motcua:step="process" motcua:status="kiem_tra"'),
      );
      await published;
      const bodies = await pages();
      expect(shown(bodies)).toEqual(EVERYWHERE);
      for (const body of bodies) expect(body).toContain('Đang xử lý');
      expect((await owner.get(`/ho-so/${dossierId}/rut`)).body).toContain(TYPED.citizenText);
      expect((await admin.get(url)).body).toContain('1 hồ sơ đang chạy hiện trạng thái này');

      // Renamed, moved under another status and back, ended and in use again, taken away.
      const renamed = await save({ label: 'Đang đo đạc', citizenText: 'Cán bộ đang đo thửa đất' });
      expect(shown(renamed)).toEqual(NOWHERE);
      renamed.forEach((body, at) =>
        expect(body).toContain(at < 3 ? 'Cán bộ đang đo thửa đất' : 'Đang đo đạc'),
      );
      expect(shown(await save({ under: 'done' }))).toEqual(NOWHERE);
      expect((await admin.get(url)).body).toContain('Không hồ sơ đang chạy nào hiện trạng thái này');
      expect((await admin.get('/quan-tri/quy-trinh/khai-sinh/bang?sua=process')).body).toMatch(
        /selected[^>]*>Đang kiểm tra thực địa \(khi “Đã xử lý xong”\)/,
      );
      expect(shown(await save({}))).toEqual(EVERYWHERE);
      expect(shown(await save({ validTo: '2026-11-22' }))).toEqual(NOWHERE);
      expect(shown(await save({}))).toEqual(EVERYWHERE);
      platform.queries.reset();
      await admin.get(url);
      expect(platform.queries.count()).toBeLessThanOrEqual(10);
      const removed = await admin.post(`${url}/bo`, { ...(await form(url)) });
      expect(removed.statusCode).toBe(303);
      expect(shown(await pages())).toEqual(NOWHERE);
      expect(await trace()).toEqual(history);

      // The explanation is kept in each process, which is told of the change when it commits.
      const told = new Promise<void>((resolve) => changes.listen({ published: resolve }));
      const notes = await admin.post(HOME, {
        ...(await form(HOME)),
        ...allNotes('Cơ quan đang giải quyết hồ sơ của bạn.'),
      });
      expect(notes.statusCode).toBe(303);
      await told;
      expect((await owner.get(`/ho-so/${dossierId}`)).body).toContain(
        'Cơ quan đang giải quyết hồ sơ của bạn.',
      );
    } finally {
      await second.close();
      await changes.close();
      await database.close();
    }
  });
});

function allNotes(note: string): Record<string, string> {
  const statuses = [...new Set(DEFAULT_CHART.map((edge) => edge.to))];
  return Object.fromEntries(
    statuses.flatMap((status, at) => [
      [`position-${status}`, String(at)],
      [`note-${status}`, status === 'in_progress' ? note : ''],
    ]),
  );
}
