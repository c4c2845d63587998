import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import type { AccountActor, OfficerActor } from '../../core/permission/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { doAct } from '../../web/office/testing.ts';
import { loggedIn, testServer } from '../../web/testing.ts';
import { dossierPage } from './index.ts';
import { applicant, doing, filed, officer } from './testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let citizen: AccountActor;
let handler: OfficerActor;
let head: OfficerActor;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  citizen = await applicant(platform, 'nguyenthuhuong');
  handler = await officer(platform, 'dovantung');
  head = await officer(platform, 'nguyenthilien');
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

/** With the handling officer, to be answered on Friday 27/11/2026. */
async function inHand(): Promise<number> {
  const { dossierId } = await filed(platform, citizen);
  const counter = await officer(platform, 'tranthingan');
  await doing(platform, counter, dossierId, { action: 'accept', forward: true });
  await doing(platform, head, dossierId, { action: 'assign', officerId: handler.officerId });
  const due = new Date('2026-11-27T17:00:00+07:00');
  await platform.db
    .updateTable('dossier')
    .set({ due_at: due, original_due_at: due })
    .where('id', '=', dossierId)
    .execute();
  return dossierId;
}

describe('an apology with a new appointment', () => {
  it('[II.8.4~] moves the due date once, with the slip and a notice; the original date stays', async () => {
    const id = await inHand();
    const reason = 'Chờ xác minh của nơi cư trú cũ';
    const desk = await loggedIn(server, platform, 'dovantung');
    const wrong = await doAct(desk, id, 'gia-han', { until: '28/11/2026', reason });
    expect([wrong.statusCode, wrong.body.includes('cơ quan không làm việc')]).toEqual([422, true]);
    expect(wrong.body).toContain(reason);
    expect((await doAct(desk, id, 'gia-han', { until: '30/11/2026', reason })).statusCode).toBe(303);

    const page = await dossierPage(platform.db, citizen, id);
    expect(page.dossier).toMatchObject({
      due_at: new Date('2026-11-30T17:00:00+07:00'),
      original_due_at: new Date('2026-11-27T17:00:00+07:00'),
      extension_count: 1,
      status: 'in_progress',
    });
    expect(page.slips.map((slip) => slip.kind)).toContain('04');
    expect(page.trace[0]).toMatchObject({
      action: 'extend',
      note: expect.stringContaining('từ ngày 27/11/2026 sang ngày 30/11/2026'),
    });
    const notice = await platform.db
      .selectFrom('notice')
      .select(['title', 'body'])
      .where('dossier_id', '=', id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(notice).toMatchObject({
      title: 'Xin lỗi và hẹn lại ngày trả kết quả: 30/11/2026',
      body: expect.stringContaining(reason),
    });
    const again = { action: 'extend' as const, until: '2026-12-01', reason };
    await expect(doing(platform, handler, id, again)).rejects.toThrow('đã được hẹn lại 1 lần');
  });

  it('comes a day before at the latest, with a reason and a real date', async () => {
    const id = await inHand();
    const extend = (until: string, reason = 'Nhiều hồ sơ') =>
      doing(platform, handler, id, { action: 'extend', until, reason });
    await expect(extend('2026-11-30', ' ')).rejects.toThrow('Ghi lý do trễ hẹn');
    await expect(extend('')).rejects.toThrow('Nhập ngày hẹn mới');
    await expect(extend('2026-11-26')).rejects.toThrow('phải sau ngày hẹn cũ');
    platform.clock.set(new Date('2026-11-27T08:00:00+07:00'));
    try {
      await expect(extend('2026-11-30')).rejects.toThrow('chậm nhất ngày 26/11/2026');
    } finally {
      platform.clock.set(new Date('2026-11-23T08:00:00+07:00'));
    }
    expect((await dossierPage(platform.db, citizen, id)).dossier.extension_count).toBe(0);
  });
});

describe('delegation', () => {
  it('[II.8.4~] hands the step to a colleague of the unit by name, inside the office', async () => {
    const id = await inHand();
    const task = async () =>
      (await dossierPage(platform.db, head, id)).tasks.find((one) => one.closed_at === null)!;
    const before = await task();
    const delegate = (officerId: number, reason = 'Đi công tác') =>
      doing(platform, handler, id, { action: 'delegate', officerId, reason });
    await expect(delegate(handler.officerId)).rejects.toThrow('Chọn người khác');
    await expect(delegate(head.officerId, '')).rejects.toThrow('Ghi lý do');
    const stranger = await officer(platform, 'hoangducthinh');
    await expect(delegate(stranger.officerId)).rejects.toThrow('Chọn một cán bộ của đơn vị');

    const desk = await loggedIn(server, platform, 'dovantung');
    const sent = await doAct(desk, id, 'uy-quyen', {
      officerId: String(head.officerId),
      reason: 'Đi công tác',
    });
    expect(sent.statusCode).toBe(303);
    expect(await task()).toMatchObject({ id: before.id, assignee_id: head.officerId, due_at: before.due_at });
    await expect(delegate(head.officerId)).rejects.toThrow('người khác giữ');
    const trace = (await dossierPage(platform.db, head, id)).trace[0];
    expect(trace).toMatchObject({
      action: 'delegate',
      internalNote: 'Đi công tác',
      data: { assignee: head.name },
    });
    const own = await dossierPage(platform.db, citizen, id);
    expect(own.trace.map((event) => event.action)).not.toContain('delegate');
    await doing(platform, head, id, {
      action: 'complete',
      opinion: 'Đủ điều kiện',
      result: { typeCode: 'x', name: 'Giấy khai sinh', summary: '' },
    });
  });

  it('of a signature goes only to somebody who may sign', async () => {
    const id = await inHand();
    await doing(platform, handler, id, {
      action: 'complete',
      opinion: 'Đủ điều kiện',
      result: { typeCode: 'x', name: 'Giấy khai sinh', summary: '' },
    });
    const leader = await officer(platform, 'phamthithanh');
    const open = (await dossierPage(platform.db, leader, id)).tasks.find((one) => one.closed_at === null)!;
    expect(open.step).toBe('sign');
    await platform.db
      .insertInto('position')
      .values({ officer_id: handler.officerId, unit_id: open.unit_id!, role: 'officer', title: 'Giúp việc' })
      .execute();
    await expect(
      doing(platform, leader, id, { action: 'delegate', officerId: handler.officerId, reason: 'Đi họp' }),
    ).rejects.toThrow('không giữ chức danh làm được bước');
  });
});
