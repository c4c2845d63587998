import type { Db, Platform } from '../../../platform/index.ts';

/** Dossiers kept at most of one database: what some hundred people have before them. */
const MOST = 1_000;

interface Shelf {
  told: () => boolean;
  kept: Map<number, object>;
  /** Reads under way, by dossier: one that was told of a change meanwhile is not kept. */
  reading: Map<number, object>;
}

const shelves = new WeakMap<Db, Shelf>();

/** Has dossiers of this database kept once they were read, until the database tells that they have changed. */
export function keepDossiers({ db, changes }: Pick<Platform, 'db' | 'changes'>): void {
  if (!changes || shelves.has(db)) return;
  const shelf: Shelf = { told: () => changes.listening, kept: new Map(), reading: new Map() };
  shelves.set(db, shelf);
  function forget(id: number | null): void {
    for (const some of [shelf.kept, shelf.reading]) {
      if (id === null) some.clear();
      else some.delete(id);
    }
  }
  // Names of officers and the chart of statuses are read along with a dossier, and published.
  changes.listen({ published: () => forget(null), dossier: forget });
}

/** Has the next read of a dossier ask the database: after an act of this process, before the word of it has come around. */
export function forgetDossier(db: Db, id: number): void {
  const shelf = shelves.get(db);
  shelf?.kept.delete(id);
  shelf?.reading.delete(id);
}

/**
 * What `read` gives for a dossier; the same object as before, for as long as nothing of the dossier has changed.
 *
 * @param read null when there is none, which is not kept
 */
export async function keptDossier<T extends object>(
  db: Db,
  id: number,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const shelf = shelves.get(db);
  if (!shelf?.told()) return read();
  const { kept, reading } = shelf;
  const found = kept.get(id) as T | undefined;
  if (found) {
    // Whoever was asked for last goes last.
    kept.delete(id);
    kept.set(id, found);
    return found;
  }
  const token = {};
  reading.set(id, token);
  try {
    const value = await read();
    if (value && reading.get(id) === token && shelf.told()) {
      if (kept.size >= MOST) kept.delete(kept.keys().next().value!);
      kept.set(id, value);
    }
    return value;
  } finally {
    if (reading.get(id) === token) reading.delete(id);
  }
}
