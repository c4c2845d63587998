import { sql } from 'kysely';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import type { Db, Tx } from '../../platform/database/index.ts';

/** What is published under a code now. */
export interface PublishedDefinition {
  versionId: number;
  definition: ProcedureDefinition;
  /** Nobody here has written or edited it: it is as a list of the national portal has it. */
  untouched: boolean;
}

/** What is published under these codes; codes that are not known, or retired, are left out. One query. */
export async function publishedDefinitions(
  db: Db | Tx,
  codes: readonly string[],
): Promise<Map<string, PublishedDefinition>> {
  const rows = await db
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where(sql<boolean>`procedure.code = any(${[...codes]})`)
    .where('procedure_version.state', '=', 'published')
    .select([
      'procedure.code',
      'procedure_version.id',
      'procedure_version.definition',
      'procedure_version.published_by',
    ])
    .execute();
  return new Map(
    rows.map((row) => [
      row.code,
      {
        versionId: row.id,
        definition: row.definition,
        untouched: row.published_by === null && row.definition.source !== undefined,
      },
    ]),
  );
}
