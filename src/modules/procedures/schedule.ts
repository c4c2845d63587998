import { sql } from 'kysely';
import { formatDateTime, localDate } from '../../core/dates.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Platform } from '../../platform/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { newestFlow } from '../flows/index.ts';
import { newestForm } from '../forms/index.ts';
import { expireCatalogue } from './catalogue.ts';
import { settleFields } from './fields.ts';
import { procedureObject, putInForce } from './store.ts';

export interface ProcedureEdit {
  by: Editor | null;
  at: Date;
  /** Newest change that the editor had seen; absent: not checked. */
  seen?: number;
}

const invalid = (place: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place, message }]);

/**
 * Lets every version whose moment has come take over, ends what is to end, and moves the procedures of merged fields.
 * Harmless to call again, and from several processes.
 *
 * @returns codes of the procedures that changed
 */
export async function takeOverDue({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<string[]> {
  const now = clock.now();
  const codes = await dueCodes(db, now);
  for (const code of codes) await db.transaction().execute((tx) => takeOver(tx, code, now));
  const day = localDate(now);
  if (await fieldsDue(db, day)) await db.transaction().execute((tx) => settleFields(tx, day));
  if (codes.length > 0) expireCatalogue(db);
  return codes;
}

async function dueCodes(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('procedure_version')
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'scheduled'), eb('valid_from', '<=', now)]),
        eb.and([eb('state', '=', 'published'), eb('valid_to', 'is not', null), eb('valid_to', '<=', now)]),
      ]),
    )
    .select('procedure_code')
    .distinct()
    .execute();
  return rows.map((row) => row.procedure_code);
}

async function fieldsDue(db: Db, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('field')
    .where('merged_into', 'is not', null)
    .where('valid_to', '<=', day)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('procedure')
          .where((p) =>
            p.or([
              p('procedure.field_code', '=', p.ref('field.code')),
              p('procedure.group_code', '=', p.ref('field.code')),
            ]),
          )
          .select('procedure.code'),
      ),
    )
    .select('code')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Brings one procedure to where its dates say it is. */
async function takeOver(tx: Tx, code: string, now: Date): Promise<void> {
  await tx.selectFrom('procedure').where('code', '=', code).select('code').forUpdate().execute();
  const rows = await tx
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .where('state', '<>', 'retired')
    .selectAll()
    .orderBy('valid_from')
    .execute();
  const begun = rows.filter((row) => row.state === 'scheduled' && row.valid_from <= now);
  const next = begun.findLast((row) => row.valid_to === null || row.valid_to > now);
  const over = rows.filter(
    (row) =>
      row !== next &&
      (begun.includes(row) ||
        (row.state === 'published' && (next !== undefined || (row.valid_to && row.valid_to <= now)))),
  );
  for (const row of over) {
    await tx.updateTable('procedure_version').set({ state: 'retired' }).where('id', '=', row.id).execute();
  }
  if (next) {
    const { definition } = next;
    // Form and flow may have got newer versions since it was scheduled; what nobody has filed under may still take them.
    const form = definition.formCode ? await newestForm(tx, definition.formCode) : null;
    const flow = definition.flowCode ? await newestFlow(tx, definition.flowCode) : null;
    await tx
      .updateTable('procedure_version')
      .set({ state: 'published', form_version_id: form?.id ?? null, flow_version_id: flow?.id ?? null })
      .where('id', '=', next.id)
      .execute();
    await putInForce(tx, definition, next.id, now);
  } else if (over.length > 0) {
    await takeOutOfForce(tx, code, now);
  }
}

async function takeOutOfForce(tx: Tx, code: string, now: Date): Promise<void> {
  await tx
    .updateTable('procedure')
    .set({ version_id: null, updated_at: now })
    .where('code', '=', code)
    .execute();
  await tx.deleteFrom('procedure_agency').where('procedure_code', '=', code).execute();
  expireCatalogue(tx);
}

/**
 * Retires a procedure, at once or from a moment: nobody can file it any more, running dossiers go on under the version
 * they were filed with, its page says so and leads to the one that takes its place.
 *
 * @param input from: not before `at`; replacedBy: code of a published procedure
 * @throws InvalidConfiguration with place "from" or "replacedBy"; StaleEdit
 */
export async function retireProcedure(
  tx: Tx,
  code: string,
  { by, at, seen, from, replacedBy }: ProcedureEdit & { from?: Date; replacedBy?: string | null },
): Promise<void> {
  const procedure = await inForce(tx, code);
  const scheduled = await tx
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .where('state', '=', 'scheduled')
    .select(['version', 'valid_from'])
    .executeTakeFirst();
  if (scheduled) {
    throw invalid(
      'from',
      `Bản ${scheduled.version} đã hẹn áp dụng từ ${formatDateTime(scheduled.valid_from)}, trùng với thời gian ngừng. ` +
        'Hủy hẹn bản đó rồi ngừng thủ tục.',
    );
  }
  if (replacedBy) await checkReplacement(tx, code, replacedBy);
  const end = from && from > at ? from : at;
  await recordChange(tx, {
    object: procedureObject(code),
    title: procedure.name,
    action: 'procedure.retire',
    by,
    at,
    before: { version: procedure.version, definition: procedure.definition },
    after: { retiredFrom: end.toISOString(), replacedBy: replacedBy ?? null },
    seen,
  });
  await tx
    .updateTable('procedure_version')
    .set({
      valid_to: sql`greatest(valid_from, ${end}::timestamptz)`,
      ...(end > at ? {} : { state: 'retired' as const }),
    })
    .where('id', '=', procedure.id)
    .execute();
  await tx
    .updateTable('procedure')
    .set({ replaced_by: replacedBy ?? null })
    .where('code', '=', code)
    .execute();
  if (end <= at) await takeOutOfForce(tx, code, at);
  expireCatalogue(tx);
}

async function checkReplacement(tx: Tx, code: string, replacedBy: string): Promise<void> {
  if (replacedBy === code) throw invalid('replacedBy', 'Thủ tục không thay thế chính nó. Chọn thủ tục khác.');
  const other = await tx
    .selectFrom('procedure')
    .where('code', '=', replacedBy)
    .select('version_id')
    .executeTakeFirst();
  if (!other?.version_id) {
    throw invalid(
      'replacedBy',
      `Không có thủ tục nào mang mã “${replacedBy}” đang công bố. Kiểm tra lại mã, hoặc công bố thủ tục mới trước.`,
    );
  }
}

async function inForce(tx: Tx, code: string) {
  const row = await tx
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where('procedure.code', '=', code)
    .select([
      'procedure.name',
      'procedure_version.id',
      'procedure_version.version',
      'procedure_version.definition',
      'procedure_version.valid_to as validTo',
    ])
    .forUpdate('procedure')
    .executeTakeFirst();
  if (!row) throw invalid('', 'Thủ tục này không còn được công bố nên không ngừng được nữa.');
  return row;
}

/**
 * Calls off what is to come: a scheduled version (by its number), or with null the end of the one in force.
 *
 * @throws InvalidConfiguration when there is nothing to call off
 */
export async function callOff(
  tx: Tx,
  code: string,
  version: number | null,
  { by, at, seen }: ProcedureEdit,
): Promise<void> {
  const rows = await tx
    .selectFrom('procedure_version')
    .where('procedure_code', '=', code)
    .where('state', '<>', 'retired')
    .select(['id', 'version', 'state', 'definition', 'valid_from as from', 'valid_to as to'])
    .orderBy('valid_from')
    .forUpdate()
    .execute();
  const published = rows.find((row) => row.state === 'published');
  const target =
    version === null ? published : rows.find((row) => row.state === 'scheduled' && row.version === version);
  // What ends because the next one begins is called off by calling that one off.
  const followed = rows.some((row) => row !== target && row.from.getTime() === target?.to?.getTime());
  if (!target || (version === null && (target.to === null || followed))) {
    throw invalid('', 'Không còn gì để hủy hẹn. Mở lại trang để xem tình trạng mới nhất.');
  }
  if (version !== null && target.from <= at) {
    throw invalid('', `Bản ${version} đã đến lúc áp dụng nên không hủy hẹn được. Công bố bản khác thay thế.`);
  }
  await recordChange(tx, {
    object: procedureObject(code),
    title: target.definition.name,
    action: version === null ? 'procedure.keep' : 'procedure.call-off',
    by,
    at,
    before: published ? { version: published.version, definition: published.definition } : null,
    after: { version: target.version, calledOff: true },
    seen,
  });
  if (version === null) {
    await tx.updateTable('procedure').set({ replaced_by: null }).where('code', '=', code).execute();
    await tx.updateTable('procedure_version').set({ valid_to: null }).where('id', '=', target.id).execute();
  } else {
    // An empty span: it never was in force.
    await tx
      .updateTable('procedure_version')
      .set({ state: 'retired', valid_to: target.from })
      .where('id', '=', target.id)
      .execute();
    const before = rows.find((row) => row !== target && row.to?.getTime() === target.from.getTime());
    if (before) {
      await tx
        .updateTable('procedure_version')
        .set({ valid_to: target.to })
        .where('id', '=', before.id)
        .execute();
    }
  }
  expireCatalogue(tx);
}
