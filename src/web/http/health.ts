import type { FastifyInstance } from 'fastify';
import { ping, type Platform } from '../../platform/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Set before closing: the proxy then stops sending new requests here. */
    leaving: boolean;
  }
}

/** For the proxy and for monitoring: live says the process answers; ready, that it can do its work. */
export function healthRoutes(server: FastifyInstance, platform: Platform): void {
  server.decorate('leaving', false);
  const options = { logLevel: 'silent', config: { rateLimit: false } } as const;
  server.get('/health/live', options, () => ({ status: 'ok' }));
  server.get('/health/ready', options, async (_request, reply) => {
    try {
      if (server.leaving) throw new Error('closing');
      await ping(platform.db);
      return { status: 'ok' };
    } catch (error) {
      return reply.code(503).send({
        status: 'unready',
        reason: server.leaving ? 'closing' : 'database',
        at: platform.clock.now(),
        detail: error instanceof Error ? error.name : '',
      });
    }
  });
}

/** RFC 9116: whom to tell about a weakness. */
export function securityTxt(server: FastifyInstance, platform: Platform): void {
  server.get('/.well-known/security.txt', (_request, reply) => {
    const expires = new Date(platform.clock.now().getTime() + 180 * 86_400_000).toISOString();
    return reply
      .type('text/plain; charset=utf-8')
      .send(
        [
          `Contact: mailto:${server.site.email}`,
          `Expires: ${expires}`,
          'Preferred-Languages: vi, en',
          `Canonical: ${platform.config.publicUrl}/.well-known/security.txt`,
          '',
        ].join('\n'),
      );
  });
}
