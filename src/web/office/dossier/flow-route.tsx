import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../../platform/index.ts';
import { page, requireOfficer } from '../../http/index.ts';
import { FlowPage } from './flow-page.tsx';
import { openDossier } from './open.ts';

/** The dossier's flow: as a drawing with the step it is at, and as a table. */
export function flowRoutes(server: FastifyInstance, platform: Platform): void {
  const guard = { preHandler: requireOfficer() };

  server.get<{ Params: { id: string } }>('/mot-cua/ho-so/:id/quy-trinh', guard, async (request, reply) => {
    const view = await openDossier(platform, request, request.params.id);
    return page(reply, <FlowPage view={view} />);
  });

  server.get<{ Params: { id: string } }>(
    '/mot-cua/ho-so/:id/quy-trinh.bpmn',
    guard,
    async (request, reply) => {
      const { bpmn } = await openDossier(platform, request, request.params.id);
      // Plain XML of our own: never to be drawn as a page.
      return reply
        .type('application/xml; charset=utf-8')
        .header('content-disposition', 'attachment; filename="quy-trinh.bpmn"')
        .header('cache-control', 'private, no-store')
        .send(bpmn);
    },
  );
}
