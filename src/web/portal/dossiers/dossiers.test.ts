import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatDateTime } from '../../../core/dates.ts';
import { catalogueNames, summarise } from '../../../core/form/index.ts';
import type { AccountActor, OfficerActor } from '../../../core/permission/index.ts';
import { catalogues } from '../../../modules/catalogues/index.ts';
import { dossierPage, startDraft, type Command } from '../../../modules/dossiers/index.ts';
import { applicant, doing, filed, officer } from '../../../modules/dossiers/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';
import { hidden, PDF, textOf, upload } from '../apply/testing.ts';

const CERTIFICATE = '000.00.00.G15-KQ004389';
const FORM = 'H99-TK0001';
const MORNING = new Date('2026-11-23T08:00:00+07:00');

let platform: TestPlatform;
let server: FastifyInstance;
let citizen: Browser;
let stranger: Browser;
let owner: AccountActor;
let counter: OfficerActor;
let head: OfficerActor;
let handler: OfficerActor;
let leader: OfficerActor;
let clerk: OfficerActor;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  citizen = await loggedIn(server, platform, 'nguyenthuhuong');
  stranger = await loggedIn(server, platform, 'dangvanthuan');
  owner = await applicant(platform, 'nguyenthuhuong');
  counter = await officer(platform, 'tranthingan');
  head = await officer(platform, 'nguyenthilien');
  handler = await officer(platform, 'dovantung');
  leader = await officer(platform, 'phamthithanh');
  clerk = await officer(platform, 'vohoangnam');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});
beforeEach(async () => {
  platform.clock.set(MORNING);
  citizen = await loggedIn(server, platform, 'nguyenthuhuong');
});

const newDossier = async (): Promise<number> => (await filed(platform, owner)).dossierId;
const look = async (id: number, by = citizen): Promise<string> => textOf((await by.get(`/ho-so/${id}`)).body);
const statusOf = async (id: number) => (await dossierPage(platform.db, owner, id)).dossier.status;

/** Time passes; the session of the test goes along. */
async function later(moment: string): Promise<void> {
  platform.clock.set(new Date(moment));
  citizen = await loggedIn(server, platform, 'nguyenthuhuong');
}

const WANTED: Command = {
  action: 'request-supplement',
  reason: 'Giấy chứng sinh chụp mờ, không đọc được số.',
  items: [{ component: CERTIFICATE, name: 'Giấy chứng sinh', what: 'Chụp lại rõ, đủ bốn góc' }],
};

/** Asked to supplement before it is accepted. */
async function wanting(command: Command = WANTED): Promise<number> {
  const id = await newDossier();
  await doing(platform, counter, id, command);
  return id;
}

/** With the officer who works on it. */
async function inHand(): Promise<number> {
  const id = await newDossier();
  await doing(platform, counter, id, { action: 'accept', forward: true });
  await doing(platform, head, id, { action: 'assign', officerId: handler.officerId });
  return id;
}

async function finished(): Promise<number> {
  const id = await inHand();
  const result = { typeCode: 'x', name: 'Giấy khai sinh', summary: 'Đã đăng ký khai sinh.' };
  await doing(platform, handler, id, { action: 'complete', opinion: 'Chỉ cán bộ đọc câu này', result });
  for (let turns = 0; turns < 3; turns++) {
    const { tasks } = await dossierPage(platform.db, leader, id);
    const open = tasks.find((task) => task.closed_at === null)!;
    if (open.step === 'approve') await doing(platform, head, id, { action: 'approve' });
    if (open.step === 'sign') await doing(platform, leader, id, { action: 'sign' });
  }
  await doing(platform, clerk, id, { action: 'issue' });
  return id;
}

describe('how a dossier stands, for its owner', () => {
  it('[I.1~] shows "Mới đăng ký" with the time, and until when it will be answered', async () => {
    const text = await look(await newDossier());
    expect(text).toContain('Mới đăng ký');
    expect(text).toContain('Thời điểm 23/11/2026 08:00:00');
    expect(text).toMatch(/Bộ phận Một cửa trả lời trước \d\d\/11\/2026 \d\d:\d\d:00/);
    expect(text).toContain('Số đăng ký tạm');
  });

  it('[I.3] shows the outcome of reception: accepted with its date, or refused with the reason and its slip', async () => {
    const accepted = await newDossier();
    const { code } = await doing(platform, counter, accepted, { action: 'accept' });
    const text = await look(accepted);
    expect(text).toContain(code!);
    expect(text).toContain('Được tiếp nhận');
    const { dossier } = await dossierPage(platform.db, owner, accepted);
    expect(text).toContain(`Hẹn trả kết quả ${formatDateTime(dossier.due_at!)}`);
    expect(text).toContain('Giấy tiếp nhận hồ sơ và hẹn trả kết quả');

    const refused = await newDossier();
    await doing(platform, counter, refused, { action: 'refuse', reason: 'Trẻ đã được đăng ký khai sinh.' });
    const other = await look(refused);
    expect(other).toContain('Không được tiếp nhận');
    expect(other).toContain('Lý do: Trẻ đã được đăng ký khai sinh.');
    expect(other).toContain('Tình trạng hồ sơ');
  });

  it('[I.5] names the agency, then position, unit and person who hold it', async () => {
    const id = await inHand();
    const text = await look(id);
    expect(text).toContain('Đang xử lý');
    expect(text).toContain('Cơ quan giải quyết Ủy ban nhân dân phường Yên Hà');
    expect(text).toMatch(/Vị trí \S/);
    expect(text).toMatch(/Phòng, ban \S/);
    expect(text).toContain(`Người đang xử lý ${handler.name}`);
  });

  it('[I.9] adds due date and days late to "Đang xử lý"', async () => {
    const id = await inHand();
    const due = new Date('2026-11-25T17:00:00+07:00');
    await platform.db.updateTable('dossier').set({ due_at: due }).where('id', '=', id).execute();
    await later('2026-11-30T09:00:00+07:00');
    const text = await look(id);
    expect(text).toContain('Đang xử lý');
    expect(text).toContain('Hạn xử lý 25/11/2026 – Quá hạn 3 ngày');
    expect(text).toContain(`Đang ở ${handler.name}`);
    expect(textOf((await citizen.get('/ho-so')).body)).toContain('Hạn xử lý 25/11/2026 – Quá hạn 3 ngày');
  });

  it('[I.11] [I.12] shows that it is done and being returned, then when it was returned', async () => {
    const id = await finished();
    const done = await look(id);
    expect(done).toContain('Đã xử lý xong');
    expect(done).toContain('Đang trả kết quả');
    await doing(platform, counter, id, {
      action: 'return-result',
      collected: { method: 'counter', name: 'Nguyễn Thu Hương', by: 'self' },
    });
    expect(await look(id)).toContain('Ngày trả kết quả 23/11/2026');
  });

  it('[III.5.1] tells the whole way in the order of time, without what officers say among themselves', async () => {
    const id = await finished();
    const text = await look(id);
    const way = ['Đã xử lý xong', 'Đang xử lý – phân công', 'Được tiếp nhận', 'Mới đăng ký'];
    const history = text.slice(text.indexOf('Diễn biến'));
    const places = way.map((words) => history.indexOf(words));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(history).toContain(formatDateTime(MORNING));
    expect(text).not.toContain('Chỉ cán bộ đọc câu này');
    expect(textOf((await citizen.get('/thong-bao')).body)).toMatch(/tiếp nhận.*|kết quả/);
  });

  it('[III.16.1] gives the issued result, the slips and the own files to the owner alone', async () => {
    const id = await finished();
    const page = await dossierPage(platform.db, owner, id);
    const paths = [
      `/ho-so/${id}/ket-qua/${page.results[0]!.id}`,
      ...page.slips.map((slip) => `/ho-so/${id}/phieu/${slip.id}`),
      ...page.papers.flatMap((paper) => paper.files.map((file) => `/ho-so/${id}/tep/${file.id}`)),
    ];
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      const file = await citizen.get(path);
      expect(file.statusCode).toBe(200);
      expect(file.headers['content-type']).toBe('application/pdf');
      expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
      expect((await stranger.get(path)).statusCode).toBe(404);
      expect((await browser(server).get(path)).statusCode).toBe(303);
    }
    const own = await newDossier();
    expect((await citizen.get(`/ho-so/${own}/ket-qua/${page.results[0]!.id}`)).statusCode).toBe(404);
    expect((await citizen.get(`/ho-so/${own}/phieu/${page.slips[0]!.id}`)).statusCode).toBe(404);
  });

  it('prints what was declared', async () => {
    const text = textOf((await citizen.get(`/ho-so/${await newDossier()}/ban-in`)).body);
    expect(text).toContain('Tờ khai đăng ký khai sinh');
    expect(text).toContain('Trần Nguyễn An Nhiên');
    expect(text).toContain('Giấy chứng sinh: đã nộp');
  });

  it('[II.2.1] is kept and handed out as text, and prints as its paper form: the same parts in the same order', async () => {
    const id = await newDossier();
    const page = await citizen.get(`/ho-so/${id}/ban-in`);
    expect(page.headers['content-type']).toMatch(/^text\/html; charset=utf-8/);
    const { dossier, form } = await dossierPage(platform.db, owner, id);
    // Answers lie in the database as JSON text, readable without this program.
    const { text: stored } = await platform.db
      .selectFrom('dossier')
      .select(sql<string>`answers::text`.as('text'))
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(JSON.parse(stored)).toEqual(dossier.answers);
    expect(stored).toContain('Trần Nguyễn An Nhiên');

    // Form of Circular 04/2020/TT-BTP: head, addressee, who asks, the child, mother, father, promise, signature.
    const printed = textOf(page.body);
    const parts = [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập – Tự do – Hạnh phúc',
      'Tờ khai đăng ký khai sinh',
      'Kính gửi: Ủy ban nhân dân phường Yên Hà',
      'Nguyễn Thu Hương',
      'Trần Nguyễn An Nhiên',
      'Giới tính',
      'Dân tộc',
      'Quốc tịch',
      'Quê quán',
      'Quê quán',
      'Mẹ Họ, chữ đệm và tên',
      'Cha Họ, chữ đệm và tên',
      'Tôi cam đoan nội dung khai sinh là đúng sự thật',
      'Người khai',
      '(Ký, ghi rõ họ, chữ đệm và tên)',
    ];
    let from = 0;
    for (const part of parts) {
      const at = printed.indexOf(part, from);
      expect(at, part).toBeGreaterThanOrEqual(0);
      from = at;
    }
    // Nothing that was declared is left out; the promise is printed in its own words.
    const declared = summarise(form!, dossier.answers, await catalogues(platform.db, catalogueNames(form!)));
    const rows = declared
      .flatMap((section) => section.rows)
      .filter((row) => row.text !== '' && row.text !== 'Đã cam kết');
    expect(rows.length).toBeGreaterThan(15);
    for (const { text } of rows) expect(printed).toContain(text.replaceAll(/\s+/g, ' '));
  });

  it('does not exist for anybody else', async () => {
    const id = await newDossier();
    for (const page of ['', '/rut', '/bo-sung', '/ban-in']) {
      expect((await stranger.get(`/ho-so/${id}${page}`)).statusCode).toBe(404);
    }
    expect((await stranger.post(`/ho-so/${id}/rut`, { 'ly-do': 'x' })).statusCode).toBe(404);
    expect((await upload(stranger, `/ho-so/${id}/bo-sung`, [])).statusCode).toBe(404);
    for (const odd of ['0', '99999999', 'abc', '1e3']) {
      expect((await citizen.get(`/ho-so/${odd}`)).statusCode).toBe(404);
    }
  });

  it('is read in a bounded number of statements', async () => {
    const id = await finished();
    await citizen.get(`/ho-so/${id}`);
    platform.queries.reset();
    await citizen.get(`/ho-so/${id}`);
    expect(platform.queries.count()).toBeLessThanOrEqual(20);
  });
});

describe('my dossiers', () => {
  it('[II.2.4] [III.4.2] lists drafts apart, what waits for me first, and the rest page by page', async () => {
    const waiting = await wanting();
    await platform.db.deleteFrom('draft').where('dossier_id', 'is', null).execute();
    const agency = await platform.db
      .selectFrom('agency')
      .select('id')
      .where('slug', '=', 'phuong-yen-ha')
      .executeTakeFirstOrThrow();
    const draft = await startDraft(platform, owner.accountId, {
      procedureCode: '1.001612',
      caseCode: '1.001612.01',
      agencyId: agency.id,
    });
    for (let more = 0; more < 11; more++) await newDossier();
    const { body } = await citizen.get('/ho-so');
    const text = textOf(body);
    expect(text.indexOf('Bạn cần bổ sung giấy tờ')).toBeLessThan(text.indexOf('Đang điền, chưa nộp'));
    expect(text.indexOf('Đang điền, chưa nộp')).toBeLessThan(text.indexOf('Đã nộp'));
    expect(body).toContain(`href="/ho-so/${waiting}/bo-sung"`);
    expect(body).toContain(`href="/nop-ho-so/ban-nhap/${draft.id}/bo"`);
    expect(body.match(/<article/g)).toHaveLength(10);
    const next = /href="(\/ho-so\?truoc=\d+)"/.exec(body)![1]!;
    const second = await citizen.get(next);
    expect(second.body).toContain(`href="/ho-so/${waiting}"`);
    expect(textOf(second.body)).not.toContain('Đang điền, chưa nộp');
    expect(textOf((await stranger.get('/ho-so')).body)).not.toContain('Giấy chứng sinh');
  });

  it('says what this place is for while it is empty', async () => {
    const other = await loggedIn(server, platform, 'tranmylinh');
    expect(textOf((await other.get('/ho-so')).body)).toContain('Bạn chưa có hồ sơ nào');
  });
});

describe('supplement', () => {
  const field = `files.${CERTIFICATE}`;

  it('[I.4] [II.2.4] [III.4.2] shows reason and what to add, takes the files, and stands as "Đã bổ sung hồ sơ"', async () => {
    const id = await wanting();
    const before = await look(id);
    expect(before).toContain('Yêu cầu bổ sung giấy tờ');
    expect(before).toContain('Bạn cần bổ sung 1 giấy tờ');
    expect(before).toContain('Giấy chứng sinh chụp mờ, không đọc được số.');
    expect(before).toContain('Chụp lại rõ, đủ bốn góc');
    const page = (await citizen.get(`/ho-so/${id}/bo-sung`)).body;
    expect(textOf(page)).toContain('Mỗi tệp tối đa 10 MB');
    const sent = await upload(
      citizen,
      `/ho-so/${id}/bo-sung`,
      [{ field, name: 'chung-sinh-ro.pdf', content: PDF }],
      { key: hidden(page, 'key'), revision: hidden(page, 'revision'), note: 'Bản chụp mới' },
    );
    expect(sent.headers.location).toBe(`/ho-so/${id}`);
    const after = await look(id);
    expect(after).toContain('Đã bổ sung hồ sơ');
    expect(after).toContain('chung-sinh-ro.pdf');
    expect(after).toContain('“Bản chụp mới”');
    expect((await citizen.get(`/ho-so/${id}/bo-sung`)).statusCode).toBe(409);
  });

  it('keeps files and words when something is missing, and sends them once however often it is resent', async () => {
    const id = await wanting();
    const path = `/ho-so/${id}/bo-sung`;
    const page = (await citizen.get(path)).body;
    const base = { key: hidden(page, 'key'), revision: hidden(page, 'revision') };
    const missing = await upload(citizen, path, [], { ...base, note: 'Tôi đã chụp lại' });
    expect(missing.statusCode).toBe(422);
    expect(/<title>([^<]*)/.exec(missing.body)![1]).toMatch(/^Lỗi: /);
    const id1 = /<a href="#(files[^"]+)"/.exec(missing.body)![1]!;
    expect(missing.body).toContain(`id="${id1}"`);
    expect(textOf(missing.body)).toContain('Tôi đã chụp lại');

    const partly = await upload(
      citizen,
      path,
      [
        { field, name: 'trang-1.pdf', content: PDF },
        { field, name: 'virus.exe', content: Buffer.from('MZ') },
      ],
      base,
    );
    expect(partly.statusCode).toBe(422);
    expect(textOf(partly.body)).toContain('virus.exe');
    const kept = hidden(partly.body, `giu.${CERTIFICATE}`);
    const seen = await citizen.get(`/ho-so/tep-vua-gui/${kept}`);
    expect(seen.headers['content-type']).toBe('application/pdf');
    expect((await stranger.get(`/ho-so/tep-vua-gui/${kept}`)).statusCode).toBe(404);

    const form = { ...base, [`giu.${CERTIFICATE}`]: kept };
    await upload(citizen, path, [], form);
    const again = await upload(citizen, path, [], form);
    expect(again.headers.location).toBe(`/ho-so/${id}`);
    const { papers, trace } = await dossierPage(platform.db, owner, id);
    const files = papers.find((paper) => paper.component_code === CERTIFICATE)!.files;
    expect(files.filter((file) => !file.replaced).map((file) => file.name)).toEqual(['trang-1.pdf']);
    expect(trace.filter((event) => event.action === 'supplement')).toHaveLength(1);
  });

  it('takes no file by its id alone that somebody else has uploaded', async () => {
    const theirs = await upload(
      stranger,
      `/ho-so/${await otherDossier()}/bo-sung`,
      [{ field, name: 'cua-nguoi-khac.pdf', content: PDF }],
      { _op: `tai:${CERTIFICATE}` },
    );
    const foreign = hidden(theirs.body, `giu.${CERTIFICATE}`);
    expect(foreign).not.toBe('');
    const id = await wanting();
    const answer = await upload(citizen, `/ho-so/${id}/bo-sung`, [], { [`giu.${CERTIFICATE}`]: foreign });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).not.toContain('cua-nguoi-khac.pdf');
  });

  async function otherDossier(): Promise<number> {
    const { dossierId } = await filed(platform, await applicant(platform, 'dangvanthuan'));
    await doing(platform, counter, dossierId, WANTED);
    return dossierId;
  }

  it('lets the form be corrected in place, members and all, and checks it', async () => {
    const id = await wanting({
      action: 'request-supplement',
      reason: 'Họ tên trẻ chưa khớp giấy chứng sinh.',
      items: [{ component: FORM, name: 'Tờ khai đăng ký khai sinh', what: 'Sửa chữ đệm của trẻ' }],
    });
    const path = `/ho-so/${id}/bo-sung`;
    const page = (await citizen.get(path)).body;
    expect(page).toContain('name="child.name"');
    const base = {
      key: hidden(page, 'key'),
      revision: hidden(page, 'revision'),
      'da-khai': hidden(page, 'da-khai'),
    };
    const wrong = await upload(citizen, path, [], { ...base, 'child.name': '' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('href="#child-name"');
    const right = await upload(citizen, path, [], { ...base, 'child.name': 'Trần Nguyễn Gia An' });
    expect(right.statusCode).toBe(303);
    const { dossier } = await dossierPage(platform.db, owner, id);
    expect(dossier.answers).toMatchObject({
      child: { name: 'Trần Nguyễn Gia An' },
      applicant: { relation: 'mother' },
    });
    expect(dossier.status).toBe('supplemented');
  });

  it('names who was faster and keeps what was typed', async () => {
    const id = await wanting();
    const path = `/ho-so/${id}/bo-sung`;
    const page = (await citizen.get(path)).body;
    await doing(platform, counter, id, { action: 'stop', reason: 'Quá hạn bổ sung.' });
    const late = await upload(citizen, path, [{ field, name: 'muon.pdf', content: PDF }], {
      key: hidden(page, 'key'),
      revision: hidden(page, 'revision'),
      note: 'Tôi gửi đây',
    });
    expect(late.statusCode).toBe(409);
    expect(textOf(late.body)).toContain(counter.name);
    expect(textOf(late.body)).toContain('Tôi gửi đây');
    expect(await statusOf(id)).toBe('stopped');
  });

  it('goes on after log-in when the session ended half-way, with the words that were typed', async () => {
    const id = await wanting();
    const lost = await upload(
      browser(server),
      `/ho-so/${id}/bo-sung`,
      [{ field, name: 'mat-phien.pdf', content: PDF }],
      { note: 'Đừng để mất câu này' },
    );
    expect(lost.statusCode).toBe(401);
    const back = browser(server);
    const logIn = await back.post('/dang-nhap', {
      'ten-dang-nhap': 'nguyenthuhuong',
      'mat-khau': 'LamGiang@2026',
      giu: hidden(lost.body, 'giu'),
    });
    expect(textOf(logIn.body)).toContain('Tệp đính kèm chưa được gửi');
    const sent = await back.post(`/ho-so/${id}/bo-sung`, { note: hidden(logIn.body, 'note') });
    expect(sent.statusCode).toBe(422);
    expect(textOf(sent.body)).toContain('Đừng để mất câu này');
  });
});

describe('withdrawal', () => {
  it('asks for the reason, then takes the dossier back once', async () => {
    const id = await newDossier();
    const path = `/ho-so/${id}/rut`;
    const page = (await citizen.get(path)).body;
    const base = { key: hidden(page, 'key'), revision: hidden(page, 'revision') };
    const empty = await citizen.post(path, { ...base, 'ly-do': '  ' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('href="#ly-do"');
    const form = { ...base, 'ly-do': 'Tôi khai nhầm nơi giải quyết' };
    expect((await citizen.post(path, form)).headers.location).toBe(`/ho-so/${id}`);
    expect((await citizen.post(path, form)).headers.location).toBe(`/ho-so/${id}`);
    const text = await look(id);
    expect(text).toContain('Công dân yêu cầu rút hồ sơ');
    expect(text).toContain('Tôi khai nhầm nơi giải quyết');
    expect(text).not.toContain('Việc bạn làm được In tờ khai đã nộp Rút hồ sơ');
  });

  it('names who has acted since the page was opened, keeps the reason, and goes through when sent again', async () => {
    const id = await newDossier();
    const path = `/ho-so/${id}/rut`;
    const page = (await citizen.get(path)).body;
    await doing(platform, counter, id, { action: 'accept' });
    const stale = await citizen.post(path, {
      key: hidden(page, 'key'),
      revision: hidden(page, 'revision'),
      'ly-do': 'Không cần nữa',
    });
    expect(stale.statusCode).toBe(409);
    expect(textOf(stale.body)).toContain(`${counter.name} đã tiếp nhận hồ sơ này lúc 23/11/2026 08:00:00`);
    expect(textOf(stale.body)).toContain('Không cần nữa');
    const again = await citizen.post(path, {
      key: hidden(stale.body, 'key'),
      revision: hidden(stale.body, 'revision'),
      'ly-do': 'Không cần nữa',
    });
    expect(again.statusCode).toBe(303);
    expect(await statusOf(id)).toBe('withdrawn');
  });
});
