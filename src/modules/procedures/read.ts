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
 * The published procedure with this code and the agencies that handle it, or null. From kept values, in the transaction
 * that changes them as in any other process.
 */
export async function getProcedure(db: Db | Tx, code: string): Promise<PublishedProcedure | null> {
  const entry = (await loadCatalogue(db)).byCode.get(code);
  const published = entry && (await procedureVersion(db, entry.versionId));
  if (!entry || !published) return null;
  const { id: versionId, state: _state, validTo: _validTo, ...version } = published;
  const directory = await loadDirectory(db);
  const ids = new Set(entry.agencyIds);
  const { channels, serviceLevel } = version.definition;
  return {
    ...version,
    versionId,
    name: entry.name,
    agencies: directory.agencies.filter((agency) => ids.has(agency.id)),
    online: ids.size > 0 && serviceLevel.kind !== 'information' && channels.includes('online'),
    needsReview: entry.needsReview,
    replacedBy: entry.replacedBy,
    updatedAt: entry.updatedAt,
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
