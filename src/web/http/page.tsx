import type { FastifyReply } from 'fastify';
import type { JSX } from 'preact';
import { PageContext, type PageFacts } from '../ui/context.ts';
import { renderToChunks, renderToString } from '../ui/render.ts';
import { packedFor, takesGzip } from './compress.ts';
import { csrfToken } from './csrf.ts';
import { displayOf } from './display.ts';
import { takeFlashes } from './flash.ts';
import { FOR_A_MINUTE, sendPublic } from './kept-pages.ts';
import { made, OwnPage, type View } from './own-pages.tsx';
import { joined } from './utf8.ts';

const SMALL = 1024;

export interface PageOptions {
  /** Default 200; 422 for a form that was turned back. */
  status?: number;
  /**
   * public: it says the same to everybody. Kept here (see kept-pages.ts), and browsers may show it again for a minute to
   * people who are not logged in.
   */
  cache?: 'public';
  /** Everything a page of one person is drawn from beside what is published: see own-pages.tsx. */
  same?: readonly unknown[];
}

/** Renders a page and answers with it. */
export async function page(
  reply: FastifyReply,
  view: View,
  options: PageOptions = {},
): Promise<FastifyReply> {
  const { request } = reply;
  const facts = pageFacts(reply);
  const isPublic = options.cache === 'public' && facts.flash.length === 0 && (options.status ?? 200) === 200;
  if (isPublic) {
    const same = await made(view);
    const sent = sendPublic(reply, facts, (shown) => DOCTYPE + renderToString(within(shown, same)));
    if (sent) return sent;
  }
  const shown = await request.server.ownPages.viewOf(request, facts, view, options.same);
  reply
    .code(options.status ?? 200)
    .type('text/html; charset=utf-8')
    .header('vary', 'Cookie, Accept-Encoding')
    .header('cache-control', isPublic && !request.viewer ? FOR_A_MINUTE : 'no-store');
  const own = shown instanceof OwnPage;
  const ready = own && takesGzip(request) ? shown.packed(facts, DOCTYPE) : null;
  if (ready) return reply.header('content-encoding', 'gzip').send(ready);
  const chunks = own ? shown.plain(facts) : renderToChunks(within(facts, shown));
  const html = joined([DOCTYPE, ...chunks]);
  const packed = html.length < SMALL ? null : packedFor(request, html);
  if (!packed) return reply.send(Buffer.from(html));
  return reply.header('content-encoding', packed.encoding).send(packed.body);
}

/** HTML of a view with the facts of this request, without sending it. */
export const renderView = (reply: FastifyReply, view: JSX.Element): string =>
  renderToString(within(pageFacts(reply), view));

const DOCTYPE = '<!doctype html>';
const within = (facts: PageFacts, view: JSX.Element): JSX.Element => (
  <PageContext.Provider value={facts}>{view}</PageContext.Provider>
);

function pageFacts(reply: FastifyReply): PageFacts {
  const { request } = reply;
  const { server, url } = request;
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  return {
    site: server.site,
    viewer: request.viewer,
    path,
    // A page that answers a POST has no address to come back to but its own path.
    url: request.method === 'GET' ? url : path,
    ...displayOf(request),
    flash: takeFlashes(request, reply),
    // Made where it is drawn: most pages show none.
    get csrfToken() {
      return csrfToken(request);
    },
    asset: server.assets.address,
    exists: server.answers,
    icons: new Set(),
    now: server.platform.clock.now(),
  };
}
