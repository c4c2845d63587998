import type { Db, Platform, Tx } from '../../platform/index.ts';
import { getFile } from '../documents/index.ts';
import { SLIP_KINDS, SLIP_NAMES, type SlipKind } from './data.ts';
import { resultTemplate, slipTemplate } from './render.ts';
import {
  isResultTemplate,
  RESULT_NAMES,
  SHIPPED_KINDS,
  type FieldKinds,
  type ResultTemplate,
} from './results.ts';

/** Which template: a slip of a set, or (set null) a document of a result. */
export interface TemplateRef {
  set: string | null;
  kind: string;
}

/** One published version; it never changes. */
export interface TemplateVersion extends TemplateRef {
  id: number;
  version: number;
  name: string;
  legalBasis: string;
  fileId: string;
  /** Results: what the procedure binds. */
  fields: Record<string, 'text' | string[]>;
  publishedBy: string;
  publishedAt: Date;
}

/** Slips that the law exchanges as a whole. */
export interface TemplateSet {
  code: string;
  name: string;
  legalBasis: string;
  validFrom: Date;
  state: 'current' | 'upcoming' | 'past';
}

/** All sets, the one with the latest beginning first. */
export async function listTemplateSets(db: Db | Tx, now: Date): Promise<TemplateSet[]> {
  const rows = await db.selectFrom('template_set').selectAll().orderBy('valid_from', 'desc').execute();
  const current = rows.find((row) => row.valid_from <= now)?.code;
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    legalBasis: row.legal_basis,
    validFrom: row.valid_from,
    state: row.valid_from > now ? 'upcoming' : row.code === current ? 'current' : 'past',
  }));
}

/** Versions of one template, newest first. */
export async function listTemplateVersions(db: Db | Tx, ref: TemplateRef): Promise<TemplateVersion[]> {
  const found = await versions(db)
    .where('template_version.set_code', ref.set === null ? 'is' : '=', ref.set)
    .where('template_version.kind', '=', ref.kind)
    .orderBy('template_version.version', 'desc')
    .execute();
  return found.map(toVersion);
}

/** The newest version of every template that has one. */
export async function newestTemplates(db: Db | Tx): Promise<TemplateVersion[]> {
  const found = await versions(db)
    .distinctOn(['template_version.set_code', 'template_version.kind'])
    .orderBy('template_version.set_code')
    .orderBy('template_version.kind')
    .orderBy('template_version.version', 'desc')
    .execute();
  return found.map(toVersion);
}

const versions = (db: Db | Tx) =>
  db
    .selectFrom('template_version')
    .leftJoin('account', 'account.id', 'template_version.published_by')
    .selectAll('template_version')
    .select('account.display_name as publisher');

function toVersion(
  row: Awaited<ReturnType<ReturnType<typeof versions>['execute']>>[number],
): TemplateVersion {
  return {
    id: row.id,
    set: row.set_code,
    kind: row.kind,
    version: row.version,
    name: row.name,
    legalBasis: row.legal_basis,
    fileId: row.file_id,
    fields: row.fields,
    publishedBy: row.publisher ?? 'Hệ thống',
    publishedAt: row.published_at,
  };
}

/** Id of the version that a slip of this moment is printed from; null: the one that ships. One statement. */
export async function slipTemplateAt(tx: Db | Tx, kind: SlipKind, at: Date): Promise<number | null> {
  const row = await tx
    .selectFrom('template_version')
    .select('template_version.id')
    .where('template_version.kind', '=', kind)
    .where('template_version.published_at', '<=', at)
    .where('template_version.set_code', '=', (eb) =>
      eb
        .selectFrom('template_set')
        .select('template_set.code')
        .where('template_set.valid_from', '<=', at)
        .orderBy('template_set.valid_from', 'desc')
        .limit(1),
    )
    .orderBy('template_version.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The newest version of a result's template; null: the one that ships, if there is one of this name. */
export async function newestResultTemplate(db: Db | Tx, kind: string): Promise<TemplateVersion | null> {
  return (await listTemplateVersions(db, { set: null, kind }))[0] ?? null;
}

/** What a binding can fill, by template: those that ship and those of administrators. */
export async function resultTemplateKinds(db: Db | Tx): Promise<ReadonlyMap<string, FieldKinds>> {
  const own = (await newestTemplates(db)).filter((one) => one.set === null && !isResultTemplate(one.kind));
  return new Map([...SHIPPED_KINDS, ...own.map((one) => [one.kind, one.fields] as const)]);
}

/** Names of the templates of results, by code. */
export async function resultTemplateNames(db: Db | Tx): Promise<Map<string, string>> {
  const own = (await newestTemplates(db)).filter((one) => one.set === null);
  return new Map([...Object.entries(RESULT_NAMES), ...own.map((one) => [one.kind, one.name] as const)]);
}

/** The .docx of a version, or of the template that ships; null when the program ships none of this name. */
export async function templateContent(
  platform: Pick<Platform, 'db' | 'files'>,
  ref: TemplateRef,
  version: { fileId: string } | null,
): Promise<Buffer | null> {
  if (version) {
    const file = await getFile(platform.db, version.fileId);
    return file ? platform.files.read(file.sha256) : null;
  }
  if (ref.set !== null && isSlipKind(ref.kind)) return slipTemplate(ref.kind);
  return ref.set === null && isResultTemplate(ref.kind) ? resultTemplate(ref.kind) : null;
}

/** The .docx of a version by its id. */
export async function templateVersionContent(
  platform: Pick<Platform, 'db' | 'files'>,
  id: number,
): Promise<Buffer | undefined> {
  const row = await platform.db
    .selectFrom('template_version')
    .select('file_id')
    .where('id', '=', id)
    .executeTakeFirst();
  const file = row && (await getFile(platform.db, row.file_id));
  return file ? platform.files.read(file.sha256) : undefined;
}

/** Whether the text names one of the six slips. */
export const isSlipKind = (kind: string): kind is SlipKind =>
  (SLIP_KINDS as readonly string[]).includes(kind);

/** Name by which a template is known when no version says otherwise. */
export const templateName = (ref: TemplateRef): string =>
  ref.set !== null && isSlipKind(ref.kind)
    ? `Mẫu số ${ref.kind}. ${SLIP_NAMES[ref.kind]}`
    : (RESULT_NAMES[ref.kind as ResultTemplate] ?? ref.kind);
