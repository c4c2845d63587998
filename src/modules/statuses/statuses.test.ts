import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_CHART, type ChartEdge, type Status } from '../../core/status/index.ts';
import { openDatabase } from '../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { listChanges, newestChange, StaleEdit, type Editor } from '../configuration/index.ts';
import { act, dossierPage, lookup, myDossiers } from '../dossiers/index.ts';
import { otherHandling, publishChanged } from '../dossiers/move/testing.ts';
import { applicant, doing, filed, officer } from '../dossiers/testing.ts';
import {
  allStatusDetails,
  CHART_OBJECT,
  detailsOf,
  explanationOf,
  listStatusDetails,
  loadChart,
  RESTORERS,
  runningByStatus,
  runningWithDetail,
  saveChart,
  saveStatusDetail,
  saveStatusNotes,
  statusNotes,
  type StatusDetail,
} from './index.ts';

let platform: TestPlatform;
let hanh: Editor;
const at = new Date('2026-11-23T01:00:00Z');

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  const admin = await officer(platform, 'nguyenhonghanh');
  hanh = { accountId: admin.accountId, name: admin.name };
});
afterAll(() => platform.close());
beforeEach(() => platform.db.deleteFrom('status_transition').execute());

const without = (from: Status | null, to: Status): ChartEdge[] =>
  DEFAULT_CHART.filter((edge) => edge.from !== from || edge.to !== to);
const save = (chart: readonly ChartEdge[], seen?: number) =>
  platform.db.transaction().execute((tx) => saveChart(tx, chart, { by: hanh, at, seen }));
const detail = (more: Partial<StatusDetail> = {}): StatusDetail => ({
  code: 'kiem_tra',
  under: 'in_progress',
  label: 'Đang kiểm tra thực địa',
  citizenText: 'Cán bộ đang đến xem tại chỗ',
  position: 10,
  validFrom: '2026-01-01',
  validTo: null,
  ...more,
});
const saveDetail = (one: StatusDetail, more: { seen?: number; create?: boolean } = {}) =>
  platform.db.transaction().execute((tx) => saveStatusDetail(tx, one, { by: hanh, at, ...more }));

describe('the chart of allowed changes', () => {
  it('[II.4.2] is defined by an administrator, checked, recorded with before and after, and taken back', async () => {
    expect(await loadChart(platform.db)).toEqual(DEFAULT_CHART);
    await save(without('submitted', 'withdrawn'));
    expect(await loadChart(platform.db)).not.toContainEqual({ from: 'submitted', to: 'withdrawn' });
    const citizen = await applicant(platform, 'nguyenthuhuong');
    const { dossierId } = await filed(platform, citizen);
    const withdraw = { action: 'withdraw' as const, reason: 'Nộp nhầm' };
    await expect(act(platform, citizen, { dossier: dossierId }, withdraw)).rejects.toThrow(
      'Không chuyển được hồ sơ từ “Mới đăng ký” sang “Công dân yêu cầu rút hồ sơ”.',
    );

    const change = (await newestChange(platform.db, CHART_OBJECT))!;
    expect(change).toMatchObject({ byName: hanh.name, action: 'status.chart' });
    expect(change.before).toContainEqual({ from: 'submitted', to: 'withdrawn' });
    expect(change.after).not.toContainEqual({ from: 'submitted', to: 'withdrawn' });
    await platform.db
      .transaction()
      .execute((tx) => RESTORERS['status-chart'](tx, 'all', change.before, { by: hanh, at }));
    expect((await act(platform, citizen, { dossier: dossierId }, withdraw)).status).toBe('withdrawn');
    expect(await listChanges(platform.db, { object: CHART_OBJECT, limit: 5 })).toHaveLength(2);
  });

  it('[II.4.1] is refused when it contradicts Appendix I, with the row of the table, and nothing is saved', async () => {
    await expect(save(without('in_progress', 'supplement_requested'))).rejects.toMatchObject({
      errors: [
        {
          place: 'in_progress-supplement_requested',
          message: expect.stringContaining('Phụ lục I (Giải quyết thủ tục hành chính, mục 3.2.1) cần'),
        },
      ],
    });
    await expect(save([...DEFAULT_CHART, { from: 'refused', to: 'accepted' }])).rejects.toMatchObject({
      errors: [{ place: 'refused-accepted', message: expect.stringContaining('là trạng thái kết thúc') }],
    });
    expect(await loadChart(platform.db)).toEqual(DEFAULT_CHART);
  });

  it('[II.4.2~] is refused when it strands the dossiers that run now, with their number', async () => {
    // A dossier that stands where the chart lets nobody in any more, and out of it neither.
    const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
    await platform.db
      .updateTable('dossier')
      .set({ status: 'payment_required', accepted_at: null })
      .where('id', '=', dossierId)
      .execute();
    const running = await runningByStatus(platform.db);
    expect(running).toContainEqual({ status: 'payment_required', accepted: false, dossiers: 1 });
    await expect(save(without('payment_required', 'stopped'))).rejects.toThrow(
      '1 hồ sơ đang ở “Yêu cầu thực hiện nghĩa vụ tài chính” (chưa tiếp nhận) sẽ không còn đường nào',
    );
    await save(DEFAULT_CHART);
    await platform.db
      .updateTable('dossier')
      .set({ status: 'withdrawn' })
      .where('id', '=', dossierId)
      .execute();
  });

  it('tells the second of two administrators', async () => {
    await save(DEFAULT_CHART);
    await expect(save(without('done', 'payment_required'), 1)).rejects.toBeInstanceOf(StaleEdit);
  });

  it('[II.4.3~] holds for every process at once: an act under way is waited for, the next one sees the new chart', async () => {
    // Another process: its own pool on the same database.
    const other = openDatabase(platform.databaseUrl, { max: 2 });
    try {
      const second = { ...platform, db: other.db };
      const citizen = await applicant(platform, 'nguyenthuhuong');
      const [one, two] = [await filed(platform, citizen), await filed(platform, citizen)];
      const withdraw = { action: 'withdraw' as const, reason: 'Nộp nhầm' };
      await act(second, citizen, { dossier: one.dossierId }, withdraw);

      // An act of the second process has read the chart and has not committed yet.
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let reading = (): void => {};
      const hasRead = new Promise<void>((resolve) => (reading = resolve));
      const acting = other.db.transaction().execute(async (tx) => {
        await loadChart(tx);
        reading();
        await held;
      });
      await hasRead;
      let saved = false;
      const saving = save(without('submitted', 'withdrawn')).then(() => (saved = true));
      await platform.db.selectFrom('status_note').selectAll().execute();
      expect(saved).toBe(false);
      release();
      await acting;
      await saving;
      await expect(act(second, citizen, { dossier: two.dossierId }, withdraw)).rejects.toThrow(
        'Không chuyển được',
      );
    } finally {
      await other.close();
    }
  });
});

describe('detailed statuses', () => {
  it('[II.4.1] stand under one of Appendix I, in use by date, and are shown with that status alone', async () => {
    await saveDetail(detail(), { create: true });
    await saveDetail(detail({ code: 'xac_minh', label: 'Đang xác minh', validFrom: '2026-12-01' }), {
      create: true,
    });
    const now = platform.clock.now();
    expect((await listStatusDetails(platform.db, now)).map((one) => one.code)).toEqual(['kiem_tra']);
    expect((await allStatusDetails(platform.db)).map((one) => one.code)).toEqual(['kiem_tra', 'xac_minh']);
    const rows = [
      { status: 'in_progress' as const, stepStatuses: ['kiem_tra'] },
      { status: 'done' as const, stepStatuses: ['kiem_tra'] },
      { status: 'in_progress' as const, stepStatuses: ['xac_minh'] },
      { status: 'in_progress' as const, stepStatuses: [] },
    ];
    const detailOf = await detailsOf(platform.db, rows, now);
    expect(rows.map((row) => detailOf(row)?.label)).toEqual([
      'Đang kiểm tra thực địa',
      undefined,
      undefined,
      undefined,
    ]);
    platform.queries.reset();
    await detailsOf(platform.db, rows.slice(3), now);
    expect(platform.queries.count()).toBe(0);
  });

  it('[II.4.3~] follow from where a running dossier stands, by the newest version of its flow', async () => {
    const citizen = await applicant(platform, 'nguyenthuhuong');
    const handler = await officer(platform, 'dovantung');
    const assign = { action: 'assign' as const, officerId: handler.officerId };
    const handled = async () => {
      const { dossierId } = await filed(platform, citizen);
      const counter = await officer(platform, 'tranthingan');
      await doing(platform, counter, dossierId, { action: 'accept', forward: true });
      return doing(platform, await officer(platform, 'nguyenthilien'), dossierId, assign);
    };
    const stands = async ({ dossierId, code }: { dossierId: number; code: string | null }) => {
      const mine = await myDossiers(platform.db, citizen.accountId, { limit: 5 });
      const shown = [
        (await dossierPage(platform.db, handler, dossierId)).stepStatuses,
        (await lookup(platform.db, code!))!.stepStatuses,
        mine.find(({ id }) => id === dossierId)!.stepStatuses,
      ];
      expect(new Set(shown.map(String)).size).toBe(1);
      return shown[0];
    };
    const publish = (change: (bpmn: string) => string) =>
      publishChanged(platform.db, 'khai-sinh', platform.clock.now(), change);

    const first = await handled();
    expect(await stands(first)).toEqual([]);
    await publish((bpmn) =>
      bpmn.replace('motcua:step="process"', 'motcua:step="process" motcua:status="kiem_tra"'),
    );
    const second = await handled();
    expect([await stands(first), await stands(second)]).toEqual([['kiem_tra'], ['kiem_tra']]);
    expect(await runningWithDetail(platform.db, detail())).toBe(2);
    // The step is no more in the newest version: each dossier shows what its own version says.
    await publish(otherHandling);
    expect([await stands(first), await stands(second)]).toEqual([[], ['kiem_tra']]);
    expect(await runningWithDetail(platform.db, detail())).toBe(1);
    // The step is there again, without a detailed status.
    await publish((bpmn) =>
      bpmn.replaceAll('"examine"', '"process"').replace('motcua:status="kiem_tra"', ''),
    );
    expect([await stands(first), await stands(second)]).toEqual([[], []]);
    expect(await runningWithDetail(platform.db, detail())).toBe(0);
  });

  it.each<[string, Partial<StatusDetail>, string]>([
    ['code', { code: 'Kiểm tra' }, 'chỉ được gồm chữ thường'],
    ['code', { code: 'kiem_tra' }, 'đã có'],
    ['under', { code: 'b', under: 'lost' as Status }, 'phải thuộc một trạng thái của Phụ lục I'],
    ['label', { code: 'b', label: ' ' }, 'Nhập tên hiển thị'],
    ['label', { code: 'b', label: 'Đang xử lý' }, 'Đặt tên khác'],
    ['label', { code: 'b', label: 'x'.repeat(61) }, 'dài nhất 60 ký tự'],
    ['citizenText', { code: 'b', label: 'b', citizenText: 'x'.repeat(201) }, 'dài nhất 200'],
    ['position', { code: 'b', label: 'b', position: NaN }, 'Thứ tự'],
    ['validFrom', { code: 'b', label: 'b', validFrom: '2026-02-30' }, 'Nhập ngày bắt đầu'],
    ['validTo', { code: 'b', label: 'b', validTo: '2025-12-31' }, 'từ ngày bắt đầu'],
  ])('are refused with the place %s', async (place, wrong, message) => {
    await expect(saveDetail(detail(wrong), { create: true })).rejects.toMatchObject({
      errors: expect.arrayContaining([{ place, message: expect.stringContaining(message) }]),
    });
    expect((await allStatusDetails(platform.db)).map((one) => one.code)).toEqual(['kiem_tra', 'xac_minh']);
  });

  it('are taken back: changed as before, or gone when they were new', async () => {
    await saveDetail(detail({ label: 'Đang xem tại chỗ' }));
    const restore = async (kind: string, before: unknown) =>
      platform.db
        .transaction()
        .execute((tx) => RESTORERS['status-detail'](tx, kind, before, { by: hanh, at }));
    const [update, create] = await listChanges(platform.db, { object: 'status-detail:kiem_tra', limit: 5 });
    await restore('kiem_tra', update!.before);
    expect((await allStatusDetails(platform.db))[0]).toEqual(detail());
    expect(create!.before).toBeNull();
    await restore('kiem_tra', create!.before);
    expect((await allStatusDetails(platform.db)).map((one) => one.code)).toEqual(['xac_minh']);
  });
});

describe('order and explanation', () => {
  it('are edited and taken back; the names of Appendix I are fixed', async () => {
    const before = await statusNotes(platform.db);
    expect(before[0]).toEqual({ status: 'submitted', position: 10, note: '' });
    expect(await explanationOf(platform.db, 'accepted')).toBe('');
    const notes = before.map((one) =>
      one.status === 'accepted' ? { ...one, position: 5, note: ' Hồ sơ đủ và hợp lệ. ' } : one,
    );
    await platform.db.transaction().execute((tx) => saveStatusNotes(tx, notes, { by: hanh, at }));
    expect((await statusNotes(platform.db))[0]).toEqual({
      status: 'accepted',
      position: 5,
      note: 'Hồ sơ đủ và hợp lệ.',
    });
    expect(await explanationOf(platform.db, 'accepted')).toBe('Hồ sơ đủ và hợp lệ.');
    const change = (await newestChange(platform.db, 'status-notes:all'))!;
    await platform.db
      .transaction()
      .execute((tx) => RESTORERS['status-notes'](tx, 'all', change.before, { by: hanh, at }));
    expect(await statusNotes(platform.db)).toEqual(before);
    const long = before.map((one) => ({ ...one, note: 'x'.repeat(301), position: NaN }));
    await expect(
      platform.db.transaction().execute((tx) => saveStatusNotes(tx, long, { by: hanh, at })),
    ).rejects.toMatchObject({
      errors: expect.arrayContaining([
        { place: 'note-accepted', message: expect.stringContaining('dài nhất 300') },
        { place: 'position-done', message: expect.stringContaining('Thứ tự') },
      ]),
    });
  });
});
