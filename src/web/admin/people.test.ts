import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listChanges } from '../../modules/configuration/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../testing.ts';
import { harmless } from './accounts/csv.ts';
import { actionLabel } from './audit/words.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
let ids: Map<string, number>;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  const rows = await platform.db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .select(['account.username', 'officer.id'])
    .execute();
  ids = new Map(rows.map((row) => [row.username, row.id]));
});
beforeEach(async () => {
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const officers = '/quan-tri/nguoi-dung';
const rights = '/quan-tri/phan-quyen';
const accounts = '/quan-tri/tai-khoan';

/** The token of a form on the page. */
async function token(browser: Browser, url: string): Promise<string> {
  const { body } = await browser.get(url);
  return /name="_ma" value="([^"]+)"/.exec(body)?.[1] ?? '';
}
const send = async (browser: Browser, page: string, url: string, fields: Record<string, string | string[]>) =>
  browser.post(url, { _ma: await token(browser, page), ...fields });

describe('who may come in', () => {
  it.each([
    officers,
    `${officers}/moi`,
    `${officers}/nhom`,
    `${officers}/nhap`,
    rights,
    `${rights}/vi-sao`,
    accounts,
    `${accounts}/danh-sach.csv`,
    '/quan-tri/nhat-ky',
  ])('%s is for administrators alone', async (url) => {
    expect((await admin.get(url)).statusCode).toBe(200);
    const other = await loggedIn(server, platform, 'hoangducthinh');
    expect((await other.get(url)).statusCode).toBe(403);
  });

  it.each([`${officers}/moi`, rights, `${accounts}/1/khoa`, `${officers}/1/khoa`])(
    'POST %s is, too',
    async (url) => {
      const other = await loggedIn(server, platform, 'hoangducthinh');
      expect((await other.post(url)).statusCode).toBe(403);
      expect((await admin.post(url, { _ma: 'x.y' })).statusCode).toBe(403);
    },
  );
});

it('pages ask a bounded number of statements, however many officers and accounts there are', async () => {
  const id = ids.get('trinhcongvinh');
  const pages = [
    officers,
    `${officers}/${id}`,
    rights,
    `${rights}/tung-nguoi`,
    `${rights}/vi-sao?nguoi=${id}`,
    accounts,
    '/quan-tri/nhat-ky',
  ];
  const costs: Record<string, number> = {};
  for (const url of pages) {
    await admin.get(url);
    platform.queries.reset();
    await admin.get(url);
    costs[url] = platform.queries.count();
  }
  for (const [url, cost] of Object.entries(costs))
    expect({ url, cost: cost <= 12 }).toEqual({ url, cost: true });
});

describe('officers', () => {
  it('[II.17.1~] a form that is turned back keeps what was typed and names the fields', async () => {
    const back = await send(admin, `${officers}/moi`, `${officers}/moi`, {
      'ho-ten': 'Lò Văn Pín',
      'ten-dang-nhap': 'Pín',
      'dien-thoai': '123',
      cach: 'duong-dan',
    });
    expect(back.statusCode).toBe(422);
    expect(back.body).toContain('value="Lò Văn Pín"');
    expect(back.body).toContain('href="#ten-dang-nhap"');
    expect(back.body).toContain('href="#don-vi-0"');
  });

  it('a locked officer is out at once', async () => {
    const other = await loggedIn(server, platform, 'levankhoi');
    expect((await other.get('/mot-cua')).statusCode).toBe(200);
    const page = `${officers}/${ids.get('levankhoi')}`;
    expect((await send(admin, page, `${page}/khoa`, { 'ly-do': '' })).statusCode).toBe(422);
    expect((await send(admin, page, `${page}/khoa`, { 'ly-do': 'Nghỉ phép' })).statusCode).toBe(303);
    expect((await other.get('/mot-cua')).statusCode).toBe(303);
    expect((await send(admin, page, `${page}/mo-khoa`, {})).statusCode).toBe(303);
  });

  it('the second of two administrators is told who saved first, and keeps what was typed', async () => {
    const page = `${officers}/${ids.get('buiducanh')}`;
    const { body } = await admin.get(page);
    const value = (name: string): string =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
    const fields = (name: string) => ({
      seen: value('seen'),
      'ho-ten': name,
      'chuc-vu-0': value('chuc-vu-0'),
      'don-vi-0': /name="don-vi-0"[\s\S]*?<option value="(\d+)" selected/.exec(body)?.[1] ?? '',
      'vai-tro-0': 'head',
      'chuc-danh-0': 'Trưởng phòng',
    });
    expect((await send(admin, page, page, fields('Bùi Đức Anh Một'))).statusCode).toBe(303);
    const second = await send(admin, page, page, fields('Bùi Đức Anh Hai'));
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('đã lưu trước bạn');
    expect(second.body).toContain('value="Bùi Đức Anh Hai"');
  });
});

describe('rights', () => {
  it('[II.17.2~] a right granted opens the page at once, and closes it when taken away; the log gives it back', async () => {
    const chi = await loggedIn(server, platform, 'lekimchi');
    expect((await chi.get('/quan-tri/nhat-ky')).statusCode).toBe(403);
    const page = `${rights}/sua?cho=officer:${ids.get('lekimchi')}`;
    const seen = async (): Promise<string> =>
      /name="seen" value="(\d+)"/.exec((await admin.get(page)).body)?.[1] ?? '';
    expect((await send(admin, page, page, { seen: await seen(), quyen: 'audit.see' })).statusCode).toBe(303);
    expect((await chi.get('/quan-tri/nhat-ky')).statusCode).toBe(200);
    expect((await send(admin, page, page, { seen: await seen() })).statusCode).toBe(303);
    expect((await chi.get('/quan-tri/nhat-ky')).statusCode).toBe(403);

    const [change] = await listChanges(platform.db, {
      object: `grants:officer:${ids.get('lekimchi')}`,
      limit: 1,
    });
    const address = `/quan-tri/nhat-ky/thay-doi/${change!.id}`;
    expect((await admin.get(address)).body).toContain('Xem nhật ký');
    expect((await send(admin, address, `${address}/lay-lai`, {})).statusCode).toBe(303);
    expect((await chi.get('/quan-tri/nhat-ky')).statusCode).toBe(200);
    // Who only reads the log takes nothing back.
    expect((await chi.get(address)).body).not.toContain('Lấy lại bản trước thay đổi này</button>');
    expect(
      (await send(chi, '/quan-tri/nhat-ky', `${address}/lay-lai`, { _ma: await token(chi, '/mot-cua') }))
        .statusCode,
    ).toBe(403);
  });

  it('the last right to manage users is refused with the reason, the ticks kept', async () => {
    const { body } = await admin.get(rights);
    const holders = [...body.matchAll(/name="cho" value="([^"]+)"/g)].map((match) => match[1]!);
    const seen = Object.fromEntries(
      holders.map((one) => [`seen-${one}`, new RegExp(`name="seen-${one}" value="(\\d+)"`).exec(body)![1]!]),
    );
    const back = await send(admin, rights, rights, {
      cho: holders,
      ...seen,
      quyen: ['role:clerk|report.see'],
    });
    expect(back.statusCode).toBe(422);
    expect(back.body).toContain('không còn ai quản lý được người dùng');
    expect(back.body).toMatch(/value="role:clerk\|report\.see" checked/);
  });

  it('says why: by role in a unit', async () => {
    const { body } = await admin.get(`${rights}/vi-sao?nguoi=${ids.get('trinhcongvinh')}&quyen=dossier.sign`);
    expect(body).toContain('vai trò Lãnh đạo cơ quan');
    expect((await admin.get(`${rights}/vi-sao?q=trinh+cong+vinh`)).body).toContain('Ký kết quả');
    expect((await admin.get(`${rights}/vi-sao?q=khong+co+ai`)).body).toContain('Không có cán bộ nào khớp');
  });
});

describe('[II.17.3] accounts of citizens and organisations', () => {
  const accountOf = async (username: string): Promise<number> =>
    (
      await platform.db
        .selectFrom('account')
        .select('id')
        .where('username', '=', username)
        .executeTakeFirstOrThrow()
    ).id;

  it('are searched by name, phone, e-mail and number; numbers are masked in the list, full on the page, and who looked is on record', async () => {
    const row = await platform.db
      .selectFrom('account')
      .innerJoin('person', 'person.id', 'account.person_id')
      .select(['account.id', 'account.display_name', 'account.phone', 'person.identity_no'])
      .where('account.username', '=', 'nguyenthuhuong')
      .executeTakeFirstOrThrow();
    for (const q of ['nguyen thu huong', row.phone!, row.identity_no!]) {
      const { body } = await admin.get(`${accounts}?q=${encodeURIComponent(q)}`);
      expect(body).toContain(row.display_name);
      expect(body.replace(/value="[^"]*"|href="[^"]*"/g, '')).not.toContain(row.identity_no);
    }
    const page = await admin.get(`${accounts}/${row.id}`);
    expect(page.body).toContain(row.identity_no);
    const log = await platform.db
      .selectFrom('audit')
      .select('action')
      .where('object', '=', `account:${row.id}`)
      .execute();
    expect(log).toEqual([{ action: 'account.view' }]);
  });

  it('are activated, locked with a reason that the person is told, and opened again', async () => {
    const id = await accountOf('nguyenthuhuong');
    await platform.db
      .updateTable('account')
      .set({ email_confirmed_at: null, email: 'huong@example.vn' })
      .where('id', '=', id)
      .execute();
    const page = `${accounts}/${id}`;
    expect((await admin.get(`${accounts}?trang-thai=unconfirmed`)).body).toContain(page);
    expect((await send(admin, page, `${page}/kich-hoat`, {})).statusCode).toBe(303);
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    expect((await citizen.get('/ho-so')).statusCode).toBe(200);
    expect((await send(admin, page, `${page}/khoa`, { 'ly-do': ' ' })).statusCode).toBe(422);
    expect((await send(admin, page, `${page}/khoa`, { 'ly-do': 'Giả mạo người khác' })).statusCode).toBe(303);
    expect((await citizen.get('/ho-so')).statusCode).toBe(303);
    expect((await admin.get(page)).body).toContain('Giả mạo người khác');
    expect((await send(admin, page, `${page}/mo-khoa`, {})).statusCode).toBe(303);
    const jobs = (
      await platform.db
        .selectFrom('audit')
        .select('action')
        .where('object', '=', `account:${id}`)
        .orderBy('id')
        .execute()
    ).map((one) => one.action);
    expect(jobs).toEqual(expect.arrayContaining(['account.activate', 'account.lock', 'account.unlock']));
  });

  it('are exported as CSV that no spreadsheet takes for formulas; the export is on record', async () => {
    const csv = await admin.get(`${accounts}/danh-sach.csv?loai=citizen`);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect([...csv.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = csv.body.trim().split('\r\n');
    const { n } = await platform.db
      .selectFrom('account')
      .where('kind', '=', 'citizen')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(lines).toHaveLength(Number(n) + 1);
    expect(['=1+1', '+84', '-2', '@x', 'Ân'].map(harmless)).toEqual(["'=1+1", "'+84", "'-2", "'@x", 'Ân']);
    const [log] = await platform.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'account.export')
      .orderBy('id', 'desc')
      .execute();
    expect(log!.detail).toMatchObject({ count: Number(n), filter: { kind: 'citizen' } });
  });
});

describe('[III.14.1] the log', () => {
  it('tells who did what, when and from where, and is narrowed by person, kind, day and name', async () => {
    const all = (await admin.get('/quan-tri/nhat-ky')).body;
    expect(all).toContain('Khóa tài khoản');
    expect(all).toContain('127.0.0.1');
    const table = async (query: string): Promise<string> =>
      /<tbody>[\s\S]*<\/tbody>/.exec((await admin.get(`/quan-tri/nhat-ky?${query}`)).body)?.[0] ?? '';
    expect(await table('nguoi=nguyenhonghanh&loai=officer')).toContain('Bùi Đức Anh Một');
    expect(await table('chu=bui+duc+anh')).toContain('Bùi Đức Anh Một');
    expect(await table('chu=bui+duc+anh')).not.toContain('Khóa tài khoản');
    expect(await table('tu=24/11/2026')).toBe('');
    expect(await table('tu=23/11/2026&den=23/11/2026')).not.toBe('');
    expect((await admin.get('/quan-tri/nhat-ky?nguoi=ai-do&tu=99/99')).statusCode).toBe(422);
  });

  it('names every action in Vietnamese', async () => {
    const rows = await platform.db.selectFrom('audit').select('action').distinct().execute();
    for (const { action } of rows) expect(actionLabel(action), action).not.toBe(action);
  });
});
