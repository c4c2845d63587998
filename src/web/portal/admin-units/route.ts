import type { FastifyInstance } from 'fastify';
import { communesOf } from '../../../modules/agencies/index.ts';
import type { Platform } from '../../../platform/index.ts';

/** Communes of a province, for address fields in the browser: `[{ "code", "name" }]`. */
export function routes(server: FastifyInstance, { db }: Platform): void {
  server.get<{ Params: { code: string } }>('/don-vi-hanh-chinh/:code.json', async (request, reply) => {
    const communes = await communesOf(db, request.params.code);
    if (!communes) return reply.code(404).send([]);
    return reply.header('cache-control', 'public, max-age=86400').send(communes);
  });
}
