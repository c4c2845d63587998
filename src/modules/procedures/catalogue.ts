import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';
import { loadDirectory, type Directory } from '../agencies/index.ts';
import { makeVocabulary, type Vocabulary } from './search/vocabulary.ts';
import { makeWords, type Words } from './search/words.ts';
import { shortName } from './wording.ts';

/** A published procedure as lists need it. */
export interface Entry {
  code: string;
  /** The published version. */
  versionId: number;
  name: string;
  /** Words of the name and of each everyday wording, without marks. */
  titles: readonly (readonly string[])[];
  fieldCode: string;
  /** Procedure group within the field. */
  groupCode: string | null;
  levels: readonly string[];
  subjects: readonly string[];
  serviceKind: 'full' | 'partial' | 'information';
  serviceLevel: number;
  agencyIds: readonly number[];
  popularity: number;
  needsReview: boolean;
  /** Code of the procedure that took its place. */
  replacedBy: string | null;
  /** Moment from which it is no longer in force, when that is known. */
  validTo: Date | null;
  updatedAt: Date;
}

export interface Field {
  code: string;
  name: string;
}

/** A part of a field. */
export interface Group extends Field {
  fieldCode: string;
}

/** All published procedures, by name; nobody changes it. */
export interface Catalogue {
  entries: readonly Entry[];
  byCode: ReadonlyMap<string, Entry>;
  /** The same, what can be filed here first. */
  offeredFirst: readonly Entry[];
  fields: readonly Field[];
  /** Name of a field or procedure group. */
  fieldName(code: string): string;
  /** Place that administrators gave a field; the number beyond all for those without. */
  fieldPlace(code: string): number;
  /** Procedure groups with a published procedure, in their order. */
  groups: readonly Group[];
  vocabulary: Vocabulary;
  /** Where words stand, by place in `entries`: in names and everyday wordings, and there or in field and results. */
  words: { titles: Words; heads: Words };
}

const byName = new Intl.Collator('vi').compare;

const kept = versioned(read, (db) =>
  tableStamp(db, ['procedure', 'procedure_version', 'procedure_agency', 'field']),
);

/** All published procedures as lists need them, kept in this process; changes are seen within a few seconds. */
export const loadCatalogue = (db: Db | Tx): Promise<Catalogue> => kept.get(db);

/** Has the next read look at the database. */
export const expireCatalogue = (db: Db | Tx): void => kept.expire(db);

async function read(db: Db | Tx): Promise<Catalogue> {
  const rows = await db
    .selectFrom('procedure')
    .innerJoin('field', 'field.code', 'procedure.field_code')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .leftJoin('field as grp', 'grp.code', 'procedure.group_code')
    .where('procedure.version_id', 'is not', null)
    .select([
      'procedure.code',
      'procedure.version_id',
      'procedure.name',
      'procedure.search_text',
      sql<string[]>`tsvector_to_array(ts_filter(procedure.search, '{c}'))`.as('other_words'),
      'procedure.field_code',
      'field.name as field_name',
      'field.position as field_position',
      'procedure.group_code',
      'grp.name as group_name',
      'grp.position as group_position',
      'procedure.levels',
      'procedure.subjects',
      'procedure.service_kind',
      'procedure.service_level',
      'procedure.popularity',
      'procedure.needs_review',
      'procedure.replaced_by',
      'procedure_version.valid_to',
      'procedure.updated_at',
      (eb) =>
        eb
          .selectFrom('procedure_agency')
          .whereRef('procedure_agency.procedure_code', '=', 'procedure.code')
          .select((agency) =>
            agency.fn.coalesce(agency.fn.agg<number[]>('array_agg', ['agency_id']), agency.val([])).as('ids'),
          )
          .as('agency_ids'),
    ])
    .execute();
  const names = new Map<string, string>();
  const fields = new Map<string, Ordered<Field>>();
  const groups = new Map<string, Ordered<Group>>();
  for (const row of rows) {
    const { field_code: fieldCode, group_code: code } = row;
    names.set(fieldCode, row.field_name);
    fields.set(fieldCode, { code: fieldCode, name: row.field_name, position: row.field_position });
    if (code === null || row.group_name === null) continue;
    names.set(code, row.group_name);
    groups.set(code, { code, name: row.group_name, fieldCode, position: row.group_position });
  }
  const others = new Map(rows.map((row) => [row.code, row.other_words]));
  const entries = rows
    .map((row) => ({
      code: row.code,
      versionId: row.version_id!,
      name: row.name,
      titles: row.search_text.split('\n').map((title) => title.split(' ')),
      fieldCode: row.field_code,
      groupCode: row.group_code,
      levels: row.levels,
      subjects: row.subjects,
      serviceKind: row.service_kind,
      serviceLevel: row.service_level,
      agencyIds: (row.agency_ids ?? []).map(Number),
      popularity: row.popularity,
      needsReview: row.needs_review,
      replacedBy: row.replaced_by,
      validTo: row.valid_to,
      updatedAt: row.updated_at,
    }))
    .sort((a, b) => byName(shortName(a.name), shortName(b.name)) || (a.code < b.code ? -1 : 1));
  const titles = entries.map((entry) => entry.titles.flat());
  return {
    entries,
    byCode: new Map(entries.map((entry) => [entry.code, entry])),
    offeredFirst: [...entries].sort((a, b) => standing(b) - standing(a) || b.popularity - a.popularity),
    fields: inOrder(fields).map(({ code, name }) => ({ code, name })),
    groups: inOrder(groups).map(({ code, name, fieldCode }) => ({ code, name, fieldCode })),
    fieldName: (code) => names.get(code) ?? '',
    fieldPlace: (code) => fields.get(code)?.position ?? UNPLACED,
    vocabulary: makeVocabulary(entries),
    words: {
      titles: makeWords(titles),
      heads: makeWords(entries.map(({ code }, at) => [...titles[at]!, ...others.get(code)!])),
    },
  };
}

const UNPLACED = Number.MAX_SAFE_INTEGER;

type Ordered<T> = T & { position: number | null };

/** As administrators ordered them, the others behind by name. */
const inOrder = <T extends Ordered<Field>>(all: ReadonlyMap<string, T>): T[] =>
  [...all.values()].sort(
    (a, b) =>
      (a.position ?? UNPLACED) - (b.position ?? UNPLACED) ||
      byName(a.name, b.name) ||
      (a.code < b.code ? -1 : 1),
  );

const standing = (entry: Entry): number => (isOnline(entry) ? 2 : entry.agencyIds.length > 0 ? 1 : 0);

/** Stands for every commune in lists and filters, where one line a commune would hide the rest. */
export const ALL_COMMUNES = 'phuong-xa';

export interface Count {
  key: string;
  name: string;
  count: number;
}

export interface ProcedureCounts {
  total: number;
  /** Procedures that can be filed online here. */
  online: number;
  byField: Count[];
  /** Agencies with something to offer; all communes together under `ALL_COMMUNES`. */
  byAgency: Count[];
  /** Service levels 4 to 1. */
  byLevel: Count[];
}

/**
 * How many procedures there are, in all and by field, agency and service level. Fields with the most that is handled here
 * come first, then the fullest. From kept values.
 */
export async function procedureCounts(db: Db | Tx): Promise<ProcedureCounts> {
  const [catalogue, directory] = [await loadCatalogue(db), await loadDirectory(db)];
  const known = countsKept.get(catalogue);
  if (known?.directory === directory) return known.counts;
  const counts = countProcedures(catalogue, directory);
  countsKept.set(catalogue, { directory, counts });
  return counts;
}

// Every visit to the home page asks; both are kept objects that are replaced when anything changes.
const countsKept = new WeakMap<Catalogue, { directory: Directory; counts: ProcedureCounts }>();

function countProcedures(catalogue: Catalogue, directory: Directory): ProcedureCounts {
  const { entries } = catalogue;
  const fields = tally(entries, (entry) => [entry.fieldCode]);
  const handled = tally(entries, (entry) => (entry.agencyIds.length > 0 ? [entry.fieldCode] : []));
  const agencies = tally(entries, (entry) => agencyKeys(entry, directory));
  const levels = tally(entries, (entry) => [String(entry.serviceLevel)]);
  const place = ({ key }: Count): number => catalogue.fieldPlace(key);
  return {
    total: entries.length,
    online: entries.filter((entry) => isOnline(entry)).length,
    byField: ranked(fields, (code) => catalogue.fieldName(code)).sort(
      (a, b) => place(a) - place(b) || (handled.get(b.key) ?? 0) - (handled.get(a.key) ?? 0),
    ),
    byAgency: ranked(agencies, (key) => agencyName(key, directory)),
    byLevel: [4, 3, 2, 1].map((level) => ({
      key: String(level),
      name: SERVICE_LEVELS[level - 1]!,
      count: levels.get(String(level)) ?? 0,
    })),
  };
}

/** Names of the service levels 1 to 4 (Circular 32/2017/TT-BTTTT, art. 5; Decree 42/2022/NĐ-CP). */
export const SERVICE_LEVELS = [
  'Chỉ hướng dẫn (mức 1)',
  'Tải mẫu đơn (mức 2)',
  'Một phần (mức 3)',
  'Toàn trình (mức 4)',
] as const;

/** Whether the procedure can be filed online here. */
export const isOnline = (entry: Entry): boolean =>
  entry.agencyIds.length > 0 && entry.serviceKind !== 'information';

// Filters ask for every entry on every search; directory and entry are kept objects.
const keysKept = new WeakMap<Directory, WeakMap<Entry, string[]>>();

/** Slugs of the agencies that handle a procedure, communes as one. */
export function agencyKeys(entry: Entry, directory: Directory): string[] {
  let ofEntries = keysKept.get(directory);
  if (!ofEntries) keysKept.set(directory, (ofEntries = new WeakMap()));
  let keys = ofEntries.get(entry);
  if (!keys) {
    const all = entry.agencyIds.flatMap((id) => {
      const agency = directory.agencyById(id);
      return agency ? [agency.kind === 'commune' ? ALL_COMMUNES : agency.slug] : [];
    });
    ofEntries.set(entry, (keys = [...new Set(all)]));
  }
  return keys;
}

/** Name of an agency key, for lists. */
export function agencyName(key: string, directory: Directory): string {
  return key === ALL_COMMUNES ? 'UBND phường, xã' : (directory.agencyBySlug(key)?.shortName ?? key);
}

/** How often each key stands for an entry. */
export function tally<T>(
  entries: readonly T[],
  keysOf: (entry: T) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    for (const key of keysOf(entry)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Counts with names, the fullest first. */
export function ranked(counts: ReadonlyMap<string, number>, nameOf: (key: string) => string): Count[] {
  return [...counts]
    .map(([key, count]) => ({ key, name: nameOf(key), count }))
    .sort((a, b) => b.count - a.count || byName(a.name, b.name));
}
