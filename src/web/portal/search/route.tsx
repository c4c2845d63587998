import type { FastifyInstance } from 'fastify';
import { searchProcedures } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page } from '../../http/index.ts';
import { readFilters, searchAddress } from './filters.ts';
import { SearchPage } from './page.tsx';

/** Search of procedures; a code leads straight to its page. */
export function routes(server: FastifyInstance, platform: Platform): void {
  server.get<{ Querystring: Record<string, unknown> }>('/thu-tuc', async (request, reply) => {
    const filters = readFilters(request.query);
    const result = await searchProcedures(platform.db, filters);
    if (result.by === 'code') return reply.redirect(`/thu-tuc/${result.rows[0]!.code}`, 303);
    // One address for one list in search engines; lists of what somebody typed are no pages of ours.
    const canonical = searchAddress({ ...filters, sort: 'best' }, { page: result.page });
    reply.header('link', `<${platform.config.publicUrl}${canonical}>; rel="canonical"`);
    if (filters.q) reply.header('x-robots-tag', 'noindex, follow');
    return page(reply, <SearchPage filters={{ ...filters, page: result.page }} result={result} />, {
      cache: 'public',
    });
  });
}
