import { bind, type Bound, type Row } from '../../core/binding.ts';
import { formatLongDate, localDate } from '../../core/dates.ts';
import { catalogueNames, findItem, summarise } from '../../core/form/index.ts';
import type { Answers, Catalogues, FormDefinition } from '../../core/form/index.ts';
import { nameUnder, placeOf, signingForm } from '../../core/signing.ts';
import type { Db, Platform } from '../../platform/index.ts';
import type { Agency, Directory } from '../agencies/index.ts';
import { catalogues } from '../catalogues/index.ts';
import { getFile, saveFile, type StoredFile } from '../documents/index.ts';
import {
  printPlainResult,
  printResult,
  resultTemplateKinds,
  type FieldKinds,
  type GenericResult,
  type ResultFacts,
  type ResultHead,
  type TrialTemplate,
} from '../slips/index.ts';
import { loadPinned } from './store.ts';

/**
 * The result as a file: the officer's own, or made from the template that the procedure names for this kind of result
 * with what was declared, and with number, date and signer once it is issued. Before that it is a draft, marked as one
 * and made anew each time; afterwards every reader gets the file that was made first.
 *
 * @returns null when there is no such result
 */
export async function resultFile(platform: Platform, resultId: number): Promise<StoredFile | Buffer | null> {
  const { db } = platform;
  const result = await db
    .selectFrom('result')
    .leftJoin('officer', 'officer.id', 'result.signed_by')
    .selectAll('result')
    .select(['officer.name as signerName'])
    .where('result.id', '=', resultId)
    .executeTakeFirst();
  if (!result) return null;
  if (result.file_id) return getFile(db, result.file_id);
  const pdf = await render(platform, result);
  if (!result.issued_at) return pdf;

  const file = await saveFile(platform, {
    content: pdf,
    name: `${result.name} ${(result.number ?? '').replace('/', '-')}.pdf`,
    mime: 'application/pdf',
    createdBy: null,
  });
  await db
    .updateTable('result')
    .set({ file_id: file.id })
    .where('id', '=', resultId)
    .where('file_id', 'is', null)
    .execute();
  // Two readers at once both make it; the one who came first decides which file it is.
  const { file_id: kept } = await db
    .selectFrom('result')
    .select('file_id')
    .where('id', '=', resultId)
    .executeTakeFirstOrThrow();
  return kept === file.id ? file : getFile(db, kept!);
}

interface ResultRow {
  dossier_id: number;
  type_code: string;
  name: string;
  number: string | null;
  summary: string;
  signerName: string | null;
  signed_at: Date | null;
  issued_at: Date | null;
}

/**
 * What a dossier's result would look like from a template, marked as a draft: for looking at the template before it is
 * published. Fields that the dossier's procedure does not bind stand under their own names.
 *
 * @param trial an upload in place of the newest version
 * @throws PdfError when the document can not be made
 */
export async function previewResult(
  platform: Platform,
  dossierId: number,
  template: string,
  trial?: TrialTemplate,
): Promise<Buffer> {
  const dossier = await platform.db
    .selectFrom('dossier')
    .selectAll()
    .where('id', '=', dossierId)
    .executeTakeFirstOrThrow();
  const { procedure } = await loadPinned(platform.db, dossier);
  const kind = procedure.results.find((one) => one.document?.template === template) ?? procedure.results[0];
  const row: ResultRow = {
    dossier_id: dossierId,
    type_code: kind?.code ?? '',
    name: kind?.name ?? procedure.name,
    number: null,
    summary: '',
    signerName: null,
    signed_at: null,
    issued_at: null,
  };
  return render(platform, row, { template, trial });
}

async function render(
  platform: Platform,
  result: ResultRow,
  looking?: { template: string; trial?: TrialTemplate },
): Promise<Buffer> {
  const { db, config } = platform;
  const dossier = await db
    .selectFrom('dossier')
    .selectAll()
    .where('id', '=', result.dossier_id)
    .executeTakeFirstOrThrow();
  const { directory, form, procedure } = await loadPinned(db, dossier);
  const agency = directory.agencyById(dossier.agency_id);
  const lineage = agency ? above(directory, agency) : [];
  const code = dossier.code ?? dossier.registration_no;
  const issued = result.issued_at;
  const head: ResultHead = {
    agencyName: nameUnder(agency?.name ?? '', lineage[1]?.name),
    agencyParentName: lineage[1]?.name,
    number: issued ? (result.number ?? '') : '……………',
    place: placeOf(lineage.map((one) => one.name)),
    issuedAt: issued,
    draft: !issued,
    signerTitle: signingForm(result.signed_at ? await signingTitle(db, dossier.id) : '', agency?.name ?? ''),
    signerName: result.signerName ?? '(chưa ký)',
    dossierCode: code,
    lookupUrl: issued ? `${config.publicUrl}/tra-cuu?ma=${encodeURIComponent(code)}` : undefined,
  };
  const facts: ResultFacts = {
    title: result.name,
    summary: result.summary,
    number: head.number,
    issuedAt: issued ? localDate(issued) : '',
    issuedOn: issued ? formatLongDate(issued) : 'ngày …… tháng …… năm ……',
    agency: agency?.name ?? '',
    agencyIn: fullName(lineage),
    applicant: dossier.applicant.name,
    owner: dossier.owner.name,
    procedure: procedure.name,
    code,
  };
  const known = form ? await catalogues(db, catalogueNames(form), localDate(dossier.submitted_at)) : {};
  const named = procedure.results.find((one) => one.code === result.type_code)?.document;
  const plain = () => plainBody(facts, form, dossier.answers, known);
  if (!looking) {
    const bound = named && bind(named.fields, { form, answers: dossier.answers, catalogues: known, facts });
    const printed = named && bound && (await printResult(platform, named.template, bound, head));
    return printed ?? printPlainResult(platform, plain(), head);
  }
  const { template, trial } = looking;
  if (template === 'generic' && named?.template !== template) {
    return printPlainResult(platform, plain(), head, trial);
  }
  const bound =
    named?.template === template
      ? bind(named.fields, { form, answers: dossier.answers, catalogues: known, facts })
      : {};
  const kinds = trial?.fields ?? (await resultTemplateKinds(db)).get(template) ?? {};
  const shown = { ...ownNames(kinds), ...bound };
  return (
    (await printResult(platform, template, shown, head, trial)) ?? printPlainResult(platform, plain(), head)
  );
}

/** Each field under its own name, so that its place on the paper can be seen. */
function ownNames(kinds: FieldKinds): Bound {
  const name = (field: string): string => `‹${field}›`;
  return Object.fromEntries(
    Object.entries(kinds).map(([field, kind]): [string, string | Row[]] => {
      if (typeof kind === 'object')
        return [field, [Object.fromEntries(kind.map((column) => [column, name(column)]))]];
      return [field, kind === 'texts' ? [name(field)] : name(field)];
    }),
  );
}

/** What a result without a document of its own says: what was decided, and what was declared. */
function plainBody(
  facts: ResultFacts,
  form: FormDefinition | null,
  answers: Answers,
  known: Catalogues,
): GenericResult {
  const rows = form ? summarise(form, answers, known).flatMap((section) => section.rows) : [];
  const declared = rows.filter(({ path, text }) => text !== '' && tellsOf(form, path));
  return {
    title: facts.title,
    paragraphs: [
      `${facts.agencyIn} đã giải quyết hồ sơ của ${facts.owner} về việc: ${facts.procedure}.`,
      ...facts.summary.split(/\n+/).filter((line) => line.trim() !== ''),
      ...(declared.length ? ['Nội dung theo hồ sơ:'] : []),
    ],
    facts: declared.map(({ label, text }) => ({ label, value: text })),
  };
}

/** Declarations, questions that lead through the form and ways to reach the applicant are no content of a result. */
function tellsOf(form: FormDefinition | null, path: string): boolean {
  const item = form ? findItem(form, path)?.item : undefined;
  return item?.kind === 'field' && !['declaration', 'yesno', 'phone', 'email'].includes(item.input);
}

/** The agency and those above it, nearest first. */
function above(directory: Directory, agency: Agency): Agency[] {
  const parent = agency.parentId === null ? undefined : directory.agencyById(agency.parentId);
  return parent ? [agency, ...above(directory, parent)] : [agency];
}

/** "Ủy ban nhân dân phường Yên Hà, tỉnh Lam Giang". */
function fullName([agency, ...higher]: readonly Agency[]): string {
  const province = higher.find((one) => one.kind === 'province')?.name.replace(/^Ủy ban nhân dân /iu, '');
  if (!agency || !province || agency.name.endsWith(province)) return agency?.name ?? '';
  return `${agency.name}, ${province}`;
}

/** Title of the position by which the result was signed. */
async function signingTitle(db: Db, dossierId: number): Promise<string> {
  const signing = await db
    .selectFrom('trace')
    .select('actor_title')
    .where('dossier_id', '=', dossierId)
    .where('action', '=', 'sign')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return signing?.actor_title ?? '';
}
