import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { Seen } from '../../platform/seen.ts';
import { PageContext, type PageFacts } from '../ui/context.ts';
import { keep, ready, renderToChunks, type Part } from '../ui/render.ts';
import { FixedPart, gzipOf } from './packed-parts.ts';

/** What is shown; as a function when it is only made where it is drawn. */
export type View = JSX.Element | (() => JSX.Element | Promise<JSX.Element>);
export const made = async (view: View): Promise<JSX.Element> => (typeof view === 'function' ? view() : view);

/** Pages whose state is known, and bytes of those that are kept, at most. */
const MOST = 2_000;
const MOST_BYTES = 64 * 1024 * 1024;

interface Known {
  /** Everything that the page was drawn from. */
  state: unknown[];
  /** null: drawn once so far, and not kept. */
  page: OwnPage | null;
  bytes: number;
}

/** A page that was drawn before: what is always the same, packed once, and what it says anew each time. */
export class OwnPage {
  readonly #part: Part;
  readonly #fixed: Map<unknown, FixedPart>;
  #first = true;
  readonly bytes: number;

  constructor(facts: PageFacts, view: JSX.Element) {
    this.#part = merged(keep(<PageContext.Provider value={facts}>{view}</PageContext.Provider>));
    const fixed = this.#part.filter((piece) => Buffer.isBuffer(piece));
    this.#fixed = new Map(fixed.map((piece) => [piece, new FixedPart(piece, QUICK)]));
    // Packed it comes to a quarter more.
    this.bytes = fixed.reduce((sum, piece) => sum + piece.length * 1.25, 500);
  }

  /** The page for a request: texts and, where they are always the same, their UTF-8. */
  plain(facts: PageFacts): (string | Uint8Array)[] {
    return renderToChunks(<PageContext.Provider value={facts}>{ready(this.#part)}</PageContext.Provider>);
  }

  /**
   * The same as a gzip file; null at the first time, since what is asked for twice is often drawn anew at the third.
   *
   * @param before what stands before it
   */
  packed(facts: PageFacts, before: string): Buffer | null {
    if (this.#first) {
      this.#first = false;
      return null;
    }
    const parts = this.plain(facts).map((chunk) =>
      typeof chunk === 'string' ? chunk : this.#fixed.get(chunk)!,
    );
    return gzipOf([before, ...parts]);
  }
}

/** Level of packing: most pages are sent a few times before they are drawn again. */
const QUICK = 1;

/** The same part in as few pieces as there can be: long ones pack better. */
function merged(part: Part): Part {
  const pieces: (Buffer | Extract<Part[number], () => string>)[] = [];
  let run: Buffer[] = [];
  const end = (): void => {
    if (run.length > 0) pieces.push(Buffer.concat(run));
    run = [];
  };
  for (const piece of part) {
    if (typeof piece !== 'function') run.push(Buffer.from(piece as string));
    else {
      end();
      pieces.push(piece);
    }
  }
  end();
  return pieces;
}

/**
 * Pages of people who come back to them: one for each person and address, and one for all who are not logged in. A page
 * that is asked for again, with everything as it was that it was drawn from, is sent as it was drawn.
 */
export class OwnPages {
  readonly #seen = new Seen(MOST);
  readonly #pages = new Map<string, Known>();
  #bytes = 0;

  /**
   * What is to be sent for a view: the view itself, to be drawn, or the page as it was.
   *
   * @param same everything that it is drawn from beside what is published: rows as they were read, the minute where it says
   *   how long something takes yet; without it, the view
   */
  async viewOf(
    request: FastifyRequest,
    facts: PageFacts,
    view: View,
    same?: readonly unknown[],
  ): Promise<JSX.Element | OwnPage> {
    const { viewer, method, server } = request;
    // Without word of what is published nothing can be known to be as it was.
    if (!same || method !== 'GET' || facts.flash.length > 0 || !server.platform.changes?.listening)
      return made(view);
    const { site, theme, largeText, keys } = facts;
    const state = [viewer, request.generation, site, theme, largeText, keys, ...same];
    const key = `${viewer?.account.id ?? '-'} ${request.url}`;
    const known = this.#pages.get(key);
    // Most of what is asked for once is not asked for again: it is not even compared with.
    if (!known && !this.#seen.before(key)) return made(view);
    const equal = known && isDeepStrictEqual(known.state, state);
    if (known?.page && equal) return known.page;
    if (known && !equal) {
      this.#put(key, { state, page: null, bytes: 0 });
      return made(view);
    }
    const page = new OwnPage(facts, await made(view));
    this.#put(key, { state, page, bytes: page.bytes });
    return page;
  }

  #put(key: string, page: Known): void {
    this.#drop(key);
    while (this.#pages.size >= MOST || this.#bytes + page.bytes > MOST_BYTES) {
      if (this.#pages.size === 0) return;
      this.#drop(this.#pages.keys().next().value!);
    }
    this.#pages.set(key, page);
    this.#bytes += page.bytes;
  }

  #drop(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes ?? 0;
    this.#pages.delete(key);
  }
}
