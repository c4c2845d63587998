import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountActor, OfficerActor } from '../../core/permission/index.ts';
import { waysOut } from '../../core/flow/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loadDirectory, officersOf } from '../agencies/index.ts';
import { loadDemoDossiers } from '../../cli/seed/dossiers.ts';
import { startMailing } from '../notices/index.ts';
import { putSetting } from '../settings/index.ts';
import { act, dossierPage, InvalidInput, lookup, NotAllowed, StaleDossier } from './index.ts';
import { applicant, doing, filed, officer, paperIntake, readyDraft, scan } from './testing.ts';

let platform: TestPlatform;
let citizen: AccountActor;
let counter: OfficerActor;
let head: OfficerActor;
let handler: OfficerActor;
let leader: OfficerActor;
let clerk: OfficerActor;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  citizen = await applicant(platform, 'nguyenthuhuong');
  counter = await officer(platform, 'tranthingan');
  head = await officer(platform, 'nguyenthilien');
  handler = await officer(platform, 'dovantung');
  leader = await officer(platform, 'phamthithanh');
  clerk = await officer(platform, 'vohoangnam');
});
afterAll(() => platform.close());
beforeEach(() => platform.clock.set(new Date('2026-11-23T08:00:00+07:00')));

const statusOf = async (id: number) =>
  (await platform.db.selectFrom('dossier').select('status').where('id', '=', id).executeTakeFirstOrThrow())
    .status;
const tracesOf = (id: number) =>
  platform.db.selectFrom('trace').selectAll().where('dossier_id', '=', id).orderBy('id').execute();

/** Files and accepts, hands over and assigns: the dossier lies with the handling officer. */
async function inHand(): Promise<number> {
  const { dossierId: id } = await filed(platform, citizen);
  await doing(platform, counter, id, { action: 'accept', forward: true });
  await doing(platform, head, id, { action: 'assign', officerId: handler.officerId });
  return id;
}

describe('a dossier goes all the way', () => {
  it('[I.11] [I.12] from filing to collection, each act leaving its status, its holder and its line in the trace', async () => {
    const { dossierId: id, code, status } = await filed(platform, citizen);
    expect([code, status]).toEqual([null, 'submitted']);

    const accepted = await doing(platform, counter, id, { action: 'accept' });
    expect(accepted.status).toBe('accepted');
    expect(accepted.code).toMatch(/^H99\.[0-9.]+-261123-\d{4}$/);

    await doing(platform, counter, id, { action: 'forward' });
    expect(await statusOf(id)).toBe('in_progress');
    await doing(platform, head, id, { action: 'assign', officerId: handler.officerId });
    let page = await dossierPage(platform.db, handler, id);
    expect(page.tasks.at(-1)).toMatchObject({ step: 'process', assignee_id: handler.officerId });

    await doing(platform, handler, id, {
      action: 'complete',
      opinion: 'Đủ điều kiện',
      result: { typeCode: 'x', name: 'Giấy khai sinh', summary: '' },
    });
    for (let turns = 0; turns < 3; turns++) {
      page = await dossierPage(platform.db, leader, id);
      const open = page.tasks.find((task) => task.closed_at === null)!;
      if (open.step === 'approve') await doing(platform, head, id, { action: 'approve' });
      if (open.step === 'sign') await doing(platform, leader, id, { action: 'sign' });
    }
    platform.clock.set(new Date('2026-11-23T15:00:00+07:00'));
    const issued = await doing(platform, clerk, id, { action: 'issue' });
    expect(issued.status).toBe('done');

    page = await dossierPage(platform.db, citizen, id);
    expect(page.results).toMatchObject([
      { name: 'Giấy khai sinh', number: expect.stringMatching(/^\d+\/2026$/) },
    ]);
    expect(page.dossier.done_at).toEqual(new Date('2026-11-23T15:00:00+07:00'));

    const returned = await doing(platform, counter, id, {
      action: 'return-result',
      collected: { method: 'counter', name: 'Nguyễn Thu Hương', by: 'self' },
    });
    expect(returned.status).toBe('returned');
    expect((await lookup(platform.db, accepted.code!.toLowerCase()))!.returnedAt).not.toBeNull();
    const trace = await tracesOf(id);
    expect(trace.map((event) => event.to_status)).toEqual([
      'submitted',
      'accepted',
      'in_progress',
      'in_progress',
      'in_progress',
      ...trace.slice(5, -2).map(() => 'in_progress'),
      'done',
      'returned',
    ]);
    expect(trace.every((event) => event.actor_name !== '')).toBe(true);
  });

  it('every demo dossier reaches its stage through the acts that people use', async () => {
    const fresh = await testPlatform({ seeded: true, now: new Date('2026-11-23T16:30:00+07:00') });
    await loadDemoDossiers(fresh, 'seed');
    const rows = await fresh.db
      .selectFrom('dossier')
      .select(['status', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('status')
      .execute();
    const counts = Object.fromEntries(rows.map((row) => [row.status, row.count]));
    expect(counts).toEqual({
      submitted: 3,
      supplement_requested: 2,
      in_progress: 9,
      done: 1,
      returned: 4,
      refused: 1,
      accepted: 1,
      withdrawn: 1,
    });
    await fresh.close();
  });
});

describe('once and only once', () => {
  it('a draft filed by a double click, a resend and Back makes one dossier', async () => {
    const draft = await readyDraft(platform, citizen);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => act(platform, citizen, { draft }, { action: 'submit' })),
    );
    expect(new Set(outcomes.map((one) => one.dossierId)).size).toBe(1);
    expect(outcomes.filter((one) => !one.replayed)).toHaveLength(1);
    expect(await tracesOf(outcomes[0]!.dossierId)).toHaveLength(1);
  });

  it('a counter form sent twice at once takes in one dossier', async () => {
    const key = randomUUID();
    const intake = await paperIntake(platform);
    const send = () => act(platform, counter, { intake: key }, { action: 'accept', intake });
    const outcomes = await Promise.allSettled([send(), send()]);
    const again = await send();
    expect(again.replayed).toBe(true);
    const rows = await platform.db.selectFrom('dossier').select('id').where('intake_key', '=', key).execute();
    expect(rows).toHaveLength(1);
    expect(outcomes.filter((one) => one.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  });

  it('an act sent twice with one key is done once', async () => {
    const { dossierId: id } = await filed(platform, citizen);
    const key = randomUUID();
    const send = () => act(platform, counter, { dossier: id }, { action: 'accept' }, { key, revision: 2 });
    const [first, second] = await Promise.all([send(), send()]);
    expect([first!.replayed, second!.replayed].sort()).toEqual([false, true]);
    expect((await tracesOf(id)).filter((event) => event.action === 'accept')).toHaveLength(1);
  });

  it('of two officers on one dossier the second is told who acted, and when', async () => {
    const { dossierId: id, revision } = await filed(platform, citizen);
    await act(platform, counter, { dossier: id }, { action: 'accept' }, { key: randomUUID(), revision });
    const late = act(
      platform,
      counter,
      { dossier: id },
      { action: 'refuse', reason: 'Không đúng nơi' },
      { key: randomUUID(), revision },
    );
    await expect(late).rejects.toThrow(StaleDossier);
    await expect(late).rejects.toThrow(`${counter.name} đã tiếp nhận hồ sơ này lúc 23/11/2026 08:00:00`);
    expect(await statusOf(id)).toBe('accepted');
  });

  it('what fails in the middle leaves nothing behind', async () => {
    const { dossierId: id } = await filed(platform, citizen);
    const broken = { ...platform, jobs: { ...platform.jobs, send: () => Promise.reject(new Error('full')) } };
    await expect(act(broken, counter, { dossier: id }, { action: 'accept' })).rejects.toThrow('full');
    expect(await statusOf(id)).toBe('submitted');
    expect(await tracesOf(id)).toHaveLength(1);
    const slips = await platform.db.selectFrom('slip').select('id').where('dossier_id', '=', id).execute();
    expect(slips).toHaveLength(0);
  });
});

describe('dossier codes', () => {
  it('[II.5.3] receptions at once get the numbers of the day without gaps or doubles, in either style', async () => {
    platform.clock.set(new Date('2026-11-25T09:00:00+07:00'));
    const intake = await paperIntake(platform);
    const receive = () => act(platform, counter, { intake: randomUUID() }, { action: 'accept', intake });
    const codes = (await Promise.all(Array.from({ length: 12 }, receive))).map((one) => one.code!);
    const serials = codes.map((code) => Number(code.slice(-4))).sort((a, b) => a - b);
    expect(serials).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(new Set(codes.map((code) => code.slice(0, -4))).size).toBe(1);
    expect(codes[0]).toMatch(/^H99\.[0-9.]+-261125-\d{4}$/);

    const since = new Date('2026-01-01T00:00:00+07:00');
    await putSetting(platform.db, 'dossier-code', { style: 'old', agency: 'handling' }, since);
    const old = await receive();
    expect(old.code).toMatch(/^000\.\d\d\.\d\d\.H99-261125-0001$/);
    await putSetting(platform.db, 'dossier-code', { style: 'new', agency: 'handling' }, since);
  });

  it('the 10,000th dossier of a day is numbered on', async () => {
    platform.clock.set(new Date('2026-11-26T09:00:00+07:00'));
    const agency = (await loadDirectory(platform.db)).agencyBySlug('phuong-yen-ha')!;
    await platform.db
      .insertInto('dossier_counter')
      .values({ agency_code: agency.codeNew, day: '2026-11-26', last: 9999 })
      .execute();
    const intake = await paperIntake(platform);
    const { code } = await act(platform, counter, { intake: randomUUID() }, { action: 'accept', intake });
    expect(code).toBe(`${agency.codeNew}-261126-10000`);
  });

  it('a reception that is rolled back gives its number back', async () => {
    platform.clock.set(new Date('2026-11-27T09:00:00+07:00'));
    const intake = await paperIntake(platform);
    const broken = { ...platform, jobs: { ...platform.jobs, send: () => Promise.reject(new Error('full')) } };
    await expect(
      act(broken, counter, { intake: randomUUID() }, { action: 'accept', intake }),
    ).rejects.toThrow('full');
    const { code } = await act(platform, counter, { intake: randomUUID() }, { action: 'accept', intake });
    expect(code!.slice(-4)).toBe('0001');
  });
});

describe('supplement', () => {
  it('[I.3] [I.4] before acceptance: asked for once with reason, added by the applicant, then accepted', async () => {
    const { dossierId: id } = await filed(platform, citizen);
    const { papers } = await dossierPage(platform.db, counter, id);
    const paper = papers.find((one) => one.files.length > 0)!;
    const ask = {
      action: 'request-supplement' as const,
      reason: 'Ảnh chụp mờ, không đọc được số',
      items: [{ component: paper.component_code, name: paper.name, what: 'Chụp lại rõ bốn góc' }],
    };
    await doing(platform, counter, id, ask);
    expect(await statusOf(id)).toBe('supplement_requested');
    expect(
      (await lookup(platform.db, (await dossierPage(platform.db, citizen, id)).dossier.registration_no))!
        .status,
    ).toBe('supplement_requested');
    await expect(doing(platform, citizen, id, { action: 'supplement', files: [] })).rejects.toThrow(
      InvalidInput,
    );
    const files = [{ component: paper.component_code, fileIds: [await scan(platform, citizen.accountId)] }];
    await doing(platform, citizen, id, { action: 'supplement', files });
    expect(await statusOf(id)).toBe('supplemented');
    const after = (await dossierPage(platform.db, counter, id)).papers.find((one) => one.id === paper.id)!;
    expect(after.files.map((file) => file.replaced)).toEqual([true, false]);
    await expect(doing(platform, counter, id, ask)).rejects.toThrow('Chỉ được yêu cầu một lần');
    expect((await doing(platform, counter, id, { action: 'accept' })).status).toBe('accepted');

    const refusedId = (await filed(platform, citizen)).dossierId;
    await doing(platform, counter, refusedId, {
      action: 'refuse',
      reason: 'Không thuộc thẩm quyền của phường',
    });
    const refused = await dossierPage(platform.db, citizen, refusedId);
    expect([refused.dossier.status, refused.dossier.status_reason]).toEqual([
      'refused',
      'Không thuộc thẩm quyền của phường',
    ]);
  });

  it('[I.6] during handling: the clock stands, and runs from the start once it is complete (Decree 61/2018, art. 19.4)', async () => {
    const id = await inHand();
    const before = (await dossierPage(platform.db, handler, id)).dossier;
    await doing(platform, handler, id, {
      action: 'request-supplement',
      reason: 'Thiếu thông tin của cha',
      items: [{ component: '', name: '', what: 'Ghi năm sinh của cha' }],
    });
    const asked = (await dossierPage(platform.db, handler, id)).dossier;
    expect([asked.status, asked.status_reason, asked.paused_at]).toEqual([
      'supplement_requested',
      'Thiếu thông tin của cha',
      platform.clock.now(),
    ]);
    platform.clock.set(new Date('2026-11-26T10:00:00+07:00'));
    await doing(platform, citizen, id, { action: 'supplement', files: [], note: 'Cha sinh năm 1990' });
    const after = (await dossierPage(platform.db, handler, id)).dossier;
    expect(after.status).toBe('supplemented');
    expect(after.due_at!.getTime()).toBeGreaterThan(before.due_at!.getTime());
    // A same-day limit, and the answer came before 15:00.
    expect(after.due_at).toEqual(new Date('2026-11-26T17:00:00+07:00'));
    expect(after.paused_at).toBeNull();
    // Whoever works on it next has it in progress again.
    await doing(platform, handler, id, {
      action: 'complete',
      opinion: 'Đủ điều kiện',
      result: { typeCode: 'x', name: 'Giấy khai sinh', summary: '' },
    });
    expect(await statusOf(id)).toBe('in_progress');
  });
});

describe('who may', () => {
  it('nobody acts out of turn: not another unit, not a step too early, not after the end', async () => {
    const { dossierId: id } = await filed(platform, citizen);
    await expect(
      doing(platform, head, id, { action: 'assign', officerId: handler.officerId }),
    ).rejects.toThrow(NotAllowed);
    await expect(doing(platform, citizen, id, { action: 'accept' })).rejects.toThrow(NotAllowed);
    const elsewhere = await officer(platform, 'hoangducthinh');
    await expect(doing(platform, elsewhere, id, { action: 'accept' })).rejects.toThrow(NotAllowed);
    await doing(platform, counter, id, { action: 'refuse', reason: 'Nộp nhầm nơi' });
    await expect(doing(platform, counter, id, { action: 'accept' })).rejects.toThrow(NotAllowed);
    await expect(doing(platform, citizen, id, { action: 'withdraw', reason: 'Thôi' })).rejects.toThrow(
      NotAllowed,
    );
  });

  it('an applicant sees no internal opinion, draft or consultation; a stranger sees nothing', async () => {
    const id = await inHand();
    await doing(platform, handler, id, { action: 'comment', text: 'Ý kiến nội bộ' });
    const mine = await dossierPage(platform.db, citizen, id);
    expect(JSON.stringify(mine.trace)).not.toContain('Ý kiến nội bộ');
    expect(JSON.stringify((await dossierPage(platform.db, handler, id)).trace)).toContain('Ý kiến nội bộ');
    const stranger = await applicant(platform, 'nongvancuong');
    await expect(dossierPage(platform.db, stranger, id)).rejects.toThrow(NotAllowed);
  });

  it('[I.7] not eligible after appraisal: stopped with the reason, and all work on it ends', async () => {
    const id = await inHand();
    await expect(doing(platform, handler, id, { action: 'stop', reason: ' ' })).rejects.toThrow(InvalidInput);
    await doing(platform, handler, id, { action: 'stop', reason: 'Trẻ đã được đăng ký khai sinh' });
    const page = await dossierPage(platform.db, citizen, id);
    expect([page.dossier.status, page.dossier.status_reason]).toEqual([
      'stopped',
      'Trẻ đã được đăng ký khai sinh',
    ]);
    expect(page.tasks.every((task) => task.closed_at !== null)).toBe(true);
  });
});

describe('work between desks', () => {
  it('[II.7.1] [II.7.2] the head assigns what reached the unit, and gives it to another later', async () => {
    const id = await inHand();
    const unit = (await dossierPage(platform.db, head, id)).tasks.at(-1)!;
    const others = await officersOf(platform.db, unit.unit_id!);
    const other = others.find((one) => one.id !== handler.officerId)!;
    await doing(platform, head, id, { action: 'reassign', taskId: unit.id, officerId: other.id });
    const page = await dossierPage(platform.db, head, id);
    expect(page.tasks.at(-1)!.assignee_id).toBe(other.id);
    expect(page.dossier.current_officer_id).toBe(other.id);
    const complete = doing(platform, handler, id, { action: 'complete', opinion: 'Của người khác' });
    await expect(complete).rejects.toThrow(NotAllowed);
    const stranger = await officer(platform, 'hoangducthinh');
    const away = doing(platform, head, id, {
      action: 'reassign',
      taskId: unit.id,
      officerId: stranger.officerId,
    });
    await expect(away).rejects.toThrow('Chọn một cán bộ của phòng');
  });

  it('an opinion asked of another unit keeps the dossier in progress and must come before it moves on', async () => {
    const id = await inHand();
    const directory = await loadDirectory(platform.db);
    const justice = directory.agencyBySlug('so-tu-phap')!;
    const unit = justice.units.find((one) => one.kind === 'division')!;
    const ask = {
      action: 'consult' as const,
      unitId: unit.id,
      request: 'Xác minh quốc tịch',
      workingHours: 8,
    };
    await doing(platform, handler, id, ask);
    expect(await statusOf(id)).toBe('in_progress');
    const early = doing(platform, handler, id, { action: 'complete', opinion: 'Xong' });
    await expect(early).rejects.toThrow('Đang chờ ý kiến');
    const page = await dossierPage(platform.db, handler, id);
    const task = page.tasks.find((one) => one.kind === 'consult')!;
    expect(task.due_at).toEqual(new Date('2026-11-25T08:30:00+07:00'));
    const [member] = await officersOf(platform.db, unit.id);
    const { username } = await platform.db
      .selectFrom('account')
      .select('username')
      .where('id', '=', member!.accountId)
      .executeTakeFirstOrThrow();
    const asked = await officer(platform, username);
    await doing(platform, asked, id, { action: 'answer', taskId: task.id, answer: 'Quốc tịch Việt Nam' });
    await doing(platform, handler, id, {
      action: 'complete',
      opinion: 'Xong',
      result: { typeCode: 'x', name: 'Giấy khai sinh', summary: '' },
    });
  });

  it('[II.9.1] what falls short goes back to the officer who drafted it, with directions', async () => {
    const id = await inHand();
    const result = { typeCode: 'x', name: 'Giấy khai sinh', summary: '' };
    await doing(platform, handler, id, { action: 'complete', opinion: 'Đủ', result });
    const page = await dossierPage(platform.db, head, id);
    const open = page.tasks.find((task) => task.closed_at === null)!;
    const boss = open.step === 'approve' ? head : leader;
    const back = page.tasks.find((task) => task.step === 'process')!;
    const verb = open.step === 'approve' ? ('approve' as const) : ('sign' as const);
    const [way] = waysOut(page.flow, open.node).back;
    await expect(doing(platform, boss, id, { action: verb, edge: way!.edge })).rejects.toThrow(
      'Trả lại bước trước',
    );
    await doing(platform, boss, id, { action: 'send-back', to: back.node, reason: 'Sai tên đệm' });
    const again = await dossierPage(platform.db, handler, id);
    expect(again.tasks.at(-1)).toMatchObject({
      step: 'process',
      assignee_id: handler.officerId,
      closed_at: null,
    });
    expect(again.trace[0]).toMatchObject({ action: 'send-back', internalNote: 'Sai tên đệm' });
  });
});

describe('notices', () => {
  it('[II.5.10] acceptance reaches the applicant on the portal and by e-mail, with the appointment', async () => {
    const sent = platform.mailbox;
    await startMailing(platform);
    const { dossierId: id } = await filed(platform, citizen);
    await platform.jobs.drain();
    const before = sent.length;
    await doing(platform, counter, id, { action: 'accept' });
    await platform.jobs.drain();
    const notices = await platform.db.selectFrom('notice').selectAll().where('dossier_id', '=', id).execute();
    expect(notices).toMatchObject([{ account_id: citizen.accountId, title: 'Hồ sơ đã được tiếp nhận' }]);
    expect(notices[0]!.body).toMatch(/Hẹn trả kết quả: \d\d\/\d\d\/2026 \d\d:\d\d/);
    expect(sent.slice(before)).toHaveLength(1);
    expect(sent.at(-1)!.to).toBe('nguyenthuhuong@lamgiang.example');
  });
});

describe('the trace', () => {
  it('the database refuses to change or delete a line of it', async () => {
    const { dossierId: id } = await filed(platform, citizen);
    await expect(
      platform.db.updateTable('trace').set({ note: 'khác' }).where('dossier_id', '=', id).execute(),
    ).rejects.toThrow('append-only');
    await expect(platform.db.deleteFrom('trace').where('dossier_id', '=', id).execute()).rejects.toThrow(
      'append-only',
    );
  });

  it('[I.5] shows the competent authority on transfer, then position, unit and person', async () => {
    const id = await inHand();
    const page = await dossierPage(platform.db, citizen, id);
    expect(page.dossier.status).toBe('in_progress');
    const authority = page.directory.agencyById(page.dossier.current_agency_id!);
    expect(authority!.slug).toBe('phuong-yen-ha');
    const task = page.tasks.find((one) => one.closed_at === null)!;
    expect(task.assigneeName).toBe(handler.name);
    expect(page.directory.unitById(task.unit_id!)!.code).toBe('tu-phap-ho-tich');
  });
});
