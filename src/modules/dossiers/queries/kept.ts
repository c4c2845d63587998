import { Seen } from '../../../platform/seen.ts';
import type { Db, Platform } from '../../../platform/index.ts';

/**
 * What is kept is told of by the dossier, or by the account of the applicant, that it shows; lists of desks by a way in
 * which dossiers come into them, and by the officer whose they are.
 */
export type Told = `dossier ${number}` | `account ${number}` | `way ${string}` | `officer ${number}`;

/** What was read, and what has to change for it to be read anew. */
export interface Found<T> {
  value: T;
  toldBy: readonly Told[];
}

/** Changes of the last moments that are remembered, for reads that were under way meanwhile. */
const MOST_CHANGES = 1_000;

/**
 * Things read of dossiers, by a name, until what they were read of changes. Kept from the second time on: most of what is
 * read once is not asked for again, and would only crowd the memory.
 */
class Shelf<T extends object> {
  readonly #most: number;
  readonly #seen: Seen;
  readonly #kept = new Map<string, Found<T>>();
  readonly #names = new Map<Told, Set<string>>();
  /** When a teller changed last, counted in changes. */
  readonly #changed = new Map<Told, number>();
  #changes = 0;
  /** What changed up to here is no longer remembered. */
  #since = 0;

  constructor(most: number) {
    this.#most = most;
    this.#seen = new Seen(most);
  }

  /** The same object as before, or what is read now: that is kept unless it changed meanwhile. */
  async get(name: string, read: () => Promise<Found<T> | null>): Promise<T | null> {
    const found = this.#kept.get(name);
    if (found) {
      // Whoever was asked for last goes last.
      this.#kept.delete(name);
      this.#kept.set(name, found);
      return found.value;
    }
    const before = this.#changes;
    const now = await read();
    if (!now) return null;
    if (!this.#seen.before(name)) return now.value;
    const unchanged = now.toldBy.every((teller) => (this.#changed.get(teller) ?? 0) <= before);
    if (unchanged && before >= this.#since) {
      if (this.#kept.size >= this.#most) this.#drop(this.#kept.keys().next().value!);
      this.#kept.set(name, now);
      for (const teller of now.toldBy) {
        const names = this.#names.get(teller) ?? new Set();
        this.#names.set(teller, names.add(name));
      }
    }
    return now.value;
  }

  forget(teller: Told): void {
    for (const name of this.#names.get(teller) ?? []) this.#drop(name);
    this.#changed.delete(teller);
    this.#changed.set(teller, ++this.#changes);
    if (this.#changed.size <= MOST_CHANGES) return;
    const [oldest, at] = this.#changed.entries().next().value!;
    this.#changed.delete(oldest);
    this.#since = at;
  }

  clear(): void {
    this.#kept.clear();
    this.#names.clear();
    this.#changed.clear();
    this.#since = ++this.#changes;
  }

  #drop(name: string): void {
    const toldBy = this.#kept.get(name)?.toldBy ?? [];
    this.#kept.delete(name);
    for (const teller of toldBy) {
      const names = this.#names.get(teller);
      names?.delete(name);
      if (names?.size === 0) this.#names.delete(teller);
    }
  }
}

/** What processes keep of the dossiers of one database, and how much of it: what some hundred people have before them. */
const shelvesOf = () => ({
  dossiers: new Shelf(1_000),
  /** Lists of applicants. */
  lists: new Shelf(2_000),
  /** What anybody with the code may see. */
  lookups: new Shelf(10_000),
  /** First pages of boxes of desks, and what was searched for. */
  desks: new Shelf(2_000),
});
type Shelves = ReturnType<typeof shelvesOf>;

const databases = new WeakMap<Db, { told: () => boolean; shelves: Shelves }>();

/** Has what is read of dossiers kept in this process, until the database tells that they have changed. */
export function keepDossiers({ db, changes }: Pick<Platform, 'db' | 'changes'>): void {
  if (!changes || databases.has(db)) return;
  const shelves = shelvesOf();
  databases.set(db, { told: () => changes.listening, shelves });
  const clear = (): void => Object.values(shelves).forEach((shelf) => shelf.clear());
  changes.listen({
    // Names of officers and the chart of statuses are read along with a dossier, and published.
    published: clear,
    dossier: (id, account) => {
      if (id === null) return clear();
      forgetDossier(db, id);
      if (account !== null) forgetList(db, account);
    },
    desk: (ways) => {
      if (ways === null) shelves.desks.clear();
      else for (const way of ways) shelves.desks.forget(`way ${way}`);
    },
  });
}

function forget(db: Db, teller: Told): void {
  const shelves = databases.get(db)?.shelves;
  if (shelves) for (const shelf of Object.values(shelves)) shelf.forget(teller);
}

/** Has the next read of a dossier ask the database: after an act of this process, before the word of it has come around. */
export const forgetDossier = (db: Db, id: number): void => forget(db, `dossier ${id}`);

/** The same for the list of an account's own dossiers. */
export const forgetList = (db: Db, accountId: number): void => forget(db, `account ${accountId}`);

/** The same for the lists on an officer's desk. */
export const forgetDesk = (db: Db, officerId: number): void => forget(db, `officer ${officerId}`);

/**
 * What `read` gives; the same object as before, for as long as what it was read of has not changed. It must not be
 * changed by those who get it.
 *
 * @param name everything the read depends on
 * @param read null when there is none, which is not kept
 */
export async function kept<T extends object>(
  db: Db,
  shelf: keyof Shelves,
  name: string,
  read: () => Promise<Found<T> | null>,
): Promise<T | null> {
  const known = databases.get(db);
  if (!known?.told()) return (await read())?.value ?? null;
  return (await known.shelves[shelf].get(name, read)) as T | null;
}
