import type { ProcedureDefinition } from '../../core/procedure.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { keptById } from '../../platform/kept.ts';
import { loadDirectory, type Agency } from '../agencies/index.ts';
import { loadCatalogue, type Field } from './catalogue.ts';

/** One version of a procedure; published versions never change. */
export interface ProcedureVersion {
  id: number;
  code: string;
  version: number;
  state: 'draft' | 'published' | 'retired';
  definition: ProcedureDefinition;
  formVersionId: number | null;
  flowVersionId: number | null;
  validFrom: Date;
  validTo: Date | null;
}

/** A procedure as it is published now. */
export interface PublishedProcedure extends Omit<ProcedureVersion, 'id' | 'state' | 'validTo'> {
  versionId: number;
  name: string;
  /** Those who handle it here; empty: known but not handled here. */
  agencies: Agency[];
  /** Whether a dossier can be filed here online. */
  online: boolean;
  needsReview: boolean;
  /** Code of the procedure that took its place. */
  replacedBy: string | null;
  updatedAt: Date;
}

/**
 * The published procedure with this code and the agencies that handle it, or null. One query.
 */
export async function getProcedure(db: Db | Tx, code: string): Promise<PublishedProcedure | null> {
  // Addresses bring anything, also what the database can not take as text.
  if (!/^[\w.-]{1,40}$/.test(code)) return null;
  const directory = await loadDirectory(db);
  const row = await db
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where('procedure.code', '=', code)
    .select([
      'procedure.code',
      'procedure.name',
      'procedure.needs_review',
      'procedure.replaced_by',
      'procedure.updated_at',
      'procedure_version.id as version_id',
      'procedure_version.version',
      'procedure_version.definition',
      'procedure_version.form_version_id',
      'procedure_version.flow_version_id',
      'procedure_version.valid_from',
      (eb) =>
        eb
          .selectFrom('procedure_agency')
          .whereRef('procedure_agency.procedure_code', '=', 'procedure.code')
          .select((agency) => agency.fn.agg<number[] | null>('array_agg', ['agency_id']).as('ids'))
          .as('agency_ids'),
    ])
    .executeTakeFirst();
  if (!row) return null;
  const ids = new Set((row.agency_ids ?? []).map(Number));
  const { channels, serviceLevel } = row.definition;
  return {
    code: row.code,
    name: row.name,
    versionId: row.version_id,
    version: row.version,
    definition: row.definition,
    formVersionId: row.form_version_id,
    flowVersionId: row.flow_version_id,
    validFrom: row.valid_from,
    agencies: directory.agencies.filter((agency) => ids.has(agency.id)),
    online: ids.size > 0 && serviceLevel.kind !== 'information' && channels.includes('online'),
    needsReview: row.needs_review,
    replacedBy: row.replaced_by,
    updatedAt: row.updated_at,
  };
}

/** One version by its id, as a dossier is pinned to it; null when there is none. Kept in this process unless a draft. */
export async function procedureVersion(db: Db | Tx, id: number): Promise<ProcedureVersion | null> {
  return (await keptVersion(db, id)) ?? readVersion(db, id);
}

const keptVersion = keptById(async (db, id) => {
  const version = await readVersion(db, id);
  return version && version.state !== 'draft' ? version : null;
});

async function readVersion(db: Db | Tx, id: number): Promise<ProcedureVersion | null> {
  const row = await db.selectFrom('procedure_version').selectAll().where('id', '=', id).executeTakeFirst();
  return row
    ? {
        id: row.id,
        code: row.procedure_code,
        version: row.version,
        state: row.state,
        definition: row.definition,
        formVersionId: row.form_version_id,
        flowVersionId: row.flow_version_id,
        validFrom: row.valid_from,
        validTo: row.valid_to,
      }
    : null;
}

/** All versions of a procedure without their definitions, newest first. */
export async function procedureVersions(
  db: Db | Tx,
  code: string,
): Promise<
  { id: number; version: number; state: ProcedureVersion['state']; validFrom: Date; validTo: Date | null }[]
> {
  return db
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .select(['id', 'version', 'state', 'valid_from as validFrom', 'valid_to as validTo'])
    .orderBy('version', 'desc')
    .execute();
}

/** Fields with a published procedure, by name. From kept values. */
export const listFields = async (db: Db | Tx): Promise<readonly Field[]> => (await loadCatalogue(db)).fields;
