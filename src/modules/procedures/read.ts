import { sql } from 'kysely';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { keptById } from '../../platform/kept.ts';
import { loadDirectory, type Agency, type Directory } from '../agencies/index.ts';
import { loadCatalogue, type Catalogue, type Entry, type Field } from './catalogue.ts';

/** What a version says; it never changes once it was in force. */
export interface ProcedureVersion {
  id: number;
  code: string;
  version: number;
  definition: ProcedureDefinition;
  formVersionId: number | null;
  flowVersionId: number | null;
  validFrom: Date;
}

/** A procedure as it is published now. */
export interface PublishedProcedure extends Omit<ProcedureVersion, 'id'> {
  versionId: number;
  name: string;
  /** Those who handle it here; empty: known but not handled here. */
  agencies: Agency[];
  /** Whether a dossier can be filed here online. */
  online: boolean;
  /** Moment from which it is no longer in force, when that is known. */
  validTo: Date | null;
  needsReview: boolean;
  /** Code of the procedure that took its place. */
  replacedBy: string | null;
  updatedAt: Date;
}

/**
 * The published procedure with this code and the agencies that handle it, or null. From kept values, in the transaction
 * that changes them as in any other process. What it gives must not be changed.
 */
export async function getProcedure(db: Db | Tx, code: string): Promise<PublishedProcedure | null> {
  const entry = (await loadCatalogue(db)).byCode.get(code);
  const published = entry && (await procedureVersion(db, entry.versionId));
  if (!entry || !published) return null;
  const [catalogue, directory] = [await loadCatalogue(db), await loadDirectory(db)];
  const known = putTogether.get(entry);
  if (known?.published === published && known.catalogue === catalogue && known.directory === directory)
    return known.procedure;
  const procedure = whole(entry, published, catalogue, directory);
  putTogether.set(entry, { published, catalogue, directory, procedure });
  return procedure;
}

/** By what they were put together from: the same until something of it is published. */
const putTogether = new WeakMap<
  Entry,
  { published: ProcedureVersion; catalogue: Catalogue; directory: Directory; procedure: PublishedProcedure }
>();

function whole(
  entry: Entry,
  { id: versionId, ...version }: ProcedureVersion,
  catalogue: Catalogue,
  directory: Directory,
): PublishedProcedure {
  const ids = new Set(entry.agencyIds);
  const { channels, serviceLevel } = version.definition;
  return {
    ...version,
    // Fields and groups bear the name they have now, in every version.
    definition: { ...version.definition, ...places(catalogue, entry) },
    versionId,
    validTo: entry.validTo,
    name: entry.name,
    agencies: directory.agencies.filter((agency) => ids.has(agency.id)),
    online: ids.size > 0 && serviceLevel.kind !== 'information' && channels.includes('online'),
    needsReview: entry.needsReview,
    replacedBy: entry.replacedBy,
    updatedAt: entry.updatedAt,
  };
}

const places = (
  catalogue: Catalogue,
  { fieldCode, groupCode }: Entry,
): Pick<ProcedureDefinition, 'field' | 'group'> => ({
  field: { code: fieldCode, name: catalogue.fieldName(fieldCode) },
  ...(groupCode
    ? { group: { code: groupCode, name: catalogue.fieldName(groupCode) } }
    : { group: undefined }),
});

/** One version by its id, as a dossier is pinned to it; null when there is none. Kept in this process once in force. */
export async function procedureVersion(db: Db | Tx, id: number): Promise<ProcedureVersion | null> {
  return (await keptVersion(db, id)) ?? readVersion(db, id);
}

// What is scheduled still gets its form and flow when it takes over.
const keptVersion = keptById((db, id) => readVersion(db, id, true));

async function readVersion(db: Db | Tx, id: number, begun = false): Promise<ProcedureVersion | null> {
  const row = await db
    .selectFrom('procedure_version')
    .where('id', '=', id)
    .$if(begun, (query) => query.where('state', '<>', 'scheduled'))
    .select([
      'id',
      'procedure_code as code',
      'version',
      'definition',
      'form_version_id as formVersionId',
      'flow_version_id as flowVersionId',
      'valid_from as validFrom',
    ])
    .executeTakeFirst();
  return row ?? null;
}

/** A line of a procedure's history. */
export interface ProcedureVersionRow {
  id: number;
  version: number;
  /** scheduled: takes over by itself on its day. */
  state: 'scheduled' | 'published' | 'retired';
  validFrom: Date;
  /** Not before validFrom; the same: it never was in force. */
  validTo: Date | null;
  publishedAt: Date | null;
  /** null: loaded from files. */
  publishedBy: string | null;
  note: string;
  republished: number | null;
}

/** Versions of a procedure without their definitions, newest first, at most 200. */
export async function procedureVersions(db: Db | Tx, code: string): Promise<ProcedureVersionRow[]> {
  return db
    .selectFrom('procedure_version')
    .leftJoin('account', 'account.id', 'procedure_version.published_by')
    .where('procedure_code', '=', code)
    .select([
      'procedure_version.id',
      'version',
      'state',
      'valid_from as validFrom',
      'valid_to as validTo',
      'published_at as publishedAt',
      'account.display_name as publishedBy',
      'note',
      'republished',
    ])
    .orderBy('version', 'desc')
    .limit(200)
    .execute();
}

/** What a version says, by its number; null when there is none. */
export async function numberedProcedure(
  db: Db | Tx,
  code: string,
  version: number,
): Promise<ProcedureVersion | null> {
  const row = await db
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .where('version', '=', version)
    .select('id')
    .executeTakeFirst();
  return row ? readVersion(db, row.id) : null;
}

/**
 * The version in force at a moment, past or to come, by the days alone; null when there is none.
 *
 * @throws Error when there are two, which the database does not let happen
 */
export async function versionAt(db: Db | Tx, code: string, at: Date): Promise<number | null> {
  const rows = await db
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .where('valid_from', '<=', at)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', at)]))
    .select('version')
    .execute();
  if (rows.length > 1)
    throw new Error(`${code}: versions ${rows.map((row) => row.version).join(', ')} at ${at.toISOString()}`);
  return rows[0]?.version ?? null;
}

/** A procedure that is no longer in force. */
export interface RetiredProcedure {
  code: string;
  name: string;
  field: { code: string; name: string };
  retiredAt: Date;
  replacedBy: { code: string; name: string } | null;
}

/** The retired procedure with this code; null when it is in force, never was, or there is none. */
export async function retiredProcedure(db: Db | Tx, code: string): Promise<RetiredProcedure | null> {
  // Addresses bring anything, also what the database can not take as text.
  if (!/^[\w.-]{1,40}$/.test(code)) return null;
  const row = await db
    .selectFrom('procedure')
    .innerJoin('field', 'field.code', 'procedure.field_code')
    .leftJoin('procedure as next', 'next.code', 'procedure.replaced_by')
    .where('procedure.code', '=', code)
    .where('procedure.version_id', 'is', null)
    .select([
      'procedure.code',
      'procedure.name',
      'field.code as fieldCode',
      'field.name as fieldName',
      'next.code as nextCode',
      'next.name as nextName',
      sql<Date | null>`(select max(v.valid_to) from procedure_version v
        where v.procedure_code = procedure.code and v.state = 'retired' and v.valid_to > v.valid_from)`.as(
        'retiredAt',
      ),
    ])
    .executeTakeFirst();
  if (!row?.retiredAt) return null;
  return {
    code: row.code,
    name: row.name,
    field: { code: row.fieldCode, name: row.fieldName },
    retiredAt: row.retiredAt,
    replacedBy: row.nextCode && row.nextName ? { code: row.nextCode, name: row.nextName } : null,
  };
}

/** Fields with a published procedure, in their order. From kept values. */
export const listFields = async (db: Db | Tx): Promise<readonly Field[]> => (await loadCatalogue(db)).fields;
