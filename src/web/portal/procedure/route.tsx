import type { FastifyInstance } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { loadDirectory, onlyInForce } from '../../../modules/agencies/index.ts';
import { getProcedure, retiredProcedure } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page } from '../../http/index.ts';
import { ProcedurePage } from './page.tsx';
import { placesOf } from './places.tsx';
import { RetiredPage } from './retired-page.tsx';

/** A procedure's page; `?truong-hop=` chooses the case. */
export function routes(server: FastifyInstance, { db, config, clock }: Platform): void {
  server.get<{ Params: { code: string }; Querystring: { 'truong-hop'?: string } }>(
    '/thu-tuc/:code',
    async (request, reply) => {
      const procedure = await getProcedure(db, request.params.code);
      if (!procedure) {
        const retired = await retiredProcedure(db, request.params.code);
        if (retired) return page(reply, <RetiredPage procedure={retired} />, { status: 410 });
        throw new NotFound('Không có thủ tục nào mang mã này. Tìm lại theo tên hoặc việc bạn cần làm.', {
          href: '/thu-tuc',
          label: 'Tìm thủ tục',
        });
      }
      const { cases } = procedure.definition;
      const today = localDate(clock.now());
      const offering = onlyInForce(procedure.agencies, today);
      reply.header('link', `<${config.publicUrl}/thu-tuc/${procedure.code}>; rel="canonical"`);
      const view = (
        <ProcedurePage
          procedure={{ ...procedure, agencies: offering }}
          shown={cases.find((one) => one.code === request.query['truong-hop']) ?? cases[0]}
          places={placesOf(offering, await loadDirectory(db), today)}
          publicUrl={config.publicUrl}
        />
      );
      return page(reply, view, { cache: 'public' });
    },
  );
}
