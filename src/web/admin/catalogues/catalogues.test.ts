import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueItems } from '../../../modules/catalogues/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
const OWN = '/quan-tri/danh-muc/relations';

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const hiddenOf = async (from: string): Promise<Record<string, string>> => {
  const { body } = await admin.get(from);
  const form = body.slice(body.indexOf('<main'));
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? '';
  return { _ma: value('_ma'), seen: value('seen') };
};
const send = async (from: string, to: string, fields: Record<string, string>) =>
  admin.post(to, { ...(await hiddenOf(from)), ...fields });
const names = async (on = '2026-11-23') =>
  (await catalogueItems(platform.db, 'relations', on)).map((item) => item.name);

describe('/quan-tri/danh-muc', () => {
  it('is for those with the right alone', async () => {
    const other = await loggedIn(server, platform, 'hoangducthinh');
    for (const address of ['/quan-tri/danh-muc', OWN, `${OWN}/nhap`, `${OWN}/tai-ve.csv`])
      expect((await other.get(address)).statusCode).toBe(403);
    for (const address of [
      '/quan-tri/danh-muc',
      `${OWN}/them`,
      `${OWN}/muc`,
      `${OWN}/chuyen`,
      `${OWN}/nhap/luu`,
    ])
      expect((await other.post(address)).statusCode).toBe(403);
    expect((await admin.post(`${OWN}/them`, { ma: 'x', ten: 'X' })).statusCode).toBe(403);
  });

  it('[II.16.2~] adds an item; bad input keeps what was typed and says the remedy', async () => {
    const bad = await send(OWN, `${OWN}/them`, { ma: 'spouse', ten: 'Bạn đời', tu: '01/01/2026' });
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('trùng thời gian');
    expect(bad.body).toContain('value="Bạn đời"');
    expect((await send(OWN, `${OWN}/them`, { ma: 'do-dau', ten: 'Người đỡ đầu', tu: '' })).statusCode).toBe(
      303,
    );
    expect(await names()).toContain('Người đỡ đầu');
  });

  it('[II.16.2~] renames from a day, ends and moves an item', async () => {
    const page = `${OWN}/muc?ma=child&tu=1900-01-01`;
    const fields = {
      ma: 'child',
      goc: '1900-01-01',
      ten: 'Con đẻ',
      tu: '23/11/2026',
      den: '01/12/2026',
      'thu-tu': '1',
    };
    expect((await send(page, `${OWN}/muc`, fields)).statusCode).toBe(303);
    expect(await names('2026-11-22')).toContain('Con');
    expect(await names()).toContain('Con đẻ');
    expect(await names('2026-12-01')).not.toContain('Con đẻ');
    const before = await names();
    expect((await send(OWN, `${OWN}/chuyen`, { ma: 'other', tu: '1900-01-01', di: 'len' })).statusCode).toBe(
      303,
    );
    expect(await names()).not.toEqual(before);
  });

  it('tells the second of two administrators who was first', async () => {
    const late = await hiddenOf(OWN);
    await send(OWN, `${OWN}/them`, { ma: 'a1', ten: 'Trước', tu: '' });
    const response = await admin.post(`${OWN}/them`, { ...late, ma: 'a2', ten: 'Sau', tu: '' });
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain('đã lưu trước bạn');
    expect(response.body).toContain('value="Sau"');
    expect(await names()).not.toContain('Sau');
  });

  it('[II.16.2~] exports CSV, and imports it after a preview', async () => {
    const csv = await admin.get(`${OWN}/tai-ve.csv`);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.body).toContain('Mã,Tên,Hiệu lực từ,Hết hiệu lực từ');
    const { _ma } = await hiddenOf(`${OWN}/nhap`);
    const upload = (content: string | Buffer) => {
      const boundary = 'ranh-gioi';
      const part = (head: string, body: string | Buffer) => [
        `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`,
        body,
        '\r\n',
      ];
      const payload = Buffer.concat(
        [
          ...part('name="_ma"', _ma!),
          ...part('name="tep"; filename="a.csv"', content),
          `--${boundary}--`,
        ].map((one) => Buffer.from(one)),
      );
      return admin.request({
        method: 'POST',
        url: `${OWN}/nhap`,
        headers: {
          'content-type': `multipart/form-data; boundary=${boundary}`,
          'sec-fetch-site': 'same-origin',
        },
        payload,
      });
    };
    const wrong = await upload(Buffer.from([0x4d, 0xe3, 0x2c]));
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('bảng mã UTF-8');
    const content = 'Mã,Tên\nspouse,Vợ hay chồng\n';
    const preview = await upload(content);
    expect(preview.body).toContain('Những chỗ sẽ thay đổi');
    expect(await names()).not.toContain('Vợ hay chồng');
    const saved = await send(`${OWN}/nhap`, `${OWN}/nhap/luu`, {
      ...(await hiddenOf(OWN)),
      'noi-dung': content,
    });
    expect(saved.statusCode).toBe(303);
    expect(await names()).toContain('Vợ hay chồng');
  });

  it('[II.16.1~] shows shared catalogues with their source, to read only', async () => {
    expect((await admin.get('/quan-tri/danh-muc')).body).toContain('Lấy từ hệ thống quốc gia');
    const shared = '/quan-tri/danh-muc/countries';
    const { body } = await admin.get(shared);
    expect(body).not.toContain('Thêm mục');
    const response = await send(OWN, `${shared}/them`, { ma: 'XX', ten: 'Nước mới', tu: '' });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('chỉ thay đổi qua đồng bộ');
  });

  it('adds a catalogue, finds in long ones and answers unknown ones with 404', async () => {
    const list = '/quan-tri/danh-muc';
    expect((await send(list, list, { ma: 'Mã sai', ten: '' })).statusCode).toBe(422);
    expect((await send(list, list, { ma: 'nganh-nghe', ten: 'Ngành nghề' })).statusCode).toBe(303);
    expect((await admin.get(`${list}/countries?tim=lao`)).body).toContain('Lào');
    expect((await admin.get(`${list}/countries?tim=lao`)).body).not.toContain('Campuchia');
    expect((await admin.get(`${list}/khong-co`)).statusCode).toBe(404);
  });
});
