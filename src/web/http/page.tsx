import type { FastifyReply } from 'fastify';
import type { JSX } from 'preact';
import { PageContext, type PageFacts } from '../ui/context.ts';
import { renderToString } from '../ui/render.ts';
import { compress, takesBrotli } from './compress.ts';
import { csrfToken } from './csrf.ts';
import { displayOf } from './display.ts';
import { takeFlashes } from './flash.ts';
import { sendPublic } from './kept-pages.ts';

const SMALL = 1024;

export interface PageOptions {
  /** Default 200; 422 for a form that was turned back. */
  status?: number;
  /**
   * public: it says the same to everybody. Kept here (see kept-pages.ts), and browsers may show it again for a minute to
   * people who are not logged in.
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
  if (options.cache === 'public' && facts.flash.length === 0 && (options.status ?? 200) === 200) {
    return sendPublic(reply, facts, (shown) => render(view, shown));
  }
  const html = render(view, facts);
  reply
    .code(options.status ?? 200)
    .type('text/html; charset=utf-8')
    .header('vary', 'Cookie, Accept-Encoding')
    .header('cache-control', 'no-store');
  if (html.length < SMALL || !takesBrotli(request)) return reply.send(html);
  return reply.header('content-encoding', 'br').send(compress(html));
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
    exists: server.answers,
    icons: new Set(),
  };
}
