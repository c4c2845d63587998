import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { listChanges, StaleEdit, type Editor } from '../../configuration/index.ts';
import { flowVersion } from '../../flows/index.ts';
import {
  act,
  dossierPage,
  flowLoad,
  leftDossiers,
  listMoves,
  moveView,
  orderedVersions,
  orderMove,
  previewMove,
  proposedMapping,
  runMove,
  startMoving,
} from '../index.ts';
import { applicant, doing, filed, officer, paperIntake } from '../testing.ts';
import { copies, otherHandling, publishChanged } from './testing.ts';

let platform: TestPlatform;
let hanh: Editor;
let counter: OfficerActor;
let head: OfficerActor;
let handler: OfficerActor;

const FLOW = 'khai-sinh';
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  const admin = await officer(platform, 'nguyenhonghanh');
  hanh = { accountId: admin.accountId, name: admin.name };
  counter = await officer(platform, 'tranthingan');
  head = await officer(platform, 'nguyenthilien');
  handler = await officer(platform, 'dovantung');
  await startMoving(platform);
});
afterAll(() => platform.close());

const dossier = (id: number) =>
  platform.db.selectFrom('dossier').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const tasksOf = (id: number) =>
  platform.db.selectFrom('task').selectAll().where('dossier_id', '=', id).orderBy('id').execute();
const flowOf = async (id: number) => (await flowVersion(platform.db, (await dossier(id)).flow_version_id))!;

/** Files khai sinh and takes it to the handling officer. */
async function inHand(): Promise<number> {
  const { dossierId: id } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
  await doing(platform, counter, id, { action: 'accept', forward: true });
  await doing(platform, head, id, { action: 'assign', officerId: handler.officerId });
  return id;
}

/** Orders the move with what is proposed, the handling step decided by hand, and has the job do it. */
async function moved(from: number, to: number, decided: Record<string, string> = {}): Promise<number> {
  const versions = await orderedVersions(platform.db, { flowCode: FLOW, from: [from], to });
  const proposed = proposedMapping(versions)[String(from)]!;
  const mapping = { [String(from)]: { ...proposed, ...decided } };
  const id = await orderMove(platform, { flowCode: FLOW, from: [from], to, mapping }, { by: hanh });
  await platform.jobs.drain();
  return id;
}

describe('moving running dossiers to another version of their flow', () => {
  it('[II.3.1] changes the flow at run time: what runs stays on its version until it is moved, then goes on in the new one', async () => {
    const id = await inHand();
    const before = await dossier(id);
    const taskBefore = (await tasksOf(id)).at(-1)!;
    const from = before.flow_version_id;
    const second = await publishChanged(platform.db, FLOW, platform.clock.now(), otherHandling);

    // Publication alone changes nothing for what runs: not the dossier, not its tasks.
    expect(await dossier(id)).toEqual(before);
    expect((await tasksOf(id)).at(-1)).toEqual(taskBefore);
    const fresh = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    expect((await flowOf(fresh.dossierId)).version).toBe(second.version);

    const versions = await orderedVersions(platform.db, { flowCode: FLOW, from: [from], to: second.id });
    const proposed = proposedMapping(versions);
    expect(proposed[String(from)]).toMatchObject({ reception: 'reception', sign: 'sign' });
    expect(proposed[String(from)]).not.toHaveProperty('process');
    const asked = await previewMove(platform.db, versions, proposed);
    expect(asked.stuck).toContainEqual(
      expect.objectContaining({ node: 'process', reason: expect.stringContaining('Chưa chọn bước') }),
    );
    const mapping = { [String(from)]: { ...proposed[String(from)]!, process: 'examine' } };
    const preview = await previewMove(platform.db, versions, mapping);
    expect(preview.stuck).toEqual([]);
    expect(preview.movable).toBe(preview.total);
    expect(preview.rows).toContainEqual({
      versionId: from,
      from: 'process',
      to: 'examine',
      kept: true,
      dossiers: expect.any(Number),
    });

    const moveId = await moved(from, second.id, { process: 'examine' });
    const view = (await moveView(platform.db, moveId))!;
    expect(view).toMatchObject({
      total: preview.total,
      moved: preview.total,
      left: 0,
      toVersion: second.version,
    });
    expect(view.finishedAt).not.toBeNull();

    const after = await dossier(id);
    expect(after).toMatchObject({ flow_version_id: second.id, status: 'in_progress', due_at: before.due_at });
    expect(after.flow_state.tokens).toMatchObject([{ node: 'examine', id: before.flow_state.tokens[0]!.id }]);
    // The same work in the same hands and the same time, under the name of the new version.
    expect((await tasksOf(id)).at(-1)).toEqual({
      ...taskBefore,
      node: 'examine',
      name: 'Thẩm tra và dự thảo kết quả',
    });

    // A line in the trace: from version to version, from step to step, by whom; inside, not for the applicant.
    const page = await dossierPage(platform.db, handler, id);
    expect(page.trace[0]).toMatchObject({
      action: 'migrate',
      actorName: hanh.name,
      note: '',
      internalNote:
        'Từ bản 1 sang bản 2 của quy trình: “Thẩm tra, ghi sổ, lấy số định danh” → “Thẩm tra và dự thảo kết quả”.',
      data: { from: 1, to: 2 },
    });
    const citizen = await dossierPage(platform.db, await applicant(platform, 'nguyenthuhuong'), id);
    expect(citizen.trace.map((event) => event.action)).not.toContain('migrate');

    // And it goes on in the new version.
    await doing(platform, handler, id, {
      action: 'complete',
      opinion: 'Đủ điều kiện',
      result: { typeCode: 'x', name: 'Giấy khai sinh', summary: '' },
    });
    expect((await dossier(id)).current_step).toBe('sign');
    const changes = await listChanges(platform.db, { kind: 'flow-move', limit: 5 });
    expect(changes[0]).toMatchObject({ byName: hanh.name, after: { to: second.id } });
  });

  it('leaves a dossier that changed meanwhile, and says who did what', async () => {
    const [quiet, busy] = [await inHand(), await inHand()];
    const from = (await dossier(quiet)).flow_version_id;
    const next = await publishChanged(platform.db, FLOW, platform.clock.now(), (bpmn) =>
      bpmn.replace('name="Trả kết quả"', 'name="Trả kết quả tại quầy"'),
    );
    const versions = await orderedVersions(platform.db, { flowCode: FLOW, from: [from], to: next.id });
    const mapping = proposedMapping(versions);
    const id = await orderMove(
      platform,
      { flowCode: FLOW, from: [from], to: next.id, mapping },
      { by: hanh },
    );
    await doing(platform, handler, busy, { action: 'comment', text: 'Đang gọi hỏi người nộp' });
    await platform.jobs.drain();
    const left = await leftDossiers(platform.db, id, { limit: 10 });
    expect(left).toEqual([
      {
        id: busy,
        name: expect.any(String),
        reason: expect.stringContaining(`${handler.name} đã ghi ý kiến`),
      },
    ]);
    expect((await dossier(busy)).flow_version_id).toBe(from);
    expect((await dossier(quiet)).flow_version_id).toBe(next.id);
  });

  it('moves each dossier once, however often the job begins, in several processes too', async () => {
    const id = await inHand();
    await copies(platform.db, id, 60);
    const from = (await dossier(id)).flow_version_id;
    const next = await publishChanged(platform.db, FLOW, platform.clock.now(), (bpmn) =>
      bpmn.replace('name="Trả kết quả tại quầy"', 'name="Trả kết quả"'),
    );
    const versions = await orderedVersions(platform.db, { flowCode: FLOW, from: [from], to: next.id });
    const order = { flowCode: FLOW, from: [from], to: next.id, mapping: proposedMapping(versions) };
    const moveId = await orderMove(platform, order, { by: hanh });
    await expect(orderMove(platform, order, { by: hanh })).rejects.toThrow('chưa xong');

    // Cut off: the database goes away in the middle of the second batch.
    let updates = 0;
    const failing = {
      ...platform,
      db: platform.db.withPlugin({
        transformQuery: ({ node }) => {
          if (node.kind === 'UpdateQueryNode' && ++updates > 40) throw new Error('connection lost');
          return node;
        },
        transformResult: async ({ result }) => result,
      }),
    };
    await expect(runMove(failing, moveId)).rejects.toThrow('connection lost');
    const half = (await moveView(platform.db, moveId))!;
    expect(half.finishedAt).toBeNull();
    expect(half.moved).toBeGreaterThan(0);
    expect(half.moved).toBeLessThan(half.total);

    await Promise.all([runMove(platform, moveId), runMove(platform, moveId)]);
    await platform.jobs.drain();
    const whole = (await moveView(platform.db, moveId))!;
    expect(whole).toMatchObject({ moved: whole.total, left: 0 });
    expect(whole.finishedAt).not.toBeNull();
    const traces = await platform.db
      .selectFrom('trace')
      .where('action', '=', 'migrate')
      .where('dossier_id', '>=', id)
      .groupBy('dossier_id')
      .select((eb) => ['dossier_id', eb.fn.countAll<number>().as('count')])
      .execute();
    expect(traces.length).toBeGreaterThanOrEqual(61);
    expect(traces.every((row) => row.count === 1)).toBe(true);
    expect((await listMoves(platform.db, FLOW))[0]).toMatchObject({ id: moveId, orderedBy: hanh.name });
  });

  it('opens the work anew at the desk of the new version, standing still while the applicant supplements', async () => {
    const id = await inHand();
    await doing(platform, handler, id, {
      action: 'request-supplement',
      reason: 'Thiếu giấy',
      items: [{ component: '', name: 'Giấy chứng sinh', what: 'bản rõ hơn' }],
    });
    const from = (await dossier(id)).flow_version_id;
    const next = await publishChanged(platform.db, FLOW, platform.clock.now(), (bpmn) =>
      bpmn.replace(
        /(<bpmn:userTask id="examine"[\s\S]*?<motcua:actor )[^/]*\/>/,
        '$1kind="position" agency="handling" unit="lanh-dao" role="leader" />',
      ),
    );
    const moveId = await moved(from, next.id);
    expect((await leftDossiers(platform.db, moveId, { limit: 5 })).filter((one) => one.id === id)).toEqual(
      [],
    );
    const tasks = (await tasksOf(id)).slice(-2);
    expect(tasks).toMatchObject([
      { node: 'examine', outcome: 'migrated', closed_at: expect.any(Date) },
      { node: 'examine', role: 'leader', paused_at: expect.any(Date), closed_at: null },
    ]);
    expect(tasks[1]!.remaining_minutes).toBe(tasks[1]!.minutes);
  });

  it('refuses a mapping that skips work or names no step, with the place; nothing is written', async () => {
    const id = await inHand();
    const from = (await dossier(id)).flow_version_id;
    const next = await publishChanged(platform.db, FLOW, platform.clock.now(), (bpmn) =>
      bpmn.replace('name="Trả kết quả"', 'name="Trả kết quả cho dân"'),
    );
    const order = { flowCode: FLOW, from: [from], to: next.id };
    await expect(
      orderMove(platform, { ...order, mapping: { [from]: { examine: 'sign' } } }, { by: hanh }),
    ).rejects.toMatchObject({
      errors: [{ place: `m.${from}.examine`, message: expect.stringContaining('chưa có dự thảo') }],
    });
    await expect(
      orderMove(platform, { ...order, from: [next.id], mapping: {} }, { by: hanh }),
    ).rejects.toMatchObject({ errors: [{ place: 'from' }] });
    await expect(
      orderMove(platform, { ...order, flowCode: 'khac', mapping: {} }, { by: hanh }),
    ).rejects.toMatchObject({ errors: [{ place: 'to' }] });
    await expect(
      orderMove(platform, { ...order, mapping: {} }, { by: hanh, seen: 1 }),
    ).rejects.toBeInstanceOf(StaleEdit);
    expect((await dossier(id)).flow_version_id).toBe(from);
    const moveId = await moved(from, next.id);
    expect((await moveView(platform.db, moveId))!.left).toBe(0);
    await expect(orderMove(platform, { ...order, mapping: {} }, { by: hanh })).rejects.toThrow(
      'Không còn hồ sơ nào đang chạy',
    );
  });

  it('moves 1,000 dossiers in seconds', { timeout: 120_000 }, async () => {
    const intake = await paperIntake(platform);
    const { dossierId } = await act(
      platform,
      counter,
      { intake: '5b1c5f5e-7a55-4b39-9d53-0d3f3ac0a001' },
      { action: 'accept', forward: true, intake },
    );
    await copies(platform.db, dossierId, 999);
    const code = 'chung-thuc-ban-sao';
    const from = (await dossier(dossierId)).flow_version_id;
    const next = await publishChanged(platform.db, code, platform.clock.now(), otherHandling);
    const versions = await orderedVersions(platform.db, { flowCode: code, from: [from], to: next.id });
    const mapping = { [String(from)]: { ...proposedMapping(versions)[String(from)]!, process: 'examine' } };
    const began = performance.now();
    const preview = await previewMove(platform.db, versions, mapping);
    const ordered = performance.now();
    expect(ordered - began).toBeLessThan(10_000);
    await orderMove(platform, { flowCode: code, from: [from], to: next.id, mapping }, { by: hanh });
    await platform.jobs.drain();
    const seconds = (performance.now() - ordered) / 1000;
    expect(preview.movable).toBeGreaterThanOrEqual(1000);
    expect(seconds).toBeLessThan(60);
    const load = await flowLoad(platform.db, code, platform.clock.now());
    expect(load).toContainEqual({
      versionId: next.id,
      version: 2,
      node: 'examine',
      step: 'process',
      open:
        preview.movable -
        preview.rows.filter((row) => row.to !== 'examine').reduce((sum, row) => sum + row.dossiers, 0),
      late: expect.any(Number),
    });
    expect(load.some((row) => row.versionId === from)).toBe(false);
  });
});
