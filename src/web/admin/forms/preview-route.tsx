import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDateTime, localDate } from '../../../core/dates.ts';
import {
  operationOf,
  readAnswers,
  sampleAnswers,
  subjectLine,
  summarise,
  validate,
  type Answers,
  type FieldError,
  type FormBody,
} from '../../../core/form/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page, requireOfficer, requireToken } from '../../http/index.ts';
import { PrintPage } from '../../ui/form/index.ts';
import { adminUnitsOf, cataloguesOf } from '../../ui/form/lists.ts';
import { shownForm } from './load.ts';
import { FORMS, formPath } from './paths.ts';
import { PreviewReview, PreviewStep } from './preview-pages.tsx';

type Shown = Awaited<ReturnType<typeof shownForm>>;

/** A draft or version as citizens and officials will see it; nothing that is filled in here is kept. */
export function previewRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = requireOfficer('form.edit');
  type Route = {
    Params: { code: string };
    Querystring: { ban?: string; buoc?: string; xem?: string; trong?: string };
  };
  const address = `${FORMS}/:code/xem-truoc`;

  server.get<Route>(address, { preHandler: guard }, async (request, reply) => {
    const shown = await shownForm(platform, request.params.code, request.query.ban);
    const { xem, trong } = request.query;
    if (xem !== 'xem-lai' && xem !== 'ban-in') return step(reply, shown, request.query.buoc, {}, []);
    const catalogues = await cataloguesOf(db, shown.def);
    const adminUnits = await adminUnitsOf(db);
    const today = localDate(clock.now());
    const answers = trong ? {} : sampleAnswers(shown.def, { today, catalogues, adminUnits });
    if (xem === 'xem-lai') return review(reply, shown, answers);
    return page(
      reply,
      <PrintPage
        state={trong ? 'Xem trước bản in để trống' : 'Xem trước bản in với dữ liệu mẫu'}
        title={shown.def.title}
        agency="Cơ quan giải quyết"
        form={shown.def}
        facts={[{ label: 'Biểu mẫu', value: `${shown.def.code}, ${shown.version}` }]}
        sections={summarise(shown.def, answers, catalogues)}
        papers={[]}
        printedAt={formatDateTime(clock.now())}
        back={{ href: formPath(shown.def.code, 'sua'), label: 'Về trang soạn' }}
      />,
    );
  });

  server.post<Route>(address, { preHandler: [guard, requireToken] }, async (request, reply) => {
    const shown = await shownForm(platform, request.params.code, request.query.ban);
    const { def } = shown;
    const at = def.steps.findIndex((one) => one.id === request.query.buoc);
    const current = def.steps[at];
    if (!current) throw new NotFound('Không có bước này trong biểu mẫu.');
    const answers = answersOf(request, shown, current.id);
    if (operationOf(request.body as FormBody)) return step(reply, shown, current.id, answers, []);
    const errors = validate(def, answers, {
      today: localDate(clock.now()),
      step: current.id,
      catalogues: await cataloguesOf(db, def),
      adminUnits: await adminUnitsOf(db),
    });
    if (errors.length > 0) return step(reply, shown, current.id, answers, errors);
    const next = def.steps[at + 1];
    return next ? step(reply, shown, next.id, answers, []) : review(reply, shown, answers);
  });

  async function step(
    reply: FastifyReply,
    shown: Shown,
    id: string | undefined,
    answers: Answers,
    errors: FieldError[],
  ): Promise<FastifyReply> {
    const { def } = shown;
    const current = id === undefined ? def.steps[0] : def.steps.find((one) => one.id === id);
    if (!current) throw new NotFound('Biểu mẫu này chưa có bước để xem. Thêm bước ở trang soạn.');
    return page(
      reply,
      <PreviewStep
        {...shown}
        step={current}
        answers={answers}
        errors={errors}
        catalogues={await cataloguesOf(db, def)}
        adminUnits={await adminUnitsOf(db)}
        today={localDate(clock.now())}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  async function review(reply: FastifyReply, shown: Shown, answers: Answers): Promise<FastifyReply> {
    const { def } = shown;
    const catalogues = await cataloguesOf(db, def);
    return page(
      reply,
      <PreviewReview
        {...shown}
        sections={summarise(def, answers, catalogues)}
        subject={subjectLine(def, answers, catalogues)}
        missing={validate(def, answers, { today: localDate(clock.now()) })}
      />,
    );
  }
}

/** What was filled in on the steps before, carried by the page, and on this one. */
function answersOf(request: FastifyRequest, { def }: Shown, stepId: string): Answers {
  const body = (request.body ?? {}) as FormBody;
  let before: Answers = {};
  try {
    const carried: unknown = JSON.parse(String(body['_truoc'] ?? '{}'));
    if (typeof carried === 'object' && carried !== null && !Array.isArray(carried))
      before = carried as Answers;
  } catch {
    // Somebody has tampered with the page: it begins anew.
  }
  return readAnswers(def, body, before, stepId);
}
