import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let counter: Awaited<ReturnType<typeof loggedIn>>;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  counter = await loggedIn(server, platform, 'tranthingan');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const PATH = '/mot-cua/tiep-nhan/2.000815';
const keyIn = (html: string): string => /name="tn-key" value="([^"]+)"/.exec(html)![1]!;
const papersIn = (html: string): string[] =>
  [...html.matchAll(/name="tn-given\.([^"]+)"/g)].map((match) => match[1]!);

/** The form filled in as far as acceptance needs it. */
async function filledIn(changes: Record<string, string> = {}): Promise<Record<string, string>> {
  const { body } = await counter.get(PATH);
  const fields: Record<string, string> = {
    'tn-key': keyIn(body),
    'tn-case': /name="tn-case" value="([^"]+)"/.exec(body)![1]!,
    'tn-agency': /name="tn-agency" value="([^"]+)"/.exec(body)![1]!,
    'tn.source': 'counter',
    'tn.proxy': 'false',
    'tn.applicant.kind': 'citizen',
    'tn.applicant.name': 'Lê Minh Khuê',
    'tn.applicant.identityNo': '099190001234',
    'tn.applicant.phone': '0904112358',
    'tn.delivery.method': 'counter',
    'tn-viec': 'tiep-nhan-chuyen',
  };
  for (const code of papersIn(body)) fields[`tn-given.${code}`] = '1';
  return { ...fields, ...changes };
}

describe('intake at the counter', () => {
  it('[II.5.1] shows the papers to hand in for the chosen procedure and the legal documents that apply', async () => {
    const { body } = await counter.get(PATH);
    expect(papersIn(body).length).toBeGreaterThanOrEqual(2);
    expect(body).toContain('Bản chính giấy tờ, văn bản');
    expect(body).toContain('Văn bản áp dụng');
    expect(body).toContain('23/2015/NĐ-CP');
  });

  it('takes the dossier in once, however often the form is sent, and shows code and receipt', async () => {
    const fields = await filledIn();
    const first = await counter.post(PATH, fields);
    const second = await counter.post(PATH, fields);
    expect([first.statusCode, second.statusCode]).toEqual([303, 303]);
    expect(second.headers.location).toBe(first.headers.location);
    const done = await counter.get(String(first.headers.location));
    expect(done.body).toMatch(/H99\.[0-9.]+-261123-\d{4}/);
    expect(done.body).toContain('In giấy tiếp nhận hồ sơ và hẹn trả kết quả');
  });

  it('names each field that is wrong, with the remedy, and keeps everything typed', async () => {
    const fields = await filledIn({
      'tn.applicant.identityNo': '09919000123',
      'tn.applicant.phone': '',
      'tn-reason': 'Giữ lại',
    });
    const answer = await counter.post(PATH, fields);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('Bạn đã nhập 11');
    expect(answer.body).toContain('value="09919000123"');
    expect(answer.body).toContain('value="Lê Minh Khuê"');
    expect(answer.body).toContain('Giữ lại');
    expect(keyIn(answer.body)).toBe(fields['tn-key']);
    const rows = await platform.db
      .selectFrom('dossier')
      .select('id')
      .where('intake_key', '=', fields['tn-key']!)
      .execute();
    expect(rows).toHaveLength(0);
  });

  it('does not accept while a required paper is missing, and says which', async () => {
    const fields = await filledIn();
    const [code] = Object.keys(fields).filter((name) => name.startsWith('tn-given.'));
    delete fields[code!];
    const answer = await counter.post(PATH, fields);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('Còn thiếu');
  });

  it('[I.2] asks for a supplement or refuses, each with its reason', async () => {
    const asked = await filledIn({ 'tn-viec': 'bo-sung', 'tn-reason': '' });
    expect((await counter.post(PATH, asked)).statusCode).toBe(422);
    const [paper] = Object.keys(asked).filter((name) => name.startsWith('tn-given.'));
    const want = { [`tn-want.${paper!.slice('tn-given.'.length)}`]: 'Bản rõ hơn' };
    const sent = await counter.post(PATH, { ...asked, ...want, 'tn-reason': 'Bản chính mờ' });
    const shown = await counter.get(String(sent.headers.location));
    expect(shown.body).toContain('Yêu cầu bổ sung giấy tờ');
    expect(shown.body).toContain('Bản chính mờ');
    expect(shown.body).toContain('In phiếu yêu cầu bổ sung');

    const refused = await counter.post(
      PATH,
      await filledIn({ 'tn-viec': 'khong-tiep-nhan', 'tn-reason': 'Văn bản bị tẩy xóa' }),
    );
    const page = await counter.get(String(refused.headers.location));
    expect(page.body).toContain('Không được tiếp nhận');
    expect(page.body).toContain('Văn bản bị tẩy xóa');
    const accepted = await counter.post(PATH, await filledIn({ 'tn-viec': 'tiep-nhan' }));
    expect((await counter.get(String(accepted.headers.location))).body).toContain('Được tiếp nhận');
  });

  it('[II.5.7~] finds a person in the contact book by number, phone or name, and fills the form', async () => {
    const fields = await filledIn({
      'tn-viec': 'tim',
      'tn-find': 'dang van thuan',
      'tn.applicant.name': '',
      'tn.applicant.phone': '',
    });
    const found = await counter.post(PATH, fields);
    expect(found.body).toContain('Đặng Văn Thuận');
    const id = /name="tn-chon" value="(\d+)"/.exec(found.body)![1]!;
    const filled = await counter.post(PATH, { ...fields, 'tn-viec': '', 'tn-chon': id });
    expect(filled.body).toContain('value="099084007731"');
    expect(filled.body).toContain('value="Số 21 ngõ 8 Bạch Đằng"');
    for (const typed of ['099084007731', '0900000201']) {
      expect((await counter.post(PATH, { ...fields, 'tn-find': typed })).body).toContain('Đặng Văn Thuận');
    }
  });

  it('is for counter officers, and only for what their counter receives', async () => {
    const handler = await loggedIn(server, platform, 'dovantung');
    expect((await handler.get(PATH)).statusCode).toBe(403);
    expect((await counter.get('/mot-cua/tiep-nhan/1.013225')).statusCode).toBe(404);
  });
});
