import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { PageContext, type PageFacts } from '../ui/context.ts';
import { csrfToken } from './csrf.ts';
import { displayOf } from './display.ts';
import { takeFlashes } from './flash.ts';

const compress = promisify(brotliCompress);
const SMALL = 1024;

export interface PageOptions {
  /** Default 200; 422 for a form that was turned back. */
  status?: number;
  /**
   * public: browsers may show it again for a minute to people who are not logged in. Only for pages that say the same
   * to everybody.
   */
  cache?: 'public';
}

/** Renders a page and answers with it. */
export async function page(
  reply: FastifyReply,
  view: JSX.Element,
  options: PageOptions = {},
): Promise<FastifyReply> {
  const { request } = reply;
  const facts = pageFacts(reply);
  const html = render(view, facts);
  const shared = options.cache === 'public' && request.viewer === null && facts.flash.length === 0;
  reply
    .code(options.status ?? 200)
    .type('text/html; charset=utf-8')
    .header('vary', 'Cookie, Accept-Encoding')
    .header('cache-control', shared ? 'private, max-age=60' : 'no-store');
  if (shared) {
    const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
    reply.header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  }
  if (html.length < SMALL || !acceptsBrotli(request)) return reply.send(html);
  // Quality 1: a fifth of the size for a seventh of a millisecond; higher costs more than rendering.
  const body = await compress(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  return reply.header('content-encoding', 'br').send(body);
}

/** HTML of a view with the facts of this request, without sending it. */
export function renderView(reply: FastifyReply, view: JSX.Element): string {
  return render(view, pageFacts(reply));
}

function render(view: JSX.Element, facts: PageFacts): string {
  return `<!doctype html>${renderToString(<PageContext.Provider value={facts}>{view}</PageContext.Provider>)}`;
}

function pageFacts(reply: FastifyReply): PageFacts {
  const { request } = reply;
  const { server } = request;
  return {
    site: server.site,
    viewer: request.viewer,
    path: request.url.split('?')[0]!,
    // A page that answers a POST has no address to come back to but its own path.
    url: request.method === 'GET' ? request.url : request.url.split('?')[0]!,
    ...displayOf(request),
    flash: takeFlashes(request, reply),
    csrfToken: csrfToken(request),
    asset: server.assets.address,
    exists: (path) => server.hasRoute({ method: 'GET', url: path }),
    icons: new Set(),
  };
}

function acceptsBrotli(request: FastifyRequest): boolean {
  return /(?:^|,)\s*br\s*(?:,|;(?!\s*q=0(?:\.0*)?\s*(?:,|$))|$)/.test(
    request.headers['accept-encoding'] ?? '',
  );
}
