import {
  checkForm,
  freshForm,
  readFormFile,
  shapeFaults,
  type FormDefinition,
} from '../../core/form/index.ts';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { knownCatalogues } from '../catalogues/index.ts';
import {
  configDraft,
  discardConfigDraft,
  endConfigDraft,
  InvalidConfiguration,
  recordChange,
  saveConfigDraft,
  StaleEdit,
  type ConfigDraft,
  type Editor,
} from '../configuration/index.ts';
import { newestForm, numberedForm, publishForm, type FormPublication, type FormVersion } from './versions.ts';

/** What a draft of a form holds. */
export interface FormDraftBody {
  definition: FormDefinition;
  /** The form before the last removal, and what was removed: one step back. */
  undo?: { definition: FormDefinition; what: string };
}

/** A form as its editor finds it. */
export interface OpenForm {
  code: string;
  published: FormVersion | null;
  draft: ConfigDraft<FormDraftBody> | null;
  /** The draft's, else the published one. */
  definition: FormDefinition;
  /** Of the draft; 0 when there is none. */
  revision: number;
}

interface Edit {
  by: Editor;
  at: Date;
}

/** Kept out of codes: they are addresses of pages. */
const RESERVED: ReadonlySet<string> = new Set(['tao', 'nhap-tep']);
const CODE = /^[a-z0-9][a-z0-9-]{1,59}$/;

/** A form with its draft, or null when the code is unknown. Two queries. */
export async function openForm(db: Db | Tx, code: string): Promise<OpenForm | null> {
  if (!CODE.test(code)) return null;
  const published = await newestForm(db, code);
  const draft = await configDraft<FormDraftBody>(db, 'form', code);
  const definition = draft?.body.definition ?? published?.definition;
  return definition ? { code, published, draft, definition, revision: draft?.revision ?? 0 } : null;
}

/**
 * Begins a new form, empty or as a copy.
 *
 * @throws InvalidConfiguration when code or title can not be, or the code is taken
 */
export async function createForm(
  tx: Tx,
  { code, title, from, by, at }: Edit & { code: string; title: string; from?: string },
): Promise<void> {
  const errors: { place: string; message: string }[] = [];
  if (!title.trim()) errors.push({ place: 'title', message: 'Nhập tên biểu mẫu như trên văn bản ban hành.' });
  if (!CODE.test(code) || RESERVED.has(code)) {
    errors.push({
      place: 'code',
      message: 'Mã biểu mẫu chỉ gồm chữ thường không dấu, chữ số và gạch nối, dài 2–60 ký tự. Chọn mã khác.',
    });
  } else if (await openForm(tx, code)) {
    errors.push({
      place: 'code',
      message: `Đã có biểu mẫu mã “${code}”. Chọn mã khác hoặc sửa biểu mẫu đó.`,
    });
  }
  const source = from ? await openForm(tx, from) : null;
  if (from && !source)
    errors.push({ place: 'from', message: 'Không còn biểu mẫu để chép. Chọn biểu mẫu khác.' });
  if (errors.length > 0) throw new InvalidConfiguration(errors);
  const definition = source ? { ...source.definition, code, title } : freshForm(code, title);
  await saveFormDraft(tx, { code, definition, revision: 0, by, at });
}

/**
 * Saves unfinished work on a form. Faults that only keep it from being published are no hindrance; what is no form at
 * all is.
 *
 * @returns the draft's new revision
 * @throws StaleEdit when somebody else has saved meanwhile; InvalidConfiguration when it is not a form of this code
 */
export async function saveFormDraft(
  tx: Tx,
  input: Edit & { code: string; definition: FormDefinition; undo?: FormDraftBody['undo']; revision: number },
): Promise<number> {
  const { code, definition, undo, revision, by, at } = input;
  const faults = shapeFaults(definition);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  if (definition.code !== code) {
    throw new InvalidConfiguration([{ place: 'form', message: `Mã trong mẫu phải là “${code}”.` }]);
  }
  const body: FormDraftBody = undo ? { definition, undo } : { definition };
  const basedOn = (await newestForm(tx, code))?.version ?? null;
  return saveConfigDraft(tx, {
    kind: 'form',
    key: code,
    title: definition.title,
    body,
    basedOn,
    revision,
    by,
    at,
  });
}

/** Gives unfinished work up. @throws StaleEdit when somebody else has saved meanwhile */
export async function discardFormDraft(
  tx: Tx,
  { code, revision, by, at }: Edit & { code: string; revision: number },
) {
  const title = (await configDraft(tx, 'form', code))?.title ?? code;
  await discardConfigDraft(tx, { kind: 'form', key: code, title, revision, by, at });
}

/**
 * Takes a form from a file in as a draft, whole or not at all.
 *
 * @param input replace: revision of the draft that it may take the place of
 * @returns the form's code
 * @throws InvalidConfiguration with the line, or the place, of what is wrong; StaleEdit when the form has a draft that the
 *   editor did not mean to replace
 */
export async function importForm(
  tx: Tx,
  { text, replace, by, at }: Edit & { text: string; replace: boolean },
): Promise<string> {
  const { definition, faults } = readFormFile(text, { catalogues: await knownCatalogues(tx) });
  if (!definition) throw new InvalidConfiguration(faults);
  const { code } = definition;
  if (RESERVED.has(code)) {
    throw new InvalidConfiguration([
      { place: 'form', message: `Mã “${code}” không dùng được. Đổi mã trong tệp.` },
    ]);
  }
  const draft = await configDraft<FormDraftBody>(tx, 'form', code);
  if (draft && !replace) throw new StaleEdit(draft.title, draft.updatedBy, draft.updatedAt);
  const undo = draft
    ? { definition: draft.body.definition, what: 'Nội dung nháp trước khi nhập tệp' }
    : undefined;
  await saveFormDraft(tx, { code, definition, undo, revision: draft?.revision ?? 0, by, at });
  return code;
}

/** Faults that keep a form from being published. */
export async function formFaults(db: Db | Tx, definition: FormDefinition, components?: Iterable<string>) {
  return checkForm(definition, { catalogues: await knownCatalogues(db), components });
}

/**
 * Publishes a form's draft as its next version, which never changes.
 *
 * @param input components: codes of the papers of the procedures that use the form, when some do
 * @throws InvalidConfiguration with the places of what is wrong; StaleEdit when somebody else has saved meanwhile
 */
export async function publishFormDraft(
  tx: Tx,
  input: Edit & { code: string; revision: number; note: string; components?: Iterable<string> },
): Promise<FormPublication> {
  const { code, revision, note, components, by, at } = input;
  const form = await openForm(tx, code);
  if (!form?.draft) {
    throw new InvalidConfiguration([
      { place: '', message: 'Không còn bản nháp để công bố. Mở lại biểu mẫu để xem bản mới nhất.' },
    ]);
  }
  // Refuses a stale revision before anything is written.
  await endConfigDraft(tx, { kind: 'form', key: code, title: form.definition.title, revision });
  const faults = await formFaults(tx, form.definition, components);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return publish(tx, form.definition, { by, at, note });
}

/**
 * Publishes an earlier version anew, under the next number. An open draft stays as it is.
 *
 * @param seen id of the newest change that the editor had seen; absent: not checked
 * @throws InvalidConfiguration when there is no such version, or it could not be published today
 */
export async function republishForm(
  tx: Tx,
  { code, version, seen, by, at }: Edit & { code: string; version: number; seen?: number },
): Promise<FormPublication> {
  const earlier = await numberedForm(tx, code, version);
  if (!earlier) {
    throw new InvalidConfiguration([
      { place: '', message: `Biểu mẫu này không có bản ${version}. Chọn bản khác trong danh sách.` },
    ]);
  }
  return restoreForm(tx, earlier.definition, { by, at, seen, note: `Công bố lại bản ${version}` });
}

/** Publishes a definition that was in force before. @throws InvalidConfiguration when it could not be published today */
export async function restoreForm(
  tx: Tx,
  definition: FormDefinition,
  { by, at, seen, note = 'Lấy lại bản trước' }: Edit & { seen?: number; note?: string },
): Promise<FormPublication> {
  const faults = await formFaults(tx, definition);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return publish(tx, definition, { by, at, seen, note });
}

async function publish(
  tx: Tx,
  definition: FormDefinition,
  { by, at, note, seen }: Edit & { note: string; seen?: number },
): Promise<FormPublication> {
  const { code, title } = definition;
  const before = await newestForm(tx, code);
  if (before && contentHash(before.definition) === contentHash(definition)) {
    return { id: before.id, version: before.version, created: false };
  }
  await recordChange(tx, {
    object: `form:${code}`,
    title,
    action: 'form.publish',
    by,
    at,
    before: before?.definition ?? null,
    after: definition,
    seen,
  });
  return publishForm(tx, definition, { now: at, by: by.accountId, note });
}
