import { sql } from 'kysely';
import { formatDateTime, localDate } from '../../core/dates.ts';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import { clean, fold } from '../../core/text.ts';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { loadDirectory } from '../agencies/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { newestFlow } from '../flows/index.ts';
import { newestForm } from '../forms/index.ts';
import { checkDocument, resultTemplateKinds } from '../slips/index.ts';
import { expireCatalogue } from './catalogue.ts';
import { procedureFaults } from './check.ts';
import { resolveField } from './fields.ts';
import { searchDocument } from './search/document.ts';

/** What `publishProcedure` did. */
export interface ProcedurePublication {
  versionId: number;
  version: number;
  /** new: not known before · changed: an earlier version was retired · same: nothing was written · scheduled: for later. */
  outcome: 'new' | 'changed' | 'same' | 'scheduled';
}

export interface PublishProcedure {
  /** Who publishes (an account's id will do); null: a load from files. */
  by: Editor | number | null;
  now: Date;
  /** Moment from which it holds; absent or not after `now`: at once. */
  from?: Date;
  /** Newest change of the procedure that the editor had seen; absent: not checked. */
  seen?: number;
  /** What the publisher says of it. */
  note?: string;
  /** Number of the earlier version that is published anew. */
  republished?: number;
}

/** Name under which changes of a procedure are recorded. */
export const procedureObject = (code: string): string => `procedure:${code}`;

/** Something in force or to come, of one procedure. */
interface Live {
  id: number;
  version: number;
  state: 'scheduled' | 'published' | 'retired';
  hash: string;
  form: number | null;
  flow: number | null;
  from: Date;
  to: Date | null;
}

/**
 * Publishes a procedure as its next version, with the newest versions of its form and flow: at once, or from a moment at
 * which it takes over by itself (`takeOverDue`). Nothing is written when definition, form and flow are the same as the
 * published ones; agencies that handle it are brought up to date anyway. The one door for procedures: whatever stands
 * against publishing one is refused here, for files as for administrators.
 *
 * @throws InvalidConfiguration naming each place; StaleEdit when somebody has changed the procedure since `seen`
 */
export async function publishProcedure(
  tx: Tx,
  typed: ProcedureDefinition,
  options: PublishProcedure,
): Promise<ProcedurePublication> {
  const { now, from } = options;
  const { code } = typed;
  const field = await resolveField(tx, typed.field);
  const definition: ProcedureDefinition = {
    ...typed,
    field,
    ...(typed.group ? { group: await resolveField(tx, typed.group, field.code) } : {}),
  };
  const [form, flow] = await bindingsOf(tx, definition);
  const faults = await faultsOf(tx, definition, form?.definition ?? null, flow?.compiled ?? null);
  if (faults.length > 0) throw new InvalidConfiguration(faults);

  await tx.selectFrom('procedure').where('code', '=', code).select('code').forUpdate().execute();
  const live = await liveVersions(tx, code);
  const published = live.find((one) => one.state === 'published');
  const hash = contentHash(definition);
  const pins = { form: form?.id ?? null, flow: flow?.id ?? null };
  const later = from !== undefined && from > now;
  if (!later && published?.hash === hash && published.form === pins.form && published.flow === pins.flow) {
    await setAgencies(tx, definition, now);
    return { versionId: published.id, version: published.version, outcome: 'same' };
  }

  const before = published ? await definitionOf(tx, published.id) : null;
  const version = await nextVersion(tx, code);
  await note(tx, { code, definition, before, version, published, options });
  if (!published) await putRow(tx, definition, now);
  const until = later
    ? await makeRoom(tx, live, from)
    : (published?.to ?? firstScheduled(live)?.from ?? null);
  if (!later) {
    await tx
      .updateTable('procedure_version')
      .set({ state: 'retired', valid_to: sql`greatest(valid_from, ${now}::timestamptz)` })
      .where('procedure_code', '=', code)
      .where('state', '=', 'published')
      .execute();
  }
  const { id } = await tx
    .insertInto('procedure_version')
    .values({
      procedure_code: code,
      version,
      state: later ? 'scheduled' : 'published',
      definition: JSON.stringify(definition),
      content_hash: hash,
      form_version_id: pins.form,
      flow_version_id: pins.flow,
      valid_from: later ? from : now,
      valid_to: until,
      published_by: accountOf(options.by),
      published_at: now,
      note: clean(options.note ?? '').slice(0, 500),
      republished: options.republished ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (later) {
    expireCatalogue(tx);
    return { versionId: id, version, outcome: 'scheduled' };
  }
  await putInForce(tx, definition, id, now);
  return { versionId: id, version, outcome: published ? 'changed' : 'new' };
}

/** Everything that stands against publishing a definition now. */
export async function publicationFaults(
  tx: Db | Tx,
  definition: ProcedureDefinition,
): Promise<ConfigurationFault[]> {
  const [form, flow] = await bindingsOf(tx, definition);
  return faultsOf(tx, definition, form?.definition ?? null, flow?.compiled ?? null);
}

const bindingsOf = async (tx: Db | Tx, { formCode, flowCode }: ProcedureDefinition) =>
  [
    formCode ? await newestForm(tx, formCode) : null,
    flowCode ? await newestFlow(tx, flowCode) : null,
  ] as const;

async function faultsOf(
  tx: Db | Tx,
  definition: ProcedureDefinition,
  form: Parameters<typeof checkDocument>[1] | null,
  flow: Parameters<typeof procedureFaults>[1]['flow'],
): Promise<ConfigurationFault[]> {
  const documents = form !== null && definition.results.some((result) => result.document);
  const templates = documents ? await resultTemplateKinds(tx) : undefined;
  const { agencies } = await loadDirectory(tx);
  return procedureFaults(definition, {
    form,
    flow,
    agencies: new Set(agencies.map((agency) => agency.slug)),
    documentFaults: (document, asked) => checkDocument(document, asked, templates),
  });
}

async function liveVersions(tx: Tx, code: string): Promise<Live[]> {
  return tx
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .where('state', '<>', 'retired')
    .select([
      'id',
      'version',
      'state',
      'content_hash as hash',
      'form_version_id as form',
      'flow_version_id as flow',
      'valid_from as from',
      'valid_to as to',
    ])
    .orderBy('valid_from')
    .execute();
}

const firstScheduled = (live: readonly Live[]): Live | undefined =>
  live.find((one) => one.state === 'scheduled');

/** Whether the version in force is to end without another to follow. */
const endsForGood = (published: Live | undefined, live: readonly Live[]): boolean =>
  Boolean(published?.to) &&
  !live.some((one) => one.state === 'scheduled' && one.from.getTime() === published!.to!.getTime());

async function nextVersion(tx: Tx, code: string): Promise<number> {
  const row = await tx
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .select((eb) => eb.fn.max('version').as('last'))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

async function definitionOf(tx: Tx, id: number): Promise<ProcedureDefinition> {
  const row = await tx
    .selectFrom('procedure_version')
    .where('id', '=', id)
    .select('definition')
    .executeTakeFirstOrThrow();
  return row.definition;
}

/**
 * Ends what is in force at the moment a scheduled version begins.
 *
 * @returns when the scheduled version itself ends
 * @throws InvalidConfiguration when its days overlap those of another scheduled one
 */
async function makeRoom(tx: Tx, live: readonly Live[], from: Date): Promise<Date | null> {
  const published = live.find((one) => one.state === 'published');
  const covering = live.find(
    (one) => one.state === 'scheduled' && one.from <= from && (!one.to || one.to > from),
  );
  if (covering) {
    throw new InvalidConfiguration([
      {
        place: 'from',
        message:
          `Ngày áp dụng trùng với bản ${covering.version}, đã hẹn áp dụng từ ${formatDateTime(covering.from)}. ` +
          `Chọn thời điểm trước đó, hoặc hủy hẹn bản ${covering.version} rồi công bố lại.`,
      },
    ]);
  }
  if (endsForGood(published, live)) {
    throw new InvalidConfiguration([
      {
        place: 'from',
        message:
          `Thủ tục đã hẹn ngừng áp dụng từ ${formatDateTime(published!.to!)} nên ngày áp dụng này trùng. ` +
          'Hủy hẹn ngừng rồi công bố lại.',
      },
    ]);
  }
  if (published && (!published.to || published.to > from)) {
    await tx
      .updateTable('procedure_version')
      .set({ valid_to: sql`greatest(valid_from, ${from}::timestamptz)` })
      .where('id', '=', published.id)
      .execute();
  }
  return live.find((one) => one.state === 'scheduled' && one.from > from)?.from ?? null;
}

async function note(
  tx: Tx,
  change: {
    code: string;
    definition: ProcedureDefinition;
    before: ProcedureDefinition | null;
    version: number;
    published: Live | undefined;
    options: PublishProcedure;
  },
): Promise<void> {
  const { code, definition, before, version, published, options } = change;
  const { by, now, from, seen, republished } = options;
  // What a load from files brings in for the first time is told by the version itself.
  if (by === null && !published) return;
  await recordChange(tx, {
    object: procedureObject(code),
    title: definition.name,
    action: republished === undefined ? 'procedure.publish' : 'procedure.republish',
    by: typeof by === 'number' ? { accountId: by, name: '' } : by,
    at: now,
    before: before && { version: published!.version, definition: before },
    after: { version, definition, ...(from && from > now ? { from: from.toISOString() } : {}) },
    seen,
  });
}

const accountOf = (by: PublishProcedure['by']): number | null =>
  typeof by === 'number' ? by : (by?.accountId ?? null);

/** Makes a version that is published already what everybody sees. */
export async function putInForce(
  tx: Tx,
  definition: ProcedureDefinition,
  versionId: number,
  now: Date,
): Promise<void> {
  await putRow(tx, definition, now);
  await tx
    .updateTable('procedure')
    .set({ version_id: versionId, replaced_by: null })
    .where('code', '=', definition.code)
    .execute();
  await setAgencies(tx, definition, now);
  expireCatalogue(tx);
}

/** The row by which a procedure is found; also for one of which there is only a draft. */
export async function putRow(tx: Tx, definition: ProcedureDefinition, now: Date): Promise<void> {
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
    group_code: definition.group?.code ?? null,
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

async function setAgencies(tx: Tx, { code, offeredBy }: ProcedureDefinition, now: Date): Promise<void> {
  const offering = (await loadDirectory(tx)).offering(offeredBy, localDate(now));
  const wanted = new Set(offering.map((agency) => agency.id));
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
