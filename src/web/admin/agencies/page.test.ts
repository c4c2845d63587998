import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listChanges } from '../../../modules/configuration/index.ts';
import { officer } from '../../../modules/dossiers/testing.ts';
import { confirmPlan } from '../../../modules/organisation/index.ts';
import { agencyOf, mergerOf, NEW_COMMUNE, takenIn } from '../../../modules/organisation/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
beforeEach(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterEach(async () => {
  await server.close();
  await platform.close();
});

/** Fields of the first form that changes something, as a browser would send them back. */
function formOf(html: string): Record<string, string> {
  const form = /<form[^>]*method="post"[\s\S]*?<\/form>/.exec(html.slice(html.indexOf('<main')))![0];
  const fields: Record<string, string> = {};
  const decode = (text: string): string =>
    text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<');
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    const type = /type="([^"]*)"/.exec(tag)?.[1];
    if (!name || ((type === 'radio' || type === 'checkbox') && !/\schecked/.test(tag))) continue;
    fields[name] = decode(/value="([^"]*)"/.exec(tag)?.[1] ?? (type === 'checkbox' ? 'on' : ''));
  }
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const all = [...options!.matchAll(/<option([^>]*)>/g)].map((one) => one[1]!);
    const chosen = all.find((one) => one.includes('selected')) ?? all[0] ?? '';
    fields[name!] = decode(/value="([^"]*)"/.exec(chosen)?.[1] ?? '');
  }
  return fields;
}

describe('/quan-tri/co-quan', () => {
  it('is for those with the right alone, to read and to write', async () => {
    for (const who of ['hoangducthinh', 'tranthingan']) {
      const other = await loggedIn(server, platform, who);
      for (const path of ['', '/moi', '/sap-nhap', '/8', '/8/ket-thuc', '/8/chia-tach']) {
        expect((await other.get(`/quan-tri/co-quan${path}`)).statusCode, path).toBe(403);
      }
      for (const path of ['/moi', '/sap-nhap', '/8', '/8/ket-thuc', '/8/chia-tach', '/8/lay-lai']) {
        expect((await other.post(`/quan-tri/co-quan${path}`)).statusCode, path).toBe(403);
      }
    }
  });

  it('[II.1.1~] shows agencies as a tree, found by name or code, in a bounded number of queries', async () => {
    await admin.get('/quan-tri/co-quan');
    platform.queries.reset();
    const tree = await admin.get('/quan-tri/co-quan');
    expect(tree.statusCode).toBe(200);
    expect(platform.queries.count()).toBeLessThanOrEqual(12);
    expect(tree.body).toContain('Ủy ban nhân dân xã Tân Lâm');
    const found = await admin.get('/quan-tri/co-quan?q=000.00.32.H99');
    expect(found.body).toContain('Ủy ban nhân dân xã Tân Lâm');
    expect(found.body).not.toContain('Sở Tư pháp tỉnh Lam Giang</a>');
    platform.queries.reset();
    const one = await agencyOf(platform, 'xa-tan-lam');
    expect((await admin.get(`/quan-tri/co-quan/${one.id}`)).statusCode).toBe(200);
    expect(platform.queries.count()).toBeLessThanOrEqual(14);
  });

  it('adds an agency with its units; what is wrong is named and nothing of it is saved', async () => {
    const open = formOf((await admin.get('/quan-tri/co-quan/moi')).body);
    const bad = await admin.post('/quan-tri/co-quan/moi', {
      ...open,
      name: 'Ủy ban nhân dân xã Phú Thịnh',
      shortName: 'UBND xã Phú Thịnh',
      'codes.0.code': 'H99.32',
      'codes.1.code': '00.32.H99',
      'units.0.validFrom': '31/02/2026',
      email: 'khong-phai-thu',
    });
    expect(bad.statusCode).toBe(422);
    for (const words of [
      'Mã H99.32 là của Ủy ban nhân dân xã Tân Lâm',
      'không phải mã theo QCVN 102:2016',
      'theo dạng ngày/tháng/năm',
      'Thư điện tử không đúng dạng',
      'value="31/02/2026"',
      'value="Ủy ban nhân dân xã Phú Thịnh"',
    ])
      expect(bad.body).toContain(words);
    const good = await admin.post('/quan-tri/co-quan/moi', {
      ...open,
      name: 'Ủy ban nhân dân xã Phú Thịnh',
      shortName: 'UBND xã Phú Thịnh',
      parentId: String((await agencyOf(platform, 'ubnd-tinh')).id),
      'codes.0.code': 'h99.33',
      'units.3.name': 'Phòng Kinh tế',
    });
    expect(good.statusCode, good.body.slice(0, 200)).toBe(303);
    const made = await agencyOf(platform, 'xa-phu-thinh');
    expect(made).toMatchObject({ codeNew: 'H99.33', receivesAtId: made.id, validFrom: '2026-11-23' });
    expect(made.units.map((unit) => unit.code)).toEqual(['mot-cua', 'lanh-dao', 'van-thu', 'phong-kinh-te']);
    expect((await admin.get(good.headers.location!)).body).toContain('Ủy ban nhân dân xã Phú Thịnh');
  });

  it('refuses a ring of agencies with the names of those in it', async () => {
    const province = await agencyOf(platform, 'ubnd-tinh');
    const commune = await agencyOf(platform, 'xa-tan-lam');
    const fields = formOf((await admin.get(`/quan-tri/co-quan/${province.id}`)).body);
    const answer = await admin.post(`/quan-tri/co-quan/${province.id}`, {
      ...fields,
      parentId: String(commune.id),
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(
      'Ủy ban nhân dân tỉnh Lam Giang thuộc Ủy ban nhân dân xã Tân Lâm, Ủy ban nhân dân xã Tân Lâm thuộc Ủy ban nhân dân tỉnh Lam Giang',
    );
  });

  it('renames for the days to come, tells the second editor who was first, and takes a change back', async () => {
    const agency = await agencyOf(platform, 'xa-tan-lam');
    const path = `/quan-tri/co-quan/${agency.id}`;
    const open = formOf((await admin.get(path)).body);
    const renamed = { ...open, name: 'Ủy ban nhân dân xã Tân Lâm Thượng' };
    expect((await admin.post(path, renamed)).statusCode).toBe(303);
    expect((await agencyOf(platform, 'xa-tan-lam')).formerNames).toEqual([
      { name: 'Ủy ban nhân dân xã Tân Lâm', shortName: agency.shortName, to: '2026-11-22' },
    ]);
    const second = await admin.post(path, { ...open, phone: '0299 3800 777' });
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('Nguyễn Hồng Hạnh đã lưu trước bạn');
    expect(second.body).toContain('value="0299 3800 777"');
    const [change] = await listChanges(platform.db, { object: `agency:${agency.id}`, limit: 1 });
    const token = open['_ma']!;
    expect((await admin.post(`${path}/lay-lai`, { _ma: token, change: String(change!.id) })).statusCode).toBe(
      303,
    );
    expect((await agencyOf(platform, 'xa-tan-lam')).name).toBe('Ủy ban nhân dân xã Tân Lâm');
  });

  it('ends a unit only with an heir for its work, and no agency that has work in hand', async () => {
    await takenIn(platform, 'langvanson', 'xa-tan-lam');
    const agency = await agencyOf(platform, 'xa-tan-lam');
    const path = `/quan-tri/co-quan/${agency.id}`;
    const fields = formOf((await admin.get(path)).body);
    const index = agency.units.findIndex((unit) => unit.code === 'tu-phap-ho-tich');
    const heir = agency.units.find((unit) => unit.code === 'kinh-te')!;
    const ending = { ...fields, [`units.${index}.validTo`]: '22/11/2026' };
    const refused = await admin.post(path, ending);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('còn 1 việc đang mở và 2 chức vụ');
    expect(
      (await admin.post(path, { ...ending, [`units.${index}.handOver`]: String(heir.id) })).statusCode,
    ).toBe(303);
    const open = await platform.db
      .selectFrom('task')
      .select('unit_id')
      .where('closed_at', 'is', null)
      .execute();
    expect(open.map((task) => task.unit_id)).toEqual([heir.id]);

    const end = await admin.get(`${path}/ket-thuc`);
    expect(end.body).toContain('Cơ quan còn việc trong tay');
    const forced = await admin.post(`${path}/ket-thuc`, {
      _ma: fields['_ma']!,
      seen: '0',
      validTo: '23/11/2026',
    });
    expect([409, 422]).toContain(forced.statusCode);
    expect((await agencyOf(platform, 'xa-tan-lam')).validTo).toBeNull();
  });

  it('merges two communes: chosen, filled in, previewed with numbers, carried out', async () => {
    await takenIn(platform, 'langvanson', 'xa-tan-lam');
    const [one, two] = [await agencyOf(platform, 'phuong-yen-ha'), await agencyOf(platform, 'xa-tan-lam')];
    const alone = await admin.get(`/quan-tri/co-quan/sap-nhap?buoc=2&co-quan=${one.id}&nhan=moi`);
    expect(alone.statusCode).toBe(422);
    const address = `/quan-tri/co-quan/sap-nhap?buoc=2&co-quan=${one.id}&co-quan=${two.id}&nhan=moi`;
    const fields = formOf((await admin.get(address)).body);
    const filled = {
      ...fields,
      basis: 'Nghị quyết số 15/NQ-HĐND',
      day: '23/11/2026',
      't0.name': NEW_COMMUNE.name,
      't0.shortName': NEW_COMMUNE.shortName,
      't0.codeNew': 'H99.31',
    };
    const preview = await admin.post(address, { ...filled, 't0.codeNew': 'H99.09', doing: 'preview' });
    expect(preview.statusCode).toBe(422);
    expect(preview.body).toContain('là của Sở Tư pháp');
    // The code of one that ends may go on: never on one day for both.
    const good = await admin.post(address, { ...filled, doing: 'preview' });
    expect(good.statusCode).toBe(200);
    expect(good.body).toContain('Xác nhận sáp nhập');
    const done = await admin.post(address, { ...formOf(good.body), doing: 'confirm' });
    expect(done.statusCode).toBe(303);
    const outcome = await admin.get(done.headers.location!);
    expect(outcome.body).toContain('Đã thực hiện lúc');
    expect((await agencyOf(platform, 'phuong-yen-lam')).codeNew).toBe('H99.31');
    const old = await admin.get(`/quan-tri/co-quan/${two.id}`);
    expect(old.body).toContain('Cơ quan đã kết thúc ngày 22/11/2026');
    expect((await admin.get('/quan-tri/co-quan?xem=da-ket-thuc')).body).toContain(
      'nay là UBND phường Yên Lâm',
    );
    // The portal offers the new one alone.
    const procedure = await admin.get('/thu-tuc/2.000815');
    expect(procedure.body).not.toContain('xã Tân Lâm');
  });

  it('splits an agency by its units', async () => {
    const agency = await agencyOf(platform, 'xa-tan-lam');
    const address = `/quan-tri/co-quan/${agency.id}/chia-tach`;
    const fields = formOf((await admin.get(address)).body);
    const unit = agency.units.find((one) => one.code === 'kinh-te')!;
    const filled = {
      ...fields,
      day: '01/01/2027',
      't0.name': 'Ủy ban nhân dân xã Tân Đông',
      't0.shortName': 'UBND xã Tân Đông',
      't0.codeNew': 'H99.41',
      't1.name': 'Ủy ban nhân dân xã Tân Tây',
      't1.shortName': 'UBND xã Tân Tây',
      't1.codeNew': 'H99.42',
      [`unit.${unit.id}`]: '1',
    };
    const preview = await admin.post(address, { ...filled, doing: 'preview' });
    expect(preview.statusCode).toBe(200);
    const planned = await admin.post(address, { ...formOf(preview.body), doing: 'confirm' });
    expect(planned.statusCode).toBe(303);
    expect((await admin.get('/quan-tri/co-quan')).body).toContain('từ ngày 01/01/2027');
    const called = await admin.post(planned.headers.location!, { _ma: fields['_ma']!, doing: 'cancel' });
    expect(called.statusCode).toBe(303);
    expect((await admin.get(planned.headers.location!)).body).toContain('Kế hoạch này đã hủy');
  });

  it('[II.1.1~] takes a merger back: shown in numbers, confirmed, led to from the log, planned again', async () => {
    const old = await takenIn(platform, 'langvanson', 'xa-tan-lam');
    const [one, two] = [await agencyOf(platform, 'phuong-yen-ha'), await agencyOf(platform, 'xa-tan-lam')];
    const by = await officer(platform, 'nguyenhonghanh');
    const done = await confirmPlan(platform, mergerOf([one, two]), 'Sáp nhập nhầm', by);
    const path = `/quan-tri/co-quan/sap-xep/${done.id}`;
    const editor = await loggedIn(server, platform, 'tranthingan');
    expect((await editor.get(`${path}/lay-lai`)).statusCode).toBe(403);
    expect((await editor.post(`${path}/lay-lai`)).statusCode).toBe(403);
    expect((await admin.get(path)).body).toContain('Lấy lại như trước');
    const [change] = await listChanges(platform.db, { object: `reorganisation:${done.id}`, limit: 1 });
    const log = await admin.get(`/quan-tri/nhat-ky/thay-doi/${change!.id}`);
    expect(log.body).toContain(`href="${path}"`);
    expect(log.body).toContain('Xem và lấy lại');

    await admin.get(`${path}/lay-lai`);
    platform.queries.reset();
    const shown = await admin.get(`${path}/lay-lai`);
    expect(shown.statusCode).toBe(200);
    expect(platform.queries.count()).toBeLessThanOrEqual(26);
    expect(shown.body).toContain('Không có gì: mọi thứ trở về như trước.');
    const confirm = formOf(shown.body);

    // Something comes while the page is open: nothing is done, the new numbers are shown.
    const fresh = await takenIn(platform, 'langvanson', NEW_COMMUNE.slug);
    const late = await admin.post(`${path}/lay-lai`, confirm);
    expect(late.statusCode).toBe(422);
    expect(late.body).toContain('Từ lúc bạn mở trang này');
    expect(late.body).toContain('1 hồ sơ nhận từ đó');
    const back = await admin.post(`${path}/lay-lai`, formOf(late.body));
    expect(back.statusCode, back.body.slice(0, 300)).toBe(303);
    expect((await agencyOf(platform, 'xa-tan-lam')).validTo).toBeNull();
    expect((await admin.get(path)).body).toContain('Việc này đã được lấy lại');
    expect((await admin.get(`${path}/lay-lai`)).statusCode).toBe(422);
    const rows = await platform.db.selectFrom('dossier').select(['code', 'agency_id']).execute();
    const merged = await agencyOf(platform, NEW_COMMUNE.slug);
    expect(rows).toContainEqual({ code: old.code, agency_id: two.id });
    expect(rows).toContainEqual({ code: fresh.code, agency_id: merged.id });

    // The name is taken by the agency that stays: told, nothing done.
    const again = await admin.post(path, { ...formOf((await admin.get(path)).body), doing: 'plan' });
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain('là của Ủy ban nhân dân phường Yên Lâm');
  });
});
