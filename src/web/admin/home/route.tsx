import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../../platform/index.ts';
import { page, requireOfficer, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { AdminHome } from './page.tsx';

/** First page of administration: what the rights open. */
export function routes(server: FastifyInstance, platform: Platform): void {
  server.get('/quan-tri', { preHandler: requireOfficer() }, async (request, reply) =>
    page(reply, <AdminHome desk={await deskOf(platform, viewerOf(request))} />),
  );
}
