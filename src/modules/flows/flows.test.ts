import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editFlow, templateFlow } from '../../core/flow/index.ts';
import type { FlowEdit } from '../../core/flow/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import {
  changeById,
  InvalidConfiguration,
  seenChange,
  StaleEdit,
  type Editor,
} from '../configuration/index.ts';
import {
  beginFlow,
  checkFlow,
  discardFlowDraft,
  flowCodeOf,
  flowDraft,
  flowInForce,
  FlowRefused,
  flowUses,
  flowVersion,
  flowVersions,
  limitMinutes,
  listFlows,
  newestFlow,
  numberedFlow,
  publishFlow,
  publishFlowDraft,
  republishFlow,
  RESTORERS,
  runningByFlow,
  saveFlowDraft,
} from './index.ts';

let platform: TestPlatform;
let hanh: Editor;
let chi: Editor;
const at = new Date('2026-11-23T02:00:00Z');

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  const rows = await platform.db
    .selectFrom('account')
    .select(['id as accountId', 'display_name as name'])
    .where('username', 'in', ['nguyenhonghanh', 'lekimchi'])
    .orderBy('username', 'desc')
    .execute();
  [hanh, chi] = rows as [Editor, Editor];
});
afterAll(() => platform.close());

const inTx = <T>(
  work: (
    tx: Parameters<Parameters<ReturnType<TestPlatform['db']['transaction']>['execute']>[0]>[0],
  ) => Promise<T>,
) => platform.db.transaction().execute(work);

const seed = (code: string): Promise<string> =>
  readFile(new URL(`../../../seed/flows/${code}.bpmn`, import.meta.url), 'utf8');

/** Edits a drawing, one edit after another. */
async function edited(bpmn: string, ...edits: FlowEdit[]): Promise<string> {
  for (const edit of edits) bpmn = (await editFlow(bpmn, edit)).xml;
  return bpmn;
}

const reception = (minutes: number): FlowEdit => ({
  op: 'set-step',
  id: 'reception',
  properties: {
    name: 'Tiếp nhận',
    step: 'reception',
    minutes,
    actor: { kind: 'unit', agency: 'reception', unit: 'mot-cua', role: 'counter' },
    allows: ['supplement'],
    status: '',
    makes: '',
  },
});

async function published(code: string, bpmn: string) {
  const { flow } = await checkFlow(bpmn, []);
  return publishFlow(platform.db, { code, name: flow!.name, bpmn, compiled: flow! }, { now: at });
}

describe('publishing', () => {
  it('makes a version only when the drawing differs, and keeps the earlier ones', async () => {
    const drawing = await templateFlow('thu', 'Thử');
    const first = await published('thu', drawing);
    expect(first).toMatchObject({ version: 1, created: true });
    expect(await published('thu', drawing)).toEqual({ ...first, created: false });
    const second = await published('thu', await edited(drawing, reception(61)));
    expect(second).toMatchObject({ version: 2, created: true });
    expect((await flowVersion(platform.db, first.id))?.bpmn).toBe(drawing);
    expect(await flowInForce(platform.db, 'thu')).toBe(second.id);
    expect((await numberedFlow(platform.db, 'thu', 1))?.id).toBe(first.id);
    expect(await newestFlow(platform.db, 'khong-co')).toBeNull();
    expect(await flowInForce(platform.db, 'khong-co')).toBeNull();
    expect((await listFlows(platform.db)).map((one) => one.code)).toContain('thu');
  });

  it('[II.3.3~] refuses whatever may not run, with messages on the elements', async () => {
    const drawing = await edited(
      await templateFlow('x', 'X'),
      {
        ...reception(60),
        properties: {
          ...(reception(60) as Extract<FlowEdit, { op: 'set-step' }>).properties,
          allows: [],
          actor: null,
        },
      } as FlowEdit,
      { op: 'remove', id: 'process' },
    );
    const error = await published('x', drawing).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FlowRefused);
    expect((error as FlowRefused).errors.map((one) => one.place)).toEqual(['reception', 'x']);
  });

  it('[II.3.2] refuses steps that together take longer than the procedure allows, to the minute, naming it', async () => {
    const uses = await flowUses(platform.db, 'khai-sinh');
    const limits = uses.flatMap((use) => use.limits);
    const least = Math.min(...limits.map((one) => one.minutes));
    const bpmn = await seed('khai-sinh');
    const { way } = await checkFlow(bpmn, limits);
    const others = way.filter((step) => step.id !== 'reception').reduce((sum, step) => sum + step.minutes, 0);
    const save = async (minutes: number) => {
      const drawing = await edited(bpmn, reception(minutes));
      const revision = (await flowDraft(platform.db, 'khai-sinh'))?.revision ?? 0;
      return inTx((tx) => saveFlowDraft(tx, { code: 'khai-sinh', bpmn: drawing, revision, by: hanh, at }));
    };
    const revision = await save(least - others + 1);
    const publish = (of: number) =>
      inTx((tx) => publishFlowDraft(tx, { code: 'khai-sinh', revision: of, note: 'Thêm giờ', by: hanh, at }));
    await expect(publish(revision)).rejects.toThrow(
      /vượt 1 phút so với thời hạn giải quyết .* của .*khai sinh/i,
    );
    expect((await flowDraft(platform.db, 'khai-sinh'))?.revision).toBe(revision);
    expect(await publish(await save(least - others))).toMatchObject({ version: 2, created: true });
    expect(await flowDraft(platform.db, 'khai-sinh')).toBeNull();
    expect((await flowVersions(platform.db, 'khai-sinh'))[0]).toMatchObject({
      version: 2,
      publishedBy: hanh.name,
      publishedAt: at,
      note: 'Thêm giờ',
      running: 0,
    });
  });
});

describe('drafts', () => {
  const begin = (code: string, name: string, from: Parameters<typeof beginFlow>[1]['from'], by = hanh) =>
    inTx((tx) => beginFlow(tx, { code, name, from, by, at }));

  it('[II.3.1~] begin from a template that may be published at once, a copy, or a file', async () => {
    await begin('quang-cao', 'Cấp phép quảng cáo', { template: true });
    const draft = await flowDraft(platform.db, 'quang-cao');
    expect(await checkFlow(draft!.body.bpmn, [])).toMatchObject({ name: 'Cấp phép quảng cáo', sound: true });
    await begin('quang-cao-2', 'Bản sao', { copyOf: 'khai-tu' });
    expect((await flowDraft(platform.db, 'quang-cao-2'))?.title).toBe('Bản sao');
    await begin('3-tep', 'Từ tệp', { file: await seed('khai-tu') });
    expect(await checkFlow((await flowDraft(platform.db, '3-tep'))!.body.bpmn, [])).toMatchObject({
      sound: true,
    });
  });

  it.each([
    ['moi', 'Tên', 'code'],
    ['Có Dấu', 'Tên', 'code'],
    ['khai-tu', 'Tên', 'code'],
    ['duoc', '  ', 'name'],
  ])('%s “%s” is refused at %s', async (code, name, place) => {
    await expect(begin(code, name, { template: true })).rejects.toMatchObject({ errors: [{ place }] });
  });

  it.each([['<không phải xml'], ['<a/>'], ['']])('a file that says %j is refused', async (file) => {
    await expect(begin('tep-hong', 'Tệp hỏng', { file })).rejects.toMatchObject({
      errors: [{ place: 'file' }],
    });
    expect(await flowDraft(platform.db, 'tep-hong')).toBeNull();
  });

  it('need not be sound, and tell the second administrator who was first', async () => {
    const headless = await edited(await seed('khai-tu'), { op: 'remove', id: 'done' });
    const save = (by: Editor, revision: number, bpmn = headless) =>
      inTx((tx) => saveFlowDraft(tx, { code: 'khai-tu', bpmn, revision, by, at }));
    const revision = await save(hanh, 0);
    await expect(save(chi, 0)).rejects.toMatchObject({ name: 'StaleEdit', by: hanh.name });
    await expect(save(chi, revision, 'không phải BPMN')).rejects.toBeInstanceOf(InvalidConfiguration);
    await expect(
      inTx((tx) => publishFlowDraft(tx, { code: 'khai-tu', revision: 9, note: '', by: chi, at })),
    ).rejects.toBeInstanceOf(StaleEdit);
    await expect(
      inTx((tx) => publishFlowDraft(tx, { code: 'khai-tu', revision, note: '', by: chi, at })),
    ).rejects.toThrow('không có đường ra');
    await inTx((tx) => discardFlowDraft(tx, { code: 'khai-tu', revision, by: chi, at }));
    expect(await flowDraft(platform.db, 'khai-tu')).toBeNull();
  });

  it('earlier versions are published anew, and a publication is taken back the same way', async () => {
    const code = 'ket-hon';
    const drawing = await edited(await seed(code), reception(31));
    await inTx((tx) => saveFlowDraft(tx, { code, bpmn: drawing, revision: 0, by: hanh, at }));
    await inTx((tx) => publishFlowDraft(tx, { code, revision: 1, note: '', by: hanh, at }));
    const seen = await seenChange(platform.db, `flow:${code}`);
    const change = await changeById(platform.db, seen);
    expect(change).toMatchObject({ before: { version: 1 }, after: { version: 2, bpmn: drawing } });
    await inTx((tx) => republishFlow(tx, { code, version: 1, seen, by: chi, at }));
    await expect(
      inTx((tx) => republishFlow(tx, { code, version: 1, seen, by: hanh, at })),
    ).rejects.toMatchObject({
      by: chi.name,
    });
    expect((await newestFlow(platform.db, code))?.compiled).toEqual(
      (await numberedFlow(platform.db, code, 1))?.compiled,
    );
    const back = await changeById(platform.db, await seenChange(platform.db, `flow:${code}`));
    await inTx((tx) => RESTORERS.flow(tx, code, back!.before, { by: hanh, at }));
    expect(await newestFlow(platform.db, code)).toMatchObject({ version: 4, bpmn: drawing });
    expect((await flowVersions(platform.db, code)).map((one) => one.republished)).toEqual([2, 1, null, null]);
    await expect(inTx((tx) => RESTORERS.flow(tx, code, null, { by: hanh, at }))).rejects.toThrow(
      'bản đầu tiên',
    );
  });
});

describe('what runs on flows', () => {
  it('lists procedures with their limits in working minutes', async () => {
    const [use] = await flowUses(platform.db, 'khai-sinh');
    expect(use).toMatchObject({ flowCode: 'khai-sinh' });
    expect(use!.limits[0]!.minutes).toBeGreaterThan(0);
    expect((await flowUses(platform.db)).length).toBeGreaterThan(10);
    const [permit] = await flowUses(platform.db, 'giay-phep-xay-dung');
    expect(permit!.limits.map(({ key, part, minutes }) => [key, part, minutes]).slice(0, 2)).toEqual([
      ['1.013225/1.013225.01/counter', 'Nhà ở riêng lẻ', 5142],
      ['1.013225/1.013225.02/counter', 'Công trình không theo tuyến', 6857],
    ]);
    expect(await runningByFlow(platform.db)).toBeInstanceOf(Map);
  });

  it.each([
    [{ amount: 3, unit: 'working_day' as const }, 1440],
    [{ amount: 0, unit: 'working_day' as const }, 480],
    [{ amount: 4, unit: 'working_hour' as const }, 240],
    [{ amount: 15, unit: 'calendar_day' as const }, 5142],
    [{ amount: null, unit: 'working_day' as const }, null],
  ])('%j is %s minutes', (limit, minutes) => {
    expect(limitMinutes(limit)).toBe(minutes);
  });

  it('makes codes of names', () => {
    expect(flowCodeOf('Cấp phép “Quảng cáo” – Đường bộ')).toBe('cap-phep-quang-cao-duong-bo');
  });
});
