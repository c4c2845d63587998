import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../core/dates.ts';
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

/**
 * How long a loaded viewer is used again. An ended session, a changed right or a notice is told by the database; while it
 * can not be heard, it is noticed after the shorter time at the latest.
 */
const FRESH_MS = 60_000;
const UNTOLD_MS = 5_000;
const MAX_KEPT = 20_000;

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

/** Letters of a session's id; what is shorter or longer is none and is not remembered. */
const ID_LENGTH = 43;

/** Viewers by session, kept for seconds in this process. */
export class ViewerCache {
  readonly #kept = new Map<string, { viewer: Viewer | null; until: number }>();
  readonly #ofAccount = new Map<number, Set<string>>();
  readonly #told: () => boolean;
  #forgotten = 0;

  /** @param told whether changes are heard of now */
  constructor(told: () => boolean = () => false) {
    this.#told = told;
  }

  /**
   * @param key id of the session, as the browser has it
   * @param load asked when nothing fresh is kept
   */
  async get(key: string, load: () => Promise<Viewer | null>): Promise<Viewer | null> {
    const found = this.#kept.get(key);
    if (found && found.until > performance.now()) return found.viewer;
    const before = this.#forgotten;
    const viewer = await load();
    // Somebody was forgotten while this was read: it may be what they were before.
    if (this.#forgotten !== before) return viewer;
    this.#remove(key);
    if (this.#kept.size >= MAX_KEPT) this.#remove(this.#kept.keys().next().value!);
    // A session that there is none of may be there the next moment, and nobody tells.
    const fresh = viewer && this.#told() ? FRESH_MS : UNTOLD_MS;
    this.#kept.set(key, { viewer, until: performance.now() + fresh });
    if (viewer) {
      const keys = this.#ofAccount.get(viewer.account.id) ?? new Set();
      this.#ofAccount.set(viewer.account.id, keys.add(key));
    }
    return viewer;
  }

  /** Forgets every viewer of an account: after its session, name, password, rights or notices have changed. null: all. */
  forget(accountId: number | null): void {
    this.#forgotten++;
    if (accountId === null) {
      this.#kept.clear();
      this.#ofAccount.clear();
    } else for (const key of this.#ofAccount.get(accountId) ?? []) this.#remove(key);
  }

  /** Forgets one session. */
  drop(key: string): void {
    this.#forgotten++;
    this.#remove(key);
  }

  #remove(key: string): void {
    const id = this.#kept.get(key)?.viewer?.account.id;
    this.#kept.delete(key);
    if (id === undefined) return;
    const keys = this.#ofAccount.get(id);
    keys?.delete(key);
    if (keys?.size === 0) this.#ofAccount.delete(id);
  }
}

/** Name of the session cookie: `__Host-` binds it to this host and to https, so it needs https. */
export function cookieName(platform: Platform): string {
  return platform.config.secure ? '__Host-phien' : 'phien';
}

/** Gives every request its viewer; static files and health checks do without. */
export function sessionHook(server: FastifyInstance, platform: Platform): void {
  const name = cookieName(platform);
  const viewers = new ViewerCache(() => platform.changes?.listening ?? false);
  server.decorate('viewers', viewers);
  platform.changes?.listen({
    // Rights by role, group and substitution are published like everything else that administrators change.
    published: () => viewers.forget(null),
    account: (id) => viewers.forget(id),
  });
  server.decorateRequest('viewer', null);
  server.decorateReply('flashes', null);
  server.addHook('onRequest', async (request) => {
    const id = request.cookies[name];
    if (id?.length !== ID_LENGTH || request.url.startsWith('/assets/') || request.url.startsWith('/health/'))
      return;
    const viewer = await server.viewers.get(id, () =>
      loadViewer(platform.db, sessionHash(id), localDate(platform.clock.now())),
    );
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
  request.viewer = await loadViewer(platform.db, sessionHash(id), localDate(platform.clock.now()));
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
    viewers.drop(request.cookies[cookieName(platform)] ?? '');
    request.viewer = null;
  }
  reply.clearCookie(cookieName(platform), { path: '/', secure: platform.config.secure });
}
