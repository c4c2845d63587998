import { clean, fold } from '../../../core/text.ts';
import type { CatalogueItem } from '../../catalogues/index.ts';

/* Words of everyday speech that say little about what is looked for, as they are written. */
const LITTLE = new Set(
  (
    'làm giấy cho con tôi muốn xin cần của ở tại và với thì là gì nào sao em mình cháu được không phải như thế về vào ' +
    'từ đến đi cái chưa rồi hỏi mới để bị đang sẽ'
  ).split(' '),
);

/*
 * The same without marks, less those that are then written like telling words: "tu" may be "khai tử", "di" a "di chúc",
 * "thi" a "thi hành án", "the" a "thẻ".
 */
const LITTLE_UNMARKED = new Set(
  (
    'lam giay cho con toi muon xin can cua o tai va voi la gi nao sao em minh chau duoc khong phai nhu ve vao den ' +
    'cai chua roi moi de bi dang'
  ).split(' '),
);

/** Two words that say little together, without marks. */
const LITTLE_PAIRS = new Set([
  'thu tuc',
  'ho so',
  'o dau',
  'bao lau',
  'bao nhieu',
  'the nao',
  'nhu the',
  'lam sao',
  'truc tuyen',
]);

/** A word of the query. */
export interface Term {
  /** Without marks. */
  word: string;
  /** As typed, in small letters. */
  typed: string;
  /** Says little: never required and weighs little. */
  little: boolean;
  /** Last word of what was typed: may be unfinished. */
  open: boolean;
}

const MOST_WORDS = 24;
/** Longer ones stand in no title, and the database takes no lexeme of several kilobytes. */
const LONGEST_WORD = 40;

/** Words of what somebody typed; the last one may be unfinished. */
export function terms(query: string): Term[] {
  const typed =
    clean(query)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const words = typed
    .map((form) => ({ typed: form, word: fold(form) }))
    .filter(({ word }) => word !== '' && word.length <= LONGEST_WORD)
    .slice(0, MOST_WORDS);
  const pair = (at: number): boolean => LITTLE_PAIRS.has(`${words[at]?.word} ${words[at + 1]?.word}`);
  return words.map((term, at) => ({
    ...term,
    little: (term.typed === term.word ? LITTLE_UNMARKED : LITTLE).has(term.typed) || pair(at - 1) || pair(at),
    open: at === words.length - 1,
  }));
}

/** Code of a procedure if that is what was typed, also without the dot: "1.001193", "1001193". */
export function typedCode(query: string): string | null {
  const match = /^\s*(\d)[.,\s]?(\d{6})\s*$/.exec(query);
  return match ? `${match[1]}.${match[2]}` : null;
}

/** Official wordings for everyday ones; `code` is what people say, `name` what the official text says. */
export type Synonyms = readonly CatalogueItem[];

/**
 * What was typed, and the same with everyday wordings put into official ones: first what was typed, then each reading.
 * Marks that were typed must agree: "sổ đỏ" is a wording, "sơ đồ" is none.
 */
export function readings(typed: readonly Term[], synonyms: Synonyms): Term[][] {
  const found = parsed(synonyms)
    .map((synonym) => ({ ...synonym, at: positionOf(typed, synonym.say) }))
    .filter((synonym) => synonym.at >= 0)
    .sort((a, b) => b.say.length - a.say.length)
    .slice(0, 4);
  const replaced = found.map(({ say, find, at }) => {
    const rest = [...typed.slice(0, at), ...typed.slice(at + say.length)].map(closed);
    return [...rest.slice(0, at), ...find, ...rest.slice(at)];
  });
  return [[...typed], ...replaced];
}

interface Synonym {
  say: Term[];
  find: Term[];
}

// The list is kept in this process as one array until it changes, so its words are taken apart once.
const known = new WeakMap<Synonyms, Synonym[]>();

function parsed(synonyms: Synonyms): Synonym[] {
  let list = known.get(synonyms);
  if (!list) {
    list = synonyms.map(({ code, name }) => ({ say: terms(code), find: terms(name).map(closed) }));
    known.set(synonyms, list);
  }
  return list;
}

const closed = (term: Term): Term => ({ ...term, open: false });

function positionOf(typed: readonly Term[], say: readonly Term[]): number {
  for (let at = 0; at + say.length <= typed.length; at++) {
    if (say.every((term, index) => agrees(typed[at + index]!, term))) return at;
  }
  return -1;
}

function agrees(typed: Term, said: Term): boolean {
  return typed.word === said.word && (typed.typed === typed.word || typed.typed === said.typed);
}

/** The words that must be found: those that tell, or all when none does. */
export function required(reading: readonly Term[]): Term[] {
  const telling = reading.filter((term) => !term.little);
  return telling.length > 0 ? telling : [...reading];
}

/** tsquery: every required word of one of the readings, unfinished ones by their beginning. */
export function allWords(all: readonly (readonly Term[])[]): string {
  const queries = all.map((reading) => required(reading).map(lexeme).join(' & '));
  return [...new Set(queries)].map((query) => `(${query})`).join(' | ');
}

/** tsquery: the words as typed, one after the other. */
export function phrase(reading: readonly Term[]): string {
  return reading.map(lexeme).join(' <-> ');
}

// Words hold letters and digits only (see terms), so nothing needs escaping inside the quotes.
const lexeme = (term: Term): string => `'${term.word}'${term.open ? ':*' : ''}`;
