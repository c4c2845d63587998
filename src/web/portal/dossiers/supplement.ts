import { operationOf, readAnswers, type Answers, type FieldError } from '../../../core/form/index.ts';
import type { Viewer } from '../../../modules/accounts/index.ts';
import { getFiles, type StoredFile } from '../../../modules/documents/index.ts';
import { MAX_FILES_PER_PAPER, type DossierPage } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import type { MultipartForm } from '../../http/index.ts';
import { openForm, sealForm } from '../../http/kept-form.ts';

/** A paper to send files for. */
export interface WantedPaper {
  component: string;
  name: string;
  /** What exactly is to be added. */
  what: string;
  /** Asked for; else only offered. */
  wanted: boolean;
}

/** What the person has put into the supplement so far. */
export interface Supplementing {
  kept: Map<string, StoredFile[]>;
  answers: Answers | null;
  note: string;
  errors: FieldError[];
  /** A button of the form was pressed that is not "send". */
  stays: boolean;
}

/** Whether the electronic form itself is to be corrected. */
export function formWanted(page: DossierPage): boolean {
  return (
    page.form !== null &&
    page.papers.some((paper) => paper.state === 'wanted' && isForm(page, paper.component_code))
  );
}

/** Papers that take files now: those asked for; when the request names none, all of them. */
export function wantedPapers(page: DossierPage): WantedPaper[] {
  const items = page.supplements.findLast((one) => one.answered_at === null)?.items ?? [];
  const files = page.papers.filter((paper) => !isForm(page, paper.component_code));
  const wanted = files.filter((paper) => paper.state === 'wanted');
  const shown = wanted.length > 0 || formWanted(page) ? wanted : files;
  return shown.map((paper) => ({
    component: paper.component_code,
    name: paper.name,
    what: items.find((item) => item.component === paper.component_code)?.what ?? '',
    wanted: paper.state === 'wanted',
  }));
}

const isForm = (page: DossierPage, component: string): boolean =>
  page.form !== null &&
  page.procedureCase.components.some((one) => one.code === component && one.provide === 'form');

/** Reads what was sent: files that were taken are kept by id, so that they need not be chosen again. */
export async function readSupplement(
  platform: Platform,
  viewer: Viewer,
  page: DossierPage,
  sent: MultipartForm,
): Promise<Supplementing> {
  const { fields } = sent;
  const operation = typeof fields['_op'] === 'string' ? fields['_op'] : '';
  const kept = new Map<string, StoredFile[]>();
  const errors: FieldError[] = [];
  for (const { component } of wantedPapers(page)) {
    const field = `files.${component}`;
    const before = await ownFiles(platform, viewer, [fields[`giu.${component}`] ?? []].flat());
    const chosen = sent.files.filter((file) => file.field === field);
    const files = [...before, ...chosen].filter((file) => operation !== `bo:${file.id}`);
    if (files.length > MAX_FILES_PER_PAPER) {
      errors.push({
        path: field,
        message: `Mỗi giấy tờ gửi tối đa ${MAX_FILES_PER_PAPER} tệp, bạn chọn ${files.length}. Ghép các trang thành một tệp PDF.`,
      });
    }
    kept.set(component, files.slice(0, MAX_FILES_PER_PAPER));
    for (const one of sent.refused)
      if (one.field === field) errors.push({ path: field, message: one.message });
  }
  const note = typeof fields['note'] === 'string' ? fields['note'] : '';
  const answers = formWanted(page)
    ? readAnswers(page.form!, fields, answersBefore(platform, page, fields))
    : null;
  const stays = operation.startsWith('tai:') || operation.startsWith('bo:') || operationOf(fields) !== null;
  return { kept, answers, note, errors, stays };
}

/** Only what this account uploaded itself: an id alone opens nothing. */
async function ownFiles(platform: Platform, viewer: Viewer, ids: string[]): Promise<StoredFile[]> {
  const files = await getFiles(platform.db, ids.slice(0, MAX_FILES_PER_PAPER * 2));
  return files.filter((file) => file.createdBy === viewer.account.id);
}

/** Answers typed so far travel with the page, signed, since members that were removed leave no name behind. */
export function sealAnswers(platform: Platform, dossierId: number, answers: Answers): string | null {
  const form = { path: pathOf(dossierId), fields: [['answers', JSON.stringify(answers)]], hadFiles: false };
  return sealForm(form as Parameters<typeof sealForm>[0], platform.config.secret, platform.clock.now());
}

function answersBefore(platform: Platform, page: DossierPage, fields: MultipartForm['fields']): Answers {
  const opened = openForm(fields['da-khai'], platform.config.secret, platform.clock.now());
  if (opened?.path !== pathOf(page.dossier.id)) return page.dossier.answers;
  return JSON.parse(opened.fields[0]![1]) as Answers;
}

const pathOf = (dossierId: number): string => `/ho-so/${dossierId}/bo-sung`;
