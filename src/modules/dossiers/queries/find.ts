import { sql } from 'kysely';
import { normaliseDossierCode } from '../../../core/dossier-code.ts';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { fold } from '../../../core/text.ts';
import { compiledBy, compiledOnce } from '../../../platform/database/compiled.ts';
import type { Db } from '../../../platform/index.ts';
import { loadDirectory } from '../../agencies/index.ts';
import { agenciesOf, likePart } from './conditions.ts';
import { kept, type Told } from './kept.ts';
import {
  LIST_COLUMNS,
  NAME_ALONE,
  rowsAt,
  type Place,
  type WorkListFilter,
  type WorkRow,
} from './work-list.ts';

/** A row of the search. */
export type FoundRow = Omit<WorkRow, 'content' | 'delivery'>;

export interface FindPage {
  /** Most rows. */
  limit: number;
  /** Row after which the page begins. */
  after?: WorkListFilter['after'];
}

/** Newest dossiers of an agency that are looked through one by one before the index of three letters is asked. */
const NEWEST = 1000;
const KEY_LETTERS = 3;

/**
 * Dossiers that the officer's agencies received or handle and that fit what was typed in the search box, newest first; an
 * exact code or registration number is the only answer. Else it is part of a name, number or phone, with or without
 * marks; the code or name of an agency, also one that is no more, finds what was filed there.
 *
 * @param page which of them; an exact code is found on the first page only
 */
export async function findDossiers(
  db: Db,
  actor: OfficerActor,
  typed: string,
  page: FindPage,
): Promise<readonly FoundRow[]> {
  const agencies = agenciesOf(actor);
  if (agencies.length === 0) return [];
  // Who opens one of those found comes back to the others.
  const name = JSON.stringify(['find', agencies, page.limit, page.after, typed]);
  const toldBy = agencies.flatMap((id): Told[] => [
    `way dossier.reception_agency_id=${id}`,
    `way dossier.agency_id=${id}`,
  ]);
  const read = async () => ({ value: await readFound(db, agencies, typed, page), toldBy });
  return (await kept(db, 'desks', name, read))!;
}

async function readFound(db: Db, agencies: number[], typed: string, page: FindPage): Promise<FoundRow[]> {
  const code = page.after ? null : codeOf(typed);
  if (code !== null) {
    const exact = await byCode(db, code, agencies);
    // A whole code is part of no name or number.
    if (exact.length > 0 || WHOLE_CODE.test(code)) return exact;
  }
  const named = (await loadDirectory(db)).named(typed).map((agency) => agency.id);
  const words = fold(typed);
  const places = await byWords(db, agencies, words, named, page);
  const number = ungrouped(words);
  const found =
    places.length > 0 || number === words ? places : await byWords(db, agencies, number, [], page);
  return rowsAt(db, 'tim', found, (dossiers) => foundRows(db, dossiers));
}

async function byWords(
  db: Db,
  agencies: number[],
  words: string,
  named: number[],
  { limit, after = { sort: 'infinity', id: 0 } }: FindPage,
): Promise<Place[]> {
  const shape: Shape = {
    agencies: agencies.length,
    keyed: [...words].length >= KEY_LETTERS,
    named: named.length > 0,
  };
  const name = `${shape.agencies} ${shape.keyed} ${shape.named}`;
  const values = [likePart(words), words, named, limit, after.sort, after.id, ...agencies];
  const [found] = await byText(db, name, shape, values);
  return found?.places ?? [];
}

const WHOLE_CODE = /-\d{6}-\d{4,}$/;

/** The code that was typed, as it is stored; null when it can be none. */
function codeOf(typed: string): string | null {
  const code = normaliseDossierCode(typed) ?? typed.trim().toUpperCase().replace(/\s+/g, '');
  return /-\d/.test(code) ? code : null;
}

/** A number of a person or phone that was typed in groups or with the code of the country, as it is stored. */
function ungrouped(words: string): string {
  const number = words.replace(/[\s.]+/g, '').replace(/^\+84/, '0');
  return /^\d{9,12}$/.test(number) ? number : words;
}

/** Transaction that wrote the dossier last. */
const VERSION = sql<string>`dossier.xmin::text`;

/** Columns that rows of boxes have of their task. */
const NO_TASK = [
  sql<number | null>`null::bigint`.as('taskId'),
  sql<string | null>`null::text`.as('stepName'),
  sql<Date | null>`null::timestamptz`.as('stepDueAt'),
] as const;

const rowsOf = (db: Db, found: ReturnType<typeof sql>) =>
  db
    .selectFrom('dossier')
    .where(sql<boolean>`dossier.id in (${found})`)
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .leftJoin('officer', 'officer.id', 'dossier.current_officer_id')
    .select(LIST_COLUMNS)
    .select(NO_TASK)
    .select([
      NAME_ALONE,
      'dossier.current_unit_id as unitId',
      sql<string>`dossier.submitted_at::text`.as('sort'),
      'dossier.id as id',
      VERSION.as('version'),
    ]);

const byCode = compiledOnce((db, code: string, agencies: readonly number[]) =>
  rowsOf(
    db,
    // By one index each; what was typed may be either.
    sql`select id from dossier where code = ${code} union select id from dossier where registration_no = ${code}`,
  ).where(
    sql<boolean>`(dossier.reception_agency_id = any(${agencies}::bigint[]) or dossier.agency_id = any(${agencies}::bigint[]))`,
  ),
);

interface Shape {
  /** How many agencies are the officer's. */
  agencies: number;
  /** Whether enough was typed for the index of three letters. */
  keyed: boolean;
  /** Whether agencies are named by it. */
  named: boolean;
}

/*
 * What many dossiers fit is found among the newest, what few fit by the index: either way little is read, however many
 * dossiers an agency has. A dossier may be found twice, by both ways and for two agencies of the officer.
 */
const byText = compiledBy<Shape, readonly unknown[], { places: Place[] }>((db, { keyed, named }, args) => {
  const [like, words, namedAgencies, limit, sort, id, ...agencies] = args;
  const fits = named
    ? sql`(f.search_text like ${like} or f.handled_by = any(${namedAgencies}::bigint[]) or f.filed_with = any(${namedAgencies}::bigint[]))`
    : sql`f.search_text like ${like}`;
  const before = sql`(submitted_at, dossier_id) < (${sort}::timestamptz, ${id}::bigint)`;
  const newest = sql`select f.submitted_at, f.dossier_id from (
      select * from dossier_find where agency_id = mine.id and ${before} order by submitted_at desc, dossier_id desc
      ${keyed ? sql`limit ${sql.lit(NEWEST)}` : sql``}
    ) f where ${fits} order by f.submitted_at desc, f.dossier_id desc limit ${limit}`;
  const keys = sql`(find_keys(agency_id, search_text) || find_agency_keys(agency_id, array[handled_by, filed_with]))`;
  const hasKeys = named
    ? sql`(${keys} @> find_keys(mine.id, ${words}) or ${keys} && find_agency_keys(mine.id, ${namedAgencies}::bigint[]))`
    : sql`${keys} @> find_keys(mine.id, ${words})`;
  // Offset 0 keeps the conditions outside from tempting the planner to walk instead.
  const older = sql`select f.submitted_at, f.dossier_id from (select * from dossier_find where ${hasKeys} offset 0) f
    where (select count(*) from newest) < ${limit} and f.agency_id = mine.id and ${before} and ${fits}
    order by f.submitted_at desc, f.dossier_id desc limit ${limit}`;
  const found = keyed
    ? sql`with newest as materialized (${newest}) select * from newest union all (${older})`
    : newest;
  // Again offset 0: a plan made for one agency must not look cheaper than the one for all, or each search is planned anew.
  const mine = sql.join(
    agencies.map((agency) => sql`select ${agency}::bigint as id`),
    sql` union all `,
  );
  return {
    compile: () =>
      sql<{
        places: Place[];
      }>`select coalesce(json_agg(json_build_array(dossier.id, null, ${VERSION})
          order by found.submitted_at desc, found.dossier_id desc), '[]') as places
        from (select x.submitted_at, x.dossier_id from (${mine} offset 0) mine cross join lateral (${found}) x
          group by x.submitted_at, x.dossier_id order by x.submitted_at desc, x.dossier_id desc limit ${limit}) found
        join dossier on dossier.id = found.dossier_id`.compile(db),
  };
});

const foundRows = compiledOnce((db, dossiers: readonly number[]) =>
  rowsOf(db, sql`select unnest(${dossiers}::bigint[])`),
);
