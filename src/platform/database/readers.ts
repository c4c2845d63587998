import type pg from 'pg';

interface Asked {
  text: string;
  values: readonly unknown[];
  /** Asked again, since the connection broke on which it was asked first. */
  again: boolean;
  answer: (rows: unknown[]) => void;
  fail: (error: Error) => void;
}

/** Where one connection is at a time. */
interface Place {
  client: pg.Client | null;
  connected: Promise<pg.Client> | null;
  waiting: number;
}

/** What the server says as it ends a connection; where one ends without a word, the client says so. */
const ENDED = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE']);
const isBroken = (error: Error & { code?: string }): boolean =>
  error.code === undefined
    ? /^Connection terminated|^Client .* not queryable$/.test(error.message)
    : ENDED.has(error.code);

/**
 * Connections on which short reading statements of many requests travel together: what is asked within one turn of the
 * event loop leaves in one packet, and nobody waits for the answer to somebody else's question before asking. Waking a
 * process costs more than most of our statements. A statement that waits (for a lock, for the disk) holds up those
 * behind it, so only short reads outside transactions go this way.
 */
export class Readers {
  readonly #open: () => pg.Client;
  readonly #told: ((text: string) => void) | undefined;
  readonly #places: Place[];
  #next: Asked[] = [];
  #closed = false;

  /**
   * @param open makes a connection, in pipeline mode, that is not connected yet
   * @param count connections at most; one is opened when first needed, and again after it broke
   * @param told called with the text of every statement
   */
  constructor(open: () => pg.Client, count: number, told?: (text: string) => void) {
    this.#open = open;
    this.#told = told;
    this.#places = Array.from({ length: count }, () => ({ client: null, connected: null, waiting: 0 }));
  }

  /**
   * Answers of a reading statement. Where its connection breaks it is asked once more on another.
   *
   * @throws what PostgreSQL or the connection says; statements asked beside it are not touched by an error of this one
   */
  ask<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    this.#told?.(text);
    return new Promise<Row[]>((resolve, reject) => {
      this.#put({ text, values, again: false, answer: resolve as (rows: unknown[]) => void, fail: reject });
    });
  }

  #put(asked: Asked): void {
    this.#next.push(asked);
    if (this.#next.length === 1) setImmediate(() => void this.#flush());
  }

  /** Statements sent and not answered yet. */
  get waiting(): number {
    return this.#places.reduce((sum, place) => sum + place.waiting, this.#next.length);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      this.#places.map(async ({ connected }) => {
        const open = await connected?.catch(() => null);
        await open?.end();
      }),
    );
  }

  async #flush(): Promise<void> {
    const asked = this.#next;
    this.#next = [];
    const place = this.#places.reduce((best, one) => (one.waiting < best.waiting ? one : best));
    place.waiting += asked.length;
    try {
      const client = await (place.connected ??= this.#connect(place));
      const { stream } = (client as pg.Client & { connection: pg.Connection }).connection;
      stream.cork();
      for (const one of asked) {
        client.query(one.text, one.values as unknown[]).then(
          ({ rows }) => {
            place.waiting--;
            one.answer(rows as unknown[]);
          },
          (error: Error) => {
            place.waiting--;
            if (!isBroken(error) || one.again || this.#closed) return one.fail(error);
            // The client may not have heard yet that its connection is gone.
            forget(place, client);
            this.#put({ ...one, again: true });
          },
        );
      }
      stream.uncork();
    } catch (error) {
      place.waiting -= asked.length;
      for (const { fail } of asked) fail(error as Error);
    }
  }

  async #connect(place: Place): Promise<pg.Client> {
    if (this.#closed) throw new Error('The database is closed.');
    const client = this.#open();
    place.client = client;
    client.on('error', () => forget(place, client));
    client.on('end', () => forget(place, client));
    try {
      return await client.connect();
    } catch (error) {
      forget(place, client);
      throw error;
    }
  }
}

/** Has the next statement open another connection in this place, unless that was done already. */
function forget(place: Place, client: pg.Client): void {
  if (place.client !== client) return;
  place.client = null;
  place.connected = null;
}
