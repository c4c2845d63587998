import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx, p } from '../../../../scripts/templates/markup.ts';
import { pageTexts } from '../../../platform/pdf/testing.ts';
import { closePdf } from '../../../platform/pdf/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { listChanges } from '../../../modules/configuration/index.ts';
import { act, previewDossier, resultFile } from '../../../modules/dossiers/index.ts';
import { applicant, filed, officer } from '../../../modules/dossiers/testing.ts';
import { getProcedure, publishProcedure } from '../../../modules/procedures/index.ts';
import { restoreChange } from '../../../modules/restore/index.ts';
import { openForm, saveFormDraft } from '../../../modules/forms/index.ts';
import { resultTemplate, SLIP_KINDS, slipFile, slipTemplate } from '../../../modules/slips/index.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

const HOME = '/quan-tri/mau-phieu';
const PAGE = {
  width: 148,
  height: 210,
  margin: [10, 10, 10, 10] as [number, number, number, number],
  size: 11,
  line: 1,
};

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
let dossierId: number;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
  dossierId = await accepted();
});
afterAll(async () => {
  await closePdf();
  await server.close();
  await platform.close();
});

async function accepted(): Promise<number> {
  const { dossierId: id } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
  await act(
    platform,
    await officer(platform, 'tranthingan'),
    { dossier: id },
    { action: 'accept', forward: true },
  );
  return id;
}

/** Hidden fields and other values of the first form of a page that has all of the names. */
async function hidden(url: string): Promise<Record<string, string>> {
  const body = (await admin.get(url)).body;
  const pairs = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name!, value!]));
}

async function upload(url: string, name: string, content: Buffer, fields: Record<string, string> = {}) {
  const boundary = `x${randomBytes(8).toString('hex')}`;
  const values = {
    ...(await hidden(url)),
    ten: 'Giấy hẹn mới',
    'can-cu': 'Quyết định 12/QĐ-UBND',
    ...fields,
  };
  const parts = Object.entries(values).map(
    ([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="tep"; filename="${name}"\r\n\r\n`;
  return admin.request({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' },
    payload: Buffer.concat([
      Buffer.from(parts.join('') + head),
      content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  });
}

const accountOf = (username: string) =>
  platform.db.selectFrom('account').select('id').where('username', '=', username).executeTakeFirstOrThrow();

const receipt = (words: string): Promise<Buffer> =>
  docx(
    'x',
    ['{dossierCode}', '{applicantName}', '{receivedText}', '{dueText}', '{#papers}{name}{/papers}', words]
      .map((line) => p(line))
      .join(''),
    PAGE,
  );

const slipText = async (id: number): Promise<string> => {
  const slip = await platform.db
    .selectFrom('slip')
    .select('id')
    .where('dossier_id', '=', id)
    .where('kind', '=', '01')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const file = (await slipFile(platform, slip.id))!;
  return (await pageTexts(await platform.files.read(file.sha256))).join('');
};

describe('templates of slips', () => {
  it('[II.2.5~] the six of Circular 01/2018 are there, with what may stand in each', async () => {
    const { body } = await admin.get(HOME);
    expect(body).toContain('Sáu mẫu theo Thông tư 01/2018/TT-VPCP');
    for (const kind of ['01', '02', '03', '04', '05', '06']) {
      expect(body).toContain(`Mẫu số ${kind}.`);
      const one = await admin.get(`${HOME}/tt01-2018/${kind}`);
      expect(one.statusCode).toBe(200);
      expect(one.body).toContain('Các trường dùng được trong mẫu');
      const preview = await admin.get(`${HOME}/tt01-2018/${kind}/xem-thu`);
      expect(preview.headers['content-type']).toBe('application/pdf');
    }
    platform.queries.reset();
    await admin.get(HOME);
    expect(platform.queries.count()).toBeLessThan(15);
  });

  it('[II.2.5~] an upload is looked at with a real dossier, published, and printed from then on; what was made before stays', async () => {
    const href = `${HOME}/tt01-2018/01`;
    const before = dossierId;
    expect((await upload(href, 'giay-hen.docx', await receipt('Theo mẫu của tỉnh'))).statusCode).toBe(303);
    const page = (await admin.get(href)).body;
    expect(page).toContain('Mẫu in được');
    const { code } = (await previewDossier(platform.db))!;
    const preview = await admin.get(`${href}/xem-thu?ban=nhap&ho-so=${code}`);
    const shown = (await pageTexts(preview.rawPayload)).join('');
    expect(shown).toContain('Theo mẫu của tỉnh');
    expect(shown).toContain(code);
    expect((await admin.post(`${href}/cong-bo`, await hidden(href))).statusCode).toBe(303);
    expect(await slipText(before)).not.toContain('Theo mẫu của tỉnh');
    expect(await slipText(await accepted())).toContain('Theo mẫu của tỉnh');

    // A second version, then the first anew.
    await upload(href, 'giay-hen.docx', await receipt('Lần hai'));
    await admin.post(`${href}/cong-bo`, await hidden(href));
    expect((await admin.post(`${href}/dung-lai`, { ...(await hidden(href)), ban: '1' })).statusCode).toBe(
      303,
    );
    expect(await slipText(await accepted())).toContain('Theo mẫu của tỉnh');
    expect((await admin.get(href)).body).toContain('Bản 3');

    // The log takes the last publication back: version 2 is in use again, as version 4.
    const [change] = await listChanges(platform.db, { object: 'template:tt01-2018/01', limit: 1 });
    expect(change).toMatchObject({
      action: 'template.republish',
      before: { version: 2 },
      after: { version: 3 },
    });
    const by = { accountId: (await accountOf('nguyenhonghanh')).id, name: 'Nguyễn Hồng Hạnh' };
    await restoreChange(platform, change!.id, by);
    expect(await slipText(await accepted())).toContain('Lần hai');
    expect((await admin.get(`${href}/tep?ban=1`)).rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it('tells the second of two administrators who uploaded first', async () => {
    const href = `${HOME}/tt01-2018/02`;
    const stale = await hidden(href);
    await upload(href, 'a.docx', await slipTemplate('02'));
    const second = await upload(href, 'b.docx', await slipTemplate('02'), stale);
    expect(second.statusCode).toBe(409);
    expect(second.body).toMatch(/Hạnh[^<]* đã lưu trước bạn lúc/);
    expect((await admin.post(`${href}/cong-bo`, { ...(await hidden(href)), revision: '7' })).statusCode).toBe(
      409,
    );
    expect((await admin.post(`${href}/bo-nhap`, await hidden(href))).statusCode).toBe(303);
  });

  it('[II.2.5~] refuses what can not be printed, is not known or lacks what the law wants, and says where', async () => {
    const href = `${HOME}/tt01-2018/03`;
    const list = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>';
    await upload(
      href,
      'x.docx',
      await docx('x', `${p('{dossierCode} {applicantName} {refusalReason}')}${list}`, PAGE),
    );
    const numbered = (await admin.get(href)).body;
    expect(numbered).toContain('Mẫu này chưa dùng được');
    expect(numbered).toContain('Đánh số hoặc gạch đầu dòng tự động');
    expect(numbered).not.toContain('Công bố mẫu này');
    const forced = await admin.post(`${href}/cong-bo`, await hidden(href));
    expect(forced.statusCode).toBe(422);
    await upload(href, 'x.docx', await docx('x', p('{dossierCode} {tenLa}'), PAGE));
    const lacking = (await admin.get(href)).body;
    expect(lacking).toContain('Không có trường tên tenLa');
    expect(lacking).toContain('Mẫu thiếu {refusalReason}');
    await upload(href, 'x.docx', await docx('x', p('{#papers}{name}'), PAGE));
    expect((await admin.get(href)).body).toContain('Chưa có {/papers} đóng lại');
    expect(
      await platform.db.selectFrom('template_version').select('id').where('kind', '=', '03').execute(),
    ).toEqual([]);
  });

  it('turns back files that are no .docx, missing or 50 MB large, and keeps what was typed', async () => {
    const href = `${HOME}/tt01-2018/04`;
    for (const [name, content, words] of [
      ['mau.pdf', Buffer.from('%PDF-1.4'), 'mau.pdf'],
      ['mau.docx', Buffer.from('không phải Word'), 'mau.docx'],
      ['', Buffer.alloc(0), 'Chọn tệp .docx'],
      ['to.docx', Buffer.alloc(50 * 1024 * 1024, 1), '5 MB'],
    ] as const) {
      const answer = await upload(href, name, content, { ten: 'Phiếu xin lỗi của tỉnh' });
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(words);
      expect(answer.body).toContain('Phiếu xin lỗi của tỉnh');
    }
    const known = await admin.get(`${HOME}/tt01-2018/07`);
    expect(known.statusCode).toBe(404);
  });

  it('[II.2.5~] another set takes over on its first day, not before', async () => {
    const add = async (fields: Record<string, string>) =>
      admin.post(`${HOME}/bo/moi`, { ...(await hidden(`${HOME}/bo/moi`)), ...fields });
    for (const day of ['23/11/2026', '31/02/2027', '']) {
      const bad = await add({ ten: 'Bộ mới', 'can-cu': 'Thông tư 03/2025', 'tu-ngay': day });
      expect(bad.statusCode).toBe(422);
      expect(bad.body).toContain('Bộ mới');
    }
    expect(
      (await add({ ten: 'Bảy mẫu mới', 'can-cu': 'Thông tư 03/2025/TT-VPCP', 'tu-ngay': '01/12/2026' }))
        .statusCode,
    ).toBe(303);
    const same = await add({ ten: 'Bộ khác', 'can-cu': 'Văn bản', 'tu-ngay': '01/12/2026' });
    expect(same.body).toContain('cũng bắt đầu ngày 01/12/2026');
    const href = `${HOME}/bay-mau-moi/01`;
    await upload(href, 'moi.docx', await receipt('Bộ mẫu mới'));
    await admin.post(`${href}/cong-bo`, await hidden(href));
    expect(await slipText(await accepted())).not.toContain('Bộ mẫu mới');
    platform.clock.set(new Date('2026-12-01T02:00:00Z'));
    expect(await slipText(await accepted())).toContain('Bộ mẫu mới');
    expect((await admin.get(`${HOME}/bo/bay-mau-moi`)).statusCode).not.toBe(200);
    platform.clock.set(new Date('2026-11-23T01:00:00Z'));
  });
});

describe('templates of results', () => {
  it('[II.2.5~] an own one is added, its fields named, and stands in results of the procedure that binds it', async () => {
    const own = await docx(
      'x',
      [
        '{agencyHeading} {number} {placeAndDate}',
        'Xác nhận ông/bà {hoTen} có {#con}{ten} {/con}',
        '{signerTitle} {signerName}',
      ]
        .map((line) => p(line))
        .join(''),
      PAGE,
    );
    admin = await loggedIn(server, platform, 'nguyenhonghanh');
    const added = await upload(`${HOME}/ket-qua`, 'xac-nhan.docx', own, { ten: 'Giấy xác nhận cư trú' });
    expect(added.headers.location).toBe(`${HOME}/ket-qua/giay-xac-nhan-cu-tru`);
    const href = added.headers.location as string;
    const page = (await admin.get(href)).body;
    expect(page).toContain('{hoTen}');
    expect(page).toContain('{#con} gồm ten');
    const preview = await admin.get(`${href}/xem-thu?ban=nhap`);
    expect((await pageTexts(preview.rawPayload)).join('')).toContain('‹hoTen›');
    await admin.post(`${href}/cong-bo`, await hidden(href));
    expect((await admin.get(HOME)).body).toContain('Giấy xác nhận cư trú');
    const again = await upload(`${HOME}/ket-qua`, 'xac-nhan.docx', own, { ten: 'Giấy xác nhận cư trú' });
    expect(again.statusCode).toBe(422);

    // The procedure of the dossier binds it.
    const { definition } = (await getProcedure(platform.db, '1.001193'))!;
    const document = {
      template: 'giay-xac-nhan-cu-tru',
      fields: { hoTen: '{child.name}', con: [{ row: { ten: '{@owner}' } }] },
    };
    const results = definition.results.map((one) => ({ ...one, document }));
    await platform.db
      .transaction()
      .execute((tx) =>
        publishProcedure(tx, { ...definition, results }, { by: null, now: platform.clock.now() }),
      );
    const { id } = await platform.db
      .insertInto('result')
      .values({
        dossier_id: await accepted(),
        type_code: results[0]!.code,
        name: results[0]!.name,
        drafted_at: platform.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const pdf = (await resultFile(platform, id)) as Buffer;
    const text = (await pageTexts(pdf)).join('');
    expect(text).toContain('Trần Nguyễn An Nhiên');
    expect(text).toContain('Nguyễn Thu Hương');
  });
});

describe('everything that is printed or filled in', () => {
  it('[II.2.5] forms, the six slips, results and papers of one’s own are defined, with the law they rest on, and take effect', async () => {
    admin = await loggedIn(server, platform, 'nguyenhonghanh');
    const law = 'Quyết định số 99/QĐ-UBND ngày 20/11/2026';

    // The six slips of Circular 01/2018 and a template of results: defined anew, each with its legal basis.
    const refs = [
      ...SLIP_KINDS.map((kind) => ({ href: `${HOME}/tt01-2018/${kind}`, content: slipTemplate(kind) })),
      { href: `${HOME}/ket-qua/generic`, content: resultTemplate('generic') },
    ];
    for (const { href, content } of refs) {
      await upload(href, 'mau.docx', await content, { ten: 'Mẫu của tỉnh', 'can-cu': law });
      expect((await admin.post(`${href}/cong-bo`, await hidden(href))).statusCode).toBe(303);
      const page = (await admin.get(href)).body;
      expect(page).toContain(law);
      const preview = await admin.get(`${href}/xem-thu`);
      expect((await pageTexts(preview.rawPayload)).join('').length).toBeGreaterThan(100);
    }
    const slip = await slipText(await accepted());
    expect(slip).toContain('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ');

    // Any other paper.
    const own = await docx('x', p('{number} {placeAndDate} {signerTitle} {signerName} {noiDung}'), PAGE);
    const other = await upload(`${HOME}/ket-qua`, 'khac.docx', own, { ten: 'Thông báo khác', 'can-cu': law });
    const href = other.headers.location as string;
    await admin.post(`${href}/cong-bo`, await hidden(href));
    expect((await admin.get(href)).body).toContain(law);

    // A form, with the document that issued it: published, shown, and printed on the paper the citizen gets.
    const code = 'to-khai-khai-sinh';
    const by = { accountId: (await accountOf('nguyenhonghanh')).id, name: 'Nguyễn Hồng Hạnh' };
    const at = platform.clock.now();
    await platform.db.transaction().execute(async (tx) => {
      const { definition, revision } = (await openForm(tx, code))!;
      const saved = { ...definition, legalBasis: law };
      await saveFormDraft(tx, { code, definition: saved, revision, by, at });
    });
    const publish = `/quan-tri/bieu-mau/${code}/cong-bo`;
    expect(
      (await admin.post(publish, { ...(await hidden(publish)), note: '', adopt: 'true' })).statusCode,
    ).toBe(303);
    expect((await admin.get(`/quan-tri/bieu-mau/${code}`)).body).toContain(law);
    const { dossierId: id } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    expect((await citizen.get(`/ho-so/${id}/ban-in`)).body).toContain(law);
  });
});

it('is for those who may edit slips', async () => {
  const other = await loggedIn(server, platform, 'dovantung');
  expect((await other.get(HOME)).statusCode).toBe(403);
  expect((await other.get(`${HOME}/tt01-2018/01/xem-thu`)).statusCode).toBe(403);
  expect((await other.post(`${HOME}/tt01-2018/01/cong-bo`)).statusCode).toBe(403);
});
