import type pg from 'pg';

interface Asked {
  text: string;
  values: readonly unknown[];
  answer: (rows: unknown[]) => void;
  fail: (error: Error) => void;
}

/**
 * Connections on which short reading statements of many requests travel together: what is asked within one turn of the
 * event loop leaves in one packet, and nobody waits for the answer to somebody else's question before asking. Waking a
 * process costs more than most of our statements. A statement that waits (for a lock, for the disk) holds up those
 * behind it, so only short reads outside transactions go this way.
 */
export class Readers {
  readonly #open: () => pg.Client;
  readonly #told: ((text: string) => void) | undefined;
  readonly #places: { client: Promise<pg.Client> | null; waiting: number }[];
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
    this.#places = Array.from({ length: count }, () => ({ client: null, waiting: 0 }));
  }

  /**
   * Answers of a reading statement.
   *
   * @throws what PostgreSQL or the connection says; statements asked beside it are not touched by an error of this one
   */
  ask<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    this.#told?.(text);
    return new Promise<Row[]>((resolve, reject) => {
      this.#next.push({ text, values, answer: resolve as (rows: unknown[]) => void, fail: reject });
      if (this.#next.length === 1) setImmediate(() => void this.#flush());
    });
  }

  /** Statements sent and not answered yet. */
  get waiting(): number {
    return this.#places.reduce((sum, place) => sum + place.waiting, this.#next.length);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      this.#places.map(async ({ client }) => {
        const open = await client?.catch(() => null);
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
      place.client ??= this.#connect(place);
      const client = await place.client;
      const { stream } = (client as pg.Client & { connection: pg.Connection }).connection;
      stream.cork();
      for (const { text, values, answer, fail } of asked) {
        client.query(text, values as unknown[]).then(
          ({ rows }) => {
            place.waiting--;
            answer(rows as unknown[]);
          },
          (error: Error) => {
            place.waiting--;
            fail(error);
          },
        );
      }
      stream.uncork();
    } catch (error) {
      place.waiting -= asked.length;
      for (const { fail } of asked) fail(error as Error);
    }
  }

  async #connect(place: { client: Promise<pg.Client> | null }): Promise<pg.Client> {
    if (this.#closed) throw new Error('The database is closed.');
    const client = this.#open();
    // The next statement opens another one.
    const gone = (): void => {
      place.client = null;
    };
    client.on('error', gone);
    client.on('end', gone);
    try {
      return await client.connect();
    } catch (error) {
      gone();
      throw error;
    }
  }
}
