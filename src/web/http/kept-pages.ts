import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Platform } from '../../platform/index.ts';
import { Seen } from '../../platform/seen.ts';
import type { Viewer } from '../../modules/accounts/index.ts';
import type { PageFacts } from '../ui/context.ts';
import { escape } from '../ui/render.ts';
import { csrfToken } from './csrf.ts';
import { displayOf } from './display.ts';
import { hasFlash } from './flash.ts';
import { encodingFor, packedFor, takesGzip, type Packed } from './compress.ts';
import { OwnPages } from './own-pages.tsx';
import { FixedPart, gzipOf } from './packed-parts.ts';

/** A kept page is rendered anew after this, even if nothing it shows was published: its order may follow use. */
const FRESH_MS = 60_000;
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_SEEN = 10_000;

/** Headers that a handler may have given the page, beside those of every page. */
const OWN_HEADERS = ['link', 'x-robots-tag'] as const;

/* What differs between two people's views of a public page stands as marks in the kept text. */
const NAME = '\u0001ten\u0001';
const TOKEN = '\u0001ma\u0001';
const UNREAD = 9007199254740881;
const MARKS = new RegExp(`(${NAME}|${TOKEN}|${UNREAD})`);

interface Kept {
  /** Text between marks, and the marks. */
  parts: (FixedPart | string)[];
  headers: [string, string][];
  /** For people who are not logged in: the whole answer, in the ways that were asked for. */
  etag: string;
  packed: Map<Packed['encoding'] | null, Packed | null>;
  until: number;
  bytes: number;
}

/**
 * Pages that say the same to everybody, as they were rendered last, by address, display settings and kind of viewer.
 * Dropped as soon as anything is published (see platform/changes.ts); without word from the database nothing is kept.
 */
export class KeptPages {
  readonly #pages = new Map<string, Kept>();
  readonly #seen = new Seen(MOST_SEEN);
  #bytes = 0;

  get(key: string): Kept | null {
    const found = this.#pages.get(key);
    if (!found || found.until < performance.now()) return null;
    return found;
  }

  /** Whether a page is worth keeping: what is asked for once, such as most searches, is not. */
  wants(key: string): boolean {
    return this.#seen.before(key);
  }

  set(key: string, page: Kept): void {
    this.#drop(key);
    while (this.#bytes + page.bytes > MOST_BYTES && this.#pages.size > 0) {
      this.#drop(this.#pages.keys().next().value!);
    }
    this.#pages.set(key, page);
    this.#bytes += page.bytes;
  }

  clear(): void {
    this.#pages.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes ?? 0;
    this.#pages.delete(key);
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    keptPages: KeptPages;
    ownPages: OwnPages;
  }
  interface FastifyRequest {
    /** Publications heard of before anything was read for this request. */
    generation: number;
  }
}

/** Answers with kept pages, after the session is known and requests were counted, before any handler works. */
export function keptPagesHook(server: FastifyInstance, { changes }: Platform): void {
  const pages = new KeptPages();
  server.decorate('keptPages', pages);
  server.decorate('ownPages', new OwnPages());
  server.decorateRequest('generation', 0);
  if (!changes) return;
  changes.listen({ published: () => pages.clear() });
  // What this process itself publishes shows at once, before the word of it has come around.
  // Not async, here and in site.ts: what is sent at once is not waited for by whoever sends it.
  server.addHook('onSend', (request, _reply, _payload, done) => {
    if (request.method !== 'GET' && request.url.startsWith('/quan-tri')) pages.clear();
    done();
  });
  server.addHook('preHandler', async (request, reply) => {
    request.generation = changes.generation;
    const key = keyOf(request);
    const kept = key === null ? null : pages.get(key);
    if (kept) return send(reply, kept, { again: true });
  });
}

/** Under what a page of this request would be kept; null when it is nobody's but the viewer's. */
function keyOf(request: FastifyRequest): string | null {
  const { viewer, server } = request;
  if (request.method !== 'GET' || !server.platform.changes?.listening || hasFlash(request)) return null;
  if (viewer?.account.mustChangePassword) return null;
  const kind = viewer ? `${viewer.isOfficer ? 'o' : 'c'}${viewer.unread > 0 ? '+' : ''}` : '';
  const { theme, largeText, keys } = displayOf(request);
  return `${kind} ${theme ?? ''} ${largeText} ${keys} ${request.url}`;
}

/**
 * Renders a page that says the same to everybody, keeps it where it may be kept, and answers with it; null when it is
 * asked for the first time, and no different from other pages.
 *
 * @param draw HTML for these facts; a page that reads more of the viewer than name, kind and number of notices is not kept
 */
export function sendPublic(
  reply: FastifyReply,
  facts: PageFacts,
  draw: (facts: PageFacts) => string,
): FastifyReply | null {
  const { request } = reply;
  const { keptPages, platform } = request.server;
  const key = facts.flash.length === 0 ? keyOf(request) : null;
  if (key === null || !keptPages.wants(key)) return null;
  const mask = facts.viewer && masked(facts.viewer);
  const html = draw(mask ? { ...facts, viewer: mask.viewer, csrfToken: TOKEN } : facts);
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
  const parts = html.split(MARKS).map((part) => (MARKS.test(part) ? part : new FixedPart(part)));
  const own = OWN_HEADERS.flatMap((name): [string, string][] => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const kept: Kept = {
    parts,
    headers: own,
    etag,
    packed: new Map(),
    until: performance.now() + FRESH_MS,
    // Packed in two ways it comes to half as much again.
    bytes: 500 + html.length * 3,
  };
  // What was read before something was published must not be kept after it.
  const lasting = !mask?.touched() && request.generation === platform.changes?.generation;
  if (lasting) keptPages.set(key, kept);
  return send(reply, kept, { again: lasting });
}

/** For people who are not logged in, whose browsers may show a public page again for a minute. */
export const FOR_A_MINUTE = 'private, max-age=60';

/** @param again whether it will be sent to others, so that packing its parts is worth while */
function send(
  reply: FastifyReply,
  { parts, headers, etag, packed }: Kept,
  { again }: { again: boolean },
): FastifyReply {
  const { request } = reply;
  const { viewer } = request;
  for (const [name, value] of headers) reply.header(name, value);
  reply.type('text/html; charset=utf-8').header('vary', 'Cookie, Accept-Encoding');
  if (!viewer) {
    reply.header('cache-control', FOR_A_MINUTE).header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  } else reply.header('cache-control', 'no-store');
  if (!viewer) {
    const encoding = encodingFor(request);
    let whole = packed.get(encoding);
    if (whole === undefined) packed.set(encoding, (whole = packedFor(request, textOf(parts, request))));
    if (whole) return reply.header('content-encoding', whole.encoding).send(whole.body);
  } else if (again && takesGzip(request)) {
    const own = parts.map((part) => (typeof part === 'string' ? filled(part, request) : part));
    return reply.header('content-encoding', 'gzip').send(gzipOf(own));
  }
  const text = textOf(parts, request);
  const once = packedFor(request, text);
  if (once) reply.header('content-encoding', once.encoding);
  return reply.send(once?.body ?? text);
}

/** The page as this request's viewer sees it. */
const textOf = (parts: Kept['parts'], request: FastifyRequest): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(filled(part, request)) : part.raw)),
  );

/** What stands in place of a mark for this request's viewer. */
function filled(mark: string, request: FastifyRequest): string {
  if (mark === NAME) return escape(request.viewer!.displayName);
  return mark === TOKEN ? csrfToken(request) : String(request.viewer!.unread);
}

/** The viewer with marks for what pages show of everybody, telling whether anything else was read. */
function masked(viewer: Viewer): { viewer: Viewer; touched(): boolean } {
  let touched = false;
  const shown = { displayName: NAME, isOfficer: viewer.isOfficer, unread: viewer.unread > 0 ? UNREAD : 0 };
  const mask = new Proxy(viewer, {
    get(target, name) {
      if (name in shown) return shown[name as keyof typeof shown];
      touched = true;
      return target[name as keyof Viewer];
    },
  });
  return { viewer: mask, touched: () => touched };
}
