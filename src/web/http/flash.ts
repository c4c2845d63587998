import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FlashMessage } from '../ui/context.ts';

const COOKIE = 'tin';
const MAX_TEXT = 300;

/**
 * Leaves a message for the next page. It travels in a signed cookie of a few minutes, so that nobody else can put words
 * on our pages.
 */
export function flash(
  reply: FastifyReply,
  text: string,
  options: { kind?: FlashMessage['kind']; link?: FlashMessage['link'] } = {},
): void {
  const message: FlashMessage = {
    text: text.slice(0, MAX_TEXT),
    kind: options.kind ?? 'ok',
    link: options.link,
  };
  const waiting = (reply.flashes ??= []);
  waiting.push(message);
  const body = Buffer.from(JSON.stringify(waiting)).toString('base64url');
  const { secret, secure } = reply.server.platform.config;
  reply.setCookie(COOKIE, `${body}.${sign(body, secret)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: 300,
  });
}

/** Messages waiting in the request's cookie; taking them removes the cookie. */
export function takeFlashes(request: FastifyRequest, reply: FastifyReply): FlashMessage[] {
  const cookie = request.cookies[COOKIE];
  if (!cookie) return [];
  reply.clearCookie(COOKIE, { path: '/' });
  const [body = '', signature = ''] = cookie.split('.');
  const expected = Buffer.from(sign(body, request.server.platform.config.secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return [];
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as FlashMessage[];
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(`flash ${body}`).digest('base64url');
}
