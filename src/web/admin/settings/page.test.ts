import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applicant, filed } from '../../../modules/dossiers/testing.ts';
import { loadSettings } from '../../../modules/settings/index.ts';
import { startChanges } from '../../../platform/changes.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, loggedIn, testServer, type Browser } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let admin: Browser;
const HREF = '/quan-tri/tham-so';
beforeEach(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  admin = await loggedIn(server, platform, 'nguyenhonghanh');
});
afterEach(async () => {
  await server.close();
  await platform.close();
});

/** Fields of the form of one setting, as a browser would send them untouched. */
function formOf(html: string, key: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*id="${key}".*?</form>`, 's').exec(html)![0];
  const text = (value: string): string => value.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => [
    / name="([^"]*)"/.exec(tag)![1]!,
    text(/ value="([^"]*)"/.exec(tag)?.[1] ?? ''),
  ]);
  const selects = [...form.matchAll(/<select[^>]* name="([^"]*)".*?<\/select>/gs)].map(([tag, name]) => [
    name!,
    /<option[^>]*selected[^>]*value="([^"]*)"|<option[^>]*value="([^"]*)"[^>]*selected/
      .exec(tag)!
      .slice(1)
      .find(Boolean)!,
  ]);
  return Object.fromEntries([...inputs, ...selects]) as Record<string, string>;
}

describe('/quan-tri/tham-so', () => {
  it('is for those with the right alone, to read and to write', async () => {
    for (const username of ['lekimchi', 'hoangducthinh']) {
      const other = await loggedIn(server, platform, username);
      expect((await other.get(HREF)).statusCode).toBe(403);
      expect((await other.post(`${HREF}/site`, { hotline: '1900' })).statusCode).toBe(403);
    }
    expect((await loadSettings(platform.db)).site.hotline).toBe('1022');
  });

  it('shows every setting in a bounded number of queries, and is reached from the first page', async () => {
    await admin.get(HREF);
    platform.queries.reset();
    const { body } = await admin.get(HREF);
    expect(platform.queries.count()).toBeLessThanOrEqual(9);
    for (const words of [
      'Thông tin của cổng',
      'Quy tắc tính thời hạn',
      'Cách lập mã hồ sơ',
      'Hồ sơ đang chạy',
    ])
      expect(body).toContain(words);
    expect((await admin.get('/quan-tri')).body).toContain(`href="${HREF}"`);
  });

  it('a new hotline shows on the portal at once, and the old one again once taken back from the log', async () => {
    const citizen = browser(server);
    expect((await citizen.get('/')).body).toContain('Tổng đài <b>1022</b>');
    const form = formOf((await admin.get(HREF)).body, 'site');
    const saved = await admin.post(`${HREF}/site`, { ...form, hotline: ' 1900  5678 ' });
    expect(saved.statusCode).toBe(303);
    for (const path of ['/', '/tra-cuu', '/khong-co'])
      expect((await citizen.get(path)).body).toContain('Tổng đài <b>1900 5678</b>');
    platform.queries.reset();
    await citizen.get('/tra-cuu');
    expect(platform.queries.count()).toBe(0);

    const back = (await admin.get(HREF)).body;
    expect(back).toContain('Nguyễn Hồng Hạnh sửa');
    const href = /href="(\/quan-tri\/nhat-ky\/thay-doi\/\d+)"/.exec(back)![1]!;
    const change = (await admin.get(href)).body;
    expect(change).toContain('Số tổng đài');
    expect(change).toContain('1900 5678');
    expect(change).toContain(`href="${HREF}#site"`);
    platform.clock.set(new Date(platform.clock.now().getTime() + 1000));
    expect((await admin.post(`${href}/lay-lai`, { _ma: form['_ma']! })).statusCode).toBe(303);
    expect((await citizen.get('/')).body).toContain('Tổng đài <b>1022</b>');
  });

  it('every process shows the new facts on pages it has kept, once it has heard of them', async () => {
    const changes = await startChanges(platform.db, platform.databaseUrl, platform.log);
    const other = await testServer({ ...platform, changes });
    try {
      const citizen = browser(other);
      expect((await citizen.get('/')).body).toContain('Tổng đài <b>1022</b>');
      platform.queries.reset();
      await citizen.get('/');
      await citizen.get('/khong-co');
      expect(platform.queries.count()).toBe(0);
      const form = formOf((await admin.get(HREF)).body, 'site');
      expect((await admin.post(`${HREF}/site`, { ...form, hotline: '1900 5678' })).statusCode).toBe(303);
      for (const path of ['/', '/khong-co'])
        await expect.poll(async () => (await citizen.get(path)).body).toContain('Tổng đài <b>1900 5678</b>');
    } finally {
      await other.close();
      await changes.close();
    }
  });

  it('tells security researchers the new address', async () => {
    const form = formOf((await admin.get(HREF)).body, 'site');
    await admin.post(`${HREF}/site`, { ...form, email: 'an-toan@tinh.example' });
    const told = await browser(server).get('/.well-known/security.txt');
    expect(told.body).toContain('mailto:an-toan@tinh.example');
  });

  it('turns back what is wrong: places named, typed values kept, nothing saved', async () => {
    const form = formOf((await admin.get(HREF)).body, 'time-rules');
    expect(form).toMatchObject({ 'supplement.policy': 'restart', sameDayCutOff: '15:00' });
    const turned = await admin.post(`${HREF}/time-rules`, {
      ...form,
      'supplement.times': '2',
      'supplement.closeAfterDays': '-3',
      sameDayCutOff: '25 giờ',
    });
    expect(turned.statusCode).toBe(422);
    for (const words of [
      'Có 2 chỗ cần sửa',
      'href="#supplement.closeAfterDays"',
      'Giờ chốt trả trong ngày: nhập giờ trong ngày',
      'value="25 giờ"',
      'value="-3"',
      'value="2"',
    ])
      expect(turned.body).toContain(words);
    expect((await loadSettings(platform.db)).rules.supplement.times).toBe(1);
    expect((await admin.post(`${HREF}/khac`, form)).statusCode).toBe(404);
  });

  it('fewer hours to answer count at once for what waits at the counter, also on the applicant’s page', async () => {
    await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    const citizen = await loggedIn(server, platform, 'nguyenthuhuong');
    const answerBy = async (): Promise<string | undefined> =>
      /trả lời trước\s*<time[^>]*datetime="([^"]*)"/i.exec((await citizen.get('/ho-so')).body)?.[1];
    const before = await answerBy();
    const form = formOf((await admin.get(HREF)).body, 'time-rules');
    await admin.post(`${HREF}/time-rules`, { ...form, 'online.answerWorkingHours': '4' });
    const after = await answerBy();
    expect(new Date(after!).getTime()).toBeLessThan(new Date(before!).getTime());
  });

  it('keeps what the form does not show, and tells the second of two administrators who was first', async () => {
    const form = formOf((await admin.get(HREF)).body, 'time-rules');
    const before = (await loadSettings(platform.db)).rules;
    const first = { ...form, sameDayCutOff: '14h30', 'supplement.policy': 'pause' };
    expect((await admin.post(`${HREF}/time-rules`, first)).statusCode).toBe(303);
    expect((await loadSettings(platform.db)).rules).toEqual({
      ...before,
      sameDayCutOff: 870,
      supplement: { ...before.supplement, policy: 'pause' },
    });
    const second = await admin.post(`${HREF}/time-rules`, { ...form, 'supplement.times': '3' });
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('Nguyễn Hồng Hạnh đã lưu trước bạn lúc');
    expect(formOf(second.body, 'time-rules')['supplement.times']).toBe('3');
    // Saved once more with what the page now shows as seen, it holds.
    const again = { ...formOf(second.body, 'time-rules') };
    expect((await admin.post(`${HREF}/time-rules`, again)).statusCode).toBe(303);
  });
});
