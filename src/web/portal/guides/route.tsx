import type { FastifyInstance } from 'fastify';
import { loadContent } from '../../../modules/content/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page } from '../../http/index.ts';
import { GuidePage, GuidesPage } from './page.tsx';

/** Guides and short answers. */
export function routes(server: FastifyInstance, { db, config }: Platform): void {
  server.get('/huong-dan', async (_request, reply) => {
    const content = await loadContent(db);
    return page(reply, <GuidesPage content={content} />, { cache: 'public' });
  });

  server.get<{ Params: { slug: string } }>('/huong-dan/:slug', async (request, reply) => {
    const { guides } = await loadContent(db);
    const guide = guides.find((one) => one.slug === request.params.slug);
    if (!guide) {
      throw new NotFound('Hướng dẫn này không còn nữa. Chọn một hướng dẫn khác trong danh sách.', {
        href: '/huong-dan',
        label: 'Xem các hướng dẫn',
      });
    }
    reply.header('link', `<${config.publicUrl}/huong-dan/${guide.slug}>; rel="canonical"`);
    return page(reply, <GuidePage guide={guide} others={guides.filter((one) => one !== guide)} />, {
      cache: 'public',
    });
  });
}
