import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nationalList } from '../../../modules/procedures/import/fixtures/national-list.ts';
import {
  getProcedure,
  importLines,
  openProcedure,
  procedureDraftOf,
  takeOverDue,
} from '../../../modules/procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let hanh: Browser;
let chi: Browser;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true, now: new Date('2030-01-02T08:00:00+07:00') });
  await importLines(platform, nationalList().slice(0, 90));
  server = await testServer(platform);
  hanh = await loggedIn(server, platform, 'nguyenhonghanh');
  chi = await loggedIn(server, platform, 'lekimchi');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

/** Fields of the first form of a page that is sent to an address, as a browser would send them without a button. */
function formOf(html: string, action: string): Record<string, string[]> {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(
    (match) => unescape(match[1]!) === action,
  )?.[2];
  if (!form) throw new Error(`no form to ${action}`);
  const fields: Record<string, string[]> = {};
  const add = (name: string, value: string): void =>
    void (fields[name] = [...(fields[name] ?? []), unescape(value)]);
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const at = (name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
    if (at('name') === undefined) continue;
    if (at('type') === 'checkbox' && !/\schecked/.test(tag)) continue;
    add(at('name')!, at('value') ?? (at('type') === 'checkbox' ? 'on' : ''));
  }
  for (const [, name, value] of form.matchAll(
    /<textarea[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g,
  )) {
    add(name!, value!);
  }
  for (const [, name, inside] of form.matchAll(/<select[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const options = [...inside!.matchAll(/<option([^>]*)>/g)].map((option) => option[1]!);
    const chosen = options.find((option) => /\sselected/.test(option)) ?? options[0] ?? '';
    add(name!, /value="([^"]*)"/.exec(chosen)?.[1] ?? '');
  }
  return fields;
}

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Opens a page, changes some fields of its form and presses a button. */
async function press(
  person: Browser,
  url: string,
  action: string,
  change: Record<string, string | string[]>,
): Promise<{ statusCode: number; location: string; body: string }> {
  const page = await person.get(url);
  const response = await person.post(action, { ...formOf(page.body, action), ...change });
  return {
    statusCode: response.statusCode,
    location: String(response.headers.location ?? ''),
    body: response.body,
  };
}

const CODE = '9.000001';
const EDITOR = `/quan-tri/thu-tuc/${CODE}`;
const draft = async (code = CODE) => (await procedureDraftOf(platform.db, code))!.body;

describe('list of procedures', () => {
  it('is for those who may edit procedures alone', async () => {
    for (const url of [
      '/quan-tri/thu-tuc',
      '/quan-tri/thu-tuc/moi',
      '/quan-tri/thu-tuc/1.001193',
      '/quan-tri/linh-vuc',
    ]) {
      expect((await browser(server).get(url)).statusCode).toBe(303);
      const officer = await loggedIn(server, platform, 'hoangducthinh');
      expect((await officer.get(url)).statusCode, url).toBe(403);
    }
    const officer = await loggedIn(server, platform, 'hoangducthinh');
    for (const url of [
      '/quan-tri/thu-tuc/moi',
      '/quan-tri/thu-tuc/1.001193',
      '/quan-tri/thu-tuc/1.001193/cong-bo',
    ]) {
      expect((await officer.post(url, {})).statusCode, url).toBe(403);
    }
    expect((await hanh.get('/quan-tri/thu-tuc')).statusCode).toBe(200);
  });

  it('finds by words without marks and by code, filters, and pages without a gap', async () => {
    expect((await hanh.get('/quan-tri/thu-tuc?q=khai%20sinh')).body).toContain('1.001193');
    const byCode = (await hanh.get('/quan-tri/thu-tuc?q=1.001193')).body;
    expect(byCode.match(/<span class="sub code">/g)).toHaveLength(1);
    const review = (await hanh.get('/quan-tri/thu-tuc?ra-soat=1')).body;
    expect(review).not.toContain('1.001193');
    const codes = new Set<string>();
    let url: string | undefined = '/quan-tri/thu-tuc';
    let pages = 0;
    while (url) {
      const { body }: { body: string } = await hanh.get(url);
      for (const [, code] of body.matchAll(/<span class="sub code">([^<]+)</g)) {
        expect(codes.has(code!)).toBe(false);
        codes.add(code!);
      }
      url =
        /<a href="([^"]+)" rel="next"/.exec(body)?.[1] &&
        unescape(/<a href="([^"]+)" rel="next"/.exec(body)![1]!);
      pages += 1;
    }
    expect(pages).toBeGreaterThan(2);
    const { count } = await platform.db
      .selectFrom('procedure')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(codes.size).toBe(Number(count));
    expect((await hanh.get('/quan-tri/thu-tuc?q=%00&linh-vuc=%00&sau=%00~x')).statusCode).toBe(200);
  });

  it('costs a bounded number of queries, as the editor does', async () => {
    for (const [url, most] of [
      ['/quan-tri/thu-tuc', 8],
      ['/quan-tri/thu-tuc/1.001193', 18],
      ['/quan-tri/thu-tuc/1.001193/ban?truoc=1&sau=1', 14],
      ['/quan-tri/linh-vuc', 6],
    ] as const) {
      await hanh.get(url);
      platform.queries.reset();
      expect((await hanh.get(url)).statusCode).toBe(200);
      expect(platform.queries.count(), url).toBeLessThanOrEqual(most);
    }
  });
});

describe('[II.1.2] a procedure is defined from nothing', () => {
  it('begins as a draft nobody else sees', async () => {
    const refused = await press(hanh, '/quan-tri/thu-tuc/moi', '/quan-tri/thu-tuc/moi', {
      name: 'Mới',
      code: '1.001193',
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('đã có. Đặt mã khác');
    expect(refused.body).toContain('value="Mới"');
    const made = await press(hanh, '/quan-tri/thu-tuc/moi', '/quan-tri/thu-tuc/moi', {
      name: 'Cấp giấy phép nuôi ong',
      code: CODE,
      field: 'G15-TP07',
    });
    expect(made).toMatchObject({ statusCode: 303, location: EDITOR });
    expect((await browser(server).get(`/thu-tuc/${CODE}`)).statusCode).toBe(404);
    expect((await hanh.get('/quan-tri/thu-tuc?tinh-trang=draft')).body).toContain(CODE);
  });

  it('takes every part: rows are added, moved and taken away by buttons, without script', async () => {
    const save = (change: Record<string, string | string[]>, query = '') =>
      press(hanh, EDITOR + query, EDITOR, change);
    await save({ do: 'add:steps' });
    await save({ do: 'add:steps', 'steps.0.title': 'Nộp', 'steps.0.text': 'Nộp đơn ở quầy.' });
    await save({ 'steps.1.title': 'Nhận', 'steps.1.text': 'Nhận giấy phép.' });
    const moved = await save({ do: 'up:steps.1' });
    expect(moved.location).toContain('mo=steps.0');
    expect((await draft()).steps.map((step) => step.title)).toEqual(['Nhận', 'Nộp']);
    // Dragged: the numbers of the rows say the order.
    await save({ 'steps.0.place': '5' });
    expect((await draft()).steps.map((step) => step.title)).toEqual(['Nộp', 'Nhận']);
    await save({
      level: '4',
      kind: 'full',
      levels: ['commune'],
      subjects: ['citizen', 'organisation'],
      summary: 'Cho phép nuôi ong lấy mật.',
      aliases: 'xin nuôi ong\nnuôi ong mật',
      offeredBy: ['commune'],
      channels: ['online', 'counter', 'post'],
      'channelNotes.post': 'Gửi bảo đảm.',
      sets: '2',
      formCode: 'to-khai-chung',
      flowCode: 'khai-tu',
      supplementPolicy: 'pause',
      do: 'add:components',
    });
    await save({
      'components.0.name': 'Đơn xin nuôi ong',
      'components.0.provide': 'form',
      'components.0.formName': 'Mẫu 01',
      do: 'add:components',
    });
    await save({
      'components.1.name': 'Bản vẽ trại',
      'components.1.originals': '2',
      'components.1.copies': '1',
      'components.1.condition': 'Khi nuôi trên 50 đàn',
      do: 'add:fees',
    });
    await save({
      'limits.online.amount': '3',
      'limits.counter.amount': '24',
      'limits.counter.unit': 'working_hour',
      'limits.post.amount': '7',
      'limits.post.unit': 'calendar_day',
      'limits.post.note': 'Kể từ ngày bưu chính chuyển đến',
      'fees.0.name': 'Lệ phí cấp phép',
      'fees.0.amount': '150.000',
      'fees.0.condition': 'Hộ nghèo được miễn',
      do: 'add:results',
    });
    await save({
      'results.0.name': 'Giấy phép nuôi ong',
      'results.0.code': 'KQ.ONG.1',
      do: 'add:conditions',
    });
    await save({ 'conditions.0.text': 'Trại cách khu dân cư 200 m.', do: 'add:legalBasis' });
    await save({
      'legalBasis.0.number': '32/2018/QH14',
      'legalBasis.0.name': 'Luật Chăn nuôi',
      do: 'add:cases',
    });
    await save({ 'cases.1.name': 'Gia hạn', do: 'case:1' });
    const body = await draft();
    expect(body).toMatchObject({
      sets: 2,
      serviceLevel: { level: 4, kind: 'full' },
      channels: ['online', 'counter', 'post'],
      channelNotes: { post: 'Gửi bảo đảm.' },
      subjects: ['citizen', 'organisation'],
      aliases: ['xin nuôi ong', 'nuôi ong mật'],
      results: [{ code: 'KQ.ONG.1', name: 'Giấy phép nuôi ong' }],
      conditions: ['Trại cách khu dân cư 200 m.'],
      legalBasis: [{ number: '32/2018/QH14', name: 'Luật Chăn nuôi' }],
      formCode: 'to-khai-chung',
      flowCode: 'khai-tu',
      supplementPolicy: 'pause',
    });
    expect(body.cases).toHaveLength(2);
    expect(body.cases[0]).toMatchObject({
      components: [
        { name: 'Đơn xin nuôi ong', provide: 'form', formName: 'Mẫu 01' },
        { name: 'Bản vẽ trại', originals: 2, copies: 1, condition: 'Khi nuôi trên 50 đàn' },
      ],
      limits: [
        { channel: 'online', amount: 3, unit: 'working_day' },
        { channel: 'counter', amount: 24, unit: 'working_hour' },
        { channel: 'post', amount: 7, unit: 'calendar_day', note: 'Kể từ ngày bưu chính chuyển đến' },
      ],
      fees: [{ name: 'Lệ phí cấp phép', amount: 150000, condition: 'Hộ nghèo được miễn' }],
    });
    // The second case has papers of its own.
    await save({ do: 'remove:components.1' }, `?truong-hop=${body.cases[1]!.code}`);
    expect((await draft()).cases.map((one) => one.components.length)).toEqual([2, 1]);
  });

  it('keeps what was typed when a number is none, and saves nothing of it', async () => {
    const before = await draft();
    const turned = await press(hanh, EDITOR, EDITOR, {
      'limits.online.amount': 'ba ngày',
      summary: 'Đã gõ dở.',
    });
    expect(turned.statusCode).toBe(422);
    expect(turned.body).toContain('value="ba ngày"');
    expect(turned.body).toContain('Đã gõ dở.');
    expect(turned.body).toContain('href="#limits.online.amount"');
    expect(await draft()).toEqual(before);
  });

  it('is shown before publication by the portal’s own page', async () => {
    const preview = await hanh.get(`${EDITOR}/xem-truoc`);
    expect(preview.body).toContain('Bạn đang xem trước bản nháp.');
    for (const text of [
      'Cho phép nuôi ong lấy mật.',
      'Bản vẽ trại',
      '150.000 đồng',
      'Luật Chăn nuôi',
      'Gia hạn',
    ]) {
      expect(preview.body).toContain(text);
    }
    expect(preview.body).toContain(`action="${EDITOR}/xem-truoc#giay-to"`);
  });

  it('is not published while a limit is below the sum of steps; the fault leads to its place', async () => {
    await press(hanh, EDITOR, EDITOR, {
      'limits.online.amount': '0,25',
      'limits.online.unit': 'working_hour',
    });
    const page = await hanh.get(`${EDITOR}/cong-bo`);
    expect(page.body).toContain('Còn 1 chỗ phải sửa trước khi công bố.');
    expect(page.body).toContain(`href="${EDITOR}?truong-hop=${CODE}.01#limits.online.amount"`);
    const refused = await press(hanh, `${EDITOR}/cong-bo`, `${EDITOR}/cong-bo`, { note: 'Thử' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('ngắn hơn tổng các bước của quy trình');
    expect(refused.body).toContain('value="Thử"');
    expect(await getProcedure(platform.db, CODE)).toBeNull();
    await press(hanh, EDITOR, EDITOR, { 'limits.online.amount': '3', 'limits.online.unit': 'working_day' });
  });

  it('is seen on the portal and at the counter as soon as it is published, with who and when', async () => {
    const done = await press(hanh, `${EDITOR}/cong-bo`, `${EDITOR}/cong-bo`, { note: 'Ban hành mới' });
    expect(done).toMatchObject({ statusCode: 303, location: EDITOR });
    expect((await browser(server).get(`/thu-tuc/${CODE}`)).body).toContain('Cho phép nuôi ong lấy mật.');
    expect((await browser(server).get('/thu-tuc?q=nuoi%20ong')).body).toContain(CODE);
    const versions = (await hanh.get(`${EDITOR}/ban`)).body;
    expect(versions).toContain('Ban hành mới');
    expect(versions).toContain('02/01/2030 08:00:00');
    expect(versions).toContain('Nguyễn Hồng Hạnh');
    expect(await procedureDraftOf(platform.db, CODE)).toBeNull();
  });
});

describe('changing a published procedure', () => {
  it('tells the second of two administrators who was first, and keeps what was typed', async () => {
    const page = (await chi.get(EDITOR)).body;
    await press(hanh, EDITOR, EDITOR, { summary: 'Bản của Hạnh.' });
    const late = await chi.post(EDITOR, { ...formOf(page, EDITOR), summary: 'Bản của Chi.' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('Nguyễn Hồng Hạnh đã lưu trước bạn');
    expect(late.body).toContain('Bản của Chi.');
    expect((await draft()).summary).toBe('Bản của Hạnh.');
  });

  it('takes over on its day, refuses overlapping days, and shows field by field what differs', async () => {
    const publish = (from: string) => press(hanh, `${EDITOR}/cong-bo`, `${EDITOR}/cong-bo`, { from });
    expect((await publish('32/13/2030')).body).toContain('không đọc được');
    expect((await publish('01/01/2030')).body).toContain('đã qua');
    expect((await publish('01/02/2030')).statusCode).toBe(303);
    expect((await browser(server).get(`/thu-tuc/${CODE}`)).body).toContain('Cho phép nuôi ong lấy mật.');
    expect((await hanh.get('/quan-tri/thu-tuc?tinh-trang=scheduled')).body).toContain(
      'Bản mới từ 01/02/2030',
    );

    await press(hanh, EDITOR, EDITOR, { summary: 'Bản thứ ba.' });
    const overlapping = await publish('01/03/2030');
    expect(overlapping.statusCode).toBe(422);
    expect(overlapping.body).toContain('trùng với bản 2');

    platform.clock.advance(31 * 86_400_000);
    await takeOverDue(platform);
    hanh = await loggedIn(server, platform, 'nguyenhonghanh');
    expect((await browser(server).get(`/thu-tuc/${CODE}`)).body).toContain('Bản của Hạnh.');
    const compared = (await hanh.get(`${EDITOR}/ban?truoc=1&sau=2`)).body;
    expect(compared).toContain('Nói gọn cho người dân');
    expect(compared).toContain('<del class="diff-old">Cho phép nuôi ong lấy mật.</del>');
    expect(compared).toContain('<ins class="diff-new">Bản của Hạnh.</ins>');
    const again = await press(hanh, `${EDITOR}/ban`, `${EDITOR}/ban`, { version: '1', do: 'republish' });
    expect(again.statusCode).toBe(303);
    expect(await getProcedure(platform.db, CODE)).toMatchObject({
      version: 3,
      definition: { summary: 'Cho phép nuôi ong lấy mật.' },
    });
  });

  it('ends with the page that says so and leads on; a citizen’s draft is told', async () => {
    const { username, id: accountId } = await platform.db
      .selectFrom('account')
      .where('kind', '=', 'citizen')
      .select(['username', 'id'])
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    const person = await loggedIn(server, platform, username!);
    const { agencies } = (await getProcedure(platform.db, CODE))!;
    const { id } = await platform.db
      .insertInto('draft')
      .values({
        account_id: accountId,
        procedure_code: CODE,
        procedure_version_id: (await getProcedure(platform.db, CODE))!.versionId,
        form_version_id: null,
        agency_id: agencies[0]!.id,
        case_code: `${CODE}.01`,
      })
      .returning('id')
      .executeTakeFirstOrThrow();

    const wrong = await press(hanh, `${EDITOR}/ngung`, `${EDITOR}/ngung`, {
      do: 'retire',
      replacedBy: '0.1',
    });
    expect(wrong.statusCode).toBe(422);
    platform.clock.advance(1000);
    const done = await press(hanh, `${EDITOR}/ngung`, `${EDITOR}/ngung`, {
      do: 'retire',
      replacedBy: '1.001193',
    });
    expect(done.statusCode).toBe(303);
    const gone = await browser(server).get(`/thu-tuc/${CODE}`);
    expect(gone.statusCode).toBe(410);
    expect(gone.body).toContain('đã ngừng áp dụng từ');
    expect(gone.body).toContain('href="/thu-tuc/1.001193"');
    expect((await browser(server).get('/thu-tuc?q=nuoi%20ong')).body).not.toContain(`/thu-tuc/${CODE}"`);
    const told = await person.get(`/nop-ho-so/ban-nhap/${id}`);
    expect(told.statusCode).toBe(410);
    expect(told.body).toContain('Hồ sơ bạn điền dở không nộp được nữa.');
    expect((await person.get('/ho-so')).body).toContain('Thủ tục đã ngừng áp dụng.');
    expect((await person.get(`/nop-ho-so/${CODE}`)).statusCode).toBe(404);
    expect((await person.post(`/nop-ho-so/ban-nhap/${id}/bo`)).statusCode).toBe(303);
    expect((await openProcedure(platform.db, CODE))!.retired).toBe(true);
  });
});

describe('imported text', () => {
  it('loses its marks as an editor goes through them; its source stays whole', async () => {
    const { code } = await platform.db
      .selectFrom('procedure')
      .where('needs_review', '=', true)
      .where('code', 'not like', '1.01%')
      .select('code')
      .orderBy('code')
      .executeTakeFirstOrThrow();
    const url = `/quan-tri/thu-tuc/${code}`;
    const before = (await openProcedure(platform.db, code))!.definition;
    await press(hanh, url, url, { reviewed: before.review!.map((_, index) => String(index)) });
    const after = await draft(code);
    expect(after.review).toEqual([]);
    expect(after.source).toEqual(before.source);
    expect(after.cases).toEqual(before.cases);
    expect(after.steps).toEqual(before.steps);
    expect((await press(hanh, `${url}/cong-bo`, `${url}/cong-bo`, {})).statusCode).toBe(303);
    expect((await getProcedure(platform.db, code))!.needsReview).toBe(false);
  });
});

describe('[II.1.1] fields and procedure groups', () => {
  it('are one catalogue: added, renamed, ordered and merged here, the same on portal and in the office at once', async () => {
    const LIST = '/quan-tri/linh-vuc';
    const add = (fields: Record<string, string>) => press(hanh, LIST, LIST, fields);
    expect((await add({ name: 'Nuôi ong', code: 'ONG' })).statusCode).toBe(303);
    expect((await add({ name: 'nuôi Ong' })).body).toContain('Đã có “Nuôi ong”');
    await add({ name: 'Khai sinh và nhận nuôi', parent: 'G15-TP07', code: 'HT-KS' });
    const birth = '/quan-tri/thu-tuc/1.001193';
    await press(hanh, birth, birth, { group: 'HT-KS' });
    expect((await press(hanh, birth, birth, { group: 'HT-KS', field: 'ONG' })).body).toContain(
      'không thuộc lĩnh vực',
    );
    await press(hanh, `${birth}/cong-bo`, `${birth}/cong-bo`, {});
    const portal = (await browser(server).get('/thu-tuc/1.001193')).body;
    expect(portal).toContain('href="/thu-tuc?nhom=HT-KS"');
    const inGroup = (await browser(server).get('/thu-tuc?nhom=HT-KS')).body;
    expect(inGroup).toContain('/thu-tuc/1.001193"');
    expect(inGroup).not.toContain('/thu-tuc/1.000894"');

    await press(hanh, `${LIST}/G15-TP07`, `${LIST}/G15-TP07`, { name: 'Hộ tịch, quốc tịch', do: 'rename' });
    await press(hanh, `${LIST}/HT-KS`, `${LIST}/HT-KS`, { name: 'Khai sinh', do: 'rename' });
    const renamed = (await browser(server).get('/thu-tuc/1.001193')).body;
    expect(renamed).toContain('>Hộ tịch, quốc tịch</a>');
    expect(renamed).toContain('>Khai sinh</a>');
    const counter = await loggedIn(server, platform, 'tranthingan');
    const officeName = (await counter.get('/mot-cua/tiep-nhan?q=1.001193')).body;
    expect(officeName).toContain('Hộ tịch, quốc tịch');

    const order = (): Promise<(string | undefined)[]> =>
      hanh.get(LIST).then(({ body }) => [...body.matchAll(/<li id="([^"]+)"/g)].map((match) => match[1]));
    const first = await order();
    await press(hanh, LIST, `${LIST}/${first[1]}`, { do: 'up' });
    expect((await order())[0]).toBe(first[1]);

    const page = `${LIST}/ONG`;
    expect((await press(hanh, page, page, { do: 'close', on: '01/01/2029' })).body).toContain(
      'không được trước hôm nay',
    );
    const merged = await press(hanh, `${LIST}/G15-TP07`, `${LIST}/G15-TP07`, {
      do: 'close',
      into: 'ONG',
      on: '',
    });
    expect(merged.statusCode).toBe(303);
    expect((await getProcedure(platform.db, '1.001193'))!.definition.field).toEqual({
      code: 'ONG',
      name: 'Nuôi ong',
    });
    expect((await browser(server).get('/thu-tuc?linh-vuc=ONG')).body).toContain('/thu-tuc/1.001193"');
  });
});
