import { sql } from 'kysely';
import type { Fee, Limit } from '../../../core/procedure.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import { loadDirectory, type Directory } from '../../agencies/index.ts';
import { catalogueItems } from '../../catalogues/index.ts';
import {
  agencyKeys,
  agencyName,
  isOnline,
  loadCatalogue,
  ranked,
  SERVICE_LEVELS,
  tally,
  type Catalogue,
  type Count,
  type Entry,
} from '../catalogue.ts';
import { folded } from './document.ts';
import { allWords, phrase, readings, required, terms, typedCode, type Synonyms, type Term } from './query.ts';
import { rank } from './rank.ts';

/** Name of the catalogue with everyday wordings. */
export const SYNONYMS = 'search-synonyms';

export interface SearchInput {
  /** As typed; empty lists everything. */
  q?: string;
  /** Look in steps, papers and conditions, too. */
  inContent?: boolean;
  /** Slug of an agency, or ALL_COMMUNES. Several: any of them; so for the other filters. */
  agency?: readonly string[];
  field?: readonly string[];
  /** Procedure groups. */
  group?: readonly string[];
  /** Service levels 1 to 4. */
  level?: readonly string[];
  subject?: readonly string[];
  sort?: 'best' | 'name';
  /** From 1. */
  page?: number;
  /** At most 50. */
  limit?: number;
}

export interface SearchRow {
  code: string;
  name: string;
  summary: string;
  field: { code: string; name: string };
  /** Short names of those who handle it here; communes as one. */
  agencies: string[];
  serviceLevel: number;
  serviceKind: Entry['serviceKind'];
  online: boolean;
  /** Of the first case. */
  limits: Limit[];
  fees: Fee[];
  needsReview: boolean;
}

export interface SearchResult {
  rows: SearchRow[];
  total: number;
  page: number;
  pages: number;
  /** How many there are under each choice, the other filters kept. */
  facets: { agency: Count[]; field: Count[]; group: Count[]; level: Count[]; subject: Count[] };
  /** What was looked for instead, when nothing was found for what was typed. */
  corrected: string | null;
  /** Where it was found: everywhere (nothing typed), by code, in names, in content, or only something like it. */
  by: 'all' | 'code' | 'titles' | 'content' | 'similar';
  /** Folded words that were found, for marking them. */
  words: string[];
}

const MOST_ROWS = 50;
const MOST_PAGES = 200;

/**
 * Finds procedures by code, name, everyday words, field and result, or by content. Marks may be left out (names with the same
 * marks come first), the last word may be unfinished, mistyped words are corrected, words of everyday speech weigh
 * little, everyday wordings are put into official ones. Procedures that are handled here come first among equals.
 *
 * Words are looked for in what is kept in this process; the database is asked for content and likeness, and for the rows
 * that are shown: at most three queries.
 */
export async function searchProcedures(db: Db | Tx, input: SearchInput): Promise<SearchResult> {
  const [catalogue, directory] = [await loadCatalogue(db), await loadDirectory(db)];
  const found = await find(db, catalogue, input);
  const filters: Record<FacetName, (entry: Entry) => readonly string[]> = {
    agency: (entry) => agencyKeys(entry, directory),
    field: (entry) => [entry.fieldCode],
    group: (entry) => (entry.groupCode ? [entry.groupCode] : []),
    level: (entry) => [String(entry.serviceLevel)],
    subject: (entry) => entry.subjects,
  };
  const { all, under } = narrow(found.entries, input, filters);
  if (input.sort === 'name') sortByName(all, catalogue);
  const limit = Math.min(Math.max(input.limit ?? 20, 1), MOST_ROWS);
  const pages = Math.min(Math.max(Math.ceil(all.length / limit), 1), MOST_PAGES);
  const page = Math.min(Math.max(Math.trunc(input.page ?? 1) || 1, 1), pages);
  const shown = all.slice((page - 1) * limit, page * limit);
  return {
    rows: await rowsOf(db, shown, catalogue, directory),
    total: all.length,
    page,
    pages,
    facets: {
      agency: ranked(tally(under.agency, filters.agency), (key) => agencyName(key, directory)),
      field: ranked(tally(under.field, filters.field), (code) => catalogue.fieldName(code)),
      group: ranked(tally(under.group, filters.group), (code) => catalogue.fieldName(code)),
      level: ranked(tally(under.level, filters.level), (level) => SERVICE_LEVELS[Number(level) - 1]!).sort(
        (a, b) => Number(b.key) - Number(a.key),
      ),
      subject: ranked(tally(under.subject, filters.subject), (subject) => SUBJECTS[subject] ?? subject),
    },
    corrected: found.corrected,
    by: found.by,
    words: found.words,
  };
}

type FacetName = keyof SearchResult['facets'];

/** The entries that pass all filters, and for each filter those that pass the others. */
function narrow(
  entries: readonly Entry[],
  input: SearchInput,
  filters: Record<FacetName, (entry: Entry) => readonly string[]>,
): { all: Entry[]; under: Record<FacetName, Entry[]> } {
  const names = Object.keys(filters) as FacetName[];
  const set = names.filter((name) => input[name]?.length);
  const all: Entry[] = [];
  const under: Record<FacetName, Entry[]> = { agency: [], field: [], group: [], level: [], subject: [] };
  for (const entry of entries) {
    const failed = set.filter((name) => !filters[name](entry).some((key) => input[name]!.includes(key)));
    if (failed.length === 0) all.push(entry);
    for (const name of names) {
      if (failed.every((one) => one === name)) under[name].push(entry);
    }
  }
  return { all, under };
}

/** Names of those who may apply. */
export const SUBJECTS: Record<string, string> = {
  citizen: 'Người dân',
  organisation: 'Doanh nghiệp, tổ chức',
};

interface Found extends Pick<SearchResult, 'corrected' | 'by' | 'words'> {
  /** Best first. */
  entries: readonly Entry[];
}

async function find(db: Db | Tx, catalogue: Catalogue, { q = '', inContent }: SearchInput): Promise<Found> {
  const typed = terms(q);
  const exact = catalogue.byCode.get(typedCode(q) ?? '');
  if (exact) return { entries: [exact], corrected: null, by: 'code', words: [] };
  if (typed.length === 0) return { entries: catalogue.offeredFirst, corrected: null, by: 'all', words: [] };

  const synonyms = await catalogueItems(db, SYNONYMS);
  let kept = foundKept.get(catalogue);
  if (kept?.synonyms !== synonyms) foundKept.set(catalogue, (kept = { synonyms, found: new Map() }));
  const name = `${Boolean(inContent)} ${typed.map((term) => term.typed).join(' ')}`;
  const before = kept.found.get(name);
  if (before) return before;
  const found = await look(db, catalogue, typed, synonyms, Boolean(inContent));
  if (kept.found.size >= MOST_FOUND) kept.found.delete(kept.found.keys().next().value!);
  if (found.entries.length <= MOST_ENTRIES) kept.found.set(name, found);
  return found;
}

/** What people look for is narrowed and turned over page by page, and much is looked for by many. */
const MOST_FOUND = 500;
const MOST_ENTRIES = 1_000;
/** By catalogue and synonyms: what was found for a text. */
const foundKept = new WeakMap<Catalogue, { synonyms: Synonyms; found: Map<string, Found> }>();

async function look(
  db: Db | Tx,
  catalogue: Catalogue,
  typed: Term[],
  synonyms: Synonyms,
  inContent: boolean,
): Promise<Found> {
  const { vocabulary } = catalogue;
  const ordered = (codes: readonly string[], all: Term[][], by: Found['by'], least = 0): Found => {
    const scored = codes
      .flatMap((code) => catalogue.byCode.get(code) ?? [])
      .map((entry) => ({ entry, ...rank(entry, all, vocabulary) }))
      .filter((one) => one.coverage >= least)
      .sort((a, b) => b.score - a.score || (a.entry.code < b.entry.code ? -1 : 1));
    const words = [...new Set(all.flatMap((reading) => required(reading).map((term) => term.word)))];
    return { entries: scored.map((one) => one.entry), corrected: null, by, words };
  };

  const asTyped = readings(typed, synonyms);
  const { titles, heads } = catalogue.words;
  const codesOf = (found: Iterable<number>): string[] =>
    [...found].map((number) => catalogue.entries[number]!.code);
  const direct = inContent
    ? await matching(db, allWords(asTyped))
    : codesOf(heads.all(asTyped.map(required)));
  if (direct.length > 0) return ordered(direct, asTyped, inContent ? 'content' : 'titles');

  const corrected = correct(typed, catalogue);
  if (corrected) {
    const again = readings(corrected, synonyms);
    const wanted = again.map(required);
    const codes = codesOf(new Set([...heads.all(wanted), ...titles.any(wanted.flat())]));
    const text = corrected.map((term) => term.typed).join(' ');
    const found = ordered(codes, again, 'titles', 0.6);
    if (found.entries.length > 0) return { ...found, corrected: text };
  }

  // Somewhere in the content word by word, or most of the words in a title.
  const some = codesOf(titles.any(asTyped.flatMap(required)));
  const most = ordered(some, asTyped, 'similar', 0.5);
  if (most.entries.length > 0) return most;
  const inside = await matching(db, phrase(typed));
  if (inside.length > 0) return ordered(inside, asTyped, 'content');
  return ordered(await similar(db, typed), asTyped, 'similar');
}

/** Codes of the published procedures that a tsquery finds. */
async function matching(db: Db | Tx, tsquery: string): Promise<string[]> {
  const rows = await db
    .selectFrom('procedure')
    .select('code')
    .where('version_id', 'is not', null)
    .where(sql<boolean>`search @@ ${tsquery}::tsquery`)
    .execute();
  return rows.map((row) => row.code);
}

/** Codes of procedures with a title like the text, by trigrams; the dearest way, so the last one. */
async function similar(db: Db | Tx, typed: readonly Term[]): Promise<string[]> {
  const text = folded(typed.map((term) => term.word).join(' '));
  const rows = await db
    .selectFrom('procedure')
    .select('code')
    .where('version_id', 'is not', null)
    .where(sql<boolean>`${text} <% search_text`)
    .orderBy(sql`word_similarity(${text}, search_text)`, 'desc')
    .orderBy('code')
    .limit(MOST_ROWS)
    .execute();
  return rows.map((row) => row.code);
}

/** The query with unknown words put right; null when all are known or nothing is near. */
function correct(typed: readonly Term[], { vocabulary }: Catalogue): Term[] | null {
  let changed = false;
  const words: Term[] = [];
  typed.forEach((term, at) => {
    const known = vocabulary.has(term.word) || (term.open && vocabulary.hasPrefix(term.word));
    const before = words[at - 1]?.word;
    const nearest = known ? null : vocabulary.nearest(term.word, before, typed[at + 1]?.word);
    if (!nearest) return void words.push({ ...term, open: false });
    changed = true;
    words.push({
      ...term,
      word: nearest,
      typed: vocabulary.written(nearest, before),
      little: false,
      open: false,
    });
  });
  return changed ? words : null;
}

function sortByName(entries: Entry[], catalogue: Catalogue): void {
  const places = new Map(catalogue.entries.map((entry, at) => [entry.code, at]));
  entries.sort((a, b) => places.get(a.code)! - places.get(b.code)!);
}

/** Rows of the published ones among these codes, in their order; not to be changed. At most one query. */
export async function procedureRows(db: Db | Tx, codes: readonly string[]): Promise<SearchRow[]> {
  const catalogue = await loadCatalogue(db);
  const entries = codes.flatMap((code) => catalogue.byCode.get(code) ?? []);
  return rowsOf(db, entries, catalogue, await loadDirectory(db));
}

async function rowsOf(
  db: Db | Tx,
  entries: readonly Entry[],
  catalogue: Catalogue,
  directory: Directory,
): Promise<SearchRow[]> {
  if (entries.length === 0) return [];
  let kept = rowsKept.get(catalogue);
  if (kept?.directory !== directory) rowsKept.set(catalogue, (kept = { directory, rows: new Map() }));
  const { rows } = kept;
  const missing = entries.filter((entry) => !rows.has(entry.code));
  if (missing.length > 0) {
    const found = await detailsOf(
      db,
      missing.map((entry) => entry.code),
    );
    const details = new Map(found.map((row) => [row.code, row]));
    for (const entry of missing) {
      rows.set(entry.code, {
        code: entry.code,
        name: entry.name,
        summary: details.get(entry.code)?.summary ?? '',
        field: { code: entry.fieldCode, name: catalogue.fieldName(entry.fieldCode) },
        agencies: agencyKeys(entry, directory).map((key) => agencyName(key, directory)),
        serviceLevel: entry.serviceLevel,
        serviceKind: entry.serviceKind,
        online: isOnline(entry),
        limits: details.get(entry.code)?.limits ?? [],
        fees: details.get(entry.code)?.fees ?? [],
        needsReview: entry.needsReview,
      });
    }
  }
  return entries.map((entry) => rows.get(entry.code)!);
}

type Details = Pick<SearchRow, 'code' | 'summary'> & { limits: Limit[] | null; fees: Fee[] | null };

// The same rows as before, as long as catalogue and agencies are: what is drawn of them is kept, too.
const rowsKept = new WeakMap<Catalogue, { directory: Directory; rows: Map<string, SearchRow> }>();

const detailsOf = (db: Db | Tx, codes: readonly string[]): Promise<Details[]> =>
  db
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where(sql<boolean>`procedure.code = any(${codes})`)
    .select([
      'procedure.code',
      sql<string>`definition->>'summary'`.as('summary'),
      sql<Limit[] | null>`definition->'cases'->0->'limits'`.as('limits'),
      sql<Fee[] | null>`definition->'cases'->0->'fees'`.as('fees'),
    ])
    .execute();
