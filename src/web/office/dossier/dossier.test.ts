import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemoDossiers } from '../../../cli/seed/dossiers.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let handler: Browser;
let dossier: number;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await loadDemoDossiers(platform, path.join(projectRoot(), 'seed'));
  server = await testServer(platform);
  handler = await loggedIn(server, platform, 'doquanghuy');
  dossier = await idOf('1.013225', 'process', 'in_progress');
}, 120_000);
afterAll(async () => {
  await server.close();
  await platform.close();
});

const idOf = async (procedure: string, step: string, status: 'in_progress' | 'done'): Promise<number> =>
  (
    await platform.db
      .selectFrom('dossier')
      .select('id')
      .where('procedure_code', '=', procedure)
      .where('current_step', '=', step as 'process')
      .where('status', '=', status)
      .orderBy('id')
      .executeTakeFirstOrThrow()
  ).id;
const href = (rest = ''): string => `/mot-cua/ho-so/${dossier}${rest}`;

describe('one dossier on one screen', () => {
  it('[II.8.2] shows applicant, papers with files, answers, steps with who and when, opinions and trace', async () => {
    const { body, statusCode } = await handler.get(href());
    expect(statusCode).toBe(200);
    for (const text of [
      'Đặng Văn Thuận',
      'Giấy tờ hợp pháp về đất đai',
      'Đơn đề nghị cấp giấy phép xây dựng',
      'Thẩm định hồ sơ thiết kế',
      'Hoàng Đức Thịnh',
      'Kiểm tra kỹ giấy tờ trước khi trình.',
      '50/2014/QH13',
      'Phân công cho Đỗ Quang Huy',
    ])
      expect(body).toContain(text);
    expect(body).toContain('aria-current="step"');
    expect(body).toMatch(/<iframe[^>]*src="\/mot-cua\/ho-so\/\d+\/tep\//);
  });

  it('offers only what this officer may do now', async () => {
    const { body } = await handler.get(href());
    for (const slug of ['trinh', 'yeu-cau-bo-sung', 'xin-y-kien', 'dung-xu-ly'])
      expect(body).toContain(href(`/${slug}`));
    for (const slug of ['ky', 'cap-so', 'tra-ket-qua', 'tiep-nhan', 'phan-cong'])
      expect(body).not.toContain(`"${href(`/${slug}`)}"`);
    const leader = await loggedIn(server, platform, 'trinhcongvinh');
    expect((await leader.get(href())).body).not.toContain(`"${href('/trinh')}"`);
  });

  it('gives its files, slips and drafts to those who may see it, and to nobody else', async () => {
    const { body } = await handler.get(href());
    const file = /href="\?xem=([0-9a-f-]{36})#xem"/.exec(body)![1]!;
    const slip = /href="\?xem=phieu-(\d+)#xem"/.exec(body)![1]!;
    const shown = await handler.get(href(`/tep/${file}`));
    expect(shown.headers['content-type']).toBe('application/pdf');
    expect(String(shown.headers['content-disposition'])).toMatch(/^inline/);
    expect(String((await handler.get(href(`/tep/${file}?tai=1`))).headers['content-disposition'])).toMatch(
      /^attachment/,
    );
    const printed = await handler.get(href(`/phieu/${slip}`));
    expect(printed.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');

    const other = await idOf('2.000815', 'return', 'done');
    const counter = await loggedIn(server, platform, 'tranthingan');
    expect((await counter.get(`/mot-cua/ho-so/${other}/tep/${file}`)).statusCode).toBe(404);
    expect((await counter.get(href(`/tep/${file}`))).statusCode).toBe(403);
    expect((await counter.get(href(`/phieu/${slip}`))).statusCode).toBe(403);
    expect((await handler.get('/mot-cua/ho-so/999999')).statusCode).toBe(404);
    expect((await handler.get('/mot-cua/ho-so/x')).statusCode).toBe(404);
  });

  it('draws the flow for the script and lists the same steps for everybody', async () => {
    const { body } = await handler.get(href('/quy-trinh'));
    expect(body).toContain('data-now="process"');
    expect(body).toMatch(
      /<th scope="row">Kiểm tra thực địa<span class="sub">↺ Yêu cầu bổ sung được<\/span><\/th>/,
    );
    const drawing = await handler.get(href('/quy-trinh.bpmn'));
    expect(drawing.body).toContain('<bpmn:definitions');
  });

  it('[III.14.1~] notes once that personal data was looked at, however many pages are turned', async () => {
    const reader = await loggedIn(server, platform, 'vuthimailan');
    const looks = async (): Promise<number> =>
      (
        await platform.db
          .selectFrom('audit')
          .select('id')
          .where('action', '=', 'dossier.view')
          .where('object', '=', `dossier ${dossier}`)
          .where('account_id', '=', (eb) =>
            eb.selectFrom('account').select('id').where('username', '=', 'vuthimailan'),
          )
          .execute()
      ).length;
    for (let i = 0; i < 3; i++) await reader.get(href());
    expect(await looks()).toBe(1);
  });

  it('reads the whole dossier in a bounded number of statements', async () => {
    await handler.get(href());
    platform.queries.reset();
    await handler.get(href());
    expect(platform.queries.count()).toBeLessThanOrEqual(14);
  });

  it('[I.9] says when it was due and how many days late it is', async () => {
    platform.clock.set(new Date('2026-12-11T09:00:00+07:00'));
    handler = await loggedIn(server, platform, 'doquanghuy');
    const { body } = await handler.get(href());
    expect(body).toMatch(/Hạn xử lý \d\d\/12\/2026 – Quá hạn \d ngày/);
    const list = (await handler.get('/mot-cua?hop=viec')).body;
    expect(list).toMatch(/Quá hạn \d ngày/);
  });
});
