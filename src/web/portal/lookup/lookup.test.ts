import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDateTime } from '../../../core/dates.ts';
import type { AccountActor, OfficerActor } from '../../../core/permission/index.ts';
import { applicant, doing, filed, officer } from '../../../modules/dossiers/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, testServer } from '../../testing.ts';
import { textOf } from '../apply/testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let owner: AccountActor;
let counter: OfficerActor;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  owner = await applicant(platform, 'nguyenthuhuong');
  counter = await officer(platform, 'tranthingan');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

async function dueOf(id: number): Promise<string> {
  const row = await platform.db
    .selectFrom('dossier')
    .select('due_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return formatDateTime(row.due_at!);
}

const find = (code: string) => browser(server).get(`/tra-cuu?ma=${encodeURIComponent(code)}`);

describe('public look-up', () => {
  it('asks for a code and says where it stands', async () => {
    const response = await browser(server).get('/tra-cuu');
    expect(response.statusCode).toBe(200);
    expect(textOf(response.body)).toContain('Ở góc trên giấy tiếp nhận');
    expect(response.headers['x-robots-tag']).toBeUndefined();
  });

  it('shows status, agency, dates and progress of a code however it is typed, but no names and no reasons', async () => {
    const { dossierId } = await filed(platform, owner);
    const { code } = await doing(platform, counter, dossierId, { action: 'accept', forward: true });
    const due = await dueOf(dossierId);
    for (const typed of [code!, ` ${code!.toLowerCase()} `]) {
      const response = await find(typed);
      expect(response.statusCode).toBe(200);
      expect(response.headers['x-robots-tag']).toContain('noindex');
      const text = textOf(response.body);
      for (const words of [code!, 'Đang xử lý', 'Ủy ban nhân dân phường Yên Hà', `Hẹn trả kết quả ${due}`]) {
        expect(text).toContain(words);
      }
      expect(text).toMatch(/Được tiếp nhận 23\/11\/2026 08:00:00.*Mới đăng ký 23\/11\/2026/);
      for (const name of [counter.name, 'Nguyễn Thu Hương', 'Trần Nguyễn An Nhiên', '0900000202']) {
        expect(text).not.toContain(name);
      }
    }
  });

  it('keeps reasons for those who log in', async () => {
    const { dossierId, registrationNo } = await filed(platform, owner);
    await doing(platform, counter, dossierId, { action: 'refuse', reason: 'Trẻ đã có giấy khai sinh' });
    const text = textOf((await find(registrationNo)).body);
    expect(text).toContain('Không được tiếp nhận');
    expect(text).not.toContain('Trẻ đã có giấy khai sinh');
    expect(text).toContain('chỉ hiện với người nộp, sau khi đăng nhập');
  });

  it('shows how late a dossier is', async () => {
    const { dossierId } = await filed(platform, owner);
    const { code } = await doing(platform, counter, dossierId, { action: 'accept', forward: true });
    const due = new Date('2026-11-25T17:00:00+07:00');
    await platform.db.updateTable('dossier').set({ due_at: due }).where('id', '=', dossierId).execute();
    platform.clock.set(new Date('2026-11-30T09:00:00+07:00'));
    expect(textOf((await find(code!)).body)).toContain('Hạn xử lý 25/11/2026 – Quá hạn 3 ngày');
    platform.clock.set(new Date('2026-11-23T08:00:00+07:00'));
  });

  it('says what to check when there is no such code, whatever was typed', async () => {
    for (const typed of ['H99.31-261123-9999', '<script>alert(1)</script>', 'x'.repeat(200), '   %00']) {
      const response = await find(typed);
      expect(response.statusCode).toBe(404);
      expect(textOf(response.body)).toContain('So lại từng số với giấy tiếp nhận');
      expect(response.body).not.toContain('<script>alert');
    }
  });

  it('lets nobody go through the codes one by one', async () => {
    const strict = await testServer({ ...platform, config: { ...platform.config, rateLimit: 100 } });
    const codes = Array.from({ length: 12 }, (_, i) => `H99.31-261123-${String(i).padStart(4, '0')}`);
    const states: number[] = [];
    for (const code of codes) {
      states.push((await strict.inject({ method: 'GET', url: `/tra-cuu?ma=${code}` })).statusCode);
    }
    expect(states.filter((status) => status === 429)).toHaveLength(2);
    await strict.close();
  });
});
