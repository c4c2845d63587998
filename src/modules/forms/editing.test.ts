import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  editForm,
  freshForm,
  writeFormFile,
  type FormDefinition,
  type FormEdit,
} from '../../core/form/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { listChanges, StaleEdit, type Editor } from '../configuration/index.ts';
import { refreshDraft, saveDraft, startDraft, type Draft } from '../dossiers/index.ts';
import { adoptForm, formUseCounts, getProcedure, proceduresOfForm } from '../procedures/index.ts';
import {
  createForm,
  formRows,
  formVersions,
  importForm,
  newestForm,
  openForm,
  publishFormDraft,
  republishForm,
  RESTORERS,
  saveFormDraft,
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

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => platform.db.transaction().execute(work);
const edited = (def: FormDefinition, ...edits: FormEdit[]): FormDefinition =>
  edits.reduce((one, edit) => editForm(one, edit).definition, def);

/** Saves and publishes a definition. */
async function publish(definition: FormDefinition, by = hanh) {
  const { code } = definition;
  const revision = (await openForm(platform.db, code))?.revision ?? 0;
  const saved = await inTx((tx) => saveFormDraft(tx, { code, definition, revision, by, at }));
  return inTx((tx) => publishFormDraft(tx, { code, revision: saved, note: 'Thử', by, at }));
}

const simple = (code: string): FormDefinition =>
  edited(
    freshForm(code, 'Đơn xin xác nhận'),
    { op: 'add', what: 'text', parent: 'steps.buoc-1' },
    { op: 'add', what: 'declaration', parent: 'steps.buoc-1' },
  );

describe('[II.2.5~] versions of a form', () => {
  it('grow from drafts, keep who, when and why, and an earlier one can be published anew', async () => {
    await inTx((tx) => createForm(tx, { code: 'don-xac-nhan', title: 'Đơn xin xác nhận', by: hanh, at }));
    expect(await publish(simple('don-xac-nhan'))).toMatchObject({ version: 1, created: true });
    const second = edited(simple('don-xac-nhan'), { op: 'add', what: 'date', parent: 'steps.buoc-1' });
    expect(await publish(second, chi)).toMatchObject({ version: 2 });
    expect((await openForm(platform.db, 'don-xac-nhan'))!.draft).toBeNull();
    expect(
      await inTx((tx) => republishForm(tx, { code: 'don-xac-nhan', version: 1, by: hanh, at })),
    ).toMatchObject({
      version: 3,
    });
    const rows = await formVersions(platform.db, 'don-xac-nhan');
    expect(rows.map((row) => [row.version, row.byName, row.note])).toEqual([
      [3, hanh.name, 'Công bố lại bản 1'],
      [2, chi.name, 'Thử'],
      [1, hanh.name, 'Thử'],
    ]);
    expect((await newestForm(platform.db, 'don-xac-nhan'))!.definition).toEqual(simple('don-xac-nhan'));
    const changes = await listChanges(platform.db, { object: 'form:don-xac-nhan', limit: 10 });
    expect(
      changes.map((one) => [one.byName, (one.before as FormDefinition | null)?.steps[0]!.items.length]),
    ).toEqual([
      [hanh.name, 3],
      [chi.name, 2],
      [hanh.name, undefined],
    ]);
    await inTx((tx) => RESTORERS.form(tx, 'don-xac-nhan', changes[0]!.before, { by: chi, at }));
    expect((await newestForm(platform.db, 'don-xac-nhan'))!.definition).toEqual(second);
    await expect(
      inTx((tx) => RESTORERS.form(tx, 'don-xac-nhan', null, { by: chi, at })),
    ).rejects.toMatchObject({ name: 'InvalidConfiguration' });
  });

  it('are refused with the place of the fault, and nothing is half-saved', async () => {
    const broken = edited(simple('don-hong'), { op: 'add', what: 'text', parent: 'steps.buoc-1' });
    const last = broken.steps[0]!.items.at(-1)!;
    last.showIf = { path: 'khongCo', equals: 'x' };
    await expect(publish(broken)).rejects.toMatchObject({
      errors: [{ place: 'steps.buoc-1.items.2', message: expect.stringContaining('khongCo') }],
    });
    expect(await newestForm(platform.db, 'don-hong')).toBeNull();
    // The draft is still there to be mended.
    expect((await openForm(platform.db, 'don-hong'))!.definition).toEqual(broken);
  });

  it('tell the second of two administrators who was first', async () => {
    const { revision } = (await openForm(platform.db, 'don-hong'))!;
    const save = (by: Editor) =>
      inTx((tx) => saveFormDraft(tx, { code: 'don-hong', definition: simple('don-hong'), revision, by, at }));
    await save(chi);
    await expect(save(hanh)).rejects.toMatchObject({ name: 'StaleEdit', by: chi.name });
    await expect(
      inTx((tx) => publishFormDraft(tx, { code: 'don-hong', revision, note: '', by: hanh, at })),
    ).rejects.toBeInstanceOf(StaleEdit);
    expect(await newestForm(platform.db, 'don-hong')).toBeNull();
  });

  it('are listed with drafts of forms that were never published, found without marks, page by page', async () => {
    const codes = (rows: { code: string }[]) => rows.map((row) => row.code);
    const found = await formRows(platform.db, { q: 'xin xac nhan', limit: 10 });
    expect(codes(found)).toEqual(['don-hong', 'don-xac-nhan']);
    expect(found[0]).toMatchObject({ version: null, draftBy: chi.name });
    const all = codes(await formRows(platform.db, { limit: 100 }));
    const paged: string[] = [];
    for (let after = ''; ; after = paged.at(-1)!) {
      const rows = codes(await formRows(platform.db, { after, limit: 4 }));
      if (rows.length === 0) break;
      paged.push(...rows);
    }
    expect(paged).toEqual(all);
  });
});

describe('files of forms', () => {
  const importText = (text: string, replace = false) =>
    inTx((tx) => importForm(tx, { text, replace, by: hanh, at }));

  it('go out and come in again the same, all the seeded ones', async () => {
    for (const { code } of await formRows(platform.db, { limit: 100 })) {
      const form = (await openForm(platform.db, code))!;
      const text = writeFormFile(form.definition);
      expect(JSON.parse(text)).toEqual(form.definition);
      if (form.draft) continue;
      expect(await importText(text)).toBe(code);
      expect((await openForm(platform.db, code))!.draft!.body.definition).toEqual(form.definition);
    }
  });

  it('that are no JSON are refused with the line, no form with the place, and leave nothing behind', async () => {
    await expect(importText('{\n  "code": "x",\n}')).rejects.toMatchObject({
      errors: [{ message: expect.stringMatching(/dòng 3/) }],
    });
    const bad = simple('don-nhap');
    (bad.steps[0]!.items[0] as { catalogue?: string }).catalogue = 'khong-co';
    await expect(importText(JSON.stringify(bad))).rejects.toMatchObject({
      errors: [{ place: 'steps.buoc-1.items.0', message: expect.stringContaining('khong-co') }],
    });
    await expect(importText('[]')).rejects.toMatchObject({ name: 'InvalidConfiguration' });
    expect(await openForm(platform.db, 'don-nhap')).toBeNull();
  });

  it('take the place of a draft only when that was meant, and that can be taken back', async () => {
    const other = { ...simple('don-hong'), title: 'Từ tệp' };
    await expect(importText(JSON.stringify(other))).rejects.toBeInstanceOf(StaleEdit);
    await importText(JSON.stringify(other), true);
    const { draft } = (await openForm(platform.db, 'don-hong'))!;
    expect(draft!.body.definition.title).toBe('Từ tệp');
    expect(draft!.body.undo!.definition.title).toBe('Đơn xin xác nhận');
  });
});

describe('procedures and drafts of citizens', () => {
  it('[II.2.5~] take a new version up; what the citizen had filled in is carried over and the changes are told', async () => {
    const code = 'to-khai-khai-sinh';
    const [use] = await proceduresOfForm(platform.db, code);
    expect((await formUseCounts(platform.db)).get(code)).toBe(1);
    const procedure = (await getProcedure(platform.db, use!.code))!;
    const { id: accountId } = await platform.db
      .selectFrom('account')
      .select('id')
      .where('username', '=', 'nguyenthuhuong')
      .executeTakeFirstOrThrow();
    const choice = {
      procedureCode: use!.code,
      caseCode: procedure.definition.cases[0]!.code,
      agencyId: procedure.agencies[0]!.id,
    };
    const opened = await startDraft(platform, accountId, choice);
    const answers = {
      applicant: { name: 'Nguyễn Thu Hương', email: 'huong@vidu.vn', relation: 'carer' },
      child: { name: 'Trần An Nhiên' },
    };
    await saveDraft(platform, accountId, opened.id, { answers });
    const saved = { ...opened, answers } as Draft;
    expect((await refreshDraft(platform, saved)).changes).toEqual([]);

    const { definition } = (await newestForm(platform.db, code))!;
    const first = 'steps.nguoi-yeu-cau';
    const field = definition.steps[0]!.items[0]!;
    if (field.kind !== 'field') throw new Error('The form has changed');
    const { kind: _kind, ...rest } = field;
    const next = edited(
      definition,
      {
        op: 'field',
        place: `${first}.items.0`,
        field: { ...rest, label: 'Họ tên người đi đăng ký' },
        required: true,
        rules: { maxLength: 100 },
      },
      { op: 'remove', place: `${first}.items.3` },
      { op: 'move', place: 'steps.tre.items.0', parent: first, index: 0 },
      { op: 'add', what: 'tax-code', parent: first },
    );
    await publish(next);
    expect((await refreshDraft(platform, saved)).changes).toEqual([]);
    expect(await inTx((tx) => adoptForm(tx, code, { by: hanh, now: at }))).toBe(1);
    expect(await inTx((tx) => adoptForm(tx, code, { by: hanh, now: at }))).toBe(0);
    const { draft, changes } = await refreshDraft(platform, saved);
    expect(draft.answers).toEqual({
      applicant: { name: 'Nguyễn Thu Hương', relation: 'carer' },
      child: { name: 'Trần An Nhiên' },
    });
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('nay ghi là “Họ tên người đi đăng ký”'),
        expect.stringContaining('không hỏi “Thư điện tử” nữa; bỏ nội dung bạn đã điền: huong@vidu.vn'),
        expect.stringContaining('Thêm “Mã số thuế”: cần điền'),
      ]),
    );
    // Dossiers that were filed keep what they were filed with.
    expect((await proceduresOfForm(platform.db, code))[0]!.formVersion).toBe(2);
  });
});
