import type { ProcedureDefinition } from '../../core/procedure.ts';
import { clean } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import {
  configDraft,
  discardConfigDraft,
  endConfigDraft,
  InvalidConfiguration,
  saveConfigDraft,
  type ConfigDraft,
  type Editor,
} from '../configuration/index.ts';
import { resolveField } from './fields.ts';
import { numberedProcedure } from './read.ts';
import { publishProcedure, putRow, type ProcedurePublication } from './store.ts';

/** The unfinished edit of a procedure, or null when nobody has begun one. */
export const procedureDraftOf = (
  db: Db | Tx,
  code: string,
): Promise<ConfigDraft<ProcedureDefinition> | null> =>
  configDraft<ProcedureDefinition>(db, 'procedure', code);

export interface DraftEdit {
  by: Editor;
  at: Date;
}

const invalid = (place: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place, message }]);

/** Number of the version in force, and whether the procedure ever had one. */
async function standing(
  tx: Tx,
  code: string,
): Promise<{ known: boolean; version: number | null; ever: boolean }> {
  const row = await tx
    .selectFrom('procedure')
    .leftJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where('procedure.code', '=', code)
    .select([
      'procedure_version.version',
      (eb) =>
        eb
          .exists(eb.selectFrom('procedure_version as v').where('v.procedure_code', '=', code).select('v.id'))
          .as('ever'),
    ])
    .executeTakeFirst();
  return { known: row !== undefined, version: row?.version ?? null, ever: Boolean(row?.ever) };
}

/**
 * Saves a procedure as its draft; it need not be complete.
 *
 * @param edit revision: of the draft that the editor had open; 0 to begin one
 * @returns the new revision
 * @throws StaleEdit when somebody else has saved or begun it meanwhile
 */
export async function saveProcedureDraft(
  tx: Tx,
  definition: ProcedureDefinition,
  { revision, by, at }: DraftEdit & { revision: number },
): Promise<number> {
  const { code } = definition;
  const { version, ever } = await standing(tx, code);
  const saved = await saveConfigDraft(tx, {
    kind: 'procedure',
    key: code,
    title: clean(definition.name) || code,
    body: definition,
    basedOn: version,
    revision,
    by,
    at,
  });
  // One that was never published is found by what its draft says.
  if (!ever) {
    const field = await resolveField(tx, definition.field);
    const group = definition.group && (await resolveField(tx, definition.group, field.code));
    await putRow(tx, { ...definition, field, group }, at);
  }
  return saved;
}

/** A procedure that says nothing yet. */
export const emptyProcedure = (
  code: string,
  name: string,
  field: { code: string; name: string },
): ProcedureDefinition => ({
  code,
  name,
  aliases: [],
  field,
  levels: [],
  offeredBy: [],
  subjects: [],
  summary: '',
  steps: [],
  channels: ['online', 'counter'],
  cases: [{ code: `${code}.01`, name: 'Tất cả các trường hợp', limits: [], fees: [], components: [] }],
  sets: 1,
  results: [],
  conditions: [],
  legalBasis: [],
  serviceLevel: { level: 4, kind: 'full' },
});

/**
 * Begins a procedure as a draft, from nothing or as a copy of another one.
 *
 * @param input field: code of an open field; copyOf: code of a published procedure, whose version in force is copied
 * @throws InvalidConfiguration with place "code", "name", "field" or "copyOf"
 */
export async function createProcedure(
  tx: Tx,
  input: { code: string; name: string; field: string; copyOf?: string },
  { by, at }: DraftEdit,
): Promise<void> {
  const [code, name] = [clean(input.code), clean(input.name)];
  if (!/^[\w.-]{1,40}$/.test(code) || code === 'moi') {
    throw invalid('code', 'Nhập mã thủ tục gồm chữ không dấu, số, dấu chấm và gạch ngang, ví dụ “1.001193”.');
  }
  if (name === '') throw invalid('name', 'Nhập tên thủ tục.');
  if (name.length > 1000) throw invalid('name', 'Tên thủ tục dài quá 1.000 ký tự. Rút gọn tên.');
  if ((await standing(tx, code)).known) {
    throw invalid('code', `Mã “${code}” đã có. Đặt mã khác, hoặc mở thủ tục đó để sửa.`);
  }
  const source = input.copyOf ? await copySource(tx, input.copyOf) : null;
  const field = await tx
    .selectFrom('field')
    .where('code', '=', input.field || (source?.field.code ?? ''))
    .where('parent_code', 'is', null)
    .select(['code', 'name'])
    .executeTakeFirst();
  if (!field) throw invalid('field', 'Chọn lĩnh vực của thủ tục.');
  const definition = source ? copyOf(source, code, name, field) : emptyProcedure(code, name, field);
  await saveProcedureDraft(tx, definition, { revision: 0, by, at });
}

async function copySource(tx: Tx, code: string): Promise<ProcedureDefinition> {
  const { version } = await standing(tx, code);
  const found = version === null ? null : await numberedProcedure(tx, code, version);
  if (!found)
    throw invalid('copyOf', 'Không có thủ tục đang công bố nào mang mã này để sao chép. Kiểm tra lại mã.');
  return found.definition;
}

function copyOf(
  source: ProcedureDefinition,
  code: string,
  name: string,
  field: { code: string; name: string },
): ProcedureDefinition {
  const { source: _source, review: _review, group, ...rest } = source;
  return {
    ...rest,
    code,
    name,
    field,
    ...(group && field.code === source.field.code ? { group } : {}),
    cases: source.cases.map((one) => ({
      ...one,
      code: one.code.startsWith(source.code) ? code + one.code.slice(source.code.length) : one.code,
    })),
  };
}

/**
 * Gives a draft up; a procedure that was never published is gone with it.
 *
 * @throws StaleEdit when somebody else has saved it meanwhile
 */
export async function discardProcedureDraft(
  tx: Tx,
  code: string,
  { revision, by, at }: DraftEdit & { revision: number },
): Promise<void> {
  const draft = await procedureDraftOf(tx, code);
  if (!draft) return;
  await discardConfigDraft(tx, { kind: 'procedure', key: code, title: draft.title, revision, by, at });
  if (!(await standing(tx, code)).ever) await tx.deleteFrom('procedure').where('code', '=', code).execute();
}

/**
 * Publishes the draft as the next version, at once or from a moment, and ends the draft.
 *
 * @throws InvalidConfiguration naming each place; StaleEdit when somebody has saved the draft after `revision`, or
 *   published the procedure after `seen`
 */
export async function publishProcedureDraft(
  tx: Tx,
  code: string,
  edit: DraftEdit & { revision: number; from?: Date; seen?: number; note?: string },
): Promise<ProcedurePublication> {
  const { revision, by, at, ...how } = edit;
  const draft = await procedureDraftOf(tx, code);
  if (!draft) throw invalid('', 'Không còn bản nháp để công bố. Mở lại thủ tục.');
  await endConfigDraft(tx, { kind: 'procedure', key: code, title: draft.title, revision });
  return publishProcedure(tx, draft.body, { by, now: at, ...how });
}

/** Publishes an earlier version anew, as the next version. */
export async function republishProcedure(
  tx: Tx,
  code: string,
  version: number,
  { by, at, seen }: DraftEdit & { seen?: number },
): Promise<ProcedurePublication> {
  const earlier = await numberedProcedure(tx, code, version);
  if (!earlier) throw invalid('', `Thủ tục không có bản ${version}.`);
  return publishProcedure(tx, earlier.definition, { by, now: at, seen, republished: version });
}

/** Takes a change of a procedure back: what was in force before it is published anew. */
export async function restoreProcedure(
  tx: Tx,
  _code: string,
  before: unknown,
  { by, at }: DraftEdit,
): Promise<void> {
  const { version, definition } = (before ?? {}) as { version?: number; definition?: ProcedureDefinition };
  if (!definition) {
    throw invalid(
      '',
      'Đây là bản đầu tiên nên không có bản trước để lấy lại. Ngừng áp dụng thủ tục, hoặc sửa rồi công bố.',
    );
  }
  await publishProcedure(tx, definition, { by, now: at, republished: version });
}
