import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/index.ts';
import { PageContext, plainFacts } from '../ui/context.ts';
import { renderToString } from '../ui/render.ts';
import { ErrorPage, type ErrorPageProps } from './error-page.tsx';

/** Seconds after which whoever was turned away should ask again. */
export const RETRY_AFTER = 5;
/** Questions that may wait for a connection to the database: about a second's worth. */
const MOST_WAITING = 1_000;
const TICK_MS = 250;
/** How late a timer may be twice in a row. */
const LATE_MS = 2_000;

/** What people are told when more of them ask than can be answered. */
export const BUSY: ErrorPageProps = {
  status: 503,
  title: 'Hệ thống đang có rất đông người truy cập',
  message: 'Những gì bạn đã lưu vẫn còn. Chờ ít giây rồi tải lại trang này.',
};

/**
 * Answers pages with "come back in a moment" while so much waits that they would be answered too late anyway: quickly,
 * so that what has begun is finished. What people send is always taken.
 */
export function pressureHook(server: FastifyInstance, platform: Pick<Platform, 'waiting'>): void {
  let due = performance.now() + TICK_MS;
  let late = [0, 0];
  const timer = setInterval(() => {
    const now = performance.now();
    late = [late[1]!, now - due];
    due = now + TICK_MS;
  }, TICK_MS).unref();
  server.addHook('onClose', async () => clearInterval(timer));
  let page = { of: server.site, html: '' };
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' || /^\/(?:assets|health)\//.test(request.url)) return;
    const pressed = Math.min(...late) > LATE_MS || (platform.waiting?.() ?? 0) > MOST_WAITING;
    if (!pressed) return;
    if (page.html === '' || page.of !== server.site) page = { of: server.site, html: busyPage(server) };
    return reply
      .code(503)
      .headers({ 'retry-after': RETRY_AFTER, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(page.html);
  });
}

function busyPage({ site, assets }: FastifyInstance): string {
  const facts = plainFacts({ site, asset: assets.address });
  const view = (
    <PageContext.Provider value={facts}>
      <ErrorPage {...BUSY} />
    </PageContext.Provider>
  );
  return `<!doctype html>${renderToString(view)}`;
}
