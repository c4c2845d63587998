import { formatDateTime, localDate } from '../../../core/dates.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { Agency } from '../../../modules/agencies/index.ts';
import {
  loadPinned,
  NotAllowed,
  ownDraft,
  refreshDraft,
  type Draft,
  type Pinned,
} from '../../../modules/dossiers/index.ts';
import { getProcedure, retiredProcedure, type RetiredProcedure } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, viewerOf } from '../../http/index.ts';
import { RetiredPage } from '../procedure/retired-page.tsx';
import { draftPath, stepsOf, type DraftStep } from './steps.ts';

/** A draft with everything its pages show. */
export interface OpenDraft {
  draft: Draft;
  pinned: Pinned;
  steps: DraftStep[];
  agency: Agency;
  reception: Agency | undefined;
  /** What a new version of the procedure changed for the person, in words; usually nothing. */
  changes: string[];
  /** ISO. */
  today: string;
  /** When it was last saved, as people read it. */
  savedAt: string;
}

/**
 * Opens an unfinished draft under the published version of its procedure.
 *
 * @throws NotAllowed when the procedure takes nothing online any more
 */
async function openDraft(platform: Platform, own: Draft): Promise<OpenDraft> {
  const published = await getProcedure(platform.db, own.procedure_code);
  if (!published?.flowVersionId) {
    throw new NotAllowed(
      'Thủ tục này đã ngừng nhận hồ sơ trực tuyến. Nội dung bạn đã điền vẫn được giữ; bạn hãy nộp tại Bộ phận Một cửa.',
    );
  }
  const { draft, changes } = await refreshDraft(platform, own);
  const pinned = await loadPinned(platform.db, { ...draft, flow_version_id: published.flowVersionId });
  const agency = pinned.directory.agencyById(draft.agency_id);
  if (!agency) throw new NotFound();
  return {
    draft,
    pinned,
    steps: stepsOf(pinned.form),
    agency,
    reception: pinned.directory.receptionAgency(agency.id),
    changes,
    today: localDate(platform.clock.now()),
    savedAt: formatDateTime(draft.updated_at),
  };
}

/** Leaves what changed for the next page, when this answer draws none of its own. */
export function tellLater(reply: FastifyReply, open: OpenDraft): void {
  if (open.changes.length === 0) return;
  flash(reply, open.changes.join(' '), { kind: 'warn' });
  open.changes = [];
}

/** The procedure of an unfinished draft that is no longer in force; null for every other draft. */
async function retiredFor(platform: Platform, own: Draft): Promise<RetiredProcedure | null> {
  if (await getProcedure(platform.db, own.procedure_code)) return null;
  return retiredProcedure(platform.db, own.procedure_code);
}

type DraftHandler<Params> = (
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
  open: OpenDraft,
) => Promise<FastifyReply>;

/** Route handler over a draft; one that was filed leads to its dossier, so that Back never opens it a second time. */
export function withDraft<Params extends { id: string } = { id: string }>(
  platform: Platform,
  handler: DraftHandler<Params>,
) {
  return async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<FastifyReply> => {
    const viewer = viewerOf(request);
    const { id } = request.params as Params;
    const own = await ownDraft(platform.db, viewer.account.id, id);
    if (own.dossier_id !== null) {
      return reply.redirect(`/ho-so/${own.dossier_id}${request.method === 'POST' ? '?da-nop' : ''}`, 303);
    }
    const retired = await retiredFor(platform, own);
    if (retired) {
      const view = h(RetiredPage, { procedure: retired, discard: draftPath(id, 'bo') });
      return page(reply, view, { status: 410 });
    }
    return handler(request, reply, await openDraft(platform, own));
  };
}
