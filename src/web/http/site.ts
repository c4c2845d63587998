import type { FastifyInstance } from 'fastify';
import { DEFAULT_SITE, type Site } from '../../core/site.ts';
import { loadSettings } from '../../modules/settings/index.ts';
import type { Platform } from '../../platform/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Who runs this portal, as the setting says. */
    site: Site;
  }
}

/**
 * Keeps `server.site` as the setting says. Asked for anew only after something was published, so that pages cost no
 * statement more; without word from the database it is asked for each time (and kept for seconds by the module). Stands
 * behind the hook of kept pages, which were drawn with the site of their day and are dropped by the same word.
 */
export function siteHook(server: FastifyInstance, { db, changes, log }: Platform): void {
  let site: Site = DEFAULT_SITE;
  let asked: number | null = null;
  server.decorate('site', { getter: () => site });
  server.addHook('onSend', (request, _reply, _payload, done) => {
    if (request.method !== 'GET' && request.url.startsWith('/quan-tri')) asked = null;
    done();
  });
  server.addHook('preHandler', async (request) => {
    if (request.url.startsWith('/health/')) return;
    const generation = changes?.listening ? changes.generation : null;
    if (asked !== null && asked === generation) return;
    try {
      site = (await loadSettings(db)).site;
      asked = generation;
    } catch (error) {
      // A page that can do without the database says what was known last.
      log.warn({ err: error }, 'the facts of the site could not be read');
    }
  });
}
