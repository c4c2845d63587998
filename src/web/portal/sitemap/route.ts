import type { FastifyInstance } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { loadContent } from '../../../modules/content/index.ts';
import { loadCatalogue } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';

/** A site map may hold so many addresses (sitemaps.org). */
const MOST = 50_000;

/** What search engines need to find every service. */
export function routes(server: FastifyInstance, { db, config }: Platform): void {
  server.get('/sitemap.xml', async (_request, reply) => {
    const [catalogue, content] = [await loadCatalogue(db), await loadContent(db)];
    const fixed = ['/', '/thu-tuc', '/huong-dan'];
    const pages = [
      ...fixed,
      ...content.lifeEvents.map((event) => `/viec/${event.code}`),
      ...content.guides.map((guide) => `/huong-dan/${guide.slug}`),
    ].map((path) => ({ path, changed: '' }));
    const procedures = catalogue.entries.map((entry) => ({
      path: `/thu-tuc/${entry.code}`,
      changed: localDate(entry.updatedAt),
    }));
    const urls = [...pages, ...procedures].slice(0, MOST).map(({ path, changed }) => {
      const lastmod = changed && `<lastmod>${changed}</lastmod>`;
      return `<url><loc>${escapeXml(config.publicUrl + path)}</loc>${lastmod}</url>`;
    });
    return reply
      .type('application/xml; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(
        `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`,
      );
  });

  server.get('/robots.txt', async (_request, reply) => {
    // Pages for one person or for officials have nothing for a search engine.
    const closed = ['/mot-cua', '/quan-tri', '/tai-khoan', '/ho-so', '/nop-ho-so', '/dang-', '/hien-thi'];
    const lines = [
      'User-agent: *',
      ...closed.map((path) => `Disallow: ${path}`),
      `Sitemap: ${config.publicUrl}/sitemap.xml`,
    ];
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(`${lines.join('\n')}\n`);
  });
}

const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
