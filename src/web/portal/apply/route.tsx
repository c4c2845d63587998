import type { FastifyInstance } from 'fastify';
import { discardDraft, ownDraft } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireCitizen, viewerOf } from '../../http/index.ts';
import { DiscardPage } from './discard-page.tsx';
import { exportRoutes } from './export-route.tsx';
import { autosaveRoute, showQuestions, takeQuestions } from './form-route.tsx';
import { tellLater, withDraft, type OpenDraft } from './open-draft.ts';
import { draftFileRoute, showPapers, takePapers } from './papers-route.tsx';
import { fileDraft, showReview } from './review-route.tsx';
import { startRoutes } from './start-route.tsx';
import { knownFor } from './known.ts';
import { draftPath, PAPERS, REVIEW, type DraftStep } from './steps.ts';

interface StepParams {
  id: string;
  step: string;
}

/** Filing online: case and agency, the form, papers, delivery, review; saved at every step. */
export function routes(server: FastifyInstance, platform: Platform): void {
  startRoutes(server, platform);
  autosaveRoute(server, platform);
  exportRoutes(server, platform);
  draftFileRoute(server, platform);
  discardRoutes(server, platform);
  const guard = { preHandler: requireCitizen };

  server.get<{ Params: { id: string } }>(
    '/nop-ho-so/ban-nhap/:id',
    guard,
    withDraft(platform, async (_request, reply, open) => {
      const { draft, steps } = open;
      tellLater(reply, open);
      const last = steps.find((step) => step.slug === draft.step) ?? steps[0]!;
      return reply.redirect(draftPath(draft.id, last.slug), 303);
    }),
  );

  const show = withDraft<StepParams>(platform, async (request, reply, open) => {
    const step = stepOf(open, request.params.step);
    if (step.kind === 'papers') return showPapers(platform, reply, open, step);
    if (step.kind === 'review') return showReview(platform, reply, open, step);
    return showQuestions(platform, request, reply, open, step);
  });
  server.get<{ Params: StepParams }>('/nop-ho-so/ban-nhap/:id/:step', guard, (request, reply) => {
    // Questions need it: so it is asked for along with the draft and not after it.
    if (request.params.step !== REVIEW && request.params.step !== PAPERS) void knownFor(platform, request);
    return show(request, reply);
  });

  server.post<{ Params: StepParams }>(
    '/nop-ho-so/ban-nhap/:id/:step',
    guard,
    withDraft<StepParams>(platform, async (request, reply, open) => {
      const step = stepOf(open, request.params.step);
      if (step.kind === 'papers') return takePapers(platform, request, reply, open, step);
      if (step.kind === 'review') return fileDraft(platform, request, reply, open, step);
      return takeQuestions(platform, request, reply, open, step);
    }),
  );
}

function stepOf(open: OpenDraft, slug: string): DraftStep {
  const step = open.steps.find((one) => one.slug === slug);
  if (step) return step;
  throw new NotFound('Hồ sơ nháp không có bước này. Mở lại hồ sơ để làm tiếp.', {
    href: draftPath(open.draft.id),
    label: 'Mở hồ sơ nháp',
  });
}

function discardRoutes(server: FastifyInstance, platform: Platform): void {
  const path = '/nop-ho-so/ban-nhap/:id/bo';
  server.get<{ Params: { id: string } }>(
    path,
    { preHandler: requireCitizen },
    withDraft(platform, (_request, reply, open) => page(reply, <DiscardPage open={open} />)),
  );
  server.post<{ Params: { id: string } }>(
    path,
    { preHandler: requireCitizen },
    // Also a draft whose procedure is no longer in force.
    async (request, reply) => {
      const accountId = viewerOf(request).account.id;
      const draft = await ownDraft(platform.db, accountId, request.params.id);
      if (draft.dossier_id !== null) return reply.redirect(`/ho-so/${draft.dossier_id}?da-nop`, 303);
      await discardDraft(platform.db, accountId, draft.id);
      flash(reply, 'Đã bỏ hồ sơ nháp.');
      return reply.redirect('/ho-so', 303);
    },
  );
}
