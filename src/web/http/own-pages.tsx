import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { PageContext, type PageFacts } from '../ui/context.ts';
import { keep, ready, type Part } from '../ui/render.ts';

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
  part: Part | null;
  bytes: number;
}

/**
 * Pages of people who come back to them: one for each person and address. A page that is asked for again, with everything
 * as it was that it was drawn from, is sent as it was drawn.
 */
export class OwnPages {
  readonly #pages = new Map<string, Known>();
  #bytes = 0;

  /**
   * What is to be drawn for a view: the view itself, or the page as it was.
   *
   * @param same everything that it is drawn from beside what is published: rows as they were read, the minute where it says
   *   how long something takes yet; without it, the view
   */
  async viewOf(
    request: FastifyRequest,
    facts: PageFacts,
    view: View,
    same?: readonly unknown[],
  ): Promise<JSX.Element> {
    const { viewer, method, server } = request;
    // Without word of what is published nothing can be known to be as it was.
    if (!same || !viewer || method !== 'GET' || facts.flash.length > 0 || !server.platform.changes?.listening)
      return made(view);
    const { site, theme, largeText, keys } = facts;
    const state = [viewer, request.generation, site, theme, largeText, keys, ...same];
    const key = `${viewer.account.id} ${request.url}`;
    const known = this.#pages.get(key);
    if (!known || !isDeepStrictEqual(known.state, state)) {
      this.#put(key, { state, part: null, bytes: 0 });
      return made(view);
    }
    if (known.part) return ready(known.part);
    const shown = await made(view);
    const part = keep(<PageContext.Provider value={facts}>{shown}</PageContext.Provider>);
    const bytes = part.reduce((sum, piece) => sum + (typeof piece === 'function' ? 0 : piece.length), 0);
    this.#put(key, { state, part, bytes });
    return ready(part);
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
