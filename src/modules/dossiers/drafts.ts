import type { Selectable } from 'kysely';
import { localDate } from '../../core/dates.ts';
import type { Delivery } from '../../core/dossier.ts';
import { carryOver, validate } from '../../core/form/index.ts';
import type { Answers, FieldError } from '../../core/form/types.ts';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { DraftTable } from '../../platform/database/schema.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';
import { onlyInForce } from '../agencies/index.ts';
import { formVersion } from '../forms/index.ts';
import { getProcedure } from '../procedures/index.ts';
import { draftPapers } from './draft-papers.ts';
import { DossierNotFound, InvalidInput, NotAllowed } from './errors.ts';
import type { Pinned } from './store.ts';

/** A citizen's unfinished application; it is not a dossier and never counts as filed. */
export type Draft = Selectable<DraftTable>;

/** Files one paper may have, and all files of a draft. */
export const MAX_FILES_PER_PAPER = 10;

/**
 * Opens a draft, or the one that this account has open for the same procedure, agency and case: coming back to the
 * page does not litter.
 *
 * @throws InvalidInput when case or agency do not belong to the procedure; NotAllowed when it takes no online dossiers
 */
export async function startDraft(
  platform: Pick<Platform, 'db' | 'clock'>,
  accountId: number,
  choice: { procedureCode: string; caseCode: string; agencyId: number },
): Promise<Draft> {
  const procedure = await getProcedure(platform.db, choice.procedureCode);
  if (!procedure) throw new DossierNotFound();
  if (!procedure.flowVersionId || !procedure.definition.channels.includes('online')) {
    throw new NotAllowed('Thủ tục này chưa nhận hồ sơ trực tuyến. Bạn hãy nộp tại Bộ phận Một cửa.');
  }
  const errors: FieldError[] = [];
  if (!procedure.definition.cases.some((one) => one.code === choice.caseCode)) {
    errors.push({ path: 'caseCode', message: 'Chọn trường hợp đúng với việc của bạn.' });
  }
  const offering = onlyInForce(procedure.agencies, localDate(platform.clock.now()));
  if (!offering.some((agency) => agency.id === choice.agencyId)) {
    errors.push({ path: 'agencyId', message: 'Chọn cơ quan giải quyết hồ sơ của bạn.' });
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  const open = await platform.db
    .selectFrom('draft')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('dossier_id', 'is', null)
    .where('procedure_code', '=', choice.procedureCode)
    .where('case_code', '=', choice.caseCode)
    .where('agency_id', '=', choice.agencyId)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (open) return open;
  const now = platform.clock.now();
  return platform.db
    .insertInto('draft')
    .values({
      account_id: accountId,
      procedure_code: choice.procedureCode,
      procedure_version_id: procedure.versionId,
      form_version_id: procedure.formVersionId,
      agency_id: choice.agencyId,
      case_code: choice.caseCode,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A draft by id, locked when it is about to be filed; null when there is none. */
export async function draftById(
  db: Db | Tx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<Draft | null> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
  const [draft] = await (options.lock ? lockedDraft : oneDraft)(db, id);
  return draft ?? null;
}

const oneDraft = compiledOnce((db, id: string) => db.selectFrom('draft').selectAll().where('id', '=', id));
const lockedDraft = compiledOnce((db, id: string) =>
  db.selectFrom('draft').selectAll().where('id', '=', id).forUpdate(),
);

/**
 * This account's draft.
 *
 * @throws DossierNotFound when it is somebody else's or there is none
 */
export async function ownDraft(db: Db, accountId: number, id: string): Promise<Draft> {
  const draft = await draftById(db, id);
  if (!draft || draft.account_id !== accountId) throw new DossierNotFound();
  return draft;
}

/** A draft as lists show it, without what was typed. */
export type ListedDraft = Pick<Draft, 'id' | 'procedure_code' | 'case_code' | 'agency_id' | 'updated_at'> & {
  procedure_name: string;
  /** null: the procedure is no longer in force. */
  procedure_version: number | null;
};

/** The account's open drafts, the last touched first. */
export const listDrafts: (db: Db, accountId: number) => Promise<ListedDraft[]> = compiledOnce(
  (db, accountId: number) =>
    db
      .selectFrom('draft')
      .innerJoin('procedure', 'procedure.code', 'draft.procedure_code')
      .select([
        'draft.id',
        'draft.procedure_code',
        'draft.case_code',
        'draft.agency_id',
        'draft.updated_at',
        'procedure.name as procedure_name',
        'procedure.version_id as procedure_version',
      ])
      .where('draft.account_id', '=', accountId)
      .where('draft.dossier_id', 'is', null)
      .orderBy('draft.updated_at', 'desc')
      .limit(50),
);

/** Keeps what was typed so far, right or wrong; a draft that was filed in the meantime is left alone. */
export async function saveDraft(
  platform: Pick<Platform, 'db' | 'clock'>,
  accountId: number,
  id: string,
  patch: { answers?: Answers; delivery?: Partial<Delivery>; step?: string },
): Promise<void> {
  const { numUpdatedRows } = await platform.db
    .updateTable('draft')
    .set({
      ...(patch.answers ? { answers: JSON.stringify(patch.answers) } : {}),
      ...(patch.delivery ? { delivery: JSON.stringify(patch.delivery) } : {}),
      ...(patch.step === undefined ? {} : { step: patch.step }),
      updated_at: platform.clock.now(),
    })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('dossier_id', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new DossierNotFound();
}

/** Adds files to one paper of a draft, under the draft's lock so that two uploads at once both stay. */
export async function attachFiles(
  platform: Pick<Platform, 'db' | 'clock'>,
  accountId: number,
  id: string,
  component: string,
  fileIds: string[],
): Promise<void> {
  await changeFiles(platform, accountId, id, (files) => {
    const together = [...(files[component] ?? []), ...fileIds];
    if (together.length > MAX_FILES_PER_PAPER) {
      throw new InvalidInput([
        {
          path: `files.${component}`,
          message: `Mỗi giấy tờ gửi tối đa ${MAX_FILES_PER_PAPER} tệp. Bỏ bớt hoặc ghép các trang thành một tệp PDF.`,
        },
      ]);
    }
    return { ...files, [component]: together };
  });
}

/** Takes one file off a paper of a draft. */
export async function detachFile(
  platform: Pick<Platform, 'db' | 'clock'>,
  accountId: number,
  id: string,
  fileId: string,
): Promise<void> {
  await changeFiles(platform, accountId, id, (files) =>
    Object.fromEntries(
      Object.entries(files).map(([component, ids]) => [component, ids.filter((one) => one !== fileId)]),
    ),
  );
}

async function changeFiles(
  platform: Pick<Platform, 'db' | 'clock'>,
  accountId: number,
  id: string,
  change: (files: Record<string, string[]>) => Record<string, string[]>,
): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const draft = await draftById(tx, id, { lock: true });
    if (!draft || draft.account_id !== accountId || draft.dossier_id !== null) throw new DossierNotFound();
    await tx
      .updateTable('draft')
      .set({ files: JSON.stringify(change(draft.files)), updated_at: platform.clock.now() })
      .where('id', '=', id)
      .execute();
  });
}

/** Throws a draft away. Its files stay in the store: what is content-addressed may be somebody else's, too. */
export async function discardDraft(db: Db, accountId: number, id: string): Promise<void> {
  await db
    .deleteFrom('draft')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('dossier_id', 'is', null)
    .execute();
}

/**
 * Brings a draft that was opened under an older version of its procedure to the published one, with its answers.
 *
 * @returns the draft as it is now, and in words what changed for the person (empty: nothing)
 */
export async function refreshDraft(
  platform: Pick<Platform, 'db' | 'clock'>,
  draft: Draft,
): Promise<{ draft: Draft; changes: string[] }> {
  const published = await getProcedure(platform.db, draft.procedure_code);
  if (!published || published.versionId === draft.procedure_version_id) return { draft, changes: [] };
  const before =
    draft.form_version_id === null ? null : await formVersion(platform.db, draft.form_version_id);
  const after =
    published.formVersionId === null ? null : await formVersion(platform.db, published.formVersionId);
  const changes = ['Thủ tục đã được cập nhật. Những gì bạn đã điền vẫn được giữ.'];
  let { answers } = draft;
  if (before && after && before.id !== after.id) {
    const carried = carryOver(before.definition, after.definition, answers);
    answers = carried.answers;
    changes.push(...carried.changes);
  }
  const sameCase = published.definition.cases.some((one) => one.code === draft.case_code);
  const updated = await platform.db
    .updateTable('draft')
    .set({
      procedure_version_id: published.versionId,
      form_version_id: published.formVersionId,
      case_code: sameCase ? draft.case_code : (published.definition.cases[0]?.code ?? draft.case_code),
      answers: JSON.stringify(answers),
      updated_at: platform.clock.now(),
    })
    .where('id', '=', draft.id)
    .where('dossier_id', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return { draft: updated ?? draft, changes };
}

/** Everything that still keeps a draft from being filed, in the order of the pages. */
export function checkDraft(draft: Draft, pinned: Pinned, now: Date): FieldError[] {
  const errors: FieldError[] = pinned.form
    ? validate(pinned.form, draft.answers, { today: localDate(now) })
    : [];
  for (const { component, must } of draftPapers(pinned, draft.answers)) {
    if (must && !draft.files[component.code]?.length) {
      errors.push({ path: `files.${component.code}`, message: `Gửi kèm “${component.name}”.` });
    }
  }
  const { method, address, name, phone } = draft.delivery;
  if (!method) {
    errors.push({ path: 'delivery.method', message: 'Chọn cách nhận kết quả.' });
  } else if (method === 'post') {
    if (!name) errors.push({ path: 'delivery.name', message: 'Nhập họ tên người nhận.' });
    if (!phone) errors.push({ path: 'delivery.phone', message: 'Nhập số điện thoại người nhận.' });
    if (!address?.province || !address.commune || !address.detail) {
      errors.push({
        path: 'delivery.address',
        message: 'Nhập đủ tỉnh, xã phường và địa chỉ chi tiết để bưu tá giao.',
      });
    }
  }
  return errors;
}
