import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '../../../core/form/index.ts';
import { getFile, getFiles } from '../../../modules/documents/index.ts';
import {
  attachFiles,
  detachFile,
  draftPapers,
  InvalidInput,
  ownDraft,
  saveDraft,
  type Draft,
  type DraftPaper,
} from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  NotFound,
  page,
  readMultipart,
  requireCitizen,
  sendFile,
  viewerOf,
  type MultipartForm,
} from '../../http/index.ts';
import { formNames } from '../../ui/form/index.ts';
import { leaving } from './leaving.ts';
import { tellLater, type OpenDraft } from './open-draft.ts';
import { PapersPage } from './papers-page.tsx';
import { draftPath, type DraftStep } from './steps.ts';

const filesOf = (draft: Draft): string[] => Object.values(draft.files).flat();

/** Draws the papers of a draft. */
export async function showPapers(
  platform: Platform,
  reply: FastifyReply,
  open: OpenDraft,
  step: DraftStep,
  errors: FieldError[] = [],
): Promise<FastifyReply> {
  const files = new Map((await getFiles(platform.db, filesOf(open.draft))).map((file) => [file.id, file]));
  const status = errors.length > 0 ? 422 : 200;
  return page(reply, <PapersPage open={open} step={step} files={files} errors={errors} />, { status });
}

/** Takes chosen files, takes one off, or goes on when no paper is missing. What could be taken stays, whatever else fails. */
export async function takePapers(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenDraft,
  step: DraftStep,
): Promise<FastifyReply> {
  tellLater(reply, open);
  const accountId = viewerOf(request).account.id;
  const { id } = open.draft;
  const form = await readMultipart(request);
  const { fields } = form;
  const uploads = draftPapers(open.pinned, open.draft.answers);
  const codes = uploads.map((paper) => paper.component.code);
  const errors = await takeFiles(platform, accountId, id, codes, form);
  if (typeof fields['_bo'] === 'string') await detachFile(platform, accountId, id, fields['_bo']);

  const draft = await ownDraft(platform.db, accountId, id);
  const now = { ...open, draft };
  if (errors.length > 0) return showPapers(platform, reply, now, step, errors);
  const stays = fields['_tai'] ?? (fields['_bo'] && componentOf(open.draft, String(fields['_bo'])));
  if (typeof stays === 'string') {
    return reply.redirect(`${draftPath(id, step.slug)}#${formNames().id(`files.${stays}`)}`, 303);
  }
  const way = leaving(fields, open, step);
  if (way.kind === 'on') {
    const wanted = missingPapers(uploads, draft);
    if (wanted.length > 0) return showPapers(platform, reply, now, step, wanted);
  }
  await saveDraft(platform, accountId, id, { step: way.kind === 'out' ? step.slug : way.step.slug });
  return way.go(reply);
}

/** What keeps papers from being complete. */
export const missingPapers = (papers: readonly DraftPaper[], draft: Draft): FieldError[] =>
  papers
    .filter(({ must, component }) => must && !draft.files[component.code]?.length)
    .map(({ component }) => ({
      path: `files.${component.code}`,
      message: `Chọn tệp cho “${component.name}”. Chưa có thì bấm “Lưu, làm tiếp sau”.`,
    }));

/** Attaches the chosen files of these papers; answers what could not be taken. */
export async function takeFiles(
  platform: Platform,
  accountId: number,
  draftId: string,
  codes: readonly string[],
  { files, refused }: Pick<MultipartForm, 'files' | 'refused'>,
): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const code of codes) {
    const field = `files.${code}`;
    const chosen = files.filter((file) => file.field === field).map((file) => file.id);
    if (chosen.length > 0) errors.push(...(await attach(platform, accountId, draftId, code, chosen)));
    for (const one of refused) if (one.field === field) errors.push({ path: field, message: one.message });
  }
  return errors;
}

async function attach(
  platform: Platform,
  accountId: number,
  draftId: string,
  component: string,
  fileIds: string[],
): Promise<FieldError[]> {
  try {
    await attachFiles(platform, accountId, draftId, component, fileIds);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors;
    throw error;
  }
}

/** The paper that a file of a draft belongs to. */
export const componentOf = (draft: Draft, fileId: string): string | undefined =>
  Object.entries(draft.files).find(([, ids]) => ids.includes(fileId))?.[0];

/** GET …/tep/:fileId: a file of one's own draft. */
export function draftFileRoute(server: FastifyInstance, platform: Platform): void {
  server.get<{ Params: { id: string; fileId: string } }>(
    '/nop-ho-so/ban-nhap/:id/tep/:fileId',
    { preHandler: requireCitizen },
    async (request, reply) => {
      const { id, fileId } = request.params;
      const draft = await ownDraft(platform.db, viewerOf(request).account.id, id);
      const file = filesOf(draft).includes(fileId) ? await getFile(platform.db, fileId) : null;
      if (!file) throw new NotFound('Tệp này không còn trong hồ sơ nháp. Mở lại bước “Giấy tờ” để xem.');
      return sendFile(reply, file, { inline: true });
    },
  );
}
