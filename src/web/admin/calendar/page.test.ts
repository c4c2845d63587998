import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarDays } from '../../../modules/agencies/index.ts';
import { act } from '../../../modules/dossiers/index.ts';
import { applicant, filed, officer } from '../../../modules/dossiers/testing.ts';
import { agencyOf } from '../../../modules/organisation/testing.ts';
import { startCountingAnew } from '../../../modules/working-time/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
let token: string;
const HREF = '/quan-tri/lich-lam-viec';
beforeEach(async () => {
  platform = await testPlatform({ seeded: true });
  await startCountingAnew(platform);
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
  token = /name="_ma" value="([^"]*)"/.exec((await admin.get(`${HREF}?nam=2027`)).body)![1]!;
});
afterEach(async () => {
  await server.close();
  await platform.close();
});

/** Seen field of the page's forms. */
const seenIn = (html: string): string => /name="seen" value="(\d+)"/.exec(html)?.[1] ?? '0';

describe('/quan-tri/lich-lam-viec', () => {
  it('is for those with the right alone, to read and to write', async () => {
    const other = await loggedIn(server, platform, 'hoangducthinh');
    expect((await other.get(HREF)).statusCode).toBe(403);
    for (const path of ['xem-truoc', 'luu'])
      expect((await other.post(`${HREF}/${path}`)).statusCode).toBe(403);
  });

  it('shows twelve months and the days that differ, in a bounded number of queries', async () => {
    await admin.get(HREF);
    platform.queries.reset();
    const year = await admin.get(`${HREF}?nam=2026&co-quan=${(await agencyOf(platform, 'xa-tan-lam')).id}`);
    expect(platform.queries.count()).toBeLessThanOrEqual(14);
    expect(year.statusCode).toBe(200);
    expect(year.body.match(/<table class="month"/g)).toHaveLength(12);
    expect(year.body).toContain('Ngày Văn hóa Việt Nam');
    expect(year.body).toContain('value="07:30–11:30, 13:30–17:00"');
    // Years and agencies that are none.
    expect((await admin.get(`${HREF}?nam=abc`)).body).toContain('năm 2026');
    expect((await admin.get(`${HREF}?co-quan=99999`)).statusCode).toBe(404);
  });

  it('lets a person confirm the suggestions of a year, those to be decided apart', async () => {
    const open = await admin.get(`${HREF}?nam=2028`);
    expect(open.body).toContain('Gợi ý cho năm 2028');
    expect(open.body.match(/Chờ quyết định/g)!.length).toBeGreaterThanOrEqual(6);
    const fields = { _ma: token, nam: '2028', 'co-quan': '', viec: 'goi-y', seen: seenIn(open.body) };
    const preview = await admin.post(`${HREF}/xem-truoc`, { ...fields, put: ['2028-04-30', '2028-09-02'] });
    expect(preview.body).toContain('Không hồ sơ nào đổi hạn');
    expect(await calendarDays(platform.db, { agencyId: null, year: 2028 })).toEqual([]);
    const saved = await admin.post(`${HREF}/luu`, {
      ...fields,
      put: ['2028-04-30', '2028-09-02'],
      decision: 'keep',
    });
    expect(saved.statusCode).toBe(303);
    expect((await calendarDays(platform.db, { agencyId: null, year: 2028 })).map((row) => row.date)).toEqual([
      '2028-04-30',
      '2028-09-02',
    ]);
    const second = await admin.post(`${HREF}/luu`, { ...fields, 'tat-ca': '1', decision: 'keep' });
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('Nguyễn Hồng Hạnh đã lưu trước bạn');
  });

  it('shows before saving which appointments a day off would move, and counts anew by choice', async () => {
    platform.clock.set(new Date('2026-11-23T16:00:00+07:00'));
    admin = await loggedIn(server, platform, 'nguyenhonghanh');
    token = /name="_ma" value="([^"]*)"/.exec((await admin.get(HREF)).body)![1]!;
    const citizen = await applicant(platform, 'nguyenthuhuong');
    const { dossierId } = await filed(platform, citizen);
    const counter = await officer(platform, 'tranthingan');
    const { code } = await act(
      platform,
      counter,
      { dossier: dossierId },
      { action: 'accept', forward: true },
    );
    const fields = {
      _ma: token,
      nam: '2026',
      'co-quan': '',
      viec: 'ngay',
      seen: '0',
      date: '25/11/2026',
      kind: 'holiday',
      name: 'Nghỉ tránh bão',
    };
    const preview = await admin.post(`${HREF}/xem-truoc`, fields);
    expect(preview.statusCode).toBe(200);
    for (const words of [
      '1 hồ sơ đang chạy sẽ đổi ngày hẹn trả',
      code!,
      '25/11/2026 17:00:00',
      '26/11/2026 17:00:00',
      'Giữ hạn đã hẹn',
      'Tính lại và báo người nộp',
    ])
      expect(preview.body).toContain(words);
    const saved = await admin.post(`${HREF}/luu`, { ...fields, decision: 'recount' });
    expect(saved.statusCode).toBe(303);
    await platform.jobs.drain();
    const citizenPage = await (await loggedIn(server, platform, 'nguyenthuhuong')).get(`/ho-so/${dossierId}`);
    expect(citizenPage.body).toContain('26/11/2026 17:00:00');
    expect(citizenPage.body).toContain('Nghỉ tránh bão');
  });

  it('turns back what can not be read with what was typed kept, and saves nothing', async () => {
    const agency = String((await agencyOf(platform, 'xa-tan-lam')).id);
    const day = {
      _ma: token,
      nam: '2026',
      'co-quan': '',
      viec: 'ngay',
      seen: '0',
      kind: 'rest',
      name: 'Nghỉ',
    };
    const cases: [Record<string, string>, string][] = [
      [{ ...day, date: '31/02/2026' }, 'theo dạng ngày/tháng/năm'],
      [{ ...day, date: '25/12/2026', kind: 'working' }, 'vốn là ngày làm việc'],
      [{ ...day, date: '26/12/2026', kind: 'working', spans: 'cả ngày' }, 'Viết giờ làm như'],
      [{ ...day, date: '25/12/2027' }, 'không thuộc năm 2026'],
      [
        {
          _ma: token,
          nam: '2026',
          'co-quan': agency,
          viec: 'gio',
          seen: '0',
          'hours.1': '7:30-11:30, 11:00-17:00',
        },
        'chồng lên khoảng trước',
      ],
      [
        { _ma: token, nam: '2026', 'co-quan': agency, viec: 'gio', seen: '0', 'hours.1': 'sáng' },
        'Không đọc được “sáng”',
      ],
      [{ _ma: token, nam: '2026', 'co-quan': '', viec: 'bo', seen: '0' }, 'Chưa có ngày nào thay đổi'],
    ];
    for (const [fields, message] of cases) {
      for (const path of ['xem-truoc', 'luu']) {
        const answer = await admin.post(`${HREF}/${path}`, fields);
        expect(answer.statusCode, message).toBe(422);
        expect(answer.body).toContain(message);
        if (fields['date']) expect(answer.body).toContain(`value="${fields['date']}"`);
      }
    }
    const { count } = await platform.db
      .selectFrom('config_change')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(0);
  });
});
