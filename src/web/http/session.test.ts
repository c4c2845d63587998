import type { FastifyInstance } from 'fastify';
import { createElement as h } from 'preact';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createCitizen,
  createOfficer,
  hashPassword,
  openSession,
  SESSION_CAP,
} from '../../modules/accounts/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { browser, loggedIn, type Browser } from '../testing.ts';
import { CsrfField, PortalLayout } from '../ui/index.ts';
import { page, requireCitizen, requireOfficer, requireToken, viewerOf } from './index.ts';
import { createServer } from './server.ts';

const PASSWORD = 'Hoa sen 2026';
const START = new Date('2026-11-23T08:00:00+07:00');
let platform: TestPlatform;
let server: FastifyInstance;
let citizenId: number;

beforeAll(async () => {
  platform = await testPlatform();
  server = await createServer(platform);
  server.get('/thu/cua-toi', { preHandler: requireCitizen }, (request) => viewerOf(request).displayName);
  server.post('/thu/cua-toi', { preHandler: requireCitizen }, (request) => request.body);
  server.get(
    '/thu/can-bo',
    { preHandler: requireOfficer('dossier.receive') },
    (request) => viewerOf(request).actor,
  );
  server.get('/thu/phieu', (_request, reply) =>
    page(reply, h(PortalLayout, { title: 'Thử' }, h(CsrfField, {}))),
  );
  server.post('/thu/phieu', { preHandler: [requireCitizen, requireToken] }, () => 'nhận');
  await server.ready();

  const passwordHash = await hashPassword(PASSWORD);
  citizenId = (
    await createCitizen(
      platform.db,
      { name: 'Lê Thị Ánh' },
      { username: 'leanh', phone: '0912345678', passwordHash, now: START },
    )
  ).accountId;
  const { id: agencyId } = await platform.db
    .insertInto('agency')
    .values({
      slug: 'a',
      name: 'UBND phường A',
      short_name: 'A',
      kind: 'commune',
      code_new: 'H1',
      code_old: '1',
      hours: '{}',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: unitId } = await platform.db
    .insertInto('unit')
    .values({ agency_id: agencyId, code: 'mot-cua', name: 'Bộ phận một cửa', kind: 'counter' })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [username, role] of [
    ['tiepnhan', 'counter'],
    ['vanthu', 'clerk'],
  ] as const) {
    await createOfficer(
      platform.db,
      { name: `Cán bộ ${role}`, positions: [{ unitId, role, title: 'Chuyên viên' }] },
      { username, passwordHash, now: START },
    );
  }
});
beforeEach(async () => {
  platform.clock.set(START);
  await platform.db.deleteFrom('session').execute();
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

describe('guards', () => {
  test('without a session a page leads to the log-in and back', async () => {
    const response = await browser(server).get('/thu/cua-toi?trang=2');
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/dang-nhap?tiep=%2Fthu%2Fcua-toi%3Ftrang%3D2');
  });

  test('the viewer of a citizen and of an officer', async () => {
    const citizen = await loggedIn(server, platform, 'leanh');
    expect((await citizen.get('/thu/cua-toi')).body).toBe('Lê Thị Ánh');
    const officer = await loggedIn(server, platform, 'tiepnhan');
    expect((await officer.get('/thu/can-bo')).json()).toMatchObject({
      kind: 'officer',
      name: 'Cán bộ counter',
      positions: [{ unitCode: 'mot-cua', role: 'counter', title: 'Chuyên viên' }],
    });
  });

  test('each door is closed to the others, and rights decide in the office', async () => {
    expect((await (await loggedIn(server, platform, 'leanh')).get('/thu/can-bo')).statusCode).toBe(403);
    expect((await (await loggedIn(server, platform, 'vanthu')).get('/thu/can-bo')).statusCode).toBe(403);
    expect((await (await loggedIn(server, platform, 'tiepnhan')).get('/thu/cua-toi')).statusCode).toBe(403);
  });

  test('a viewer costs one statement, and none while fresh', async () => {
    const citizen = await loggedIn(server, platform, 'leanh');
    platform.queries.reset();
    await citizen.get('/thu/cua-toi');
    expect(platform.queries.count()).toBe(1);
    await citizen.get('/thu/cua-toi');
    expect(platform.queries.count()).toBe(1);
  });
});

describe('sessions', () => {
  test('end after 30 idle minutes', async () => {
    const citizen = await loggedIn(server, platform, 'leanh');
    for (let i = 0; i < 3; i++) {
      platform.clock.advance(29 * 60_000);
      expect((await citizen.get('/thu/cua-toi')).statusCode).toBe(200);
    }
    platform.clock.advance(31 * 60_000);
    expect((await citizen.get('/thu/cua-toi')).statusCode).toBe(303);
  });

  test('end after 12 hours however busy', async () => {
    const citizen = await loggedIn(server, platform, 'leanh');
    const codes: number[] = [];
    for (let minute = 0; minute <= 12 * 60 + 20; minute += 20) {
      codes.push((await citizen.get('/thu/cua-toi')).statusCode);
      platform.clock.advance(20 * 60_000);
    }
    expect(codes.slice(0, 37)).toEqual(Array(37).fill(200));
    expect(codes[37]).toBe(303);
  });

  test('note their use at most once a minute', async () => {
    const citizen = await loggedIn(server, platform, 'leanh');
    await citizen.get('/thu/cua-toi');
    platform.queries.reset();
    platform.clock.advance(61_000);
    for (let i = 0; i < 5; i++) await citizen.get('/thu/cua-toi');
    expect(platform.queries.texts().filter((text) => text.startsWith('update "session"'))).toHaveLength(1);
  });

  test('[V.23] twenty log-ins at once leave exactly as many sessions as an account may have', async () => {
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => openSession(platform.db, { accountId: citizenId, now: START })),
    );
    const rows = await platform.db
      .selectFrom('session')
      .select('id_hash')
      .where('account_id', '=', citizenId)
      .execute();
    expect(rows).toHaveLength(SESSION_CAP);
    expect(new Set(opened.map((one) => one.id)).size).toBe(20);
  });

  test('[V.23] one more ends the oldest', async () => {
    const browsers: Browser[] = [];
    for (let i = 0; i <= SESSION_CAP; i++) {
      browsers.push(await loggedIn(server, platform, 'leanh'));
      platform.clock.advance(1000);
    }
    const codes = await Promise.all(browsers.map(async (one) => (await one.get('/thu/cua-toi')).statusCode));
    expect(codes).toEqual([303, ...Array(SESSION_CAP).fill(200)]);
  });

  test('an account that is closed loses its sessions', async () => {
    const officer = await loggedIn(server, platform, 'vanthu');
    await platform.db
      .updateTable('account')
      .set({ disabled_at: START })
      .where('username', '=', 'vanthu')
      .execute();
    expect((await officer.get('/thu/can-bo')).statusCode).toBe(303);
    await platform.db
      .updateTable('account')
      .set({ disabled_at: null })
      .where('username', '=', 'vanthu')
      .execute();
  });

  test('the cookie can not be read by scripts, and is bound to https and host where there is https', async () => {
    const fields = { 'ten-dang-nhap': 'leanh', 'mat-khau': PASSWORD };
    const plain = (await browser(server).post('/dang-nhap', fields)).cookies.find(
      (one) => one.name === 'phien',
    )!;
    expect(plain).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(plain).not.toHaveProperty('maxAge');
    const secure = await createServer({ ...platform, config: { ...platform.config, secure: true } });
    const bound = (await browser(secure).post('/dang-nhap', fields)).cookies.find(
      (one) => one.name === '__Host-phien',
    );
    expect(bound).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
    await secure.close();
  });

  test('the database keeps no id that could be used', async () => {
    const { id } = await openSession(platform.db, { accountId: citizenId, now: START });
    const { rows } = await platform.db
      .selectFrom('session')
      .selectAll()
      .execute()
      .then((all) => ({ rows: JSON.stringify(all) }));
    expect(rows).not.toContain(id);
  });
});

describe('tokens of sensitive forms', () => {
  const tokenIn = (html: string) => /name="_ma" value="([^"]*)"/.exec(html)![1]!;

  test('hold for the session they were made for and no other', async () => {
    const one = await loggedIn(server, platform, 'leanh');
    const other = await loggedIn(server, platform, 'leanh');
    const token = tokenIn((await one.get('/thu/phieu')).body);
    expect((await one.post('/thu/phieu', { _ma: token })).statusCode).toBe(200);
    expect((await other.post('/thu/phieu', { _ma: token })).statusCode).toBe(403);
    expect((await one.post('/thu/phieu', { _ma: `${token}x` })).statusCode).toBe(403);
    expect((await one.post('/thu/phieu', {})).statusCode).toBe(403);
  });
});

describe('a session that ends half-way', () => {
  const hidden = (html: string, name: string) =>
    new RegExp(`type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1];
  const logIn = (one: Browser, kept: string, password = PASSWORD) =>
    one.post('/dang-nhap', { 'ten-dang-nhap': '0912 345 678', 'mat-khau': password, giu: kept });

  test('[III.1.3] keeps what was typed and sends it on after the log-in', async () => {
    const one = await loggedIn(server, platform, 'leanh');
    platform.clock.advance(31 * 60_000);
    const turned = await one.post('/thu/cua-toi?buoc=3', {
      'ho-ten': 'Nguyễn "Ánh" <b>',
      nganh: ['5610', '4711'],
      'mat-khau-cu': 'secret',
      _ma: 'old',
    });
    expect(turned.statusCode).toBe(401);
    expect(turned.body).toContain('được giữ lại');
    const kept = hidden(turned.body, 'giu')!;

    const wrong = await logIn(one, kept, 'sai mật khẩu');
    expect(wrong.statusCode).toBe(422);
    expect(hidden(wrong.body, 'giu')).toBe(kept);

    const onward = await logIn(one, kept);
    expect(onward.statusCode).toBe(200);
    expect(onward.body).toContain('action="/thu/cua-toi?buoc=3"');
    expect(onward.body).toContain('Tiếp tục');
    expect(onward.body).not.toContain('secret');
    const form = onward.body.slice(onward.body.indexOf('action="/thu/cua-toi'));
    const inputs = form.slice(0, form.indexOf('</form>'));
    const fields: [string, string][] = [
      ...inputs.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g),
    ].map((match) => [match[1]!, match[2]!]);
    expect(fields.filter(([name]) => name === '_ma')).toHaveLength(1);
    expect(fields).toContainEqual(['ho-ten', 'Nguyễn &quot;Ánh&quot; &lt;b>']);
    expect(fields).toContainEqual(['nganh', '4711']);

    const sent = await one.post('/thu/cua-toi?buoc=3', {
      'ho-ten': 'Nguyễn "Ánh" <b>',
      nganh: ['5610', '4711'],
    });
    expect(sent.json()).toMatchObject({ 'ho-ten': 'Nguyễn "Ánh" <b>', nganh: ['5610', '4711'] });
  });

  test('does not take a form that somebody else made up, or an old one', async () => {
    const turned = await browser(server).post('/thu/cua-toi', { a: '1' });
    const kept = hidden(turned.body, 'giu')!;
    const [body, signature] = kept.split('.') as [string, string];
    const forged = Buffer.from(
      JSON.stringify({ path: 'https://evil.example', fields: [], at: START.getTime() }),
    );
    expect((await logIn(browser(server), `${forged.toString('base64url')}.${signature}`)).statusCode).toBe(
      303,
    );
    expect((await logIn(browser(server), `${body}.`)).statusCode).toBe(303);
    platform.clock.advance(3 * 3_600_000);
    expect((await logIn(browser(server), kept)).statusCode).toBe(303);
  });

  test('a form beyond 200 KB is not carried; the page says to begin again', async () => {
    const turned = await browser(server).post('/thu/cua-toi', { a: 'x'.repeat(300_000) });
    expect(turned.statusCode).toBe(401);
    expect(hidden(turned.body, 'giu')).toBeUndefined();
    expect(turned.body.length).toBeLessThan(50_000);
  });
});
