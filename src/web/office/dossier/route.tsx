import type { FastifyInstance } from 'fastify';
import { minuteOf } from '../../../core/dates.ts';
import { changingPartsOf, keepDossiers } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page, requireOfficer } from '../../http/index.ts';
import { actRoutes } from '../act/route.tsx';
import { fileRoutes } from './files-route.ts';
import { flowRoutes } from './flow-route.tsx';
import { openDossier } from './open.ts';
import { DossierPage } from './page.tsx';
import { auditView } from './view-audit.ts';
import { shownOf } from './viewable.ts';

/** One dossier in the office: its page, its files, its flow, the acts on it. */
export function routes(server: FastifyInstance, platform: Platform): void {
  keepDossiers(platform);
  server.get<{ Params: { id: string }; Querystring: { xem?: string } }>(
    '/mot-cua/ho-so/:id',
    { preHandler: requireOfficer() },
    async (request, reply) => {
      const view = await openDossier(platform, request, request.params.id);
      await auditView(platform, request, view.dossier.id);
      const shown = shownOf(view, request.query.xem);
      const { directory, statusDetail, catalogues, desk, now } = view;
      return page(reply, () => <DossierPage view={view} shown={shown} />, {
        same: [
          minuteOf(now),
          ...changingPartsOf(view),
          directory,
          statusDetail,
          catalogues,
          shown,
          desk.boxes,
        ],
      });
    },
  );
  fileRoutes(server, platform);
  flowRoutes(server, platform);
  actRoutes(server, platform);
}
