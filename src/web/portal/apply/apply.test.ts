import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localDate } from '../../../core/dates.ts';
import type { FormItem } from '../../../core/form/index.ts';
import { attachFiles, ownDraft, saveDraft, startDraft, type Draft } from '../../../modules/dossiers/index.ts';
import { saveFile } from '../../../modules/documents/index.ts';
import { listForms, newestForm } from '../../../modules/forms/index.ts';
import { getProcedure, publishProcedure } from '../../../modules/procedures/index.ts';
import { startChanges } from '../../../platform/changes.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';
import { demoAnswers, hidden, PDF, textOf, upload } from './testing.ts';

const BIRTH = '1.001193';
const CASE = '1.001193.01';
const CERTIFICATE = '000.00.00.G15-KQ004389';
const BUSINESS = '1.001612';

let platform: TestPlatform;
let server: FastifyInstance;
let citizen: Browser;
let stranger: Browser;
let account: number;
let ward: number;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  citizen = await loggedIn(server, platform, 'nguyenthuhuong');
  stranger = await loggedIn(server, platform, 'dangvanthuan');
  account = await accountOf('nguyenthuhuong');
  ward = (
    await platform.db
      .selectFrom('agency')
      .select('id')
      .where('slug', '=', 'phuong-yen-ha')
      .executeTakeFirstOrThrow()
  ).id;
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

async function accountOf(username: string): Promise<number> {
  const row = await platform.db
    .selectFrom('account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** A fresh draft of its own. */
async function newDraft(procedureCode = BIRTH, caseCode = CASE): Promise<Draft> {
  await platform.db.deleteFrom('draft').where('dossier_id', 'is', null).execute();
  return startDraft(platform, account, { procedureCode, caseCode, agencyId: ward });
}

/** A draft that lacks nothing. */
async function readyDraft(): Promise<Draft> {
  const draft = await newDraft();
  const file = await saveFile(platform, {
    content: PDF,
    name: 'giay-chung-sinh.pdf',
    mime: 'application/pdf',
    createdBy: account,
  });
  await attachFiles(platform, account, draft.id, CERTIFICATE, [file.id]);
  await saveDraft(platform, account, draft.id, {
    answers: demoAnswers('khai-sinh-moi-nop', localDate(platform.clock.now())),
    delivery: { method: 'online' },
  });
  return draft;
}

const pathOf = (draft: Draft, page = ''): string => `/nop-ho-so/ban-nhap/${draft.id}${page && `/${page}`}`;
const stored = (draft: Draft): Promise<Draft> => ownDraft(platform.db, account, draft.id);
const titleOf = (html: string): string => /<title>([^<]*)/.exec(html)![1]!;

describe('choosing case and agency', () => {
  it('asks people who are not logged in to log in, and comes back', async () => {
    const { headers } = await browser(server).get(`/nop-ho-so/${BIRTH}`);
    expect(headers.location).toBe(`/dang-nhap?tiep=%2Fnop-ho-so%2F${BIRTH}`);
  });

  it('shows papers, limit and fees of each case, and proposes the commune where the person lives', async () => {
    const { body } = await citizen.get(`/nop-ho-so/${BIRTH}`);
    const text = textOf(body);
    for (const words of ['Trẻ bị bỏ rơi', 'Giấy chứng sinh', '1 ngày làm việc', '8.000 đồng', 'Không thu']) {
      expect(text).toContain(words);
    }
    expect(body).toMatch(new RegExp(`name="co-quan"[^>]*value="${ward}"[^>]*checked`));
  });

  it('turns back a choice that is not one, naming each field', async () => {
    const response = await citizen.post(`/nop-ho-so/${BIRTH}`, { 'truong-hop': '', 'co-quan': '' });
    expect(response.statusCode).toBe(422);
    expect(titleOf(response.body)).toMatch(/^Lỗi: /);
    for (const id of ['truong-hop', 'co-quan']) {
      expect(response.body).toContain(`href="#${id}"`);
      expect(response.body).toContain(`id="${id}"`);
    }
  });

  it('opens one draft, however often the same is chosen', async () => {
    await newDraft();
    const choice = { 'truong-hop': CASE, 'co-quan': String(ward) };
    const first = await citizen.post(`/nop-ho-so/${BIRTH}`, choice);
    const again = await citizen.post(`/nop-ho-so/${BIRTH}`, choice);
    expect(first.statusCode).toBe(303);
    expect(again.headers.location).toBe(first.headers.location);
    expect(textOf((await citizen.get(`/nop-ho-so/${BIRTH}`)).body)).toContain('Bạn có hồ sơ nháp');
  });

  it('says where to go when the procedure is unknown', async () => {
    const response = await citizen.get('/nop-ho-so/9.999999');
    expect(response.statusCode).toBe(404);
    expect(response.body).toContain('href="/thu-tuc"');
  });
});

describe('steps of the form', () => {
  let draft: Draft;
  let step: string;
  beforeEach(async () => {
    draft = await newDraft();
    step = pathOf(draft, 'nguoi-yeu-cau');
  });

  it('[III.1.1] offers what the account knows, fills nothing by itself, and fills what is chosen', async () => {
    const { body } = await citizen.get(step);
    expect(textOf(body)).toContain('Nguyễn Thu Hương Nguồn: Tài khoản của bạn');
    expect(body).toContain('name="applicant.name"');
    expect(hidden(body, 'applicant.name')).toBe('');

    const one = await citizen.post(step, { _offer: 'applicant.name', 'applicant.phone': '0911 222 333' });
    expect(one.headers.location).toBe(`${step}#applicant-name`);
    expect((await stored(draft)).answers).toEqual({
      applicant: { name: 'Nguyễn Thu Hương', phone: '0911222333' },
    });

    await citizen.post(step, { _offer: '*' });
    expect((await stored(draft)).answers['applicant']).toMatchObject({
      personalId: '099192004256',
      address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà' },
    });
  });

  it('[III.1.1] offers what the account knows now, read once until it changes, by whomever', async () => {
    const changes = await startChanges(platform.db, platform.databaseUrl, platform.log);
    const hearing = await testServer({ ...platform, changes });
    try {
      const own = await loggedIn(hearing, platform, 'nguyenthuhuong');
      const offered = async (): Promise<string> => textOf((await own.get(step)).body);
      const asked = (): string[] => platform.queries.texts().filter((text) => text.includes('from "person"'));
      platform.queries.reset();
      expect(await offered()).toContain('Nguyễn Thu Hương Nguồn: Tài khoản của bạn');
      expect(asked()).toHaveLength(1);
      await offered();
      expect(asked()).toHaveLength(1);

      const told = new Promise<void>((resolve) =>
        changes.listen({ account: (id) => id === account && resolve() }),
      );
      const person = platform.db.updateTable('person').where('name', '=', 'Nguyễn Thu Hương');
      await person.set({ name: 'Nguyễn Thu Hường' }).execute();
      await told;
      expect(await offered()).toContain('Nguyễn Thu Hường Nguồn: Tài khoản của bạn');
    } finally {
      const back = platform.db.updateTable('person').where('name', '=', 'Nguyễn Thu Hường');
      await back.set({ name: 'Nguyễn Thu Hương' }).execute();
      await hearing.close();
      await changes.close();
    }
  });

  it('[III.1.2] has help at every input of every form, and shows it', async () => {
    const bare: string[] = [];
    const check = (form: string, items: readonly FormItem[]): void => {
      for (const item of items) {
        if (item.kind === 'field' && !item.help && !item.hint) bare.push(`${form} ${item.path}`);
        else if (item.kind === 'group' || item.kind === 'repeat') check(form, item.items);
      }
    };
    for (const { code } of await listForms(platform.db)) {
      for (const { items } of (await newestForm(platform.db, code))!.definition.steps) check(code, items);
    }
    expect(bare).toEqual([]);
    const { definition } = (await newestForm(platform.db, 'to-khai-khai-sinh'))!;
    const text = textOf((await citizen.get(step)).body);
    const fields = definition.steps[0]!.items.filter((item) => item.kind === 'field');
    expect(fields.length).toBeGreaterThan(4);
    for (const { hint, help } of fields) {
      if (hint) expect(text).toContain(hint);
      if (help) expect(text).toContain(help);
    }
  });

  it('keeps what was typed wrong, links each error to its input and begins the title with "Lỗi:"', async () => {
    const typed = { 'applicant.name': 'Hương', 'applicant.personalId': '00119400562' };
    const response = await citizen.post(step, typed);
    expect(response.statusCode).toBe(422);
    expect(titleOf(response.body)).toMatch(/^Lỗi: /);
    const links = [...response.body.matchAll(/<li><a href="#([^"]+)">/g)].map((match) => match[1]!);
    expect(links).toContain('applicant-personalId');
    for (const id of links) expect(response.body).toContain(`id="${id}"`);
    expect(textOf(response.body)).toContain('Bạn đã nhập 11');
    expect(response.body).toContain('value="00119400562"');
    expect((await stored(draft)).answers).toMatchObject({ applicant: { personalId: '00119400562' } });
  });

  it('[III.1.3] saves by itself, exports to a file and prints at any step', async () => {
    const typed = { _autosave: '1', 'applicant.name': 'Nguyễn Thu Hương', 'applicant.phone': '090' };
    const saved = await citizen.post(`${pathOf(draft, 'tu-luu')}?buoc=nguoi-yeu-cau`, typed);
    expect(saved.json()).toEqual({ savedAt: '23/11/2026 08:00:00' });
    expect((await stored(draft)).answers).toMatchObject({ applicant: { name: 'Nguyễn Thu Hương' } });

    const file = await citizen.get(pathOf(draft, 'du-lieu.json'));
    expect(file.headers['content-disposition']).toMatch(/^attachment/);
    expect(file.json()).toMatchObject({
      procedure: { code: BIRTH },
      answers: { applicant: { name: 'Nguyễn Thu Hương' } },
    });
    const print = textOf((await citizen.get(pathOf(draft, 'ban-in'))).body);
    expect(print).toContain('Bản nháp, chưa nộp');
    expect(print).toContain('Họ, chữ đệm và tên Nguyễn Thu Hương');
  });

  it('tells the script what to do when the session has ended', async () => {
    const response = await browser(server).post(`${pathOf(draft, 'tu-luu')}?buoc=nguoi-yeu-cau`, {
      _autosave: '1',
    });
    expect(response.statusCode).toBe(401);
    expect(response.json<{ message: string }>().message).toContain('đăng nhập lại');
  });

  it('goes back and out without asking for what is missing', async () => {
    const second = pathOf(draft, 'tre');
    const back = await citizen.post(second, { _di: 'lui', 'child.name': 'An' });
    expect(back.headers.location).toBe(step);
    const out = await citizen.post(second, { _di: 'thoat', 'child.name': 'An Nhiên' });
    expect(out.headers.location).toBe('/ho-so');
    expect((await stored(draft)).answers).toMatchObject({ child: { name: 'An Nhiên' } });
    expect((await citizen.get(pathOf(draft))).headers.location).toBe(second);
  });

  it('adds and removes members of a repeating group without script', async () => {
    const business = await newDraft(BUSINESS, `${BUSINESS}.02`);
    const members = pathOf(business, 'thanh-vien');
    await citizen.post(members, { owner: 'family', 'members.0.name': 'Trần Quốc Bảo', _op: 'add:members' });
    expect((await stored(business)).answers['members']).toHaveLength(2);
    const page = await citizen.get(members);
    expect(page.body).toContain('name="members.1.name"');
    const removed = await citizen.post(members, {
      'members.0.name': 'Trần Quốc Bảo',
      'members.1.name': 'Nguyễn Ngọc Ánh',
      _op: 'remove:members.0',
    });
    expect(removed.headers.location).toBe(`${members}#members`);
    expect((await stored(business)).answers['members']).toEqual([{ name: 'Nguyễn Ngọc Ánh' }]);
  });

  it('keeps what was typed when the session ends half-way, through the log-in to the saved draft', async () => {
    const other = browser(server);
    const lost = await other.post(step, {
      'applicant.name': 'Nguyễn Thu Hương',
      'applicant.phone': '0900000202',
    });
    expect(lost.statusCode).toBe(401);
    const logIn = await other.post('/dang-nhap', {
      'ten-dang-nhap': 'nguyenthuhuong',
      'mat-khau': 'LamGiang@2026',
      giu: hidden(lost.body, 'giu'),
    });
    expect(logIn.statusCode).toBe(200);
    const target = /<form[^>]*action="(\/nop-ho-so[^"]+)"/.exec(logIn.body)![1]!;
    expect(target).toBe(step);
    await other.post(target, {
      'applicant.name': hidden(logIn.body, 'applicant.name'),
      'applicant.phone': hidden(logIn.body, 'applicant.phone'),
    });
    expect((await stored(draft)).answers).toMatchObject({
      applicant: { name: 'Nguyễn Thu Hương', phone: '0900000202' },
    });
  });
});

describe('papers', () => {
  let draft: Draft;
  let papers: string;
  const field = `files.${CERTIFICATE}`;
  beforeEach(async () => {
    draft = await newDraft();
    papers = pathOf(draft, 'giay-to');
  });

  it('[II.2.3] states the limit beside each chooser and enforces it, naming the file and the remedy', async () => {
    const { body } = await citizen.get(papers);
    const choosers = [...body.matchAll(/<input[^>]*type="file"[^>]*>/g)].map((match) => match[0]);
    expect(choosers.length).toBe(3);
    for (const chooser of choosers) {
      const hint = /aria-describedby="(\S+?-h)/.exec(chooser)![1]!;
      expect(textOf(body.slice(body.indexOf(`id="${hint}"`)))).toMatch(/^[^·]*?Mỗi tệp tối đa 10 MB/);
    }
    const large = Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]);
    const response = await upload(citizen, papers, [
      { field, name: 'chung-sinh.pdf', content: PDF },
      { field, name: 'ban-quet-lon.pdf', content: large },
    ]);
    expect(response.statusCode).toBe(422);
    expect(titleOf(response.body)).toMatch(/^Lỗi: /);
    const text = textOf(response.body);
    expect(text).toMatch(/Tệp “ban-quet-lon.pdf” nặng 10 MB.*10 MB/);
    // What could be taken is there already and need not be chosen again.
    expect(text).toContain('chung-sinh.pdf');
    expect((await stored(draft)).files[CERTIFICATE]).toHaveLength(1);
  });

  it('takes several files for one paper, lists them, shows them to their owner alone and takes one off', async () => {
    await upload(
      citizen,
      papers,
      [
        { field, name: 'trang-1.pdf', content: PDF },
        { field, name: 'trang-2.pdf', content: PDF },
      ],
      { _tai: CERTIFICATE },
    );
    const [first, second] = (await stored(draft)).files[CERTIFICATE]!;
    const { body } = await citizen.get(papers);
    expect(textOf(body)).toContain('trang-2.pdf');
    const file = `${pathOf(draft, 'tep')}/${first}`;
    expect((await citizen.get(file)).headers['content-type']).toBe('application/pdf');
    expect((await stranger.get(file)).statusCode).toBe(404);
    expect((await citizen.get(`${pathOf(draft, 'tep')}/${randomUUID()}`)).statusCode).toBe(404);
    await upload(citizen, papers, [], { _bo: first! });
    expect((await stored(draft)).files[CERTIFICATE]).toEqual([second]);
  });

  it('refuses a file that is not what its name says', async () => {
    const response = await upload(citizen, papers, [
      { field, name: 'anh.jpg', content: Buffer.from('MZ program') },
    ]);
    expect(response.statusCode).toBe(422);
    expect(textOf(response.body)).toContain('anh.jpg');
    expect((await stored(draft)).files[CERTIFICATE] ?? []).toEqual([]);
  });

  it('does not go on without the papers that must be there', async () => {
    const response = await upload(citizen, papers, []);
    expect(response.statusCode).toBe(422);
    expect(textOf(response.body)).toContain('Chọn tệp cho “Giấy chứng sinh”');
    const out = await upload(citizen, papers, [], { _di: 'thoat' });
    expect(out.headers.location).toBe('/ho-so');
  });
});

describe('result and fees', () => {
  it('asks name, phone and address for the post, and shows what is to be paid', async () => {
    const draft = await newDraft();
    const step = pathOf(draft, 'nhan-ket-qua');
    const text = textOf((await citizen.get(step)).body);
    for (const words of [
      'Tại quầy',
      'Bưu chính công ích',
      'Phí cấp bản sao trích lục hộ tịch',
      '8.000 đồng/bản',
    ]) {
      expect(text).toContain(words);
    }
    const wrong = await citizen.post(step, {
      'delivery.method': 'post',
      'delivery.name': 'Nguyễn Thu Hương',
    });
    expect(wrong.statusCode).toBe(422);
    for (const id of ['delivery-phone', 'delivery-address-province', 'delivery-address-detail']) {
      expect(wrong.body).toContain(`href="#${id}"`);
      expect(wrong.body).toContain(`id="${id}"`);
    }
    const right = await citizen.post(step, {
      'delivery.method': 'post',
      'delivery.name': 'Nguyễn Thu Hương',
      'delivery.phone': '0904 112 358',
      'delivery.address.province': 'Tỉnh Lam Giang',
      'delivery.address.commune': 'Phường Yên Hà',
      'delivery.address.detail': 'Số 14 Nguyễn Trãi',
    });
    expect(right.headers.location).toBe(pathOf(draft, 'xem-lai'));
    expect((await stored(draft)).delivery).toEqual({
      method: 'post',
      name: 'Nguyễn Thu Hương',
      phone: '0904112358',
      address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 14 Nguyễn Trãi' },
    });
  });
});

describe('filing', () => {
  const dossiersOf = (draft: Draft) =>
    platform.db.selectFrom('dossier').select(['id', 'status']).where('draft_id', '=', draft.id).execute();

  it('shows everything with a way back to each page, and asks for the promise', async () => {
    const draft = await readyDraft();
    const review = pathOf(draft, 'xem-lai');
    const { body } = await citizen.get(review);
    for (const words of ['Trần Nguyễn An Nhiên', 'giay-chung-sinh.pdf', 'Trên mạng, bản điện tử']) {
      expect(textOf(body)).toContain(words);
    }
    for (const page of ['nguoi-yeu-cau', 'tre', 'cha-me', 'giay-to', 'nhan-ket-qua']) {
      expect(body).toContain(`href="${pathOf(draft, page)}"`);
    }
    const response = await citizen.post(review, { key: hidden(body, 'key') });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('href="#cam-ket"');
    expect(await dossiersOf(draft)).toEqual([]);
  });

  it('[II.2.4] [III.4.2] makes one dossier of a draft, whatever is clicked twice, resent or gone back to', async () => {
    const draft = await readyDraft();
    const review = pathOf(draft, 'xem-lai');
    const form = { key: hidden((await citizen.get(review)).body, 'key'), 'cam-ket': '1' };
    const answers = await Promise.all([citizen.post(review, form), citizen.post(review, form)]);
    const resent = await citizen.post(review, form);
    const [dossier, ...others] = await dossiersOf(draft);
    expect(others).toEqual([]);
    expect(dossier).toMatchObject({ status: 'submitted' });
    for (const one of [...answers, resent]) expect(one.headers.location).toBe(`/ho-so/${dossier!.id}?da-nop`);
    expect((await citizen.get(review)).headers.location).toBe(`/ho-so/${dossier!.id}`);
    expect((await citizen.post(pathOf(draft, 'tre'), { 'child.name': 'Khác' })).statusCode).toBe(303);
    expect((await stored(draft)).answers).toMatchObject({ child: { name: 'Trần Nguyễn An Nhiên' } });
    const shown = textOf((await citizen.get(`/ho-so/${dossier!.id}?da-nop`)).body);
    expect(shown).toContain('Đã nộp hồ sơ. Số đăng ký của bạn là');
  });

  it('leads from each thing that is missing to the input on its page', async () => {
    const draft = await readyDraft();
    const { answers } = await stored(draft);
    await saveDraft(platform, account, draft.id, {
      answers: { ...answers, child: { ...(answers['child'] as object), name: undefined } },
      delivery: {},
    });
    const review = pathOf(draft, 'xem-lai');
    expect(textOf((await citizen.get(review)).body)).toContain('Còn 2 chỗ chưa xong');
    const response = await citizen.post(review, { 'cam-ket': '1' });
    expect(response.statusCode).toBe(422);
    for (const link of [
      `${pathOf(draft, 'tre')}#child-name`,
      `${pathOf(draft, 'nhan-ket-qua')}#delivery-method`,
    ]) {
      expect(response.body).toContain(`href="${link}"`);
      const [page, id] = link.split('#');
      expect((await citizen.get(page!)).body).toContain(`id="${id}"`);
    }
    expect(await dossiersOf(draft)).toEqual([]);
  });

  it('tells when the procedure has changed since, and does not file what was not looked over', async () => {
    const draft = await readyDraft();
    const { definition } = (await getProcedure(platform.db, BIRTH))!;
    const changed = { ...definition, summary: `${definition.summary} Bản mới.` };
    await platform.db
      .transaction()
      .execute((tx) => publishProcedure(tx, changed, { by: null, now: platform.clock.now() }));
    const review = pathOf(draft, 'xem-lai');
    const response = await citizen.post(review, { 'cam-ket': '1' });
    expect(response.statusCode).toBe(409);
    expect(textOf(response.body)).toContain('Thủ tục đã được cập nhật');
    expect(await dossiersOf(draft)).toEqual([]);
    expect((await stored(draft)).answers).toMatchObject({ child: { name: 'Trần Nguyễn An Nhiên' } });
    const again = await citizen.post(review, { 'cam-ket': '1' });
    expect(again.statusCode).toBe(303);
    expect(await dossiersOf(draft)).toHaveLength(1);
  });

  it('tells of a change also to who comes back by the list or while saving', async () => {
    for (const way of ['', 'tu-luu?buoc=tre'] as const) {
      const draft = await readyDraft();
      const { definition } = (await getProcedure(platform.db, BIRTH))!;
      const changed = { ...definition, summary: `${definition.summary} ${way}.` };
      await platform.db
        .transaction()
        .execute((tx) => publishProcedure(tx, changed, { by: null, now: platform.clock.now() }));
      if (way === '') await citizen.get(pathOf(draft));
      else await citizen.post(pathOf(draft, way), { _autosave: '1' });
      expect(textOf((await citizen.get(pathOf(draft, 'tre'))).body)).toContain('Thủ tục đã được cập nhật');
    }
  });
});

describe('whose draft it is', () => {
  it('does not exist for anybody else, and not for officers', async () => {
    const draft = await readyDraft();
    for (const page of [
      '',
      'nguoi-yeu-cau',
      'giay-to',
      'nhan-ket-qua',
      'xem-lai',
      'ban-in',
      'du-lieu.json',
      'bo',
    ]) {
      expect((await stranger.get(pathOf(draft, page))).statusCode).toBe(404);
    }
    for (const page of ['nguoi-yeu-cau', 'xem-lai', 'bo', 'tu-luu?buoc=tre']) {
      expect((await stranger.post(pathOf(draft, page), { 'cam-ket': '1' })).statusCode).toBe(404);
    }
    expect((await upload(stranger, pathOf(draft, 'giay-to'), [])).statusCode).toBe(404);
    const officer = await loggedIn(server, platform, 'tranthingan');
    expect((await officer.get(pathOf(draft))).statusCode).toBe(403);
    expect((await stored(draft)).answers).toMatchObject({ child: { name: 'Trần Nguyễn An Nhiên' } });
  });

  it('is thrown away only after asking', async () => {
    const draft = await newDraft();
    expect(textOf((await citizen.get(pathOf(draft, 'bo'))).body)).toContain('không lấy lại được');
    await stored(draft);
    await citizen.post(pathOf(draft, 'bo'));
    expect((await citizen.get(pathOf(draft))).statusCode).toBe(404);
  });
});
