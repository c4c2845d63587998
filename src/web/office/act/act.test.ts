import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { filed, applicant, officer, paperIntake } from '../../../modules/dossiers/testing.ts';
import { act } from '../../../modules/dossiers/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';
import { doAct, hidden } from '../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let counter: Browser;
let head: Browser;
let handler: Browser;
let leader: Browser;
let clerk: Browser;
let handlerActor: OfficerActor;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  counter = await loggedIn(server, platform, 'tranthingan');
  head = await loggedIn(server, platform, 'nguyenthilien');
  handler = await loggedIn(server, platform, 'dovantung');
  leader = await loggedIn(server, platform, 'phamthithanh');
  clerk = await loggedIn(server, platform, 'vohoangnam');
  handlerActor = await officer(platform, 'dovantung');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const dossierOf = (id: number) =>
  platform.db.selectFrom('dossier').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const newDossier = async (): Promise<number> =>
  (await filed(platform, await applicant(platform, 'nguyenthuhuong'))).dossierId;
const href = (id: number, slug = ''): string => `/mot-cua/ho-so/${id}${slug && `/${slug}`}`;

/** Accepted, handed over and assigned: with the handling officer. */
async function inHand(): Promise<number> {
  const id = await newDossier();
  await doAct(counter, id, 'tiep-nhan', { chuyen: '1' });
  await doAct(head, id, 'phan-cong', { officerId: String(handlerActor.officerId) });
  return id;
}

describe('a dossier goes through the office by its pages', () => {
  it('[II.5.6] [II.7.1] [II.8.7] [II.10.4] from reception to collection, each at their own desk', async () => {
    const id = await newDossier();
    expect((await doAct(counter, id, 'tiep-nhan')).headers.location).toBe(href(id));
    expect(await dossierOf(id)).toMatchObject({ status: 'accepted', current_step: 'reception' });
    await doAct(counter, id, 'chuyen');

    const candidates = (await head.get(href(id, 'phan-cong'))).body;
    expect(candidates).toContain('Đỗ Văn Tùng');
    expect(candidates).toMatch(/đang giữ \d+ việc|chưa có việc nào/);
    await doAct(head, id, 'phan-cong', { officerId: String(handlerActor.officerId), note: 'Kiểm tra kỹ.' });
    expect(await dossierOf(id)).toMatchObject({
      status: 'in_progress',
      current_officer_id: handlerActor.officerId,
    });

    await doAct(handler, id, 'trinh', {
      opinion: 'Hồ sơ hợp lệ.',
      result: '1',
      'result.name': 'Giấy khai sinh',
      'result.summary': 'Đăng ký khai sinh đúng hạn.',
    });
    const signing = (await leader.get(href(id, 'ky'))).body;
    expect(signing).toContain('Giấy khai sinh');
    // The flow draws "Trả lại" as a way out of signing; it leads back, so it is not a way to sign.
    expect(signing).not.toMatch(/<button[^>]*name="edge"[^>]*>(?:(?!<\/button>).)*Trả lại/);
    const edge = /<button[^>]*name="edge"[^>]*value="([^"]+)"/.exec(signing)?.[1];
    await doAct(leader, id, 'ky', edge ? { edge } : {});
    expect(await dossierOf(id)).toMatchObject({ current_step: 'issue' });

    await doAct(clerk, id, 'cap-so');
    expect(await dossierOf(id)).toMatchObject({ status: 'done', current_step: 'return' });
    const waiting = (await counter.get('/mot-cua/tra-ket-qua')).body;
    expect(waiting).toContain(href(id, 'tra-ket-qua'));
    expect(waiting).toMatch(/Đúng hạn|Trước hạn/);

    const returned = await doAct(counter, id, 'tra-ket-qua', {
      method: 'counter',
      by: 'self',
      'collected.name': 'Nguyễn Thu Hương',
      'collected.identityNo': '099190001111',
    });
    expect(returned.statusCode).toBe(303);
    expect(await dossierOf(id)).toMatchObject({ status: 'returned', collected: { by: 'self' } });
    const result = await platform.db
      .selectFrom('result')
      .select(['name', 'number', 'signed_at'])
      .where('dossier_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(result).toMatchObject({ name: 'Giấy khai sinh', number: expect.stringMatching(/^\d+\/2026$/) });
    expect(result.signed_at).not.toBeNull();
  });

  it('[II.9.1] [II.9.3~] the leader sends a draft back with directions, which the officer reads and the applicant does not', async () => {
    const id = await inHand();
    await doAct(handler, id, 'trinh', { opinion: 'Hợp lệ', result: '1', 'result.name': 'Giấy khai sinh' });
    const back = (await leader.get(href(id, 'tra-lai'))).body;
    const to = /<option value="([^"]+)"[^>]*selected/.exec(back)?.[1];
    expect(to).toBe('process');
    const empty = await doAct(leader, id, 'tra-lai', { to: to!, reason: '' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('Ghi rõ cần làm lại điều gì.');
    await doAct(leader, id, 'tra-lai', { to: to!, reason: 'Đối chiếu lại quê quán.' });
    expect(await dossierOf(id)).toMatchObject({ current_step: 'process' });
    expect((await handler.get(href(id))).body).toContain('Đối chiếu lại quê quán.');
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    expect((await citizen.get(`/ho-so/${id}`)).body).not.toContain('Đối chiếu lại quê quán.');
    expect((await leader.get('/mot-cua?hop=da-tra-lai')).body).toContain(href(id));
  });

  it('[II.8.6] another unit is asked and answers on the dossier; until then it does not move on', async () => {
    const id = await inHand();
    const asking = (await handler.get(href(id, 'xin-y-kien'))).body;
    expect(asking).toContain('<optgroup label="Sở Xây dựng');
    const unit = /<option value="(\d+)"[^>]*>Phòng Quản lý xây dựng/.exec(asking)![1]!;
    const bad = await doAct(handler, id, 'xin-y-kien', {
      unitId: unit,
      request: 'Có đúng địa giới không?',
      workingHours: '0',
    });
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('Có đúng địa giới không?');
    await doAct(handler, id, 'xin-y-kien', {
      unitId: unit,
      request: 'Có đúng địa giới không?',
      workingHours: '8',
    });
    const early = await doAct(handler, id, 'trinh', { opinion: 'Trình luôn' });
    expect(early.statusCode).toBe(403);
    expect(early.body).toContain('Đang chờ ý kiến của Phòng Quản lý xây dựng');
    expect(early.body).toContain('Trình luôn');

    const asked = await loggedIn(server, platform, 'doquanghuy');
    expect((await asked.get('/mot-cua?hop=cho-y-kien')).body).toContain(href(id));
    const answering = (await asked.get(href(id, 'tra-loi'))).body;
    expect(answering).toContain('Có đúng địa giới không?');
    const taskId = hidden(answering, href(id, 'tra-loi'), 'taskId');
    await doAct(asked, id, 'tra-loi', { taskId, answer: 'Đúng địa giới phường Yên Hà.' });
    expect((await handler.get(href(id))).body).toContain('Đúng địa giới phường Yên Hà.');
  });

  it('[II.7.2] the head gives a task to another officer of the unit', async () => {
    const id = await inHand();
    const body = (await head.get(href(id, 'phan-cong-lai'))).body;
    const taskId = hidden(body, href(id, 'phan-cong-lai'), 'taskId');
    const others = [
      ...body.matchAll(/name="officerId"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="officerId"/g),
    ];
    const other = others
      .map((one) => Number(one[1] ?? one[2]))
      .find((one) => one !== handlerActor.officerId)!;
    const done = await doAct(head, id, 'phan-cong-lai', { taskId, officerId: String(other) });
    expect(done.statusCode).toBe(303);
    expect(await dossierOf(id)).toMatchObject({ current_officer_id: other });
  });
});

describe('supplement and refusal', () => {
  it('[I.4] [II.6.1] [II.6.2] the counter asks for papers by name, and takes them in when they come', async () => {
    const id = await newDossier();
    const page = (await counter.get(href(id, 'yeu-cau-bo-sung'))).body;
    const component = /name="chon"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="chon"/.exec(page)!;
    const code = component[1] ?? component[2]!;
    const none = await doAct(counter, id, 'yeu-cau-bo-sung', { reason: 'Bản chụp mờ <b>' });
    expect(none.statusCode).toBe(422);
    expect(none.body).toContain('Chọn ít nhất một giấy tờ');
    expect(none.body).toContain('Bản chụp mờ &lt;b>');
    await doAct(counter, id, 'yeu-cau-bo-sung', {
      reason: 'Bản chụp mờ',
      [`can.${code}`]: 'Chụp lại đủ bốn góc',
    });
    expect(await dossierOf(id)).toMatchObject({ status: 'supplement_requested' });
    expect((await counter.get('/mot-cua?hop=cho-bo-sung')).body).toContain(href(id));
    expect((await counter.get(href(id))).body).toContain('Chụp lại đủ bốn góc');

    const missing = await doAct(counter, id, 'bo-sung', { note: 'Mang tới quầy' });
    expect(missing.statusCode).toBe(422);
    const done = await doAct(counter, id, 'bo-sung', { note: 'Mang tới quầy', nhan: code });
    expect(done.statusCode).toBe(303);
    expect(await dossierOf(id)).toMatchObject({ status: 'supplemented' });
    expect((await counter.get('/mot-cua?hop=da-bo-sung')).body).toContain(href(id));
  });

  it('[I.3] a refusal needs its reason', async () => {
    const id = await newDossier();
    const empty = await doAct(counter, id, 'khong-tiep-nhan', { reason: '  ' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('<title>Lỗi:');
    await doAct(counter, id, 'khong-tiep-nhan', { reason: 'Nộp tại nơi cư trú của mẹ.' });
    expect(await dossierOf(id)).toMatchObject({
      status: 'refused',
      status_reason: 'Nộp tại nơi cư trú của mẹ.',
    });
  });

  it('keeps a file that was chosen when something else has to be corrected, for the one who chose it alone', async () => {
    const id = await inHand();
    const path = href(id, 'trinh');
    const { body } = await handler.get(path);
    const boundary = 'xxXXxx';
    const parts: [string, string][] = [
      ['key', hidden(body, path, 'key')],
      ['revision', hidden(body, path, 'revision')],
      ['opinion', ''],
      ['result', '1'],
      ['result.name', 'Giấy khai sinh'],
    ];
    const payload =
      parts
        .map(
          ([name, value]) =>
            `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
        )
        .join('') +
      `--${boundary}\r\ncontent-disposition: form-data; name="resultFile"; filename="khai-sinh.pdf"\r\n` +
      `content-type: application/pdf\r\n\r\n%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n\r\n--${boundary}--\r\n`;
    const turned = await handler.request({
      method: 'POST',
      url: path,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'sec-fetch-site': 'same-origin',
      },
      payload,
    });
    expect(turned.statusCode).toBe(422);
    expect(turned.body).toContain('khai-sinh.pdf');
    const kept = /name="_tep.resultFile"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="_tep.resultFile"/.exec(
      turned.body,
    )!;
    const fileId = kept[1] ?? kept[2]!;
    const fields = {
      opinion: 'Hợp lệ',
      result: '1',
      'result.name': 'Giấy khai sinh',
      '_tep.resultFile': fileId,
    };
    await doAct(handler, id, 'trinh', fields);
    const result = await platform.db
      .selectFrom('result')
      .select('file_id')
      .where('dossier_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(result.file_id).toBe(fileId);

    const other = await inHand();
    const citizens = await platform.db
      .selectFrom('file')
      .select('id')
      .where('created_by', '!=', handlerActor.accountId)
      .executeTakeFirstOrThrow();
    await doAct(handler, other, 'trinh', { ...fields, '_tep.resultFile': citizens.id });
    const stolen = await platform.db
      .selectFrom('result')
      .select('file_id')
      .where('dossier_id', '=', other)
      .executeTakeFirstOrThrow();
    expect(stolen.file_id).toBeNull();
  });
});

describe('two at once, twice, and not allowed', () => {
  it('answers 409 to a page that is old, names who did what, and keeps what was typed', async () => {
    const id = await newDossier();
    const path = href(id, 'khong-tiep-nhan');
    const stale = (await counter.get(path)).body;
    await doAct(counter, id, 'tiep-nhan');
    const late = await counter.post(path, {
      key: hidden(stale, path, 'key'),
      revision: hidden(stale, path, 'revision'),
      reason: 'Không thuộc thẩm quyền của phường.',
    });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('Trần Thị Ngân đã tiếp nhận hồ sơ này lúc');
    expect(late.body).toContain('Không thuộc thẩm quyền của phường.');
    expect(late.body).toContain(`href="${href(id)}"`);
    expect(await dossierOf(id)).toMatchObject({ status: 'accepted' });
  });

  it('offers the form again after a 409 where the act is still possible', async () => {
    const id = await inHand();
    const path = href(id, 'trinh');
    const stale = (await handler.get(path)).body;
    await doAct(head, id, 'y-kien', { text: 'Ưu tiên hồ sơ này.' });
    const late = await handler.post(path, {
      key: hidden(stale, path, 'key'),
      revision: hidden(stale, path, 'revision'),
      opinion: 'Đủ điều kiện giải quyết',
    });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('Đủ điều kiện giải quyết</textarea>');
    expect(hidden(late.body, path, 'revision')).toBe(String((await dossierOf(id)).revision));
  });

  it('does once what is sent twice', async () => {
    const id = await newDossier();
    const path = href(id, 'tiep-nhan');
    const { body } = await counter.get(path);
    const fields = { key: hidden(body, path, 'key'), revision: hidden(body, path, 'revision') };
    const both = [await counter.post(path, fields), await counter.post(path, fields)];
    expect(both.map((one) => one.statusCode)).toEqual([303, 303]);
    const traces = await platform.db
      .selectFrom('trace')
      .select('id')
      .where('dossier_id', '=', id)
      .where('action', '=', 'accept')
      .execute();
    expect(traces).toHaveLength(1);
  });

  it('turns down who may not: another agency, another desk, a citizen, nobody', async () => {
    const id = await newDossier();
    const stranger = await loggedIn(server, platform, 'doquanghuy');
    expect((await stranger.get(href(id))).statusCode).toBe(403);
    expect((await stranger.get(href(id, 'tiep-nhan'))).statusCode).toBe(403);
    expect((await stranger.post(href(id, 'tiep-nhan'), {})).statusCode).toBe(403);
    expect((await head.post(href(id, 'tiep-nhan'), {})).statusCode).toBe(403);
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    expect((await citizen.get(href(id))).statusCode).toBe(403);
    expect(await dossierOf(id)).toMatchObject({ status: 'submitted' });
  });

  it('signs only from a page of the session', async () => {
    const id = await inHand();
    await doAct(handler, id, 'trinh', { opinion: 'Hợp lệ', result: '1', 'result.name': 'Giấy khai sinh' });
    const forged = await leader.post(href(id, 'ky'), { key: randomUUID() });
    expect(forged.statusCode).toBe(403);
    expect(await dossierOf(id)).toMatchObject({ current_step: 'sign' });
  });
});

describe('fees', () => {
  it('[I.10] [II.10.3] [II.10.4] asks for payment until a date, records the receipt, and only then hands over', async () => {
    const actor = await officer(platform, 'tranthingan');
    const { dossierId: id } = await act(
      platform,
      actor,
      { intake: randomUUID() },
      { action: 'accept', intake: await paperIntake(platform) },
    );
    const bad = await doAct(counter, id, 'yeu-cau-nop-phi', {
      'tien.khac': 'mười nghìn',
      until: '31/12/2026',
      reason: 'Phí chứng thực',
    });
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('mười nghìn');
    await doAct(counter, id, 'yeu-cau-nop-phi', {
      'tien.khac': '24.000',
      until: '31/12/2026',
      reason: 'Phí chứng thực bản sao',
    });
    expect(await dossierOf(id)).toMatchObject({ status: 'payment_required' });
    const page = (await counter.get(href(id, 'thu-phi'))).body;
    expect(page).toContain('24.000 đồng');
    await doAct(counter, id, 'thu-phi', { method: 'cash', receiptNo: 'BL-0042' });
    const fees = await platform.db
      .selectFrom('dossier_fee')
      .selectAll()
      .where('dossier_id', '=', id)
      .execute();
    expect(fees).toMatchObject([{ amount: 24_000, receipt_no: 'BL-0042', method: 'cash' }]);
  });
});
