import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newestFlow, flowDraft } from '../../../modules/flows/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let hanh: Browser;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  hanh = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const BASE = '/quan-tri/quy-trinh';
const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Sends a form as the page at `from` has it. */
async function send(who: Browser, from: string, to: string, fields: Record<string, string | string[]>) {
  const { body } = await who.get(from);
  return who.post(to, { _ma: hidden(body, '_ma'), revision: hidden(body, 'revision'), ...fields });
}

const edit = (code: string, fields: Record<string, string | string[]>, who = hanh) =>
  send(who, `${BASE}/${code}/bang`, `${BASE}/${code}/bang`, fields);

const RECEPTION = {
  op: 'set-step',
  id: 'reception',
  name: 'Tiếp nhận',
  step: 'reception',
  minutes: '60',
  actor: 'unit',
  unit: 'mot-cua',
  role: 'counter',
  agency: 'reception',
  allows: ['supplement'],
};

describe('rights', () => {
  it.each([
    '',
    '/moi',
    '/khai-sinh',
    '/khai-sinh/sua',
    '/khai-sinh/bang',
    '/khai-sinh/chay-thu',
    '/khai-sinh/ban-hanh',
    '/khai-sinh/cac-ban',
    '/khai-sinh/so-sanh',
    '/khai-sinh/tinh-hinh',
    '/khai-sinh/so-do.bpmn',
  ])('%s opens for those who may edit flows alone', async (address) => {
    expect((await hanh.get(BASE + address)).statusCode).toBe(200);
    const other = await loggedIn(server, platform, 'hoangducthinh');
    expect((await other.get(BASE + address)).statusCode).toBe(403);
    expect((await browser(server).get(BASE + address)).statusCode).toBe(303);
  });

  it.each([
    '/moi',
    '/khai-sinh/sua',
    '/khai-sinh/bang',
    '/khai-sinh/kiem-tra',
    '/khai-sinh/ban-hanh',
    '/khai-sinh/bo-nhap',
    '/khai-sinh/ban-hanh-lai',
  ])('nobody else posts to %s, and nobody without the page’s token', async (address) => {
    const other = await loggedIn(server, platform, 'hoangducthinh');
    expect((await other.post(BASE + address, {})).statusCode).toBe(403);
    expect((await hanh.post(BASE + address, {})).statusCode).toBe(403);
    expect(await flowDraft(platform.db, 'khai-sinh')).toBeNull();
  });

  it('what there is not is said so', async () => {
    expect((await hanh.get(`${BASE}/khong-co`)).statusCode).toBe(404);
    expect((await hanh.get(`${BASE}/khai-sinh/so-do.bpmn?ban=99`)).statusCode).toBe(404);
  });
});

describe('pages', () => {
  it.each([
    '',
    '/khai-sinh',
    '/khai-sinh/sua',
    '/khai-sinh/bang',
    '/khai-sinh/tinh-hinh',
    '/khai-sinh/cac-ban',
    '/khai-sinh/chay-thu?di=s:online',
  ])('%s asks the database a bounded number of questions', async (address) => {
    await hanh.get(BASE + address);
    platform.queries.reset();
    await hanh.get(BASE + address);
    expect(platform.queries.count()).toBeLessThanOrEqual(16);
  });

  it('[II.3.4~] the definition shows the entrances from the portal and the counter, and the supplement loop', async () => {
    const { body } = await hanh.get(`${BASE}/khai-sinh`);
    expect(body).toContain('Cổng: Mới đăng ký');
    expect(body).toContain('Quầy, bưu chính');
    expect(body.match(/Yêu cầu bổ sung/g)!.length).toBeGreaterThanOrEqual(2);
    expect(body).toContain('data-bpmn="/quan-tri/quy-trinh/khai-sinh/so-do.bpmn?ban=1"');
    expect(body).toMatch(/420 phút<\/b> \/ 480 phút/);
  });

  it('[II.24.1~] diagram and table carry how many dossiers stand where', async () => {
    const { body } = await hanh.get(`${BASE}/khai-sinh/tinh-hinh`);
    const load = JSON.parse(unescape(/data-load="([^"]*)"/.exec(body)![1]!)) as Record<string, number[]>;
    expect(Object.values(load).every(([open, late]) => open! >= late!)).toBe(true);
    expect(body).toContain('Đang ở bước');
  });

  it('[II.3.3~] a dry run walks on, asks for papers and comes to its end, all in the address', async () => {
    const follow = (body: string, label: string): string => {
      const form = [...body.matchAll(/<form method="get"[\s\S]*?<\/form>/g)].find(([text]) =>
        text.includes(label),
      )![0];
      return `${BASE}/khai-sinh/chay-thu?di=${encodeURIComponent(unescape(hidden(form, 'di')))}&co-quan=${hidden(form, 'co-quan')}`;
    };
    let { body } = await hanh.get(`${BASE}/khai-sinh/chay-thu`);
    for (const label of ['Nộp trực tuyến', 'Yêu cầu bổ sung', 'Người nộp đã bổ sung']) {
      ({ body } = await hanh.get(follow(body, label)));
    }
    expect(body).toContain('Đã bổ sung hồ sơ');
    for (const label of ['Xong, sang', 'Xong, sang', 'Xong, sang', 'Đồng ý ký', 'Xong, sang', 'Xong, sang']) {
      ({ body } = await hanh.get(follow(body, label)));
    }
    expect(body).toContain('Hồ sơ đã tới kết thúc');
    expect(body).toContain('Đã trả kết quả');
    const broken = await hanh.get(`${BASE}/khai-sinh/chay-thu?di=s:online~c:99&viec=1&du-lieu=%3D%3D`);
    expect(broken.statusCode).toBe(200);
    expect(broken.body).toContain('Không đi tiếp được');
  });
});

describe('a flow from nothing', () => {
  it('[II.3.1~] is begun from the template, edited as a table, published, and shows its versions', async () => {
    const begun = await send(hanh, `${BASE}/moi`, `${BASE}/moi`, {
      name: 'Cấp phép quảng cáo',
      code: '',
      from: 'template',
    });
    expect([begun.statusCode, begun.headers['location']]).toEqual([303, `${BASE}/cap-phep-quang-cao/sua`]);
    const code = 'cap-phep-quang-cao';
    const added = await edit(code, {
      op: 'add',
      kind: 'step',
      addName: 'Xác minh',
      addStep: 'process',
      on: 'process_to_approve',
    });
    expect(added.headers['location']).toBe(`${BASE}/${code}/bang?sua=step_1#sua`);
    const filled = await edit(code, {
      ...RECEPTION,
      id: 'step_1',
      name: 'Xác minh',
      step: 'process',
      actor: 'chosen',
      minutes: '37',
      allows: [],
    });
    expect(filled.statusCode).toBe(303);
    const published = await send(hanh, `${BASE}/${code}/ban-hanh`, `${BASE}/${code}/ban-hanh`, {
      note: 'Bản đầu',
    });
    expect(published.statusCode).toBe(303);
    expect((await newestFlow(platform.db, code))?.compiled.nodes['step_1']).toMatchObject({
      minutes: 37,
      name: 'Xác minh',
    });
    await edit(code, { op: 'remove', id: 'step_1' });
    await send(hanh, `${BASE}/${code}/ban-hanh`, `${BASE}/${code}/ban-hanh`, { note: '' });
    const { body } = await hanh.get(`${BASE}/${code}/so-sanh?a=1&b=2`);
    expect(body).toMatch(/Bước bỏ<\/dt><dd>Xác minh/);
    const again = await send(hanh, `${BASE}/${code}/cac-ban`, `${BASE}/${code}/ban-hanh-lai`, {
      version: '1',
      seen: hidden((await hanh.get(`${BASE}/${code}/cac-ban`)).body, 'seen'),
    });
    expect(again.statusCode).toBe(303);
    expect(await newestFlow(platform.db, code)).toMatchObject({ version: 3 });
    expect((await hanh.get(`${BASE}/${code}/cac-ban`)).body).toContain('Ban hành lại bản 1');
  });

  it('[II.3.1~] without an end it is not published: the page names the step and leads to it', async () => {
    await edit('khai-tu', { op: 'remove', id: 'done' });
    const { body } = await hanh.get(`${BASE}/khai-tu/ban-hanh`);
    expect(body).toContain('không có đường ra, hồ sơ sẽ dừng ở đây');
    expect(body).toContain('/quan-tri/quy-trinh/khai-tu/bang?sua=return#sua');
    expect(body).not.toContain('Ban hành bản 2</button>');
    const sent = await send(hanh, `${BASE}/khai-tu/ban-hanh`, `${BASE}/khai-tu/ban-hanh`, {
      note: 'Ghi chú của tôi',
    });
    expect(sent.statusCode).toBe(422);
    expect(sent.body).toContain('Ghi chú của tôi');
    expect((await newestFlow(platform.db, 'khai-tu'))?.version).toBe(1);
    expect((await hanh.get(`${BASE}/khai-tu/chay-thu`)).body).toContain('chưa chạy thử được');
    const gone = await send(hanh, `${BASE}/khai-tu/sua`, `${BASE}/khai-tu/bo-nhap`, {});
    expect(gone.headers['location']).toBe(`${BASE}/khai-tu`);
    expect(await flowDraft(platform.db, 'khai-tu')).toBeNull();
  });

  it('[II.3.2~] steps longer than the procedure allows are told in minutes while one draws', async () => {
    const { body } = await hanh.get(`${BASE}/khai-sinh/sua`);
    const bpmn = unescape(/<textarea name="bpmn"[^>]*>([\s\S]*?)<\/textarea>/.exec(body)![1]!);
    const check = async (xml: string) => {
      const answer = await hanh.post(`${BASE}/khai-sinh/kiem-tra`, { _ma: hidden(body, '_ma'), bpmn: xml });
      return answer.json<{ meter: string; checks: string; marks: { element: string; severity: string }[] }>();
    };
    expect((await check(bpmn)).marks).toEqual([]);
    const long = await check(bpmn.replace('motcua:minutes="45"', 'motcua:minutes="500"'));
    expect(long.meter).toMatch(/vượt 395 phút/);
    expect(long.checks).toContain('Hãy giảm thời hạn ở bước');
    const timed = await check(
      bpmn
        .replace(/<bpmn:userTask id="assign"/, '<bpmn:serviceTask id="assign"')
        .replace(/(<bpmn:serviceTask[\s\S]*?)<\/bpmn:userTask>/, '$1</bpmn:serviceTask>'),
    );
    expect(timed.marks).toContainEqual(expect.objectContaining({ element: 'assign', severity: 'error' }));
    expect((await check('<hỏng')).marks[0]).toMatchObject({ severity: 'error' });
  });

  it('the time of the steps is measured against the procedure, case and channel that one chooses, the shortest to begin with', async () => {
    const table = `${BASE}/giay-phep-xay-dung/bang`;
    const longer = '1.013225/1.013225.02/counter';
    const first = await hanh.get(table);
    expect(first.body).toMatch(/ \/ 5\.142 phút theo thủ tục \(15 ngày\)/);
    expect(first.body).toContain('Vừa cả 4 thời hạn');
    expect(first.body).toMatch(
      /<option value="1\.013225\/1\.013225\.01\/counter" selected[^>]*>Nhà ở riêng lẻ: 15 ngày – vừa, còn/,
    );
    const chosen = await hanh.get(`${table}?so=${encodeURIComponent(longer)}`);
    expect(chosen.body).toMatch(/ \/ 6\.857 phút theo thủ tục \(20 ngày\)/);
    expect(chosen.body).toMatch(/<option value="1\.013225\/1\.013225\.02\/counter" selected/);

    // A change in the table goes on measuring against it.
    const sent = await send(hanh, table, table, { ...RECEPTION, minutes: '5000', so: longer });
    expect(sent.statusCode).toBe(303);
    const next = await hanh.get(String(sent.headers['location']));
    expect(next.body).toMatch(/ \/ 6\.857 phút theo thủ tục/);
    expect(next.body).toContain('thời hạn của các thủ tục đang dùng');
    for (const page of ['', '/sua', '/ban-hanh']) {
      const { body } = await hanh.get(`${BASE}/giay-phep-xay-dung${page}?so=${encodeURIComponent(longer)}`);
      expect(body).toMatch(/ \/ 6\.857 phút theo thủ tục/);
    }
    const draft = await hanh.get(`${table}?so=khong-co`);
    expect(draft.body).toMatch(/ \/ 5\.142 phút theo thủ tục/);
    expect(draft.body).toMatch(/Nhà ở riêng lẻ: 15 ngày – vượt [\d.]+ phút/);

    // What the drawing board asks for while one draws.
    const page = await hanh.get(`${BASE}/giay-phep-xay-dung/sua`);
    const bpmn = unescape(/<textarea name="bpmn"[^>]*>([\s\S]*?)<\/textarea>/.exec(page.body)![1]!);
    const fields = { _ma: hidden(page.body, '_ma'), bpmn, so: longer };
    const answer = await hanh.post(`${BASE}/giay-phep-xay-dung/kiem-tra`, fields);
    expect(answer.json<{ meter: string }>().meter).toMatch(/ \/ 6\.857 phút theo thủ tục/);
    await send(hanh, `${BASE}/giay-phep-xay-dung/sua`, `${BASE}/giay-phep-xay-dung/bo-nhap`, {});
  });

  it('keeps what was typed when a step can not be saved, and names the fields', async () => {
    const sent = await edit('ket-hon', { ...RECEPTION, name: '', minutes: '1,5', actor: 'group', group: '' });
    expect(sent.statusCode).toBe(422);
    for (const text of ['Nhập tên bước', 'Bạn đã nhập “1,5”', 'Chọn nhóm cán bộ'])
      expect(sent.body).toContain(text);
    expect(sent.body).toContain('value="1,5"');
    expect(
      (
        await edit('ket-hon', {
          op: 'connect',
          pathFrom: 'sign',
          pathTo: 'return',
          pathName: '',
          pathCondition: 'a = (',
        })
      ).body,
    ).toContain('không đọc được');
    expect((await edit('ket-hon', { op: 'bay' })).statusCode).toBe(422);
    expect(await flowDraft(platform.db, 'ket-hon')).toBeNull();
  });

  it('tells the second of two administrators who saved first; the drawing sent is kept', async () => {
    const chi = await loggedIn(server, platform, 'nguyenhonghanh');
    const [mine, theirs] = [await hanh.get(`${BASE}/tam-tru/sua`), await chi.get(`${BASE}/tam-tru/sua`)];
    const drawing = (await newestFlow(platform.db, 'tam-tru'))!.bpmn;
    const save = (who: Browser, html: string, bpmn: string) =>
      who.post(`${BASE}/tam-tru/sua`, { _ma: hidden(html, '_ma'), revision: hidden(html, 'revision'), bpmn });
    expect((await save(hanh, mine.body, drawing)).statusCode).toBe(303);
    const late = await save(chi, theirs.body, drawing.replace('Tiếp nhận', 'Nhận sau'));
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('đã lưu trước bạn');
    expect(late.body).toContain('Nhận sau');
    expect((await save(chi, late.body, drawing.replace('Tiếp nhận', 'Nhận sau'))).statusCode).toBe(303);
  });

  it('a file comes in as a draft; one that is none is refused with the reason', async () => {
    const file = async (text: string, code: string) => {
      const { body } = await hanh.get(`${BASE}/moi`);
      const line = '--ranh';
      const part = (name: string, value: string) =>
        `${line}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
      return hanh.request({
        method: 'POST',
        url: `${BASE}/moi`,
        headers: { 'content-type': 'multipart/form-data; boundary=ranh', 'sec-fetch-site': 'same-origin' },
        payload:
          part('_ma', hidden(body, '_ma')) +
          part('name', '') +
          part('code', code) +
          part('from', 'file') +
          `${line}\r\ncontent-disposition: form-data; name="file"; filename="a.bpmn"\r\ncontent-type: application/xml\r\n\r\n${text}\r\n${line}--\r\n`,
      });
    };
    const drawing = (await hanh.get(`${BASE}/khai-sinh/so-do.bpmn`)).body;
    expect((await file(drawing, 'khai-sinh-moi')).headers['location']).toBe(`${BASE}/khai-sinh-moi/sua`);
    expect((await flowDraft(platform.db, 'khai-sinh-moi'))?.title).toBe('Đăng ký khai sinh');
    const broken = await file('<a>không phải', 'hong');
    expect(broken.statusCode).toBe(422);
    expect(broken.body).toContain('XML hỏng');
    const large = await file('x'.repeat(3_000_000), 'lon');
    expect(large.statusCode).toBe(422);
    expect(large.body).toContain('nặng quá 2 MB');
  });
});
