import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import {
  AccountTaken,
  changePassword,
  checkLogIn,
  confirmEmail,
  createCitizen,
  createOfficer,
  hashPassword,
  loadProfile,
  LOCK_MS,
  MAX_FAILURES,
  openSession,
  passwordProblem,
  register,
  requestReset,
  resetPassword,
  saveProfile,
  sessionHash,
  type Registration,
} from './index.ts';

const START = new Date('2026-11-23T08:00:00+07:00');
const PASSWORD = 'Hoa sen 2026';
const IP = '10.0.0.1';
let platform: TestPlatform;
let passwordHash: string;
let serial = 0;

beforeAll(async () => {
  platform = await testPlatform();
  await platform.jobs.work('mail', (message) => platform.mail.send(message));
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => {
  platform.clock.set(START);
  platform.mailbox.length = 0;
});
afterAll(() => platform.close());

async function citizen(facts: { emailConfirmed?: boolean } = {}) {
  const n = ++serial;
  const [username, email, phone] = [`dan${n}`, `dan${n}@example.vn`, `09${String(n).padStart(8, '0')}`];
  const { accountId } = await createCitizen(
    platform.db,
    { name: 'Lê Thị Ánh' },
    { username, email, phone, passwordHash, now: START, ...facts },
  );
  return { accountId, username, email, phone };
}
const logIn = (name: string, password = PASSWORD) => checkLogIn(platform, { name, password, ip: IP });
/** Token of the link in the newest mail to an address. */
async function mailLink(to: string): Promise<string> {
  await platform.jobs.drain();
  const mail = platform.mailbox.filter((one) => one.to === to).at(-1);
  return /\?ma=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

describe('[III.6.1] log-in by name and password', () => {
  test('the name may be user name, phone or e-mail, typed any way', async () => {
    const { username, email, phone } = await citizen();
    for (const name of [
      username,
      username.toUpperCase(),
      email,
      ` ${email} `,
      phone,
      `+84 ${phone.slice(1, 4)} ${phone.slice(4)}`,
    ]) {
      expect(await logIn(name), name).toMatchObject({ ok: true });
    }
  });

  test('wrong names and passwords get one and the same answer', async () => {
    const { username } = await citizen();
    expect(await logIn(username, 'sai')).toEqual({ ok: false, reason: 'wrong' });
    expect(await logIn('khong-ai-ten-the', 'sai')).toEqual({ ok: false, reason: 'wrong' });
    expect(await logIn('', 'sai')).toEqual({ ok: false, reason: 'wrong' });
  });

  test('five wrong passwords close the account for fifteen minutes, then one try at a time', async () => {
    const { username } = await citizen();
    for (let i = 0; i < MAX_FAILURES; i++)
      expect(await logIn(username, 'sai')).toMatchObject({ reason: 'wrong' });
    expect(await logIn(username)).toEqual({ ok: false, reason: 'locked' });
    platform.clock.advance(LOCK_MS - 1000);
    expect(await logIn(username)).toMatchObject({ reason: 'locked' });
    platform.clock.advance(1000);
    expect(await logIn(username)).toMatchObject({ ok: true });
  });

  test('a name that nobody has locks the same way', async () => {
    for (let i = 0; i < MAX_FAILURES; i++)
      expect(await logIn('ma-troi', 'sai')).toMatchObject({ reason: 'wrong' });
    expect(await logIn('Ma-Troi', 'sai')).toMatchObject({ reason: 'locked' });
    platform.clock.advance(LOCK_MS + 1);
    expect(await logIn('ma-troi', 'sai')).toMatchObject({ reason: 'wrong' });
  });

  test('guesses sent at the same moment can not outrun the lock', async () => {
    const { username } = await citizen();
    const guesses = await Promise.all(Array.from({ length: 15 }, (_, i) => logIn(username, `sai ${i}`)));
    expect(guesses.filter((one) => !one.ok && one.reason === 'wrong')).toHaveLength(MAX_FAILURES);
    expect(await logIn(username)).toMatchObject({ reason: 'locked' });
  });

  test('a hash that was made at another cost is made anew at the next log-in', async () => {
    const { accountId, username } = await citizen();
    const stored = async (): Promise<string> =>
      (
        await platform.db
          .selectFrom('account')
          .where('id', '=', accountId)
          .select('password_hash')
          .executeTakeFirstOrThrow()
      ).password_hash;
    const old = await hash(PASSWORD, { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 });
    await platform.db
      .updateTable('account')
      .set({ password_hash: old })
      .where('id', '=', accountId)
      .execute();
    expect(await logIn(username, 'sai')).toMatchObject({ ok: false });
    expect(await stored()).toBe(old);
    expect(await logIn(username)).toMatchObject({ ok: true });
    const renewed = await stored();
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=7168,t=5,p=1\$/);
    expect(await logIn(username)).toMatchObject({ ok: true });
    expect(await stored()).toBe(renewed);
  });

  test('success clears the count', async () => {
    const { username } = await citizen();
    for (let round = 0; round < 2; round++) {
      for (let i = 1; i < MAX_FAILURES; i++) await logIn(username, 'sai');
      expect(await logIn(username)).toMatchObject({ ok: true });
    }
  });

  test('a closed account is told so only to its owner', async () => {
    const { accountId, username } = await citizen();
    await platform.db
      .updateTable('account')
      .set({ disabled_at: START })
      .where('id', '=', accountId)
      .execute();
    expect(await logIn(username, 'sai')).toMatchObject({ reason: 'wrong' });
    expect(await logIn(username)).toMatchObject({ reason: 'closed' });
  });

  test('[III.14.1~] every attempt is in the log, without the name that was typed', async () => {
    const { accountId, username } = await citizen();
    await logIn(username, 'sai');
    await logIn(username);
    const rows = await platform.db
      .selectFrom('audit')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('id')
      .execute();
    expect(rows.map((row) => row.action)).toEqual(['log-in-failed', 'log-in']);
    expect(JSON.stringify(rows)).not.toContain(username);
  });
});

describe('passwords', () => {
  const problem = (password: string, kind: 'citizen' | 'officer' = 'citizen') =>
    passwordProblem(password, { kind, names: ['nguyenvanan', '0912345678', 'an.nguyen@example.vn'] });

  test.each([
    'ngắn',
    '12345678',
    'matkhau123',
    'aaaaaaaaaa',
    'nguyenvanan',
    '0912345678',
    'An.Nguyen',
    'x'.repeat(129),
  ])('%s is not taken', (password) => {
    expect(problem(password)).not.toBeNull();
  });
  test.each(['hoa sen nở', 'đường về quê'])('%s is taken for citizens', (password) => {
    expect(problem(password)).toBeNull();
  });
  test('officers mix three kinds of characters', () => {
    expect(problem('hoasen2026', 'officer')).toContain('ba loại');
    expect(problem('HoaSen2026', 'officer')).toBeNull();
    expect(problem('hoa-sen-2026', 'officer')).toBeNull();
  });
  test('the same password typed with other code points is the same', async () => {
    const { accountId, username } = await citizen();
    const wanted = 'Đường về quê'.normalize('NFD');
    const session = await openSession(platform.db, { accountId, now: START });
    const input = { accountId, current: PASSWORD, wanted, session: sessionHash(session.id), ip: IP };
    expect(await changePassword(platform, input)).toBeNull();
    expect(await logIn(username, 'Đường về quê'.normalize('NFC'))).toMatchObject({ ok: true });
  });
  test('a change needs the old one and ends the other sessions', async () => {
    const { accountId } = await citizen();
    const [own, other] = [
      await openSession(platform.db, { accountId, now: START }),
      await openSession(platform.db, { accountId, now: START }),
    ];
    const change = (current: string, wanted: string) =>
      changePassword(platform, { accountId, current, wanted, session: sessionHash(own.id), ip: IP });
    expect(await change('sai', 'Một cụm từ mới')).toMatchObject({ field: 'current' });
    expect(await change(PASSWORD, 'ngắn')).toMatchObject({ field: 'wanted' });
    expect(await change(PASSWORD, PASSWORD)).toMatchObject({ field: 'wanted' });
    expect(await change(PASSWORD, 'Một cụm từ mới')).toBeNull();
    const left = await platform.db
      .selectFrom('session')
      .select('id_hash')
      .where('account_id', '=', accountId)
      .execute();
    expect(left.map((row) => row.id_hash.toString('hex'))).toEqual([sessionHash(own.id).toString('hex')]);
    expect(other.id).not.toBe(own.id);
  });
});

describe('[III.13.1~] registration', () => {
  const typed = (facts: Partial<Registration>): Registration => ({
    kind: 'citizen',
    name: 'Nguyễn Văn An',
    identityNo: '',
    representative: '',
    phone: '',
    email: '',
    password: 'đường về quê',
    agreed: true,
    ...facts,
  });
  const go = (facts: Partial<Registration>) => register(platform, typed(facts), IP);

  test('a citizen with a phone logs in by it', async () => {
    expect(await go({ phone: '0987 111 222' })).toMatchObject({ ok: true, identityUnproven: false });
    expect(await logIn('0987111222', 'đường về quê')).toMatchObject({ ok: true, kind: 'citizen' });
  });

  test('an organisation with its tax code and representative', async () => {
    const result = await go({
      kind: 'organisation',
      name: 'Công ty TNHH Sông Lam',
      identityNo: '0100109106',
      representative: 'Trần Quốc Bảo',
      email: 'songlam@example.vn',
    });
    expect(result).toMatchObject({ ok: true });
    const profile = await loadProfile(platform.db, (result as { accountId: number }).accountId);
    expect(profile).toMatchObject({
      kind: 'organisation',
      identityNo: '0100109106',
      representative: 'Trần Quốc Bảo',
    });
  });

  test('each error says what to do; nothing is written', async () => {
    const before = await platform.db.selectFrom('account').select('id').execute();
    const result = await go({ name: 'An', identityNo: '00119400562', password: '1', agreed: false });
    expect(result).toEqual({
      ok: false,
      errors: expect.objectContaining({
        name: expect.stringContaining('Nhập đủ họ và tên'),
        identityNo: 'Nhập đủ 12 chữ số. Bạn đã nhập 11.',
        phone: expect.stringContaining('số điện thoại hoặc thư điện tử'),
        password: expect.stringContaining('ít nhất 8 ký tự'),
        agreed: expect.stringContaining('đồng ý'),
      }),
    });
    expect(await go({ kind: 'organisation', phone: '0987111333' })).toMatchObject({
      errors: { identityNo: expect.any(String), representative: expect.any(String) },
    });
    expect(await platform.db.selectFrom('account').select('id').execute()).toHaveLength(before.length);
  });

  test('a phone or address that has an account is not taken twice, not even at the same moment', async () => {
    const results = await Promise.all(
      [1, 2, 3].map(() => go({ phone: '0987444555', email: 'trung@example.vn' })),
    );
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(results.find((one) => !one.ok)).toMatchObject({
      errors: { phone: expect.stringContaining('đã có tài khoản') },
    });
  });

  test('a number that the contact book knows is not handed over for typing it', async () => {
    await citizen();
    const { accountId } = (await createCitizen(
      platform.db,
      { name: 'Người Thật', identityNo: '001191004827', phone: '0911000111' },
      { username: 'nguoithat', passwordHash, now: START },
    )) as { accountId: number };
    const result = await go({ name: 'Kẻ Mạo Danh', identityNo: '001191004827', email: 'mao@example.vn' });
    expect(result).toMatchObject({ ok: true, identityUnproven: true });
    expect(await loadProfile(platform.db, accountId)).toMatchObject({
      name: 'Người Thật',
      identityNo: '001191004827',
    });
    expect(await loadProfile(platform.db, (result as { accountId: number }).accountId)).toMatchObject({
      identityNo: '',
    });
  });

  test('the address is confirmed by the link in the mail, once, within two days', async () => {
    const { accountId } = (await go({ email: 'xacnhan@example.vn' })) as { accountId: number };
    const token = await mailLink('xacnhan@example.vn');
    const confirmed = async () =>
      (
        await platform.db
          .selectFrom('account')
          .select('email_confirmed_at')
          .where('id', '=', accountId)
          .executeTakeFirstOrThrow()
      ).email_confirmed_at;
    expect(await confirmEmail(platform, 'khac', IP)).toBe(false);
    platform.clock.advance(49 * 3_600_000);
    expect(await confirmEmail(platform, token, IP)).toBe(false);
    platform.clock.set(START);
    expect(await confirmed()).toBeNull();
    expect(await confirmEmail(platform, token, IP)).toBe(true);
    expect(await confirmed()).toEqual(START);
    expect(await confirmEmail(platform, token, IP)).toBe(false);
  });
});

describe('a forgotten password', () => {
  test('is set anew by the link sent to the confirmed address, and only once', async () => {
    const { username, email, accountId } = await citizen({ emailConfirmed: true });
    await openSession(platform.db, { accountId, now: START });
    for (let i = 0; i < MAX_FAILURES; i++) await logIn(username, 'sai');
    await requestReset(platform, username, IP);
    const token = await mailLink(email);
    expect(await resetPassword(platform, token, 'ngắn', IP)).toMatchObject({ problem: expect.any(String) });
    const both = await Promise.all(
      ['Một cụm từ', 'Hai cụm từ'].map((one) => resetPassword(platform, token, one, IP)),
    );
    expect(both.filter((one) => one !== null)).toEqual([{ accountId }]);
    const wanted = both[0] ? 'Một cụm từ' : 'Hai cụm từ';
    expect(await logIn(username, wanted)).toMatchObject({ ok: true });
    const sessions = await platform.db
      .selectFrom('session')
      .select('id_hash')
      .where('account_id', '=', accountId)
      .execute();
    expect(sessions).toHaveLength(0);
  });

  test('no mail goes to an address that nobody confirmed, and a later link replaces the earlier', async () => {
    const unconfirmed = await citizen();
    await platform.jobs.drain();
    platform.mailbox.length = 0;
    await requestReset(platform, unconfirmed.email, IP);
    await requestReset(platform, 'khong-ai', IP);
    await platform.jobs.drain();
    expect(platform.mailbox).toHaveLength(0);
    const { email } = await citizen({ emailConfirmed: true });
    await requestReset(platform, email, IP);
    const first = await mailLink(email);
    await requestReset(platform, email, IP);
    expect(await mailLink(email)).not.toBe(first);
    expect(await resetPassword(platform, first, 'Một cụm từ', IP)).toBeNull();
  });
});

describe('the profile', () => {
  const change = async (accountId: number, facts: object) => {
    const { kind: _, ...before } = (await loadProfile(platform.db, accountId))!;
    return saveProfile(platform, accountId, { ...before, ...facts }, IP);
  };

  test('writes account and contact book, and a new address is confirmed again', async () => {
    const { accountId } = await citizen({ emailConfirmed: true });
    const result = await change(accountId, {
      name: 'Lê Thị Ánh Tuyết',
      birthDate: '14/2/1991',
      gender: 'female',
      email: 'moi@example.vn',
      commune: 'Phường Yên Hà',
      province: 'Tỉnh Lam Giang',
    });
    expect(result).toEqual({ ok: true, confirmationSent: true });
    expect(await loadProfile(platform.db, accountId)).toMatchObject({
      name: 'Lê Thị Ánh Tuyết',
      birthDate: '14/02/1991',
      gender: 'female',
    });
    const account = await platform.db
      .selectFrom('account')
      .selectAll()
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(account).toMatchObject({
      display_name: 'Lê Thị Ánh Tuyết',
      email: 'moi@example.vn',
      email_confirmed_at: null,
    });
    await platform.jobs.drain();
    expect(platform.mailbox.at(-1)!.to).toBe('moi@example.vn');
  });

  test('keeps the confirmation when the address stays', async () => {
    const { accountId } = await citizen({ emailConfirmed: true });
    expect(await change(accountId, { detail: 'Số 1', commune: 'Xã A', province: 'Tỉnh B' })).toEqual({
      ok: true,
      confirmationSent: false,
    });
    const { email_confirmed_at } = await platform.db
      .selectFrom('account')
      .select('email_confirmed_at')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(email_confirmed_at).toEqual(START);
  });

  test('names what is wrong', async () => {
    const other = await citizen();
    const { accountId } = await citizen();
    expect(await change(accountId, { birthDate: '31/02/1991', phone: '123', detail: 'Số 1' })).toMatchObject({
      errors: { birthDate: expect.any(String), phone: expect.any(String), commune: expect.any(String) },
    });
    expect(await change(accountId, { phone: '', email: '' })).toMatchObject({
      errors: { phone: expect.stringContaining('Giữ lại') },
    });
    expect(await change(accountId, { phone: other.phone })).toMatchObject({
      errors: { phone: expect.stringContaining('tài khoản khác') },
    });
  });

  test('an identity number once entered is not changed here, and one of somebody else is not taken', async () => {
    const { accountId } = await citizen();
    expect(await change(accountId, { identityNo: '001091004827' })).toMatchObject({ ok: true });
    expect(await change(accountId, { identityNo: '001091009999' })).toMatchObject({ ok: true });
    expect(await loadProfile(platform.db, accountId)).toMatchObject({ identityNo: '001091004827' });
    const second = await citizen();
    expect(await change(second.accountId, { identityNo: '001091004827' })).toMatchObject({
      errors: { identityNo: expect.stringContaining('tới quầy') },
    });
  });
});

test('an officer is made with positions; a name is not taken twice', async () => {
  const { id: agencyId } = await platform.db
    .insertInto('agency')
    .values({
      slug: 'a',
      name: 'A',
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
    .values({ agency_id: agencyId, code: 'vp', name: 'Văn phòng', kind: 'clerk' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const positions = [{ unitId, role: 'clerk' as const, title: 'Văn thư' }];
  const make = () =>
    createOfficer(
      platform.db,
      { name: 'Trần Thị Ngân', positions },
      { username: 'TranThiNgan', passwordHash, now: START },
    );
  const { officerId } = await make();
  const held = await platform.db
    .selectFrom('position')
    .selectAll()
    .where('officer_id', '=', officerId)
    .execute();
  expect(held).toMatchObject([{ unit_id: unitId, role: 'clerk', title: 'Văn thư' }]);
  await expect(make()).rejects.toBeInstanceOf(AccountTaken);
  expect(await logIn('tranthingan')).toMatchObject({ ok: true, kind: 'officer' });
});
