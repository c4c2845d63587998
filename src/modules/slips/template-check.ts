import { checkTemplate, PdfError, templateTags } from '../../platform/pdf/index.ts';
import type { TemplateMessage, TemplateTag } from '../../platform/pdf/index.ts';
import { fieldNames, RESULT_HEAD_FIELDS, slipTemplateFields, type TemplateField } from './fields.ts';
import { resultTemplate } from './render.ts';
import { isResultTemplate, SHIPPED_KINDS } from './results.ts';
import { isSlipKind, type TemplateRef } from './templates.ts';

export interface CheckedTemplate {
  /** Errors first; a template with any is not published. */
  messages: TemplateMessage[];
  /** Results: what a procedure binds. */
  fields: Record<string, 'text' | string[]>;
}

/**
 * Checks an uploaded .docx: that everything in it can be printed, that its placeholders are known, and that what the
 * law wants on the paper stands on it.
 */
export async function checkUploadedTemplate(ref: TemplateRef, docx: Buffer): Promise<CheckedTemplate> {
  const messages = await checkTemplate(docx);
  if (messages.some((message) => message.level === 'error')) return { messages, fields: {} };
  let tags: TemplateTag[];
  try {
    tags = await templateTags(docx);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return { messages: [{ level: 'error', place: 'Cả tệp', text: error.message }], fields: {} };
  }
  const fields = ref.set !== null && isSlipKind(ref.kind) ? slipTemplateFields(ref.kind) : RESULT_HEAD_FIELDS;
  const faults = missing(fields, tags);
  let bound: CheckedTemplate['fields'] = {};
  if (ref.set !== null) faults.push(...unknown(fieldNames(fields), tags));
  else if (isResultTemplate(ref.kind)) faults.push(...unknown(await shippedNames(ref.kind), tags));
  else {
    const own = ownFields(tags);
    bound = own.fields;
    faults.push(...own.faults);
  }
  return { messages: [...faults, ...messages], fields: bound };
}

function missing(fields: readonly TemplateField[], tags: readonly TemplateTag[]): TemplateMessage[] {
  const used = new Set(tags.map((tag) => tag.name));
  return fields
    .filter((field) => field.required && !used.has(field.name))
    .map((field) => ({
      level: 'error' as const,
      place: 'Cả tệp',
      text: `Mẫu thiếu ${field.kind === 'list' ? `danh sách {#${field.name}}…{/${field.name}}` : `{${field.name}}`} (${field.meaning.toLocaleLowerCase('vi')}). Thêm vào chỗ cần in.`,
    }));
}

function unknown(names: readonly string[], tags: readonly TemplateTag[]): TemplateMessage[] {
  const strange = new Set(tags.map((tag) => tag.name).filter((name) => !names.includes(name)));
  return [...strange].map((name) => ({
    level: 'error' as const,
    place: `{${name}}`,
    text: `Không có trường tên ${name}, chỗ này sẽ để trống. Sửa lại theo danh sách trường của mẫu.`,
  }));
}

/** A template that ships prints its own placeholders; another version of it may use them and what is bound. */
async function shippedNames(kind: Parameters<typeof resultTemplate>[0]): Promise<string[]> {
  const shipped = await templateTags(await resultTemplate(kind));
  return [
    ...fieldNames(RESULT_HEAD_FIELDS),
    ...Object.keys(SHIPPED_KINDS.get(kind) ?? {}),
    ...shipped.map((tag) => tag.name),
  ];
}

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,49}$/;

/** What a procedure fills in an administrator's own template: everything that is not given by itself. */
function ownFields(tags: readonly TemplateTag[]): {
  fields: CheckedTemplate['fields'];
  faults: TemplateMessage[];
} {
  const given = new Set(fieldNames(RESULT_HEAD_FIELDS));
  const fields: CheckedTemplate['fields'] = {};
  const faults: TemplateMessage[] = [];
  const refuse = (name: string, text: string) => faults.push({ level: 'error', place: `{${name}}`, text });
  const lists = new Set(tags.filter((tag) => tag.block && !given.has(tag.name)).map((tag) => tag.name));
  for (const tag of tags) {
    if (given.has(tag.name)) continue;
    const { name, within } = tag;
    if (!IDENTIFIER.test(name)) {
      refuse(name, `Tên trường “${name}” chỉ dùng chữ không dấu và số, bắt đầu bằng chữ, ví dụ {hoTen}.`);
    } else if (tag.block && within !== null && lists.has(within)) {
      refuse(name, 'Danh sách trong danh sách không in được. Tách thành hai danh sách riêng.');
    } else if (within !== null && lists.has(within)) {
      const columns = fields[within];
      if (Array.isArray(columns) && !columns.includes(name)) columns.push(name);
    } else if (tag.block) fields[name] ??= [];
    else if (lists.has(name)) refuse(name, `{${name}} vừa là danh sách vừa là chữ. Đặt hai tên khác nhau.`);
    else fields[name] = 'text';
  }
  for (const [name, kind] of Object.entries(fields)) {
    if (Array.isArray(kind) && kind.length === 0)
      refuse(
        name,
        `Danh sách {#${name}} chưa có cột nào. Ghi ít nhất một trường giữa {#${name}} và {/${name}}.`,
      );
  }
  return { fields, faults };
}
