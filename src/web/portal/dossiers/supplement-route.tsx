import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import type { FieldError } from '../../../core/form/index.ts';
import { getFile } from '../../../modules/documents/index.ts';
import {
  act,
  InvalidInput,
  NotAllowed,
  StaleDossier,
  type DossierPage,
} from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  flash,
  NotFound,
  page as send,
  readMultipart,
  requireCitizen,
  sendFile,
  viewerOf,
} from '../../http/index.ts';
import { adminUnitsOf, cataloguesOf } from '../../ui/form/lists.ts';
import { ownDossier } from './own.ts';
import { RefusedActPage } from './refused-act-page.tsx';
import { SupplementPage } from './supplement-page.tsx';
import { formWanted, readSupplement, sealAnswers, wantedPapers, type Supplementing } from './supplement.ts';
import { trackingOf } from './tracking.ts';

const EMPTY: Supplementing = { kept: new Map(), answers: null, note: '', errors: [], stays: false };

/** Answering a request for supplement. */
export function supplementRoutes(server: FastifyInstance, platform: Platform): void {
  const path = '/ho-so/:id/bo-sung';

  server.get<{ Params: { id: string } }>(path, { preHandler: requireCitizen }, async (request, reply) => {
    const page = await ownDossier(platform, request, request.params.id);
    if (!page.actions.includes('supplement')) return tooLate(reply, page, '');
    return show(platform, reply, page, EMPTY, { key: randomUUID() });
  });

  server.post<{ Params: { id: string } }>(path, { preHandler: requireCitizen }, async (request, reply) => {
    const page = await ownDossier(platform, request, request.params.id);
    const sent = await readMultipart(request);
    const typed = await readSupplement(platform, viewerOf(request), page, sent);
    const key = textOf(sent.fields['key']) || randomUUID();
    if (typed.stays) return show(platform, reply, page, typed, { key });
    if (typed.errors.length > 0) return show(platform, reply, page, typed, { key, errors: typed.errors });
    return perform(platform, request, reply, page, typed, { key, revision: Number(sent.fields['revision']) });
  });

  // Files that were chosen but not sent yet belong to no dossier; only who uploaded them may look.
  server.get<{ Params: { fileId: string } }>(
    '/ho-so/tep-vua-gui/:fileId',
    { preHandler: requireCitizen },
    async (request, reply) => {
      const file = await getFile(platform.db, request.params.fileId);
      if (!file || file.createdBy !== viewerOf(request).account.id) throw new NotFound();
      return sendFile(reply, file, { inline: true });
    },
  );
}

async function perform(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  page: DossierPage,
  typed: Supplementing,
  { key, revision }: { key: string; revision: number },
): Promise<FastifyReply> {
  const { id } = page.dossier;
  const files = [...typed.kept].map(([component, list]) => ({
    component,
    fileIds: list.map((file) => file.id),
  }));
  try {
    await act(
      platform,
      viewerOf(request).actor,
      { dossier: id },
      {
        action: 'supplement',
        files: files.filter((one) => one.fileIds.length > 0),
        ...(typed.answers ? { answers: typed.answers } : {}),
        note: typed.note.trim(),
      },
      { key, ...(Number.isInteger(revision) ? { revision } : {}) },
    );
  } catch (error) {
    if (error instanceof InvalidInput)
      return show(platform, reply, page, typed, { key, errors: error.errors });
    if (error instanceof StaleDossier) {
      const now = await ownDossier(platform, request, String(id));
      if (!now.actions.includes('supplement')) return tooLate(reply, now, typed.note, error.message);
      return show(platform, reply, now, typed, { key: randomUUID(), conflict: error.message });
    }
    if (error instanceof NotAllowed) return tooLate(reply, page, typed.note, error.message);
    throw error;
  }
  flash(reply, 'Đã gửi bổ sung. Cơ quan xem và báo bạn.');
  return reply.redirect(`/ho-so/${id}`, 303);
}

async function show(
  platform: Platform,
  reply: FastifyReply,
  page: DossierPage,
  typed: Supplementing,
  options: { key: string; errors?: FieldError[]; conflict?: string },
): Promise<FastifyReply> {
  const { db, clock } = platform;
  const { key, errors, conflict } = options;
  const answers = typed.answers ?? page.dossier.answers;
  return send(
    reply,
    <SupplementPage
      tracking={await trackingOf(platform, page)}
      papers={wantedPapers(page)}
      kept={typed.kept}
      form={
        formWanted(page)
          ? {
              answers,
              sealed: sealAnswers(platform, page.dossier.id, answers),
              catalogues: await cataloguesOf(db, page.form, platform.clock.now()),
              adminUnits: await adminUnitsOf(db),
            }
          : null
      }
      note={typed.note}
      actionKey={key}
      today={localDate(clock.now())}
      errors={errors}
      conflict={conflict}
    />,
    { status: errors ? 422 : conflict ? 409 : 200 },
  );
}

function tooLate(
  reply: FastifyReply,
  page: DossierPage,
  note: string,
  message = 'Hồ sơ này không chờ bổ sung. Mở lại hồ sơ để xem tình trạng hiện nay.',
): Promise<FastifyReply> {
  return send(
    reply,
    <RefusedActPage
      title="Bổ sung hồ sơ"
      message={message}
      dossierId={page.dossier.id}
      typed={[{ label: 'Lời nhắn bạn vừa viết', text: note }]}
    />,
    { status: 409 },
  );
}

const textOf = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value.slice(0, 100) : '';
