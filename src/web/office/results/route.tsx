import type { FastifyInstance } from 'fastify';
import { clean } from '../../../core/text.ts';
import { BOXES, workList } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page, requireOfficer, viewerOf } from '../../http/index.ts';
import { deskOf } from '../desk-of.ts';
import { listFacts } from '../dossier-cells.tsx';
import { filterOf, PAGE_SIZE } from '../desk/filters.ts';
import { ResultsPage } from './page.tsx';

interface Query {
  tim?: string;
  sau?: string;
}

const WAITING = BOXES.find((box) => box.code === 'cho-tra')!;

/** Dossiers whose result waits at the counter. */
export function routes(server: FastifyInstance, platform: Platform): void {
  server.get<{ Querystring: Query }>(
    '/mot-cua/tra-ket-qua',
    { preHandler: requireOfficer('dossier.return') },
    async (request, reply) => {
      const { db, clock } = platform;
      const now = clock.now();
      const desk = await deskOf(platform, viewerOf(request));
      const query: Query = {
        tim: clean(String(request.query.tim ?? '')),
        sau: String(request.query.sau ?? ''),
      };
      const found = await workList(db, desk.actor, WAITING, filterOf(query, now), now);
      const rows = found.slice(0, PAGE_SIZE);
      const last = rows.at(-1);
      const next =
        found.length > PAGE_SIZE && last
          ? `/mot-cua/tra-ket-qua?${new URLSearchParams({
              ...(query.tim ? { tim: query.tim } : {}),
              sau: `${last.sort}~${last.id}`,
            })}`
          : undefined;
      return page(
        reply,
        <ResultsPage
          desk={desk}
          typed={query.tim ?? ''}
          rows={rows}
          facts={await listFacts(db, desk.actor, rows, now)}
          next={next}
          paged={Boolean(query.sau)}
        />,
      );
    },
  );
}
