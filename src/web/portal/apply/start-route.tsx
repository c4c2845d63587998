import type { FastifyInstance } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { fold } from '../../../core/text.ts';
import { onlyInForce, type Agency } from '../../../modules/agencies/index.ts';
import type { Viewer } from '../../../modules/accounts/index.ts';
import { InvalidInput, listDrafts, startDraft } from '../../../modules/dossiers/index.ts';
import {
  getProcedure,
  retiredProcedure,
  type PublishedProcedure,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page, requireCitizen, viewerOf } from '../../http/index.ts';
import { ownPerson } from './known.ts';
import { OfflinePage, StartPage, type StartPageProps } from './start-page.tsx';
import { draftPath } from './steps.ts';

interface Params {
  code: string;
}

/** Choosing case and agency, which opens the draft. */
export function startRoutes(server: FastifyInstance, platform: Platform): void {
  const { db } = platform;

  server.get<{ Params: Params; Querystring: { 'truong-hop'?: string; 'co-quan'?: string } }>(
    '/nop-ho-so/:code',
    { preHandler: requireCitizen },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const procedure = await published(request.params.code);
      if (!takesOnline(procedure)) return page(reply, <OfflinePage procedure={procedure} />);
      const wanted = Number(request.query['co-quan']) || undefined;
      const [nearest, { drafts }] = await Promise.all([
        nearestAgency(viewer, procedure.agencies),
        common(viewer, procedure),
      ]);
      return page(
        reply,
        <StartPage
          procedure={procedure}
          drafts={drafts}
          caseCode={request.query['truong-hop']}
          agencyId={wanted ?? nearest?.id}
          proposed={wanted === undefined && nearest !== undefined}
        />,
        { same: [localDate(platform.clock.now()), drafts, nearest?.id] },
      );
    },
  );

  server.post<{ Params: Params }>(
    '/nop-ho-so/:code',
    { preHandler: requireCitizen },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const procedure = await published(request.params.code);
      const body = (request.body ?? {}) as Record<string, unknown>;
      const caseCode = String(body['truong-hop'] ?? '');
      const agencyId = Number(body['co-quan']) || 0;
      try {
        const choice = { procedureCode: procedure.code, caseCode, agencyId };
        const draft = await startDraft(platform, viewer.account.id, choice);
        return reply.redirect(draftPath(draft.id), 303);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        const props = await common(viewer, procedure);
        return page(
          reply,
          <StartPage
            {...props}
            caseCode={caseCode}
            agencyId={agencyId}
            proposed={false}
            errors={error.errors}
          />,
          { status: 422 },
        );
      }
    },
  );

  async function published(code: string): Promise<PublishedProcedure> {
    const procedure = await getProcedure(db, code);
    if (procedure) {
      const today = localDate(platform.clock.now());
      return { ...procedure, agencies: onlyInForce(procedure.agencies, today) };
    }
    const retired = await retiredProcedure(db, code);
    if (retired) {
      throw new NotFound('Thủ tục này đã ngừng áp dụng nên không nhận hồ sơ mới.', {
        href: `/thu-tuc/${code}`,
        label: retired.replacedBy ? 'Xem thủ tục thay thế' : 'Xem thủ tục',
      });
    }
    throw new NotFound('Không có thủ tục mang mã này. Tìm lại theo tên trong danh mục thủ tục.', {
      href: '/thu-tuc',
      label: 'Tìm thủ tục',
    });
  }

  async function common(
    viewer: Viewer,
    procedure: PublishedProcedure,
  ): Promise<Pick<StartPageProps, 'procedure' | 'drafts'>> {
    const drafts = await listDrafts(db, viewer.account.id);
    return { procedure, drafts: drafts.filter((draft) => draft.procedure_code === procedure.code) };
  }

  /** The agency of the commune where the person lives. */
  async function nearestAgency(viewer: Viewer, agencies: Agency[]): Promise<Agency | undefined> {
    const person = await ownPerson(platform, viewer);
    const commune = fold(person?.address?.commune ?? '');
    return commune === '' ? undefined : agencies.find((agency) => foldedName(agency).endsWith(` ${commune}`));
  }
}

const foldedNames = new WeakMap<Agency, string>();

/** Kept, since each who begins an application has all of them looked through. */
function foldedName(agency: Agency): string {
  let folded = foldedNames.get(agency);
  if (folded === undefined) foldedNames.set(agency, (folded = fold(agency.name)));
  return folded;
}

const takesOnline = (procedure: PublishedProcedure): boolean =>
  procedure.flowVersionId !== null &&
  procedure.agencies.length > 0 &&
  procedure.definition.channels.includes('online');
