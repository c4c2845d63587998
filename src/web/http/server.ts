import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/index.ts';
import { loadAssets, type Assets } from '../assets.ts';
import { registerFaces } from '../faces.ts';
import { csrfGuard } from './csrf.ts';
import { displayRoutes } from './display.ts';
import { errorPages, unreadable } from './errors.tsx';
import { keptPagesHook } from './kept-pages.ts';
import { healthRoutes, securityTxt } from './health.ts';
import { pressureHook } from './pressure.tsx';
import { securityHeaders } from './security-headers.ts';
import { sessionHook } from './session.ts';
import { siteHook } from './site.ts';
import { MAX_FIELDS, MAX_FILE_BYTES, MAX_FILES } from './upload-limits.ts';

declare module 'fastify' {
  interface FastifyInstance {
    assets: Assets;
    /** Whether some face answers GET on this path; to be asked once all are registered. */
    answers(path: string): boolean;
  }
}

const NO_COUNTS = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
};

/** The web server with every face on it, not yet listening. */
export async function createServer(platform: Platform): Promise<FastifyInstance> {
  const { config, log } = platform;
  const server = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    genReqId: () => randomUUID(),
    // What is logged of a request says its id itself: a logger for each would cost more than what it logs.
    childLoggerFactory: (logger) => logger,
    frameworkErrors: unreadable,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  });
  server.decorate('platform', platform);
  server.decorate('assets', await loadAssets());
  const known = new Map<string, boolean>();
  server.decorate('answers', (path) => {
    const found = known.get(path) ?? server.hasRoute({ method: 'GET', url: path });
    known.set(path, found);
    return found;
  });

  securityHeaders(server, config);
  await server.register(cookie);
  await server.register(formbody, { bodyLimit: 1024 * 1024 });
  await server.register(multipart, {
    limits: { fileSize: MAX_FILE_BYTES, files: MAX_FILES, fields: MAX_FIELDS },
  });
  await server.register(rateLimit, {
    max: config.rateLimit,
    timeWindow: '1 minute',
    hook: 'onRequest',
    // A connection that broke before its request was read has no address any more.
    keyGenerator: (request) => request.ip ?? 'gone',
    // Nobody counts along; who is turned away is told when to come again.
    addHeadersOnExceeding: NO_COUNTS,
    addHeaders: NO_COUNTS,
  });
  await server.register(files, {
    root: server.assets.folder,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
    index: false,
  });
  errorPages(server);
  pressureHook(server, platform);
  sessionHook(server, platform);
  csrfGuard(server);
  keptPagesHook(server, platform);
  siteHook(server, platform);

  healthRoutes(server, platform);
  securityTxt(server, platform);
  displayRoutes(server);
  server.get('/favicon.ico', (_request, reply) =>
    reply.redirect(server.assets.address('art/favicon.svg'), 302),
  );
  registerFaces(server, platform);
  return server;
}
