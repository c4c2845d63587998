import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCitizen, hashPassword } from '../../../modules/accounts/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';

const PASSWORD = 'Hoa sen 2026';
const START = new Date('2026-11-23T08:00:00+07:00');
let platform: TestPlatform;
let server: FastifyInstance;

beforeAll(async () => {
  platform = await testPlatform();
  await platform.jobs.work('mail', (message) => platform.mail.send(message));
  server = await testServer(platform);
  await createCitizen(
    platform.db,
    { name: 'Lê Thị Ánh' },
    {
      username: 'leanh',
      email: 'anh@example.vn',
      emailConfirmed: true,
      passwordHash: await hashPassword(PASSWORD),
      now: START,
    },
  );
});
beforeEach(async () => {
  platform.mailbox.length = 0;
  await platform.db.updateTable('account').set({ failed_logins: 0, locked_until: null }).execute();
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const logIn = (one: Browser, facts: Record<string, string> = {}) =>
  one.post('/dang-nhap', { 'ten-dang-nhap': 'leanh', 'mat-khau': PASSWORD, ...facts });
const token = (html: string) => /name="_ma" value="([^"]+)"/.exec(html)![1]!;
async function linkTo(address: string): Promise<string> {
  await platform.jobs.drain();
  const text = platform.mailbox.filter((one) => one.to === address).at(-1)!.text;
  return new URL(/https?:\S+/.exec(text)![0]).pathname + new URL(/https?:\S+/.exec(text)![0]).search;
}

describe('log-in page', () => {
  test('[III.6.1] lets in and leads to where one wanted to go, on this site only', async () => {
    const one = browser(server);
    expect((await logIn(one, { tiep: '/tai-khoan' })).headers.location).toBe('/tai-khoan');
    expect((await one.get('/tai-khoan')).body).toContain('Lê Thị Ánh');
    expect((await logIn(browser(server), { tiep: '//evil.example' })).headers.location).not.toContain('evil');
    expect((await one.get('/dang-nhap?tiep=%2Ftai-khoan')).headers.location).toBe('/tai-khoan');
  });

  test('keeps the name, never the password, and says what to do', async () => {
    const response = await logIn(browser(server), { 'mat-khau': 'sai mật khẩu' });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('<title>Lỗi: Đăng nhập');
    expect(response.body).toContain('value="leanh"');
    expect(response.body).not.toContain('sai mật khẩu');
    expect(response.body).toContain('href="#mat-khau"');
  });

  test('closes after five wrong passwords, for real and for made-up names alike', async () => {
    for (const name of ['leanh', 'khong-ai']) {
      let last = '';
      for (let i = 0; i < 6; i++)
        last = (await logIn(browser(server), { 'ten-dang-nhap': name, 'mat-khau': 'sai' })).body;
      expect(last).toContain('Chờ 15 phút rồi thử lại');
    }
  });

  test('log-out ends the session on the server too', async () => {
    const one = browser(server);
    await logIn(one);
    const stolen = browser(server);
    for (const [name, value] of one.cookies) stolen.cookies.set(name, value);
    await one.post('/dang-xuat');
    expect((await one.get('/')).body).not.toContain('Lê Thị Ánh');
    expect((await stolen.get('/tai-khoan')).statusCode).toBe(303);
  });
});

describe('[III.13.1~] registration page', () => {
  test('opens an account, logs in, sends the link; the link confirms by one click', async () => {
    const one = browser(server);
    const response = await one.post('/dang-ky', {
      loai: 'ca-nhan',
      'ho-ten': 'Nguyễn Văn An',
      'thu-dien-tu': 'an@example.vn',
      'mat-khau': 'đường về quê',
      'dong-y': '1',
      tiep: '/tai-khoan',
    });
    expect(response.headers.location).toBe('/tai-khoan');
    const profile = await one.get('/tai-khoan');
    expect(profile.body).toContain('chưa được xác nhận');
    expect(profile.body).toContain('Đã mở tài khoản');
    expect((await one.get('/tai-khoan')).body).not.toContain('Đã mở tài khoản');

    const link = await linkTo('an@example.vn');
    const page = await one.get(link);
    expect(page.body).toContain('Xác nhận địa chỉ này');
    expect((await one.get('/tai-khoan')).body).toContain('chưa được xác nhận');
    await one.post('/xac-nhan-thu', { ma: new URLSearchParams(link.split('?')[1]).get('ma')! });
    expect((await one.get('/tai-khoan')).body).not.toContain('chưa được xác nhận');
  });

  test('shows each error at its input and in the summary, and keeps what was typed', async () => {
    const response = await browser(server).post('/dang-ky', {
      'ho-ten': 'Nguyễn Văn An',
      'so-dinh-danh': '123',
      'mat-khau': 'x',
    });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('value="Nguyễn Văn An"');
    expect(response.body).toContain('Nhập đủ 12 chữ số. Bạn đã nhập 3.');
    for (const id of ['so-dinh-danh', 'dien-thoai', 'mat-khau', 'dong-y'])
      expect(response.body).toContain(`href="#${id}"`);
    expect(response.body).toMatch(
      /id="so-dinh-danh"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="so-dinh-danh"/,
    );
  });
});

describe('password pages', () => {
  test('a forgotten password is set anew through the mailed link', async () => {
    const one = browser(server);
    const known = await one.post('/quen-mat-khau', { 'ten-dang-nhap': 'leanh' });
    const unknown = await one.post('/quen-mat-khau', { 'ten-dang-nhap': 'khong-ai' });
    expect(known.body).toBe(unknown.body);
    const link = await linkTo('anh@example.vn');
    expect((await one.get(link)).body).toContain('Mật khẩu mới');
    const ma = new URLSearchParams(link.split('?')[1]).get('ma')!;
    expect((await one.post('/dat-lai-mat-khau', { ma, 'mat-khau': 'x' })).statusCode).toBe(422);
    expect((await one.post('/dat-lai-mat-khau', { ma, 'mat-khau': PASSWORD })).headers.location).toBe(
      '/dang-nhap',
    );
    expect((await one.get(link)).statusCode).toBe(410);
    expect((await one.post('/dat-lai-mat-khau', { ma, 'mat-khau': PASSWORD })).statusCode).toBe(410);
  });

  test('somebody whose password an administrator gave changes it before anything else', async () => {
    await platform.db
      .updateTable('account')
      .set({ must_change_password: true })
      .where('username', '=', 'leanh')
      .execute();
    const one = browser(server);
    expect((await logIn(one)).headers.location).toBe('/tai-khoan/mat-khau');
    expect((await one.get('/tai-khoan')).headers.location).toBe('/tai-khoan/mat-khau');
    const form = await one.get('/tai-khoan/mat-khau');
    const fields = { 'mat-khau-cu': PASSWORD, 'mat-khau-moi': 'Một cụm từ mới' };
    expect((await one.post('/tai-khoan/mat-khau', fields)).statusCode).toBe(403);
    const done = await one.post('/tai-khoan/mat-khau', { ...fields, _ma: token(form.body) });
    expect(done.headers.location).toBe('/tai-khoan');
    expect((await one.get('/tai-khoan')).statusCode).toBe(200);
    await platform.db
      .updateTable('account')
      .set({ password_hash: await hashPassword(PASSWORD) })
      .where('username', '=', 'leanh')
      .execute();
  });
});

describe('profile page', () => {
  test('saves, and keeps what was typed when something is wrong', async () => {
    const one = await loggedIn(server, platform, 'leanh');
    const fields = {
      'ho-ten': 'Lê Thị Ánh',
      'thu-dien-tu': 'anh@example.vn',
      'ngay-sinh': '30/02/1991',
      'dien-thoai': '0912000111',
    };
    const wrong = await one.post('/tai-khoan', fields);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('value="30/02/1991"');
    const saved = await one.post('/tai-khoan', { ...fields, 'ngay-sinh': '28/02/1991' });
    expect(saved.headers.location).toBe('/tai-khoan');
    const { body } = await one.get('/tai-khoan');
    expect(body).toContain('value="28/02/1991"');
    expect(body).toContain('Đã lưu thông tin.');
  });

  test('shows where the account is open and ends the other places', async () => {
    const [here, there] = [
      await loggedIn(server, platform, 'leanh'),
      await loggedIn(server, platform, 'leanh'),
    ];
    expect((await there.get('/tai-khoan')).statusCode).toBe(200);
    const { body } = await here.get('/tai-khoan');
    expect(body).toContain('Đăng xuất các thiết bị khác');
    await here.post('/tai-khoan/dang-xuat-noi-khac', { _ma: token(body) });
    expect((await there.get('/tai-khoan')).statusCode).toBe(303);
    expect((await here.get('/tai-khoan')).statusCode).toBe(200);
  });
});

test('the officers’ door tells citizens where theirs is', async () => {
  const { body } = await browser(server).get('/mot-cua/dang-nhap');
  expect(body).toContain('href="/dang-nhap"');
});
