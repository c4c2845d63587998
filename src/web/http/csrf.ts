import { createHmac, createSecretKey, randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto';
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
  server.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method) || request.routeOptions.config.csrf === false) return;
    if (!fromHere(request)) throw new Forbidden(TURNED_DOWN);
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
 * A token for forms that must not be sent by anything but a page of this session. Bound to the session and different
 * on each page, so that compression gives nothing away.
 */
export function csrfToken(request: FastifyRequest): string {
  if (!request.viewer) return '';
  // Node keeps entropy ready for these; other random bytes are a call into the system each time.
  const nonce = randomUUID();
  return `${nonce}.${tokenMac(request, nonce)}`;
}

/** preHandler: checks the field `_ma` drawn by `CsrfField`. Forms with files call `checkToken` after reading them. */
export async function requireToken(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  checkToken(request, (request.body as Record<string, unknown> | undefined)?._ma);
}

/** @throws Forbidden unless the token was made for a page of this session */
export function checkToken(request: FastifyRequest, given: unknown): void {
  const [nonce = '', mac = ''] = typeof given === 'string' ? given.split('.') : [];
  const expected = request.viewer ? Buffer.from(tokenMac(request, nonce)) : null;
  const actual = Buffer.from(mac);
  if (!expected || expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
    throw new Forbidden('Trang này đã mở quá lâu hoặc thuộc phiên đăng nhập khác. Mở lại trang và gửi lại.');
  }
}

const keys = new Map<string, KeyObject>();

/** The secret as a key, which costs more to make than a token. */
function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (!key) keys.set(secret, (key = createSecretKey(secret, 'utf8')));
  return key;
}

function tokenMac(request: FastifyRequest, nonce: string): string {
  return createHmac('sha256', keyOf(request.server.platform.config.secret))
    .update('csrf ')
    .update(request.viewer!.session.idHash)
    .update(nonce)
    .digest('base64url');
}
