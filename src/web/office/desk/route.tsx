import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { minuteOf } from '../../../core/dates.ts';
import { workList } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, Invalid, localPath, page, requireOfficer, viewerOf } from '../../http/index.ts';
import { deskOf, hearOfActs, proceduresIn, recount, type Desk } from '../desk-of.ts';
import { listFacts } from '../dossier-cells.tsx';
import { formKeyOf } from '../problems.ts';
import { actOnMany, type BulkReport } from './bulk.ts';
import { boxAsked, deskHref, filterOf, PAGE_SIZE, sauOf, type DeskQuery } from './filters.ts';
import { DeskPage } from './page.tsx';

/** The officer's desk, and acts on many dossiers at once. */
export function routes(server: FastifyInstance, platform: Platform): void {
  hearOfActs(platform);
  server.get<{ Querystring: DeskQuery }>(
    '/mot-cua',
    { preHandler: requireOfficer() },
    async (request, reply) => show(platform, request, reply, plain(request.query)),
  );

  server.post<{ Body: Record<string, string | string[] | undefined> }>(
    '/mot-cua/nhieu-ho-so',
    { preHandler: requireOfficer('dossier.receive') },
    async (request, reply) => {
      const { body } = request;
      const { actor } = await deskOf(platform, viewerOf(request));
      const chosen = [body['chon'] ?? []].flat();
      const back = localPath(one(body['ve'])) ?? '/mot-cua';
      if (chosen.length === 0) {
        flash(reply, 'Chọn ít nhất một hồ sơ trong danh sách rồi bấm lại.', { kind: 'warn' });
        return reply.redirect(back, 303);
      }
      const report = await actOnMany(platform, actor, one(body['viec']), chosen, {
        key: formKeyOf(one(body['key'])),
      });
      if (!report)
        throw new Invalid('Không rõ bạn muốn làm gì với các hồ sơ đã chọn. Quay lại và bấm lại nút.');
      recount(platform.db, actor);
      if (report.failed.length === 0) {
        flash(reply, `Đã ${report.verb} ${report.done} hồ sơ.`);
        return reply.redirect(back, 303);
      }
      const query = Object.fromEntries(new URL(back, 'http://x').searchParams) as DeskQuery;
      return show(platform, request, reply, query, report);
    },
  );
}

async function show(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  query: DeskQuery,
  report?: BulkReport,
): Promise<FastifyReply> {
  const { db, clock } = platform;
  const now = clock.now();
  const desk: Desk = await deskOf(platform, viewerOf(request));
  const box = boxAsked(desk, query.hop);
  const [found, procedures] = box
    ? await Promise.all([
        workList(db, desk.actor, box, filterOf(query, now), now),
        proceduresIn(platform, desk, box),
      ])
    : [[], []];
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const next =
    found.length > PAGE_SIZE && last ? deskHref({ ...query, hop: box?.code, sau: sauOf(last) }) : undefined;
  return page(
    reply,
    async () => (
      <DeskPage
        desk={desk}
        box={box}
        query={query}
        rows={rows}
        facts={await listFacts(db, desk.actor, rows, now)}
        procedures={procedures}
        next={next}
        paged={Boolean(query.sau)}
        report={report}
      />
    ),
    report ? { status: 409 } : { same: [minuteOf(now), rows, desk.boxes, procedures] },
  );
}

/** Repeated keys of an address count once. */
const plain = (query: DeskQuery): DeskQuery =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, one(value as string | string[])]),
  ) as DeskQuery;

const one = (value: string | string[] | undefined): string => [value ?? ''].flat().at(-1) ?? '';
