import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { loadDirectory } from '../../../modules/agencies/index.ts';
import {
  adminProcedureCounts,
  adminProcedures,
  createProcedure,
  openFields,
  type PublishedProcedure,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, page, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { ProcedurePage } from '../../portal/procedure/page.tsx';
import { placesOf } from '../../portal/procedure/places.tsx';
import { editorOf, fieldsOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { documentRoutes } from './document-route.tsx';
import { CHANGE, editorRoutes, mustOpen, SEE, type CodeParams } from './editor-route.tsx';
import { listAddress, readListFilters } from './list-filters.ts';
import { ListPage } from './list-page.tsx';
import { NewPage } from './new-page.tsx';
import { editorPath } from './place.ts';
import { publishRoutes } from './publish-route.tsx';

const ROWS = 40;

/** Procedures: list, editor, preview, publication, versions, retirement. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock, config } = platform;

  server.get<{ Querystring: Record<string, unknown> }>('/quan-tri/thu-tuc', SEE, async (request, reply) => {
    const filters = readListFilters(request.query);
    const today = localDate(clock.now());
    const directory = await loadDirectory(db);
    const agency = filters.agency ? directory.agencyBySlug(filters.agency) : undefined;
    const [rows, counts, fields] = await Promise.all([
      adminProcedures(db, {
        q: filters.q,
        field: filters.field || undefined,
        state: filters.state || undefined,
        agencyId: agency?.id,
        needsReview: filters.review,
        after: filters.after ?? undefined,
        limit: ROWS + 1,
      }),
      adminProcedureCounts(db),
      openFields(db, today),
    ]);
    const shown = rows.slice(0, ROWS);
    const last = rows.length > ROWS ? shown.at(-1) : undefined;
    return page(
      reply,
      <ListPage
        desk={await deskOf(platform, viewerOf(request))}
        filters={filters}
        rows={shown}
        counts={counts}
        fields={fields}
        agencies={directory.inForce(today)}
        next={last && listAddress(filters, { after: { folded: last.folded, code: last.code } })}
      />,
    );
  });

  server.get('/quan-tri/thu-tuc/moi', SEE, async (request, reply) => drawNew(request, reply));

  server.post('/quan-tri/thu-tuc/moi', CHANGE, async (request, reply) => {
    const typed = fieldsOf(request.body);
    const { code = '', name = '', field = '', copyOf } = typed;
    try {
      await db
        .transaction()
        .execute((tx) =>
          createProcedure(
            tx,
            { code, name, field, copyOf: copyOf?.trim() || undefined },
            { by: editorOf(request), at: clock.now() },
          ),
        );
    } catch (error) {
      return drawNew(request, reply, typed, turnedBack(error));
    }
    flash(reply, 'Đã tạo bản nháp. Điền các mục rồi công bố.');
    return seeOther(reply, editorPath(code.trim()));
  });

  async function drawNew(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Record<string, string> = {},
    turned?: TurnedBack,
  ): Promise<FastifyReply> {
    const view = (
      <NewPage
        desk={await deskOf(platform, viewerOf(request))}
        fields={await openFields(db, localDate(clock.now()))}
        typed={typed}
        errors={turned?.errors ?? []}
      />
    );
    return page(reply, view, { status: turned?.status ?? 200 });
  }

  // The portal's own page over the draft: what is shown is what will be shown.
  server.get<{ Params: CodeParams; Querystring: { 'truong-hop'?: string } }>(
    '/quan-tri/thu-tuc/:code/xem-truoc',
    SEE,
    async (request, reply) => {
      const open = await mustOpen(platform, request.params.code);
      const { definition } = open;
      const directory = await loadDirectory(db);
      const now = clock.now();
      const agencies = directory.offering(definition.offeredBy, localDate(now));
      const { channels, serviceLevel, cases } = definition;
      const procedure: PublishedProcedure = {
        code: open.code,
        name: definition.name,
        versionId: 0,
        version: open.draft ? (open.versions[0]?.version ?? 0) + 1 : (open.inForce?.version ?? 1),
        definition,
        formVersionId: null,
        flowVersionId: null,
        validFrom: open.draft ? now : (open.inForce?.validFrom ?? now),
        validTo: null,
        agencies,
        online: agencies.length > 0 && serviceLevel.kind !== 'information' && channels.includes('online'),
        needsReview: (definition.review?.length ?? 0) > 0,
        replacedBy: null,
        updatedAt: now,
      };
      return page(
        reply,
        <ProcedurePage
          procedure={procedure}
          shown={cases.find((one) => one.code === request.query['truong-hop']) ?? cases[0]}
          places={placesOf(agencies, directory, localDate(now))}
          publicUrl={config.publicUrl}
          preview={{ back: editorPath(open.code), here: `${editorPath(open.code)}/xem-truoc` }}
        />,
      );
    },
  );

  documentRoutes(server, platform);
  publishRoutes(server, platform);
  editorRoutes(server, platform);
}
