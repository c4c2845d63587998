import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  endSession,
  loadViewer,
  openSession,
  sessionExpired,
  sessionHash,
  touchSession,
  type Viewer,
} from '../../modules/accounts/index.ts';
import type { Platform } from '../../platform/index.ts';
import type { FlashMessage } from '../ui/context.ts';

/** How long a loaded viewer is used again: an ended session or a changed right is noticed after this at the latest. */
const FRESH_MS = 5_000;
const MAX_KEPT = 5_000;

declare module 'fastify' {
  interface FastifyInstance {
    platform: Platform;
    viewers: ViewerCache;
  }
  interface FastifyRequest {
    /** Who is logged in, or null. */
    viewer: Viewer | null;
  }
  interface FastifyReply {
    /** Messages left for the next page by this answer. */
    flashes: FlashMessage[] | null;
  }
}

/** Viewers by session, kept for seconds in this process. */
export class ViewerCache {
  readonly #kept = new Map<string, { viewer: Viewer | null; until: number }>();

  /** @param load asked when nothing fresh is kept */
  async get(hash: Buffer, load: () => Promise<Viewer | null>): Promise<Viewer | null> {
    const key = hash.toString('base64');
    const found = this.#kept.get(key);
    if (found && found.until > performance.now()) return found.viewer;
    const viewer = await load();
    if (this.#kept.size >= MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.delete(key);
    this.#kept.set(key, { viewer, until: performance.now() + FRESH_MS });
    return viewer;
  }

  /** Forgets every viewer of an account: after its session, name, password, rights or notices have changed. */
  forget(accountId: number): void {
    for (const [key, { viewer }] of this.#kept) if (viewer?.account.id === accountId) this.#kept.delete(key);
  }

  /** Forgets one session. */
  drop(hash: Buffer): void {
    this.#kept.delete(hash.toString('base64'));
  }
}

/** Name of the session cookie: `__Host-` binds it to this host and to https, so it needs https. */
export function cookieName(platform: Platform): string {
  return platform.config.secure ? '__Host-phien' : 'phien';
}

/** Gives every request its viewer; static files and health checks do without. */
export function sessionHook(server: FastifyInstance, platform: Platform): void {
  const name = cookieName(platform);
  server.decorate('viewers', new ViewerCache());
  server.decorateRequest('viewer', null);
  server.decorateReply('flashes', null);
  server.addHook('onRequest', async (request) => {
    const id = request.cookies[name];
    if (!id || request.url.startsWith('/assets/') || request.url.startsWith('/health/')) return;
    const hash = sessionHash(id);
    const viewer = await server.viewers.get(hash, () => loadViewer(platform.db, hash));
    const now = platform.clock.now();
    if (!viewer || sessionExpired(viewer.session, now)) return;
    viewer.session.seenAt = await touchSession(platform.db, viewer.session, now);
    request.viewer = viewer;
  });
}

/** Begins a session for an account that has just proved itself. A session that the browser had before ends. */
export async function logIn(
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: number,
): Promise<{ ended: number }> {
  const { platform, viewers } = request.server;
  if (request.viewer) await logOut(request, reply);
  const { id, ended } = await openSession(platform.db, {
    accountId,
    now: platform.clock.now(),
    ip: request.ip,
    userAgent: request.headers['user-agent'],
  });
  viewers.forget(accountId);
  request.viewer = await loadViewer(platform.db, sessionHash(id));
  // A session cookie: it ends with the browser, and on the server after 30 idle minutes or 12 hours.
  reply.setCookie(cookieName(platform), id, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: platform.config.secure,
  });
  return { ended };
}

/** Ends the session of this browser. */
export async function logOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { platform, viewers } = request.server;
  if (request.viewer) {
    await endSession(platform.db, request.viewer.session.idHash);
    viewers.drop(request.viewer.session.idHash);
    request.viewer = null;
  }
  reply.clearCookie(cookieName(platform), { path: '/', secure: platform.config.secure });
}
