import { clean } from '../../../core/text.ts';
import type { Entry } from '../catalogue.ts';
import type { Term } from './query.ts';
import type { Vocabulary } from './vocabulary.ts';

const LITTLE_WEIGHT = 0.12;

export interface Scored {
  /** How well the entry answers; only good for comparing. */
  score: number;
  /** Share of the query, by weight of its words, that was found: 0 to 1. */
  coverage: number;
}

/** How well a procedure answers: the best of its titles against the best reading of the query. */
export function rank(entry: Entry, readings: readonly (readonly Term[])[], vocabulary: Vocabulary): Scored {
  let best: Scored = { score: -1, coverage: 0 };
  readings.forEach((reading, index) => {
    entry.titles.forEach((title, at) => {
      const found = compare(reading, title, vocabulary);
      // The official name before everyday wordings, what was typed before what it may mean: only to break ties.
      const score = found.score + (at === 0 ? 0.03 : 0) + (index === 0 ? 0.02 : 0);
      if (score > best.score) best = { score, coverage: found.coverage };
    });
  });
  return { ...best, score: best.score + marks(entry, readings[0] ?? []) + standing(entry) };
}

function compare(reading: readonly Term[], title: readonly string[], vocabulary: Vocabulary): Scored {
  const weightOf = (term: Term): number => vocabulary.weight(term.word) * (term.little ? LITTLE_WEIGHT : 1);
  const hits = (term: Term, word: string | undefined): boolean =>
    word !== undefined && (word === term.word || (term.open && word.startsWith(term.word)));

  let [asked, found] = [0, 0];
  const used = new Set<string>();
  for (const term of reading) {
    const weight = weightOf(term);
    asked += weight;
    const word = title.find((one) => one === term.word) ?? title.find((one) => hits(term, one));
    if (word === undefined) continue;
    // An unfinished word counts less than a whole one.
    found += word === term.word ? weight : weight * 0.8;
    used.add(word);
  }
  let [pairs, together] = [0, 0];
  for (let at = 1; at < reading.length; at++) {
    const [first, second] = [reading[at - 1]!, reading[at]!];
    const weight = Math.min(weightOf(first), weightOf(second));
    pairs += weight;
    if (title.some((word, index) => word === first.word && hits(second, title[index + 1])))
      together += weight;
  }
  const words = [...new Set(title)];
  const size = words.reduce((sum, word) => sum + vocabulary.weight(word), 0);
  const told = words.reduce((sum, word) => sum + (used.has(word) ? vocabulary.weight(word) : 0), 0);
  const coverage = asked > 0 ? found / asked : 0;
  return {
    coverage,
    score: coverage + (size > 0 ? told / size : 0) * 0.5 + (pairs > 0 ? together / pairs : 0) * 0.4,
  };
}

/** Words of names as they are written; entries are kept objects. */
const written = new WeakMap<Entry, Set<string>>();

/** Share of the words typed with marks that the name has with the same marks. */
function marks(entry: Entry, reading: readonly Term[]): number {
  const marked = reading.filter((term) => term.typed !== term.word && !term.little);
  if (marked.length === 0) return 0;
  let words = written.get(entry);
  if (!words) {
    words = new Set(
      clean(entry.name)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu),
    );
    written.set(entry, words);
  }
  return (marked.filter((term) => words.has(term.typed)).length / marked.length) * 0.25;
}

/** What can be filed here, and what many file, comes first among equals. */
function standing(entry: Entry): number {
  const offered = entry.agencyIds.length > 0 ? 0.3 : 0;
  return offered + Math.min(Math.log10(1 + entry.popularity) / 20, 0.2);
}
