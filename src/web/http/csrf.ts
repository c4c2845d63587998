import { createHmac, randomFillSync, timingSafeEqual } from 'node:crypto';
import type { Viewer } from '../../modules/accounts/index.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Forbidden } from './problems.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const TURNED_DOWN =
  'Yêu cầu này không đến từ trang của cổng nên đã bị chặn để bảo vệ bạn. Mở lại trang và gửi lại từ đó.';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** false: for calls of other systems that prove themselves in their own way (payment notices, the API). */
    csrf?: boolean;
  }
}

/**
 * Refuses requests that change something unless they come from our own pages: by Sec-Fetch-Site, which every browser
 * in use sends, else by Origin, else by Referer.
 */
export function csrfGuard(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const safe = SAFE_METHODS.has(request.method) || request.routeOptions.config.csrf === false;
    done(safe || fromHere(request) ? undefined : new Forbidden(TURNED_DOWN));
  });
}

function fromHere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const source = request.headers.origin ?? request.headers.referer;
  if (!source || !URL.canParse(source)) return false;
  const { host, origin } = new URL(source);
  // Through URL, so that a default port written out compares equal.
  const own = `${request.protocol}://${request.host}`;
  return (
    origin === new URL(request.server.platform.config.publicUrl).origin ||
    (URL.canParse(own) && host === new URL(own).host)
  );
}

/**
 * A token for forms that must not be sent by anything but a page of this session: the session's own, under a mask that
 * is different on each page, so that compression gives nothing away.
 */
export function csrfToken(request: FastifyRequest): string {
  if (!request.viewer) return '';
  const own = ownToken(request, request.viewer);
  const token = Buffer.allocUnsafe(2 * LENGTH);
  entropy(LENGTH).copy(token);
  for (let at = 0; at < LENGTH; at++) token[LENGTH + at] = token[at]! ^ own[at]!;
  return token.toString('base64url');
}

/** preHandler: checks the field `_ma` drawn by `CsrfField`. Forms with files call `checkToken` after reading them. */
export async function requireToken(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  checkToken(request, (request.body as Record<string, unknown> | undefined)?._ma);
}

/** @throws Forbidden unless the token was made for a page of this session */
export function checkToken(request: FastifyRequest, given: unknown): void {
  const token = Buffer.from(typeof given === 'string' ? given : '', 'base64url');
  if (request.viewer && token.length === 2 * LENGTH) {
    for (let at = 0; at < LENGTH; at++) token[at]! ^= token[LENGTH + at]!;
    if (timingSafeEqual(token.subarray(0, LENGTH), ownToken(request, request.viewer))) return;
  }
  throw new Forbidden('Trang này đã mở quá lâu hoặc thuộc phiên đăng nhập khác. Mở lại trang và gửi lại.');
}

/** Bytes of a session's own token: of SHA-256. */
const LENGTH = 32;
const owned = new WeakMap<Viewer, Buffer>();

function ownToken(request: FastifyRequest, viewer: Viewer): Buffer {
  let token = owned.get(viewer);
  if (!token) {
    const { secret } = request.server.platform.config;
    token = createHmac('sha256', secret).update('csrf ').update(viewer.session.idHash).digest();
    owned.set(viewer, token);
  }
  return token;
}

/** Random bytes in store: one call into the system for many pages. None is given out twice. */
const store = Buffer.allocUnsafe(128 * LENGTH);
let used = store.length;

function entropy(bytes: number): Buffer {
  if (used + bytes > store.length) {
    randomFillSync(store);
    used = 0;
  }
  used += bytes;
  return store.subarray(used - bytes, used);
}
