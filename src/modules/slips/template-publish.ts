import { formatDate, localDate, momentAt, parseDate } from '../../core/dates.ts';
import { clean, slug } from '../../core/text.ts';
import type { TemplateMessage } from '../../platform/pdf/index.ts';
import type { Db, Tx } from '../../platform/index.ts';
import {
  configDraft,
  discardConfigDraft,
  endConfigDraft,
  InvalidConfiguration,
  recordChange,
  saveConfigDraft,
  type ConfigDraft,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import {
  listTemplateSets,
  listTemplateVersions,
  newestTemplates,
  templateName,
  type TemplateRef,
} from './templates.ts';

/** An uploaded template that is not in use yet. */
export interface TemplateDraft {
  name: string;
  legalBasis: string;
  fileId: string;
  fileName: string;
  messages: TemplateMessage[];
  fields: Record<string, 'text' | string[]>;
}

interface By {
  by: Editor;
  at: Date;
}

/** Key of a template among drafts and in addresses: "tt01-2018/01", "ket-qua/generic". */
export const templateKey = (ref: TemplateRef): string => `${ref.set ?? 'ket-qua'}/${ref.kind}`;

const objectOf = (ref: TemplateRef): string => `template:${templateKey(ref)}`;

/** The upload that waits to be published, or null. */
export const templateDraft = (db: Db | Tx, ref: TemplateRef): Promise<ConfigDraft<TemplateDraft> | null> =>
  configDraft<TemplateDraft>(db, 'template', templateKey(ref));

/**
 * Keeps an upload as the template's draft, in place of an earlier one.
 *
 * @throws StaleEdit when somebody else has uploaded meanwhile; InvalidConfiguration when it has no name
 */
export async function saveTemplateDraft(
  tx: Tx,
  ref: TemplateRef,
  draft: TemplateDraft,
  { by, at, revision }: By & { revision: number },
): Promise<void> {
  const name = clean(draft.name);
  if (name === '') throw new InvalidConfiguration([{ place: 'ten', message: 'Ghi tên mẫu.' }]);
  await saveConfigDraft(tx, {
    kind: 'template',
    key: templateKey(ref),
    title: name,
    body: { ...draft, name, legalBasis: clean(draft.legalBasis) },
    basedOn: (await listTemplateVersions(tx, ref))[0]?.version ?? null,
    revision,
    by,
    at,
  });
}

/** Gives an upload up. */
export async function discardTemplateDraft(
  tx: Tx,
  ref: TemplateRef,
  { by, at, revision }: By & { revision: number },
): Promise<void> {
  const title = templateName(ref);
  await discardConfigDraft(tx, { kind: 'template', key: templateKey(ref), title, revision, by, at });
}

/**
 * Publishes the draft as the template's next version; slips and results made from now on are printed from it.
 *
 * @throws StaleEdit when the draft has changed; InvalidConfiguration when there is none or it can not be printed
 */
export async function publishTemplate(
  tx: Tx,
  ref: TemplateRef,
  { by, at, revision }: By & { revision: number },
): Promise<number> {
  const draft = await templateDraft(tx, ref);
  if (!draft)
    throw new InvalidConfiguration([
      { place: 'tep', message: 'Chưa có mẫu mới nào để công bố. Chọn tệp .docx.' },
    ]);
  const errors = draft.body.messages.filter((message) => message.level === 'error');
  if (errors.length > 0) {
    throw new InvalidConfiguration(
      errors.map(({ place, text }) => ({ place: 'tep', message: `${place}: ${text}` })),
    );
  }
  await endConfigDraft(tx, { kind: 'template', key: templateKey(ref), title: draft.title, revision });
  return write(tx, ref, draft.body, 'template.publish', { by, at });
}

/**
 * Publishes an earlier version anew, as the next one.
 *
 * @throws InvalidConfiguration when there is no such version; StaleEdit when another was published after `seen`
 */
export async function republishTemplate(
  tx: Tx,
  ref: TemplateRef,
  version: number,
  { by, at, seen }: By & { seen?: number },
): Promise<number> {
  const found = (await listTemplateVersions(tx, ref)).find((one) => one.version === version);
  if (!found)
    throw new InvalidConfiguration([{ place: 'ban', message: `Không có bản ${version} của mẫu này.` }]);
  return write(tx, ref, found, 'template.republish', { by, at, seen });
}

async function write(
  tx: Tx,
  ref: TemplateRef,
  body: { name: string; legalBasis: string; fileId: string; fields: Record<string, 'text' | string[]> },
  action: string,
  { by, at, seen }: By & { seen?: number },
): Promise<number> {
  const [newest] = await listTemplateVersions(tx, ref);
  const version = (newest?.version ?? 0) + 1;
  const facts = (one: { name: string; legalBasis: string; fileId: string }, number: number) => ({
    version: number,
    name: one.name,
    legalBasis: one.legalBasis,
    fileId: one.fileId,
  });
  await recordChange(tx, {
    object: objectOf(ref),
    title: body.name,
    action,
    by,
    at,
    before: newest ? facts(newest, newest.version) : null,
    after: facts(body, version),
    seen,
  });
  await tx
    .insertInto('template_version')
    .values({
      set_code: ref.set,
      kind: ref.kind,
      version,
      name: body.name,
      legal_basis: body.legalBasis,
      file_id: body.fileId,
      fields: JSON.stringify(body.fields),
      published_by: by.accountId,
      published_at: at,
    })
    .execute();
  return version;
}

/** A set as an administrator types it. */
export interface TemplateSetInput {
  name: string;
  legalBasis: string;
  /** DD/MM/YYYY. */
  validFrom: string;
}

/**
 * Begins a set that takes the place of the present one on a day to come. It starts with the templates in use, to be
 * replaced one by one before that day.
 *
 * @returns its code
 * @throws InvalidConfiguration naming the field
 */
export async function addTemplateSet(tx: Tx, input: TemplateSetInput, { by, at }: By): Promise<string> {
  const sets = await listTemplateSets(tx, at);
  const facts = check(input, sets, at);
  const base = slug(facts.name).slice(0, 40) || 'bo-mau';
  const taken = new Set(['ket-qua', 'bo', ...sets.map((one) => one.code)]);
  let code = base;
  for (let n = 2; taken.has(code); n += 1) code = `${base}-${n}`;
  await recordChange(tx, {
    object: `template-set:${code}`,
    title: facts.name,
    action: 'template-set.add',
    by,
    at,
    before: null,
    after: facts,
    seen: 0,
  });
  await tx
    .insertInto('template_set')
    .values({ code, name: facts.name, legal_basis: facts.legalBasis, valid_from: facts.validFrom })
    .execute();
  const current = sets.find((one) => one.state === 'current');
  const carried = (await newestTemplates(tx)).filter((one) => one.set !== null && one.set === current?.code);
  for (const one of carried) {
    await write(tx, { set: code, kind: one.kind }, one, 'template.carry-over', { by, at });
  }
  return code;
}

/**
 * Changes name, legal basis or first day of a set that has not begun.
 *
 * @throws InvalidConfiguration naming the field; StaleEdit when somebody has changed it after `seen`
 */
export async function changeTemplateSet(
  tx: Tx,
  code: string,
  input: TemplateSetInput,
  { by, at, seen }: By & { seen?: number },
): Promise<void> {
  const sets = await listTemplateSets(tx, at);
  const before = sets.find((one) => one.code === code);
  if (before?.state !== 'upcoming') {
    throw new InvalidConfiguration([
      { place: '', message: 'Bộ mẫu đã bắt đầu áp dụng nên không sửa được. Lập bộ mẫu mới cho ngày sau.' },
    ]);
  }
  const facts = check(
    input,
    sets.filter((one) => one.code !== code),
    at,
  );
  await recordChange(tx, {
    object: `template-set:${code}`,
    title: facts.name,
    action: 'template-set.update',
    by,
    at,
    before: { name: before.name, legalBasis: before.legalBasis, validFrom: before.validFrom },
    after: facts,
    seen,
  });
  await tx
    .updateTable('template_set')
    .set({ name: facts.name, legal_basis: facts.legalBasis, valid_from: facts.validFrom })
    .where('code', '=', code)
    .execute();
}

function check(
  input: TemplateSetInput,
  others: readonly { name: string; validFrom: Date }[],
  at: Date,
): { name: string; legalBasis: string; validFrom: Date } {
  const faults: ConfigurationFault[] = [];
  const name = clean(input.name);
  const legalBasis = clean(input.legalBasis);
  if (name === '')
    faults.push({ place: 'ten', message: 'Ghi tên bộ mẫu, ví dụ “Bảy mẫu theo Thông tư 03/2025/TT-VPCP”.' });
  if (legalBasis === '')
    faults.push({ place: 'can-cu', message: 'Ghi văn bản ban hành bộ mẫu: số, ngày, điều.' });
  const day = parseDate(input.validFrom, 2099);
  if (!day) faults.push({ place: 'tu-ngay', message: 'Ghi ngày bắt đầu áp dụng, ví dụ 01/01/2027.' });
  else if (day <= localDate(at)) {
    faults.push({ place: 'tu-ngay', message: `Ngày bắt đầu phải sau hôm nay, ${formatDate(at)}.` });
  }
  const validFrom = momentAt(day ?? '2000-01-01');
  const same = others.find((one) => one.validFrom.getTime() === validFrom.getTime());
  if (same) {
    faults.push({
      place: 'tu-ngay',
      message: `“${same.name}” cũng bắt đầu ngày ${formatDate(validFrom)}. Mỗi ngày chỉ một bộ bắt đầu; chọn ngày khác.`,
    });
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return { name, legalBasis, validFrom };
}

const CODE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Code under which a new template of results is kept.
 *
 * @throws InvalidConfiguration when the name says nothing or is taken
 */
export async function newResultTemplateCode(
  db: Db | Tx,
  name: string,
  taken: Iterable<string>,
): Promise<string> {
  const code = slug(clean(name)).slice(0, 60).replace(/-$/, '');
  if (!CODE.test(code))
    throw new InvalidConfiguration([{ place: 'ten', message: 'Ghi tên mẫu, ví dụ “Giấy xác nhận cư trú”.' }]);
  const known = new Set(taken);
  if (known.has(code) || (await templateDraft(db, { set: null, kind: code }))) {
    throw new InvalidConfiguration([
      {
        place: 'ten',
        message: `Đã có mẫu tên này (mã ${code}). Mở mẫu đó để tải bản mới, hoặc đặt tên khác.`,
      },
    ]);
  }
  return code;
}
