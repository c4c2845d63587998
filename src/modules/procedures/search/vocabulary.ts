import { clean, fold } from '../../../core/text.ts';
import { lowerBound } from './words.ts';

/** Words of all names and everyday wordings: how telling each is, and which one a mistyped word was meant to be. */
export interface Vocabulary {
  has(word: string): boolean;
  hasPrefix(prefix: string): boolean;
  /** Larger for rarer words; words that are unknown count as the rarest. */
  weight(word: string): number;
  /** The known word nearest to a mistyped one, best fitting its neighbours; null when none is near. */
  nearest(word: string, before: string | undefined, after: string | undefined): string | null;
  /** A folded word as it is mostly written, if possible as it is written behind `before`. */
  written(word: string, before: string | undefined): string;
}

interface Named {
  name: string;
  titles: readonly (readonly string[])[];
}

/** Counts words and pairs of neighbours over all titles. */
export function makeVocabulary(entries: readonly Named[]): Vocabulary {
  const documents = new Map<string, number>();
  const pairs = new Map<string, number>();
  const forms = new Map<string, Map<string, number>>();
  for (const { name, titles } of entries) {
    for (const word of new Set(titles.flat())) add(documents, word);
    for (const title of titles) {
      for (let at = 1; at < title.length; at++) add(pairs, `${title[at - 1]} ${title[at]}`);
    }
    const written =
      clean(name)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [];
    written.forEach((form, at) => {
      const word = fold(form);
      addForm(forms, word, form);
      if (at > 0) addForm(forms, `${fold(written[at - 1]!)} ${word}`, form);
    });
  }
  const sorted = [...documents.keys()].sort();
  const total = Math.max(entries.length, 1);

  return {
    has: (word) => documents.has(word),
    hasPrefix(prefix) {
      const at = lowerBound(sorted, prefix);
      return sorted[at]?.startsWith(prefix) ?? false;
    },
    weight: (word) => Math.log(1 + total / (documents.get(word) ?? 0.5)),
    nearest(word, before, after) {
      if (word.length < 3 || /\d/.test(word)) return null;
      let best: { word: string; score: number } | null = null;
      for (const candidate of sorted) {
        if (Math.abs(candidate.length - word.length) > 1 || candidate.length < 2) continue;
        const distance = editDistance(word, candidate);
        if (distance > (word.length > 5 ? 2 : 1)) continue;
        const neighbours =
          (pairs.get(`${before} ${candidate}`) ?? 0) + (pairs.get(`${candidate} ${after}`) ?? 0);
        // Neighbours that stand together elsewhere tell more than how common the word is.
        const score = Math.log(1 + neighbours) * 4 + Math.log(1 + documents.get(candidate)!) - distance * 3;
        if (!best || score > best.score) best = { word: candidate, score };
      }
      return best?.word ?? null;
    },
    written(word, before) {
      const known = (before && forms.get(`${before} ${word}`)) || forms.get(word);
      if (!known) return word;
      return [...known].sort((a, b) => b[1] - a[1])[0]![0];
    },
  };
}

/** Edits between two words: letters put in, left out, changed, or two neighbours swapped (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let previous: number[] = [];
  let current = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = current[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(change, current[j]! + 1, next[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, previous[j - 2]! + 1);
      }
      next.push(least);
    }
    previous = current;
    current = next;
  }
  return current[b.length]!;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function addForm(forms: Map<string, Map<string, number>>, key: string, form: string): void {
  const known = forms.get(key);
  if (known) add(known, form);
  else forms.set(key, new Map([[form, 1]]));
}
