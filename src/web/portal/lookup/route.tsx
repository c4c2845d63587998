import type { FastifyInstance } from 'fastify';
import { minuteOf } from '../../../core/dates.ts';
import { latenessOf } from '../../../core/deadline/index.ts';
import { loadDirectory, workCalendar } from '../../../modules/agencies/index.ts';
import { lookup, type PublicView } from '../../../modules/dossiers/index.ts';
import { citizenWords, detailsOf, explanationOf } from '../../../modules/statuses/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page } from '../../http/index.ts';
import { LookupPage, type Found } from './page.tsx';

/** Public look-up by code. Few tries a minute, so that codes are not gone through one by one. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock, config } = platform;
  const limit = { max: Math.max(10, Math.ceil(config.rateLimit / 20)), timeWindow: '1 minute' };

  server.get<{ Querystring: { ma?: string | string[] } }>(
    '/tra-cuu',
    { config: { rateLimit: limit } },
    async (request, reply) => {
      const code = [request.query.ma ?? ''].flat()[0]!.trim().slice(0, 60);
      const view = code === '' ? null : await lookup(db, code);
      // What a code opens is not for search engines.
      if (code !== '') reply.header('x-robots-tag', 'noindex, nofollow');
      const status = code !== '' && view === null ? 404 : 200;
      return page(
        reply,
        async () => <LookupPage code={code} found={view && (await found(view))} />,
        status === 200 ? { same: [minuteOf(clock.now()), view] } : { status },
      );
    },
  );

  async function found(view: PublicView): Promise<Found> {
    const calendar = await workCalendar(db, view.agencyId);
    const until = view.doneAt ?? view.pausedAt ?? clock.now();
    const detailOf = await detailsOf(db, [view], clock.now());
    return {
      view,
      detail: citizenWords(detailOf(view)),
      explanation: await explanationOf(db, view.status),
      agencyName: (await loadDirectory(db)).agencyById(view.agencyId)?.name ?? '',
      lateness: latenessOf(calendar, view.dueAt, until, view.limitUnit ?? 'working_day'),
    };
  }
}
