import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editForm, freshForm, type FormDefinition } from '../../../core/form/index.ts';
import { newestForm, openForm } from '../../../modules/forms/index.ts';
import { getProcedure, publishProcedure } from '../../../modules/procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let hanh: Browser;
let chi: Browser;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  hanh = await loggedIn(server, platform, 'nguyenhonghanh');
  chi = await loggedIn(server, platform, 'lekimchi');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const FORMS = '/quan-tri/bieu-mau';
const BIRTH = `${FORMS}/to-khai-khai-sinh`;
const textOf = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');
const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

/** Posts to an address with the token and revision of the page that shows the form. */
async function send(
  browser: Browser,
  page: string,
  address: string,
  fields: Record<string, string | string[]> = {},
) {
  const { body } = await browser.get(page);
  return browser.post(address, { _ma: hidden(body, '_ma'), revision: hidden(body, 'revision'), ...fields });
}

const create = (code: string, title = 'Đơn thử') =>
  send(hanh, `${FORMS}/tao`, `${FORMS}/tao`, { code, title });
const press = (code: string, op: string, fields: Record<string, string | string[]> = {}, browser = hanh) => {
  const page = `${FORMS}/${code}/sua?muc=${encodeURIComponent(String(fields['muc'] ?? 'form'))}`;
  return send(browser, page, `${FORMS}/${code}/sua`, { muc: 'form', op, ...fields });
};

/** Sends a file as the import page does. */
async function upload(content: string | Buffer, fields: Record<string, string> = {}) {
  const token = hidden((await hanh.get(`${FORMS}/nhap-tep`)).body, '_ma');
  const form = new FormData();
  for (const [name, value] of Object.entries({ _ma: token, ...fields })) form.append(name, value);
  form.append('tep', new Blob([content as string]), 'mau.json');
  const request = new Request('http://x', { method: 'POST', body: form });
  return hanh.request({
    method: 'POST',
    url: `${FORMS}/nhap-tep`,
    headers: { 'content-type': request.headers.get('content-type')!, 'sec-fetch-site': 'same-origin' },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}

describe('who may', () => {
  it('is only those with the right to, reading and writing', async () => {
    const officer = await loggedIn(server, platform, 'hoangducthinh');
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    for (const browser of [officer, citizen]) {
      for (const address of ['', '/tao', '/nhap-tep', '/to-khai-khai-sinh', '/to-khai-khai-sinh/sua']) {
        expect((await browser.get(FORMS + address)).statusCode).toBe(403);
      }
      for (const address of [
        '/tao',
        '/to-khai-khai-sinh/sua',
        '/to-khai-khai-sinh/cong-bo',
        '/to-khai-khai-sinh/luu',
      ]) {
        expect((await browser.post(FORMS + address)).statusCode).toBe(403);
      }
    }
    expect((await chi.get(`${BIRTH}/sua`)).statusCode).toBe(200);
  });

  it('sends from a page of this session', async () => {
    expect((await hanh.post(`${BIRTH}/sua`, { op: 'add:text', muc: 'form', revision: '0' })).statusCode).toBe(
      403,
    );
  });
});

describe('list and pages', () => {
  it('show version, use and draft state in a bounded number of queries', async () => {
    await hanh.get(FORMS);
    platform.queries.reset();
    const { body } = await hanh.get(FORMS);
    expect(platform.queries.count()).toBeLessThanOrEqual(8);
    expect(textOf(body)).toMatch(/Tờ khai đăng ký khai sinh to-khai-khai-sinh Bản 1 \S+ \S+ 1 Không có/);
    expect(textOf((await hanh.get(`${FORMS}?q=khong+co+dau`)).body)).toContain('Không có biểu mẫu nào khớp');
    for (const page of [
      BIRTH,
      `${BIRTH}/sua`,
      `${BIRTH}/cong-bo`,
      `${BIRTH}/xem-truoc`,
      `${BIRTH}/xem-truoc?xem=ban-in`,
    ]) {
      await hanh.get(page);
      platform.queries.reset();
      expect((await hanh.get(page)).statusCode, page).toBe(200);
      expect(platform.queries.count(), page).toBeLessThanOrEqual(12);
    }
  });

  it('say so when there is no such form, version or place', async () => {
    for (const address of [
      '/khong-co',
      '/khong-co/sua',
      '/to-khai-khai-sinh/xem-truoc?ban=99',
      '/to-khai-khai-sinh/so-sanh?tu=1&den=9',
    ]) {
      expect((await hanh.get(FORMS + address)).statusCode, address).toBe(404);
    }
    expect((await hanh.get(`${BIRTH}/sua?muc=steps.nowhere.items.3`)).statusCode).toBe(200);
  });
});

describe('the builder without scripts', () => {
  it('begins a form, adds and edits with what was typed wrong kept, and publishes it', async () => {
    expect((await create('', '')).statusCode).toBe(422);
    const begun = await create('', 'Đơn xin chỗ đỗ xe');
    expect(begun.headers.location).toBe(`${FORMS}/don-xin-cho-do-xe/sua`);
    expect(textOf((await create('don-xin-cho-do-xe')).body)).toContain('Đã có biểu mẫu mã');
    const code = 'don-xin-cho-do-xe';
    const added = await press(code, 'add:text', { muc: 'steps.buoc-1' });
    expect(decodeURIComponent(String(added.headers.location))).toContain('muc=steps.buoc-1.items.0');
    const first = 'steps.buoc-1.items.0';
    const wrong = await press(code, 'save', {
      muc: first,
      label: 'Biển số xe',
      input: 'text',
      maxLength: 'nhiều',
      hint: 'Giữ lại',
    });
    expect(wrong.statusCode).toBe(422);
    expect(textOf(wrong.body)).toContain('Ghi số ký tự nhiều nhất bằng chữ số');
    expect(wrong.body).toContain('value="nhiều"');
    expect(wrong.body).toContain('value="Giữ lại"');
    const fields = {
      muc: first,
      label: 'Biển số xe',
      input: 'text',
      maxLength: '12',
      required: 'true',
      hint: 'Như trên giấy đăng ký xe',
    };
    expect((await press(code, 'save', fields)).statusCode).toBe(303);
    await press(code, 'add:radio', { muc: first });
    await press(code, 'save', {
      muc: 'steps.buoc-1.items.1',
      label: 'Loại xe',
      input: 'radio',
      options: 'Xe con = car\nXe tải | trên 3,5 tấn',
      required: 'true',
    });
    await press(code, 'add:number', { muc: 'steps.buoc-1.items.1' });
    await press(code, 'save', {
      muc: 'steps.buoc-1.items.2',
      label: 'Tải trọng',
      input: 'number',
      'c.0.path': 'loaiXe',
      'c.0.op': 'is',
      'c.0.value': ['xe-tai'],
    });
    const { definition } = (await openForm(platform.db, code))!;
    expect(definition.steps[0]!.items).toMatchObject([
      { path: 'bienSoXe', hint: 'Như trên giấy đăng ký xe' },
      {
        path: 'loaiXe',
        options: [
          { value: 'car', label: 'Xe con' },
          { value: 'xe-tai', label: 'Xe tải', hint: 'trên 3,5 tấn' },
        ],
      },
      { path: 'taiTrong', showIf: { path: 'loaiXe', equals: 'xe-tai' } },
    ]);
    expect(definition.schema.properties!['bienSoXe']).toMatchObject({ type: 'string', maxLength: 12 });

    const published = await send(hanh, `${FORMS}/${code}/cong-bo`, `${FORMS}/${code}/cong-bo`, {
      note: 'Lần đầu',
    });
    expect(published.statusCode).toBe(303);
    expect((await newestForm(platform.db, code))!.definition).toEqual(definition);
    expect(textOf((await hanh.get(`${FORMS}/${code}`)).body)).toMatch(
      /Bản 1 đang dùng .* Nguyễn Hồng Hạnh Lần đầu/,
    );
  });

  it('moves, duplicates, removes and brings back', async () => {
    await create('don-doi-cho');
    for (const what of ['text', 'date', 'group'])
      await press('don-doi-cho', `add:${what}`, { muc: 'steps.buoc-1' });
    const kinds = async () =>
      (await openForm(platform.db, 'don-doi-cho'))!.definition.steps[0]!.items.map((item) =>
        item.kind === 'field' ? item.input : item.kind,
      );
    await press('don-doi-cho', 'up', { muc: 'steps.buoc-1.items.1' });
    expect(await kinds()).toEqual(['date', 'text', 'group']);
    await press('don-doi-cho', 'duplicate', { muc: 'steps.buoc-1.items.0' });
    await press('don-doi-cho', 'move', { muc: 'steps.buoc-1.items.0', parent: 'steps.buoc-1.items.3' });
    expect(await kinds()).toEqual(['date', 'text', 'group']);
    await press('don-doi-cho', 'remove', { muc: 'steps.buoc-1.items.1' });
    expect(await kinds()).toEqual(['date', 'group']);
    await press('don-doi-cho', 'undo');
    expect(await kinds()).toEqual(['date', 'text', 'group']);
    const refused = await press('don-doi-cho', 'move', {
      muc: 'steps.buoc-1.items.2',
      parent: 'steps.buoc-1.items.2',
    });
    expect(refused.statusCode).toBe(422);
  });

  it('tells the second administrator who was first and when, keeps what was typed, and saves it the second time', async () => {
    const address = `${BIRTH}/sua`;
    const place = 'steps.nguoi-yeu-cau.items.0';
    const page = (await hanh.get(`${address}?muc=${place}`)).body;
    const fields = {
      _ma: hidden(page, '_ma'),
      revision: hidden(page, 'revision'),
      muc: place,
      op: 'save',
      label: 'Họ tên tôi gõ',
      input: 'text',
    };
    await press('to-khai-khai-sinh', 'save', { muc: place, label: 'Họ tên của Chi', input: 'text' }, chi);
    const stale = await hanh.post(address, fields);
    expect(stale.statusCode).toBe(409);
    expect(textOf(stale.body)).toMatch(/Lê Kim Chi đã lưu trước bạn lúc/);
    expect(stale.body).toContain('Họ tên tôi gõ');
    const again = await hanh.post(address, {
      ...fields,
      _ma: hidden(stale.body, '_ma'),
      revision: hidden(stale.body, 'revision'),
    });
    expect(again.statusCode).toBe(303);
    expect(JSON.stringify((await openForm(platform.db, 'to-khai-khai-sinh'))!.definition)).toContain(
      'Họ tên tôi gõ',
    );
    await send(hanh, `${BIRTH}`, `${BIRTH}/bo-nhap`);
    expect((await openForm(platform.db, 'to-khai-khai-sinh'))!.draft).toBeNull();
  });
});

describe('saving of the island', () => {
  const save = async (code: string, revision: number, definition: unknown) => {
    const token = hidden((await hanh.get(`${FORMS}/${code}/sua`)).body, '_ma');
    return hanh.request({
      method: 'POST',
      url: `${FORMS}/${code}/luu`,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      payload: JSON.stringify({ _ma: token, revision, definition }),
    });
  };

  it('answers with the new revision, refuses an older page and what is no form', async () => {
    await create('don-tu-luu');
    const { definition, revision } = (await openForm(platform.db, 'don-tu-luu'))!;
    const next = editForm(definition, { op: 'add', what: 'email', parent: 'steps.buoc-1' }).definition;
    const first = await save('don-tu-luu', revision, next);
    expect(first.json()).toMatchObject({ revision: revision + 1, savedAt: '23/11/2026 08:00:00' });
    const stale = await save('don-tu-luu', revision, definition);
    expect(stale.statusCode).toBe(409);
    expect(stale.json()).toMatchObject({
      revision: revision + 1,
      message: expect.stringContaining('Nguyễn Hồng Hạnh'),
    });
    for (const broken of [
      null,
      {},
      { ...next, steps: [{ id: 'x', title: 'X', items: [{ kind: 'field' }] }] },
      { ...next, code: 'khac' },
    ]) {
      expect((await save('don-tu-luu', revision + 1, broken)).statusCode).toBe(422);
    }
    expect((await openForm(platform.db, 'don-tu-luu'))!.definition).toEqual(next);
  });
});

describe('publication', () => {
  it('refuses a broken form with the place of each fault, and publishes nothing', async () => {
    await create('don-con-loi');
    await press('don-con-loi', 'add:repeat', { muc: 'steps.buoc-1' });
    await press('don-con-loi', 'add:attachment', { muc: 'steps.buoc-1' });
    const page = `${FORMS}/don-con-loi/cong-bo`;
    const text = textOf((await hanh.get(page)).body);
    expect(text).toContain('Chưa công bố được: có 2 chỗ cần sửa');
    expect(text).toContain('Nhóm lặp lại “Danh sách mới” chưa có ô nào');
    const { revision } = (await openForm(platform.db, 'don-con-loi'))!;
    const token = hidden((await hanh.get(`${FORMS}/tao`)).body, '_ma');
    const refused = await hanh.post(page, { _ma: token, revision: String(revision) });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain(`/sua?muc=${encodeURIComponent('steps.buoc-1.items.0')}`);
    expect(await newestForm(platform.db, 'don-con-loi')).toBeNull();
  });

  it('shows the differences of two versions and publishes an earlier one anew, for the procedures that use it too', async () => {
    const before = (await getProcedure(platform.db, '1.001193'))!;
    const place = 'steps.nguoi-yeu-cau.items.3';
    await press('to-khai-khai-sinh', 'remove', { muc: place });
    const publish = textOf((await hanh.get(`${BIRTH}/cong-bo`)).body);
    expect(publish).toMatch(/Thư điện tử .* Bỏ đi/);
    await send(hanh, `${BIRTH}/cong-bo`, `${BIRTH}/cong-bo`, { note: '', adopt: 'true' });
    const after = (await getProcedure(platform.db, '1.001193'))!;
    expect(after.version).toBe(before.version + 1);
    expect(after.formVersionId).toBe((await newestForm(platform.db, 'to-khai-khai-sinh'))!.id);
    expect(textOf((await hanh.get(`${BIRTH}/so-sanh?tu=1&den=2`)).body)).toMatch(/Thư điện tử .* Bỏ đi/);
    const seen = hidden((await hanh.get(BIRTH)).body, 'seen');
    expect((await send(chi, BIRTH, `${BIRTH}/cong-bo-lai`, { version: '1', seen: '0' })).statusCode).toBe(
      409,
    );
    expect((await send(chi, BIRTH, `${BIRTH}/cong-bo-lai`, { version: '1', seen })).statusCode).toBe(303);
    expect((await newestForm(platform.db, 'to-khai-khai-sinh'))!.version).toBe(3);
    expect((await getProcedure(platform.db, '1.001193'))!.version).toBe(before.version + 2);
  });
});

describe('a version that a procedure can not use', () => {
  it('is refused with the name of the procedure and what it lacks; without the procedures it can be published', async () => {
    await press('to-khai-khai-sinh', 'remove', { muc: 'steps.tre.items.3' });
    const version = (await newestForm(platform.db, 'to-khai-khai-sinh'))!.version;
    const cong = `${BIRTH}/cong-bo`;
    const refused = await send(hanh, cong, cong, { note: 'Giữ lời này', adopt: 'true' });
    expect(refused.statusCode).toBe(422);
    expect(textOf(refused.body)).toMatch(/Thủ tục “.*” không dùng được bản này: .*child\.gender/);
    expect(refused.body).toContain('Giữ lời này');
    expect((await newestForm(platform.db, 'to-khai-khai-sinh'))!.version).toBe(version);
    await send(hanh, BIRTH, `${BIRTH}/bo-nhap`);
  });
});

describe('files', () => {
  it('go out as JSON and come in again; what is wrong is told and nothing is half-saved', async () => {
    const { body, headers } = await hanh.get(`${BIRTH}/tep.json`);
    expect(headers['content-disposition']).toContain('to-khai-khai-sinh.json');
    const form = JSON.parse(body) as FormDefinition;
    const renamed = { ...form, code: 'don-tu-tep', title: 'Đơn từ tệp' };
    expect((await upload(JSON.stringify(renamed))).statusCode).toBe(303);
    expect((await openForm(platform.db, 'don-tu-tep'))!.definition).toEqual(renamed);
    const again = await upload(JSON.stringify({ ...renamed, title: 'Lần nữa' }));
    expect(again.statusCode).toBe(409);
    expect(
      (await upload(JSON.stringify({ ...renamed, title: 'Lần nữa' }), { replace: 'true' })).statusCode,
    ).toBe(303);

    const refusals: [string | Buffer, RegExp][] = [
      ['{\n "code": "a",\n}', /dòng 3, cột 1/],
      ['x'.repeat(1024 * 1024 + 5), /nặng 1 MB.*tối đa 1 MB|tối đa 1 MB/],
      [Buffer.from([0xff, 0xfe, 0x41, 0x00]), /UTF-8/],
      [JSON.stringify({ ...renamed, code: 'don-sai', steps: [] }), /chưa có bước nào/],
      [JSON.stringify({ ...renamed, code: 'tao' }), /không dùng được/],
    ];
    for (const [content, message] of refusals) {
      const refused = await upload(content);
      expect(refused.statusCode).toBe(422);
      expect(textOf(refused.body)).toMatch(message);
    }
    expect(await openForm(platform.db, 'don-sai')).toBeNull();
  });
});

describe('[III.1.2~] preview', () => {
  it('is the page of the portal, checks what is filled in, and leads to review and print-out', async () => {
    await create('don-xem-truoc', 'Đơn xem trước');
    await press('don-xem-truoc', 'add:personal-id', { muc: 'steps.buoc-1' });
    await press('don-xem-truoc', 'save', {
      muc: 'steps.buoc-1.items.0',
      label: 'Số định danh cá nhân',
      input: 'personal-id',
      required: 'true',
      help: 'Số ở mặt trước thẻ căn cước.',
    });
    const page = `${FORMS}/don-xem-truoc/xem-truoc`;
    const shown = await hanh.get(page);
    expect(textOf(shown.body)).toContain('Giải thích số định danh cá nhân Số ở mặt trước thẻ căn cước.');
    const wrong = await send(hanh, page, `${page}?buoc=buoc-1`, { soDinhDanhCaNhan: '123' });
    expect(wrong.statusCode).toBe(422);
    expect(textOf(wrong.body)).toContain('Nhập đủ 12 chữ số định danh cá nhân. Bạn đã nhập 3.');
    const right = await send(hanh, page, `${page}?buoc=buoc-1`, { soDinhDanhCaNhan: '001194002216' });
    expect(textOf(right.body)).toContain('Số định danh cá nhân 001194002216');
    expect(textOf((await hanh.get(`${page}?xem=xem-lai`)).body)).toContain(
      'Số định danh cá nhân 001194002216',
    );
  });

  it('[II.2.1~] prints as the paper form: motto, name, what issued it, lines filled or to be filled, promise, signature', async () => {
    const page = `${BIRTH}/xem-truoc?xem=ban-in`;
    const filled = textOf((await hanh.get(page)).body);
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập – Tự do – Hạnh phúc',
      'Tờ khai đăng ký khai sinh Kính gửi:',
      'Thông tư 04/2020/TT-BTP',
      'Số định danh cá nhân 001194002216',
      'Tôi cam đoan nội dung khai sinh là đúng sự thật',
      'Người khai (Ký, ghi rõ họ, chữ đệm và tên)',
    ])
      expect(filled).toContain(part);
    const blank = textOf((await hanh.get(`${page}&trong=1`)).body);
    expect(blank).toContain('Số định danh cá nhân để trống');
    expect(blank).not.toContain('001194002216');
  });
});

describe('papers that a form asks for', () => {
  it('are handed in on their step, only when the answers call for them', async () => {
    const { definition } = (await getProcedure(platform.db, '1.001193'))!;
    const component = definition.cases[0]!.components.find((one) => one.provide === 'upload')!;
    const place = 'steps.buoc-1';
    let form = freshForm('don-kem-giay', 'Đơn kèm giấy tờ');
    form = editForm(form, { op: 'add', what: 'yesno', parent: place }).definition;
    form = editForm(form, { op: 'add', what: 'attachment', parent: place }).definition;
    const asked = form.steps[0]!.items[0]!;
    const showIf = { path: asked.kind === 'field' ? asked.path : '', equals: true };
    const attachment = {
      component: component.code,
      label: 'Giấy chứng sinh bản chụp',
      required: true,
      showIf,
    };
    form = editForm(form, { op: 'attachment', place: `${place}.items.1`, attachment }).definition;
    expect((await upload(JSON.stringify(form))).statusCode).toBe(303);
    await send(hanh, `${FORMS}/don-kem-giay/cong-bo`, `${FORMS}/don-kem-giay/cong-bo`, { note: '' });
    const now = platform.clock.now();
    // The certificate prints fields that this form does not have.
    const results = definition.results.map(({ code, name }) => ({ code, name }));
    await platform.db
      .transaction()
      .execute((tx) =>
        publishProcedure(tx, { ...definition, formCode: 'don-kem-giay', results }, { by: null, now }),
      );

    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    const { id } = (await getProcedure(platform.db, '1.001193'))!.agencies[0]!;
    const started = await citizen.post('/nop-ho-so/1.001193', {
      'truong-hop': definition.cases[0]!.code,
      'co-quan': String(id),
    });
    const draft = String(started.headers.location);
    const step = `${draft}/buoc-1`;
    const shown = await citizen.get(step);
    expect(shown.body).toContain('enctype="multipart/form-data"');
    expect(textOf(shown.body)).toContain('Giấy chứng sinh bản chụp');
    const missing = await citizen.post(step, { [showIf.path]: 'true' });
    expect(missing.statusCode).toBe(422);
    expect(textOf(missing.body)).toContain(`Chọn tệp cho “${component.name}”`);
    expect((await citizen.post(step, { [showIf.path]: 'false' })).headers.location).toBe(`${draft}/giay-to`);
    expect(textOf((await citizen.get(`${draft}/giay-to`)).body)).not.toContain(component.name);
  });
});
