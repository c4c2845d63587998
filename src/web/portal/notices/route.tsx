import type { FastifyInstance } from 'fastify';
import { listNotices, markNoticesRead } from '../../../modules/notices/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page, requireLogIn, viewerOf } from '../../http/index.ts';
import { NoticesPage } from './page.tsx';

const PAGE = 20;

/** Notices of the account; those that a page has shown are read. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;

  server.get<{ Querystring: { truoc?: string } }>(
    '/thong-bao',
    { preHandler: requireLogIn },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const before = Number(request.query.truoc) || undefined;
      const notices = await listNotices(db, viewer.account.id, { limit: PAGE + 1, before });
      const shown = notices.slice(0, PAGE);
      const fresh = shown.filter((notice) => !notice.read);
      // A browser that only fetches ahead has shown nothing to anybody.
      const ahead = /prefetch|prerender/.test(String(request.headers['sec-purpose'] ?? ''));
      if (fresh.length > 0 && !ahead) {
        await markNoticesRead(db, viewer.account.id, shown[0]!.id, clock.now(), shown.at(-1)!.id);
        server.viewers.forget(viewer.account.id);
        request.viewer = { ...viewer, unread: Math.max(0, viewer.unread - fresh.length) };
      }
      return page(
        reply,
        <NoticesPage
          notices={shown}
          next={notices.length > PAGE ? `/thong-bao?truoc=${shown.at(-1)!.id}` : undefined}
          later={before !== undefined}
        />,
      );
    },
  );
}
