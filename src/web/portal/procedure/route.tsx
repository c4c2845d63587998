import type { FastifyInstance } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import {
  hoursText,
  loadDirectory,
  onlyInForce,
  type Agency,
  type Directory,
} from '../../../modules/agencies/index.ts';
import { getProcedure } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page } from '../../http/index.ts';
import { ProcedurePage } from './page.tsx';
import type { Place } from './places.tsx';

/** A procedure's page; `?truong-hop=` chooses the case. */
export function routes(server: FastifyInstance, { db, config, clock }: Platform): void {
  server.get<{ Params: { code: string }; Querystring: { 'truong-hop'?: string } }>(
    '/thu-tuc/:code',
    async (request, reply) => {
      const procedure = await getProcedure(db, request.params.code);
      if (!procedure) {
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
          places={places(offering, await loadDirectory(db), today)}
          publicUrl={config.publicUrl}
        />
      );
      return page(reply, view, { cache: 'public' });
    },
  );
}

/** Counters where dossiers for these agencies are received, each once. */
function places(agencies: readonly Agency[], directory: Directory, today: string): Place[] {
  const handled = new Map<Agency, string[]>();
  for (const agency of agencies) {
    const at = directory.receptionAgency(agency.id) ?? agency;
    const names = handled.get(at) ?? [];
    if (at !== agency) names.push(agency.shortName);
    handled.set(at, names);
  }
  return [...handled].map(([agency, handles]) => {
    const counter = directory.counterOf(agency.id, today);
    return {
      name: agency.kind === 'commune' && counter ? counter.name : agency.name,
      address: agency.address,
      phone: counter?.phone || agency.phone,
      hours: hoursText(agency.hours),
      handles,
    };
  });
}
