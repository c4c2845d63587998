import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDateTime } from '../../../core/dates.ts';
import {
  offers,
  operationOf,
  readAnswers,
  takeOffer,
  validate,
  type Answers,
  type FieldError,
  type FormBody,
  type FormDefinition,
  type FormStep,
} from '../../../core/form/index.ts';
import { detachFile, draftPapers, ownDraft, saveDraft } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page, readMultipart, requireCitizen, viewerOf } from '../../http/index.ts';
import { anchorAfter, formNames } from '../../ui/form/index.ts';
import { deliveryAnswers, deliveryForm, deliveryOf } from './delivery-form.ts';
import { FeeList } from './fees.tsx';
import { FormPage } from './form-page.tsx';
import { adminUnitsOf, cataloguesOf } from '../../ui/form/lists.ts';
import { knownFor } from './known.ts';
import { leaving } from './leaving.ts';
import { tellLater, withDraft, type OpenDraft } from './open-draft.ts';
import { componentOf, missingPapers, takeFiles } from './papers-route.tsx';
import { stepPapers } from './step-papers.ts';
import { draftPath, type DraftStep } from './steps.ts';

/** A page of questions and where its answers are kept. */
interface Questions {
  def: FormDefinition;
  step: FormStep;
  answers: Answers;
  save(answers: Answers): Parameters<typeof saveDraft>[3];
}

function questionsOf(open: OpenDraft, step: DraftStep): Questions | null {
  const { draft, pinned } = open;
  if (step.kind === 'form' && pinned.form && step.form) {
    const { form } = pinned;
    return { def: form, step: step.form, answers: draft.answers, save: (answers) => ({ answers }) };
  }
  if (step.kind !== 'delivery') return null;
  const def = deliveryForm(open.reception);
  return {
    def,
    step: def.steps[0]!,
    answers: deliveryAnswers(draft.delivery),
    save: (answers) => ({ delivery: deliveryOf(answers) }),
  };
}

/** Draws a step of questions; `errors` after it was turned back. */
export async function showQuestions(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenDraft,
  step: DraftStep,
  turnedBack?: { answers: Answers; errors: FieldError[] },
): Promise<FastifyReply> {
  const asked = questionsOf(open, step);
  if (!asked) throw new NotFound();
  const { db } = platform;
  const answers = turnedBack?.answers ?? asked.answers;
  const known = await knownFor(platform, request);
  return page(
    reply,
    async () => {
      const catalogues = await cataloguesOf(db, asked.def, platform.clock.now());
      const adminUnits = await adminUnitsOf(db);
      const papers = await stepPapers(platform, open, step);
      return (
        <FormPage
          open={open}
          step={step}
          def={asked.def}
          questions={asked.step}
          answers={answers}
          offers={offers(asked.def, known, answers, { stepId: asked.step.id, catalogues })}
          catalogues={catalogues}
          adminUnits={adminUnits}
          errors={turnedBack?.errors}
          papers={papers}
        >
          {step.kind === 'delivery' && (
            <section class="card" aria-labelledby="phi">
              <h2 class="h-s mb-2" id="phi">
                Phí, lệ phí
              </h2>
              <FeeList procedureCase={open.pinned.procedureCase} />
            </section>
          )}
        </FormPage>
      );
    },
    turnedBack ? { status: 422 } : { same: [open.today, open.draft, open.changes, known] },
  );
}

/** Takes a step of questions that was sent: saves it whatever it says, then goes where the button leads. */
export async function takeQuestions(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenDraft,
  step: DraftStep,
): Promise<FastifyReply> {
  const asked = questionsOf(open, step);
  if (!asked) throw new NotFound();
  tellLater(reply, open);
  const { db } = platform;
  const viewer = viewerOf(request);
  const accountId = viewer.account.id;
  const { draft } = open;
  const form = await readMultipart(request);
  const body: FormBody = form.fields;
  let answers = readAnswers(asked.def, body, asked.answers, asked.step.id);
  const operation = operationOf(body);
  const catalogues = await cataloguesOf(db, asked.def, platform.clock.now());
  if (operation?.kind === 'offer') {
    const known = await knownFor(platform, request);
    const offered = offers(asked.def, known, answers, { stepId: asked.step.id, catalogues });
    answers = takeOffer(answers, offered, operation.path);
  }
  const save = (at: string): Promise<void> =>
    saveDraft(platform, accountId, draft.id, { ...asked.save(answers), step: at });
  const papers =
    step.kind === 'form'
      ? draftPapers(open.pinned, answers).filter((one) => one.stepId === asked.step.id)
      : [];
  const codes = papers.map((paper) => paper.component.code);
  const refused = await takeFiles(platform, accountId, draft.id, codes, form);
  const dropped = typeof body['_bo'] === 'string' ? body['_bo'] : undefined;
  if (dropped) await detachFile(platform, accountId, draft.id, dropped);
  const now = papers.length > 0 ? { ...open, draft: await ownDraft(db, accountId, draft.id) } : open;
  if (refused.length > 0) {
    await save(step.slug);
    return showQuestions(platform, request, reply, now, step, { answers, errors: refused });
  }
  const stays = body['_tai'] ?? (dropped && componentOf(draft, dropped));
  if (typeof stays === 'string') {
    await save(step.slug);
    return reply.redirect(`${draftPath(draft.id, step.slug)}#${formNames().id(`files.${stays}`)}`, 303);
  }
  if (operation) {
    await save(step.slug);
    return reply.redirect(`${draftPath(draft.id, step.slug)}${anchorAfter(operation, answers)}`, 303);
  }
  const way = leaving(body, open, step);
  if (way.kind !== 'on') {
    await save(way.kind === 'back' ? way.step.slug : step.slug);
    return way.go(reply);
  }
  const errors = validate(asked.def, answers, {
    today: open.today,
    step: asked.step.id,
    catalogues,
    adminUnits: await adminUnitsOf(db),
  });
  errors.push(...missingPapers(papers, now.draft));
  if (errors.length > 0) {
    await save(step.slug);
    return showQuestions(platform, request, reply, now, step, { answers, errors });
  }
  await save(way.step.slug);
  return way.go(reply);
}

/** POST …/tu-luu?buoc=: what was typed so far, saved without a word about whether it is right. */
export function autosaveRoute(server: FastifyInstance, platform: Platform): void {
  server.post<{ Params: { id: string }; Querystring: { buoc?: string } }>(
    '/nop-ho-so/ban-nhap/:id/tu-luu',
    {
      preHandler: async (request, reply) => {
        if (request.viewer) return requireCitizen.call(server, request, reply);
        return reply.code(401).send({
          message: 'Phiên đăng nhập đã hết nên chưa lưu được. Bấm “Lưu và tiếp tục” để đăng nhập lại.',
        });
      },
    },
    withDraft(platform, async (request, reply, open) => {
      const slug = (request.query as { buoc?: string }).buoc;
      const step = open.steps.find((one) => one.slug === slug);
      const asked = step && questionsOf(open, step);
      if (!asked) throw new NotFound();
      tellLater(reply, open);
      const body = (request.body ?? {}) as FormBody;
      const answers = readAnswers(asked.def, body, asked.answers, asked.step.id);
      const accountId = viewerOf(request).account.id;
      await saveDraft(platform, accountId, open.draft.id, { ...asked.save(answers), step: step.slug });
      return reply.send({ savedAt: formatDateTime(platform.clock.now()) });
    }),
  );
}
