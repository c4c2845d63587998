import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  act,
  InvalidInput,
  NotAllowed,
  StaleDossier,
  type DossierPage,
} from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, page as send, requireCitizen, viewerOf } from '../../http/index.ts';
import { ownDossier } from './own.ts';
import { RefusedActPage } from './refused-act-page.tsx';
import { detailNow } from './tracking.ts';
import { WithdrawPage } from './withdraw-page.tsx';

/** Taking a dossier back, with a reason. */
export function withdrawRoutes(server: FastifyInstance, platform: Platform): void {
  const path = '/ho-so/:id/rut';

  server.get<{ Params: { id: string } }>(path, { preHandler: requireCitizen }, async (request, reply) => {
    const page = await ownDossier(platform, request, request.params.id);
    if (!page.actions.includes('withdraw')) return tooLate(reply, page, '');
    return send(
      reply,
      <WithdrawPage page={page} detail={await detailNow(platform, page)} actionKey={randomUUID()} />,
    );
  });

  server.post<{ Params: { id: string } }>(path, { preHandler: requireCitizen }, async (request, reply) => {
    const { id } = request.params;
    const page = await ownDossier(platform, request, id);
    const body = (request.body ?? {}) as Record<string, unknown>;
    const reason = typeof body['ly-do'] === 'string' ? body['ly-do'] : '';
    const key = typeof body['key'] === 'string' ? body['key'].slice(0, 100) : randomUUID();
    const revision = Number(body['revision']);
    try {
      await act(
        platform,
        viewerOf(request).actor,
        { dossier: page.dossier.id },
        { action: 'withdraw', reason },
        { key, ...(Number.isInteger(revision) ? { revision } : {}) },
      );
    } catch (error) {
      if (error instanceof InvalidInput) {
        return send(
          reply,
          <WithdrawPage
            page={page}
            detail={await detailNow(platform, page)}
            actionKey={key}
            reason={reason}
            error={error.errors[0]?.message}
          />,
          { status: 422 },
        );
      }
      if (error instanceof StaleDossier && page.actions.includes('withdraw')) {
        return send(
          reply,
          <WithdrawPage
            page={page}
            detail={await detailNow(platform, page)}
            actionKey={randomUUID()}
            reason={reason}
            conflict={error.message}
          />,
          { status: 409 },
        );
      }
      if (error instanceof StaleDossier || error instanceof NotAllowed) {
        return tooLate(reply, page, reason, error.message);
      }
      throw error;
    }
    flash(reply, 'Đã rút hồ sơ.');
    return reply.redirect(`/ho-so/${id}`, 303);
  });
}

function tooLate(
  reply: FastifyReply,
  page: DossierPage,
  reason: string,
  message = 'Hồ sơ này không rút được nữa. Mở lại hồ sơ để xem tình trạng hiện nay.',
): Promise<FastifyReply> {
  return send(
    reply,
    <RefusedActPage
      title="Rút hồ sơ"
      message={message}
      dossierId={page.dossier.id}
      typed={[{ label: 'Lý do bạn vừa viết', text: reason }]}
    />,
    { status: 409 },
  );
}
