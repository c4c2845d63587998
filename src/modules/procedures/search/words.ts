import type { Term } from './query.ts';

/** Which procedures hold a word, or one that begins so: the same answers as the database's index, without the trip. */
export interface Words {
  /** Numbers of the documents that hold all terms of at least one reading. */
  all(readings: readonly (readonly Term[])[]): Set<number>;
  /** Numbers of the documents that hold any of the terms. */
  any(terms: readonly Term[]): Set<number>;
}

/** @param documents words of each document; its number is its place */
export function makeWords(documents: readonly Iterable<string>[]): Words {
  const holders = new Map<string, number[]>();
  documents.forEach((words, number) => {
    for (const word of new Set(words)) {
      const known = holders.get(word);
      if (known) known.push(number);
      else holders.set(word, [number]);
    }
  });
  const sorted = [...holders.keys()].sort();

  function holding({ word, open }: Term): Set<number> {
    if (!open) return new Set(holders.get(word));
    const found = new Set<number>();
    const begins = lowerBound(sorted, word);
    const ends = lowerBound(sorted, `${word}\uffff`);
    for (const one of sorted.slice(begins, ends)) {
      for (const number of holders.get(one)!) found.add(number);
    }
    return found;
  }

  return {
    all(readings) {
      const found = new Set<number>();
      for (const reading of readings) {
        const [first, ...rest] = reading.map(holding);
        for (const number of first ?? []) if (rest.every((one) => one.has(number))) found.add(number);
      }
      return found;
    },
    any(terms) {
      const found = new Set<number>();
      for (const term of terms) for (const number of holding(term)) found.add(number);
      return found;
    },
  };
}

/** Place of the first word that is not before the key, in words sorted by code units. */
export function lowerBound(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
