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
  const waiting = (reply.flashes ??= readCookie(reply.request));
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

/** Messages for the page being rendered: those of the request's cookie and of this answer; they are shown once. */
export function takeFlashes(request: FastifyRequest, reply: FastifyReply): FlashMessage[] {
  const messages = reply.flashes ?? readCookie(request);
  if (messages.length > 0) reply.clearCookie(COOKIE, { path: '/' });
  return messages;
}

/** Whether the request brings a message along. */
export const hasFlash = (request: FastifyRequest): boolean => Boolean(request.cookies[COOKIE]);

function readCookie(request: FastifyRequest): FlashMessage[] {
  if (!hasFlash(request)) return [];
  const [body = '', signature = ''] = (request.cookies[COOKIE] ?? '').split('.');
  const expected = Buffer.from(sign(body, request.server.platform.config.secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return [];
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as FlashMessage[];
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(`flash ${body}`).digest('base64url');
}
