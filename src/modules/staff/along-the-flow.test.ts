import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActorRule } from '../../core/flow/types.ts';
import type { AccountActor, OfficerActor } from '../../core/permission/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { boxesOf, deskCounts, NotAllowed } from '../dossiers/index.ts';
import { applicant, doing, filed, officer } from '../dossiers/testing.ts';
import { newestFlow, publishFlow } from '../flows/index.ts';
import { actorOf, addSubstitution, handOver, openTasksByUnit, saveGroup } from './index.ts';

const TODAY = '2026-11-23';
let platform: TestPlatform;
let citizen: AccountActor;
let counter: OfficerActor;
let head: OfficerActor;
let handler: OfficerActor;
let outsider: OfficerActor;
let by: { accountId: number; name: string };

/** The officer with groups and stand-ins of the day. */
const today = async (who: OfficerActor): Promise<OfficerActor> =>
  (await actorOf(platform.db, [who.officerId], TODAY)).get(who.officerId)!;

/** From now on the step is done by whom the rule says. */
async function giveStep(kind: string, rule: ActorRule): Promise<void> {
  const { code } = await platform.db
    .selectFrom('procedure_version')
    .innerJoin('flow_version', 'flow_version.id', 'procedure_version.flow_version_id')
    .where('procedure_code', '=', '1.001193')
    .select('flow_version.code')
    .executeTakeFirstOrThrow();
  const { name, bpmn, compiled } = (await newestFlow(platform.db, code))!;
  const nodes = Object.fromEntries(
    Object.entries(compiled.nodes).map(([id, node]) => [
      id,
      node.step === kind ? { ...node, actor: rule } : node,
    ]),
  );
  await platform.db
    .transaction()
    .execute((tx) =>
      publishFlow(tx, { code, name, bpmn, compiled: { ...compiled, nodes } }, { now: platform.clock.now() }),
    );
}

async function untilHandled(): Promise<number> {
  const { dossierId } = await filed(platform, citizen);
  await doing(platform, counter, dossierId, { action: 'accept', forward: true });
  return dossierId;
}

const namedCount = async (who: OfficerActor): Promise<number | undefined> =>
  (await deskCounts(platform.db, who, platform.clock.now()))['dich-danh']?.count;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  citizen = await applicant(platform, 'nguyenthuhuong');
  counter = await officer(platform, 'tranthingan');
  head = await officer(platform, 'nguyenthilien');
  handler = await officer(platform, 'dovantung');
  outsider = await officer(platform, 'doquanghuy');
  by = { accountId: head.accountId, name: head.name };
});
afterAll(() => platform.close());

describe('rights along the flow', () => {
  it('[II.17.2~] a step given to a group lies on the desk of its members alone, and they may do it', async () => {
    await platform.db.transaction().execute((tx) =>
      saveGroup(
        tx,
        {
          code: null,
          name: 'Tổ phân công',
          note: '',
          members: [{ username: 'doquanghuy', validFrom: TODAY, validTo: null }],
        },
        { by, at: platform.clock.now() },
      ),
    );
    await giveStep('assign', { kind: 'group', agency: 'handling', ref: 'to-phan-cong' });
    const id = await untilHandled();
    const member = await today(outsider);
    expect(boxesOf(member).map((box) => box.code)).toContain('dich-danh');
    expect([await namedCount(member), await namedCount(head)]).toEqual([1, 0]);
    const [task] = await platform.db
      .selectFrom('task')
      .selectAll()
      .where('dossier_id', '=', id)
      .where('closed_at', 'is', null)
      .execute();
    expect(task).toMatchObject({ group_code: 'to-phan-cong', assignee_id: null });
    await expect(
      doing(platform, handler, id, { action: 'assign', officerId: handler.officerId }),
    ).rejects.toBeInstanceOf(NotAllowed);
    await doing(platform, member, id, { action: 'assign', officerId: handler.officerId });
  });

  it('[II.17.2~] a step given to one person is that person’s; without such a person the usual desk has it', async () => {
    await giveStep('assign', { kind: 'position', agency: 'handling', unit: 'tu-phap-ho-tich', role: 'head' });
    await giveStep('process', { kind: 'person', agency: 'handling', ref: 'doquanghuy' });
    const given = await untilHandled();
    await doing(platform, head, given, { action: 'assign', officerId: handler.officerId });
    expect(await namedCount(await today(outsider))).toBe(1);
    await doing(platform, await today(outsider), given, { action: 'comment', text: 'Đã nhận' });
    await giveStep('process', { kind: 'person', agency: 'handling', ref: 'khong-con-ai' });
    const id = await untilHandled();
    await doing(platform, head, id, { action: 'assign', officerId: handler.officerId });
    const [task] = await platform.db
      .selectFrom('task')
      .select(['unit_id', 'role'])
      .where('dossier_id', '=', id)
      .where('closed_at', 'is', null)
      .execute();
    expect(task).toMatchObject({ unit_id: head.positions[0]!.unitId, role: 'officer' });
  });

  it('[II.17.2~] the step of assigning, too, can be given to one person, who then chooses among the people of the unit', async () => {
    await giveStep('assign', { kind: 'person', agency: 'handling', ref: 'doquanghuy' });
    const id = await untilHandled();
    const before = await namedCount(await today(outsider));
    expect(before).toBeGreaterThanOrEqual(1);
    const assign = { action: 'assign' as const, officerId: handler.officerId };
    await expect(doing(platform, head, id, assign)).rejects.toBeInstanceOf(NotAllowed);
    await doing(platform, await today(outsider), id, assign);
    const held = await platform.db
      .selectFrom('task')
      .select(['step', 'assignee_id', 'unit_id'])
      .where('dossier_id', '=', id)
      .where('closed_at', 'is', null)
      .execute();
    expect(held).toMatchObject([{ step: 'process', unit_id: head.positions[0]!.unitId }]);
  });

  it('[II.17.2] steps of one flow given to a group, a person and a position: each may do their own step, and no other', async () => {
    await giveStep('assign', { kind: 'group', agency: 'handling', ref: 'to-phan-cong' });
    await giveStep('process', { kind: 'person', agency: 'handling', ref: 'dovantung' });
    await giveStep('sign', { kind: 'position', agency: 'handling', unit: 'lanh-dao', role: 'leader' });
    const leader = await officer(platform, 'phamthithanh');
    const member = await today(outsider);
    const id = await untilHandled();
    const refused = (who: OfficerActor, command: Parameters<typeof doing>[3]) =>
      expect(doing(platform, who, id, command)).rejects.toBeInstanceOf(NotAllowed);
    const assign = { action: 'assign' as const, officerId: handler.officerId };
    const complete = { action: 'complete' as const, opinion: 'Đủ điều kiện' };
    const sign = { action: 'sign' as const };

    for (const other of [handler, leader]) await refused(other, assign);
    await doing(platform, member, id, assign);
    for (const other of [member, head, leader]) await refused(other, complete);
    await doing(platform, await today(handler), id, complete);
    for (const other of [member, head, handler]) await refused(other, sign);
    await doing(platform, leader, id, sign);
    const done = await platform.db
      .selectFrom('task')
      .select(['step', 'closed_by'])
      .where('dossier_id', '=', id)
      .where('closed_at', 'is not', null)
      .orderBy('id')
      .execute();
    expect(done.slice(1).map((task) => [task.step, task.closed_by])).toEqual([
      ['assign', outsider.officerId],
      ['process', handler.officerId],
      ['sign', leader.officerId],
    ]);
  });

  it('[II.17.2~] a stand-in does the work of the absent one, and the trace says in whose place', async () => {
    await giveStep('process', { kind: 'chosen', agency: 'handling', unit: 'tu-phap-ho-tich' });
    const id = await untilHandled();
    await addSubstitution(platform, head.officerId, {
      substitute: 'doquanghuy',
      validFrom: TODAY,
      validTo: TODAY,
      reason: '',
      by,
    });
    await doing(platform, await today(outsider), id, { action: 'assign', officerId: handler.officerId });
    const trace = await platform.db
      .selectFrom('trace')
      .selectAll()
      .where('dossier_id', '=', id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(trace.actor_name).toBe(outsider.name);
    expect(trace.actor_title).toContain(`(thay ${head.name})`);
  });

  it('open tasks of somebody who leaves go over to a colleague, each told of in its trace', async () => {
    const tasks = await openTasksByUnit(platform.db, handler.officerId, 50);
    expect(tasks.length).toBeGreaterThanOrEqual(1);
    const given = new Map(tasks.map((task) => [task.taskId, head.officerId]));
    const { done, left } = await handOver(platform, tasks, given, 'Bàn giao');
    expect([done, left]).toEqual([tasks.length, []]);
    expect(await openTasksByUnit(platform.db, handler.officerId, 50)).toEqual([]);
    const wrong = new Map([[tasks[0]!.taskId, outsider.officerId]]);
    const held = await openTasksByUnit(platform.db, head.officerId, 50);
    expect((await handOver(platform, held, wrong, 'Bàn giao')).left[0]!.reason).toContain(
      'phòng đang giữ hồ sơ',
    );
  });
});
