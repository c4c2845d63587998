import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { applicant, filed, readyDraft } from '../src/modules/dossiers/testing.ts';
import { openWorld, type World } from './harness.ts';
import type { Person } from './person.ts';
import { openAct } from './steps.ts';

const HALF_AN_HOUR = 31 * 60_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const countOf = async (table: 'dossier' | 'trace'): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
    world.platform.db,
  );
  return rows[0]!.n;
};

describe('a form that is sent more than once', () => {
  let citizen: Person;
  let draft: string;
  let before: number;
  beforeEach(async () => {
    citizen = await world.signedIn('nguyenthuhuong');
    draft = `/nop-ho-so/ban-nhap/${await readyDraft(world.platform, await applicant(world.platform, 'nguyenthuhuong'))}`;
    before = await countOf('dossier');
    await citizen.visit(`${draft}/xem-lai`);
    await citizen.page.getByRole('checkbox', { name: /Tôi cam kết/ }).check();
  });

  it('is taken once when the button is clicked twice', async () => {
    const button = citizen.page.getByRole('button', { name: 'Nộp hồ sơ' });
    await citizen.leaveBy(() => button.dblclick());
    await citizen.reads('Đã nộp hồ sơ');
    expect(await countOf('dossier')).toBe(before + 1);
  });

  it('leads to the same dossier when the request is sent again, at once or later', async () => {
    const key = await citizen.page.locator('form input[name=key]').getAttribute('value');
    const send = () =>
      citizen.page.context().request.post(`${draft}/xem-lai`, {
        form: { key: key!, 'cam-ket': '1' },
        headers: { 'sec-fetch-site': 'same-origin' },
        maxRedirects: 0,
      });
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303, 303]);
    expect(new Set(answers.map((answer) => answer.headers()['location']?.split('?')[0])).size).toBe(1);
    expect(await countOf('dossier')).toBe(before + 1);
  });

  it('makes no second dossier when it is sent again after Back', async () => {
    await citizen.press('Nộp hồ sơ');
    const dossier = new URL(citizen.page.url()).pathname;
    await citizen.leaveBy(() => citizen.page.goBack());
    if (citizen.at.endsWith('/xem-lai')) {
      await citizen.page.getByRole('checkbox', { name: /Tôi cam kết/ }).check();
      await citizen.press('Nộp hồ sơ');
    }
    expect(new URL(citizen.page.url()).pathname).toBe(dossier);
    expect(await countOf('dossier')).toBe(before + 1);
  });
});

describe('two officers with the same dossier before them', () => {
  it('the second is told who did what, and what was typed is still there', async () => {
    const { platform } = world;
    const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const [first, second] = [await world.signedIn('tranthingan'), await world.signedIn('vohoangnam')];
    for (const officer of [first, second]) await officer.visit(`/mot-cua/ho-so/${dossierId}`);
    await openAct(second, 'Không tiếp nhận');
    await second.page.getByLabel('Lý do không tiếp nhận').fill('Nơi cư trú không thuộc phường Yên Hà.');
    await first.press(/^Tiếp nhận và chuyển xử lý/);
    const traces = await countOf('trace');

    await second.press('Không tiếp nhận', { status: 409 });
    await second.reads('Trần Thị Ngân', 'Nơi cư trú không thuộc phường Yên Hà.');
    expect(await countOf('trace')).toBe(traces);
    await second.follow('Mở lại hồ sơ');
    await second.reads('Đang xử lý');
  });

  it('of two who press at the same moment one is let through', async () => {
    const { platform } = world;
    const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const officers = [await world.signedIn('tranthingan'), await world.signedIn('vohoangnam')];
    for (const officer of officers) await officer.visit(`/mot-cua/ho-so/${dossierId}`);
    const statuses = await Promise.all(
      officers.map(async (officer) => {
        const loaded = officer.page.waitForEvent('load');
        await officer.page.getByRole('button', { name: /^Tiếp nhận và chuyển xử lý/ }).click();
        await loaded;
        return officer.status;
      }),
    );
    expect(statuses.toSorted()).toEqual([200, 409]);
    const accepted = await sql<{ n: number }>`
      select count(*)::int as n from trace where dossier_id = ${dossierId} and action = 'accept'
        and to_status = 'accepted'`.execute(platform.db);
    expect(accepted.rows[0]!.n).toBe(1);
  });
});

describe('a session that ends half-way', () => {
  it('keeps what a citizen has typed through the log-in', async () => {
    const { platform } = world;
    const own = await world.signedIn('tranmylinh');
    await own.visit('/nop-ho-so/1.001193');
    await own.page.getByRole('radio', { name: 'Khai sinh thông thường' }).check();
    await own.page.getByRole('radio', { name: 'phường Yên Hà' }).check();
    await own.press('Bắt đầu điền hồ sơ');
    const form = own.at;
    await own.page.getByLabel('Họ, chữ đệm và tên').fill('Trần Mỹ Linh Đan');
    platform.clock.advance(HALF_AN_HOUR);
    await own.press('Lưu, làm tiếp sau', { status: 401 });
    await own.reads('Phiên đăng nhập đã hết', 'được giữ lại');
    await own.logIn('tranmylinh');
    await own.press('Tiếp tục');
    expect(own.at).toBe('/ho-so');
    await own.visit(form);
    expect(await own.page.getByLabel('Họ, chữ đệm và tên').inputValue()).toBe('Trần Mỹ Linh Đan');
  });

  it('keeps what an officer has typed through the log-in', async () => {
    const { platform } = world;
    const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const officer = await world.signedIn('tranthingan');
    await officer.visit(`/mot-cua/ho-so/${dossierId}/khong-tiep-nhan`);
    await officer.page.getByLabel('Lý do không tiếp nhận').fill('Thiếu giấy chứng sinh bản chính.');
    platform.clock.advance(HALF_AN_HOUR);
    await officer.press('Không tiếp nhận', { status: 401 });
    await officer.logIn('tranthingan');
    await officer.press('Tiếp tục');
    await officer.reads('Không được tiếp nhận', 'Thiếu giấy chứng sinh bản chính.');
  });
});

describe('a draft', () => {
  it('[III.1.3] is saved while it is typed, exported to a file and printed', async () => {
    const own = await world.signedIn('nongvancuong');
    await own.visit('/nop-ho-so/1.001193');
    await own.page.getByRole('radio', { name: 'Khai sinh thông thường' }).check();
    await own.page.getByRole('radio', { name: 'xã Tân Lâm' }).check();
    await own.press('Bắt đầu điền hồ sơ');
    const saved = own.page.waitForResponse((response) => response.url().includes('/tu-luu'));
    await own.page.getByLabel('Họ, chữ đệm và tên').fill('Nông Văn Cường');
    await saved;
    await own.page.getByText(/Đã lưu nháp lúc/).waitFor();
    await own.leaveBy(() => own.page.reload());
    expect(await own.page.getByLabel('Họ, chữ đệm và tên').inputValue()).toBe('Nông Văn Cường');
    const data = await own.download(() => own.page.getByRole('link', { name: 'Tải về' }).click());
    expect(data.name).toMatch(/\.json$/);
    expect(JSON.stringify(JSON.parse(data.content.toString('utf8')))).toContain('Nông Văn Cường');
    await own.follow('In ra');
    await own.reads('Nông Văn Cường');
  });
});
