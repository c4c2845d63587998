import type { FastifyReply, FastifyRequest } from 'fastify';
import { summarise, type FieldError } from '../../../core/form/index.ts';
import { getFiles } from '../../../modules/documents/index.ts';
import { act, checkDraft, InvalidInput, NotAllowed } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page, viewerOf } from '../../http/index.ts';
import { cataloguesOf } from '../../ui/form/lists.ts';
import type { OpenDraft } from './open-draft.ts';
import { PROMISE, ReviewPage } from './review-page.tsx';
import { DELIVERY, formSlug, PAPERS, type DraftStep } from './steps.ts';

/** Draws the review. */
export async function showReview(
  platform: Platform,
  reply: FastifyReply,
  open: OpenDraft,
  step: DraftStep,
  turnedBack: { errors?: FieldError[]; promiseError?: string; message?: string; status?: number } = {},
): Promise<FastifyReply> {
  const { db, clock } = platform;
  const { draft, pinned } = open;
  const { errors, promiseError, message } = turnedBack;
  const failed = errors !== undefined || promiseError !== undefined;
  return page(
    reply,
    async () => {
      const catalogues = await cataloguesOf(db, pinned.form, clock.now());
      const files = await getFiles(db, Object.values(draft.files).flat());
      return (
        <ReviewPage
          open={open}
          step={step}
          sections={pinned.form ? summarise(pinned.form, draft.answers, catalogues) : []}
          files={new Map(files.map((file) => [file.id, file]))}
          missing={(errors ?? checkDraft(draft, pinned, clock.now())).map(withPage)}
          failed={failed}
          promiseError={promiseError}
          message={message}
        />
      );
    },
    turnedBack.status !== undefined || message !== undefined || failed
      ? { status: turnedBack.status ?? (failed ? 422 : 200) }
      : { same: [open.today, draft, open.changes] },
  );
}

/** Which page an error is to be mended on. */
function withPage(error: FieldError): FieldError {
  if (error.path.startsWith('files.')) return { ...error, context: 'Giấy tờ', stepId: PAPERS };
  if (error.path.startsWith('delivery')) return { ...error, context: 'Nhận kết quả', stepId: DELIVERY };
  return { ...error, stepId: error.stepId && formSlug(error.stepId) };
}

/** Files the draft. Sent twice it leads to the one dossier that came of it. */
export async function fileDraft(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenDraft,
  step: DraftStep,
): Promise<FastifyReply> {
  const body = (request.body ?? {}) as Record<string, unknown>;
  if (open.changes.length > 0) {
    // What was looked over is no longer what would be filed.
    return showReview(platform, reply, open, step, {
      message: 'Hồ sơ chưa được nộp. Xem lại những chỗ thay đổi rồi bấm “Nộp hồ sơ” lần nữa.',
      status: 409,
    });
  }
  if (!body[PROMISE]) {
    return showReview(platform, reply, open, step, {
      promiseError: 'Đánh dấu vào ô cam kết rồi bấm “Nộp hồ sơ”.',
    });
  }
  const key = typeof body['key'] === 'string' ? body['key'].slice(0, 100) : undefined;
  try {
    const { actor } = viewerOf(request);
    const { dossierId } = await act(platform, actor, { draft: open.draft.id }, { action: 'submit' }, { key });
    return reply.redirect(`/ho-so/${dossierId}?da-nop`, 303);
  } catch (error) {
    if (error instanceof InvalidInput)
      return showReview(platform, reply, open, step, { errors: error.errors });
    if (error instanceof NotAllowed) {
      return showReview(platform, reply, open, step, { message: error.message, status: 409 });
    }
    throw error;
  }
}
