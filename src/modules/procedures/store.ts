import { sql } from 'kysely';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import { clean, fold } from '../../core/text.ts';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { loadDirectory } from '../agencies/index.ts';
import { newestFlow } from '../flows/index.ts';
import { newestForm } from '../forms/index.ts';
import { expireCatalogue } from './catalogue.ts';
import { searchDocument } from './search/document.ts';

/** What `publishProcedure` did. */
export interface ProcedurePublication {
  versionId: number;
  version: number;
  /** new: not known before · changed: an earlier version was retired · same: nothing was written. */
  outcome: 'new' | 'changed' | 'same';
}

/**
 * Publishes a procedure as its next version, with the newest versions of its form and flow. Nothing is written when
 * definition, form and flow are the same as the published ones; agencies that handle it are brought up to date anyway.
 *
 * @param by account that publishes; null for a load from files
 * @param now moment from which the version holds and the earlier one is retired
 * @throws RangeError when the definition names a form or a flow that was never published
 */
export async function publishProcedure(
  tx: Tx,
  definition: ProcedureDefinition,
  { by, now }: { by: number | null; now: Date },
): Promise<ProcedurePublication> {
  const { code } = definition;
  const [form, flow] = [
    definition.formCode ? await newestForm(tx, definition.formCode) : null,
    definition.flowCode ? await newestFlow(tx, definition.flowCode) : null,
  ];
  if (definition.formCode && !form) throw new RangeError(`${code}: unknown form “${definition.formCode}”`);
  if (definition.flowCode && !flow) throw new RangeError(`${code}: unknown flow “${definition.flowCode}”`);

  const hash = contentHash(definition);
  const before = await tx
    .selectFrom('procedure')
    .leftJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where('procedure.code', '=', code)
    .select([
      'procedure_version.id as id',
      'procedure_version.version as version',
      'procedure_version.content_hash as hash',
      'procedure_version.form_version_id as form',
      'procedure_version.flow_version_id as flow',
    ])
    .forUpdate('procedure')
    .executeTakeFirst();
  const [formVersionId, flowVersionId] = [form?.id ?? null, flow?.id ?? null];
  if (before?.id && before.hash === hash && before.form === formVersionId && before.flow === flowVersionId) {
    await setAgencies(tx, definition);
    return { versionId: before.id, version: before.version!, outcome: 'same' };
  }

  await putField(tx, definition.field);
  await putRow(tx, definition, now);
  await tx
    .updateTable('procedure_version')
    .set({ state: 'retired', valid_to: now })
    .where('procedure_code', '=', code)
    .where('state', '=', 'published')
    .execute();
  const { id, version } = await tx
    .insertInto('procedure_version')
    .values({
      procedure_code: code,
      version: sql`(select coalesce(max(version), 0) + 1 from procedure_version where procedure_code = ${code})`,
      state: 'published',
      definition: JSON.stringify(definition),
      content_hash: hash,
      form_version_id: formVersionId,
      flow_version_id: flowVersionId,
      valid_from: now,
      published_by: by,
      published_at: now,
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow();
  await tx.updateTable('procedure').set({ version_id: id }).where('code', '=', code).execute();
  await setAgencies(tx, definition);
  expireCatalogue(tx);
  return { versionId: id, version, outcome: before?.id ? 'changed' : 'new' };
}

/**
 * Enters a field or brings its name up to date. Another code with the same name gives way to this one, so that a name
 * stands once in every list.
 */
export async function putField(tx: Db | Tx, field: { code: string; name: string }): Promise<void> {
  const name = clean(field.name);
  const folded = fold(name);
  await tx
    .insertInto('field')
    .values({ code: field.code, name, folded })
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet({ name, folded }).where('field.name', '<>', name),
    )
    .execute();
  const twins = await tx
    .selectFrom('field')
    .select('code')
    .where('folded', '=', folded)
    .where('code', '<>', field.code)
    .execute();
  for (const { code } of twins) {
    await tx
      .updateTable('procedure')
      .set({ field_code: field.code })
      .where('field_code', '=', code)
      .execute();
    await tx.deleteFrom('field').where('code', '=', code).execute();
    expireCatalogue(tx);
  }
}

async function putRow(tx: Tx, definition: ProcedureDefinition, now: Date): Promise<void> {
  const document = searchDocument(definition);
  const row = {
    name: clean(definition.name),
    folded: fold(definition.name),
    search_text: document.text,
    search: sql<string>`setweight(to_tsvector('simple', ${document.a}), 'A')
      || setweight(to_tsvector('simple', ${document.b}), 'B')
      || setweight(to_tsvector('simple', ${document.c}), 'C')
      || setweight(to_tsvector('simple', ${document.d}), 'D')`,
    field_code: definition.field.code,
    levels: definition.levels,
    subjects: definition.subjects,
    service_kind: definition.serviceLevel.kind,
    service_level: definition.serviceLevel.level,
    needs_review: (definition.review?.length ?? 0) > 0,
    updated_at: now,
  };
  await tx
    .insertInto('procedure')
    .values({ code: definition.code, ...row })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
    .execute();
}

async function setAgencies(tx: Tx, { code, offeredBy }: ProcedureDefinition): Promise<void> {
  const wanted = new Set((await loadDirectory(tx)).offering(offeredBy).map((agency) => agency.id));
  const rows = await tx
    .selectFrom('procedure_agency')
    .select('agency_id')
    .where('procedure_code', '=', code)
    .execute();
  const held = new Set(rows.map((row) => row.agency_id));
  const added = [...wanted].filter((id) => !held.has(id));
  const gone = [...held].filter((id) => !wanted.has(id));
  if (added.length > 0) {
    await tx
      .insertInto('procedure_agency')
      .values(added.map((agency_id) => ({ procedure_code: code, agency_id })))
      .execute();
  }
  if (gone.length > 0) {
    await tx
      .deleteFrom('procedure_agency')
      .where('procedure_code', '=', code)
      .where(sql<boolean>`agency_id = any(${gone})`)
      .execute();
  }
  if (added.length + gone.length > 0) expireCatalogue(tx);
}
