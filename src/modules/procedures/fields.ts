import { sql } from 'kysely';
import { isIsoDate } from '../../core/dates.ts';
import { clean, fold, slug } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { expireCatalogue } from './catalogue.ts';

/** A field, or a procedure group within one, as the catalogue has it. */
export interface FieldFacts {
  code: string;
  name: string;
  /** The field of a group; null: a field. */
  parent: string | null;
  /** Order in lists; null: after those with one, by name. */
  position: number | null;
  /** ISO days; validTo is the first day on which it is closed. */
  validFrom: string;
  validTo: string | null;
  mergedInto: string | null;
}

export interface FieldRow extends FieldFacts {
  /** Procedures in it, and how many of them are published. */
  procedures: number;
  published: number;
}

export interface FieldEdit {
  by: Editor;
  at: Date;
  /** Today, ISO. */
  today: string;
  /** Newest change that the editor had seen; absent: not checked. */
  seen?: number;
}

/** Name under which changes of a field or group are recorded. */
export const fieldObject = (code: string): string => `field:${code}`;

/** All fields and groups with their counts, in the order of lists. One statement. */
export async function fieldRows(db: Db | Tx): Promise<FieldRow[]> {
  const rows = await db
    .selectFrom('field')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('procedure')
          .select([
            'field_code',
            'group_code',
            sql<string>`count(*)`.as('all'),
            sql<string>`count(version_id)`.as('published'),
          ])
          .groupBy(['field_code', 'group_code'])
          .as('p'),
      (join) =>
        join.on(
          sql<boolean>`field.code = case when field.parent_code is null then p.field_code else p.group_code end`,
        ),
    )
    .select([
      'field.code',
      'field.name',
      'field.parent_code as parent',
      'field.position',
      'field.valid_from as validFrom',
      'field.valid_to as validTo',
      'field.merged_into as mergedInto',
      sql<string>`coalesce(sum(p."all"), 0)`.as('procedures'),
      sql<string>`coalesce(sum(p.published), 0)`.as('published'),
    ])
    .groupBy('field.code')
    .orderBy(sql`field.position nulls last`)
    .orderBy('field.folded')
    .execute();
  return rows.map((row) => ({
    ...row,
    procedures: Number(row.procedures),
    published: Number(row.published),
  }));
}

/** Fields and groups that procedures may be put in on a day, without counts. */
export async function openFields(db: Db | Tx, today: string): Promise<FieldFacts[]> {
  return (await fieldRows(db)).filter((one) => one.validTo === null || one.validTo > today);
}

async function oneField(tx: Tx, code: string): Promise<FieldFacts | null> {
  const row = await tx
    .selectFrom('field')
    .where('code', '=', code)
    .select([
      'code',
      'name',
      'parent_code as parent',
      'position',
      'valid_from as validFrom',
      'valid_to as validTo',
      'merged_into as mergedInto',
    ])
    .executeTakeFirst();
  return row ?? null;
}

const invalid = (place: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place, message }]);

async function checkName(tx: Tx, code: string | null, name: string, parent: string | null): Promise<void> {
  if (name === '') throw invalid('name', 'Nhập tên.');
  if (name.length > 200) throw invalid('name', 'Tên dài quá 200 ký tự. Rút gọn tên.');
  const twin = await tx
    .selectFrom('field')
    .where('folded', '=', fold(name))
    .where('parent_code', parent === null ? 'is' : '=', parent)
    .$if(code !== null, (query) => query.where('code', '<>', code!))
    .select('name')
    .executeTakeFirst();
  if (twin) throw invalid('name', `Đã có “${twin.name}”. Dùng mục đó hoặc đặt tên khác.`);
}

/**
 * Adds a field, or a group to a field.
 *
 * @param input code: made of the name when empty; parent: the field of a group
 * @returns its code
 * @throws InvalidConfiguration with place "name", "code", "parent" or "validFrom"
 */
export async function addField(
  tx: Tx,
  input: { name: string; code?: string; parent?: string | null; validFrom?: string },
  { by, at, today }: FieldEdit,
): Promise<string> {
  const name = clean(input.name);
  const parent = input.parent || null;
  await checkName(tx, null, name, parent);
  const code = clean(input.code ?? '') || (parent ? `${parent}.${slug(name)}` : slug(name)).slice(0, 60);
  if (!/^[\w.-]{1,60}$/.test(code)) {
    throw invalid('code', 'Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch ngang, ví dụ “G15-TP07”.');
  }
  if (await oneField(tx, code)) throw invalid('code', `Mã “${code}” đã có. Đặt mã khác.`);
  if (parent && (await oneField(tx, parent))?.parent !== null) {
    throw invalid('parent', 'Chọn lĩnh vực mà nhóm thủ tục thuộc về.');
  }
  const validFrom = input.validFrom || today;
  if (!isIsoDate(validFrom)) throw invalid('validFrom', 'Nhập ngày bắt đầu dạng ngày/tháng/năm.');
  const facts: FieldFacts = {
    code,
    name,
    parent,
    position: null,
    validFrom,
    validTo: null,
    mergedInto: null,
  };
  await recordChange(tx, {
    object: fieldObject(code),
    title: name,
    action: 'field.create',
    by,
    at,
    before: null,
    after: facts,
  });
  await tx
    .insertInto('field')
    .values({ code, name, folded: fold(name), parent_code: parent, valid_from: validFrom })
    .execute();
  expireCatalogue(tx);
  return code;
}

/** Renames a field or group; its procedures bear the new name at once, everywhere. */
export async function renameField(tx: Tx, code: string, typed: string, edit: FieldEdit): Promise<void> {
  const before = await existing(tx, code);
  const name = clean(typed);
  await checkName(tx, code, name, before.parent);
  if (name === before.name) return;
  await write(tx, before, { ...before, name }, 'field.rename', edit);
}

/** Puts a field or group one place up or down among its neighbours. */
export async function moveField(tx: Tx, code: string, by: -1 | 1, edit: FieldEdit): Promise<void> {
  const before = await existing(tx, code);
  const rows = (await fieldRows(tx)).filter((one) => one.parent === before.parent && open(one, edit.today));
  const from = rows.findIndex((one) => one.code === code);
  const to = from + by;
  if (from < 0 || to < 0 || to >= rows.length) return;
  const order = rows.map((one) => one.code);
  order.splice(to, 0, ...order.splice(from, 1));
  await recordChange(tx, {
    object: fieldObject(code),
    title: before.name,
    action: 'field.order',
    by: edit.by,
    at: edit.at,
    before,
    after: { ...before, position: to + 1 },
    seen: edit.seen,
  });
  await sql`
    update field set position = o.place
    from unnest(${order}::text[]) with ordinality as o(code, place)
    where field.code = o.code and field.position is distinct from o.place`.execute(tx);
  expireCatalogue(tx);
}

/**
 * Closes a field or group from a day, or merges it into another of its kind, which takes its procedures on that day.
 *
 * @param input on: first day on which it is closed, ISO; into: code of the one that takes over
 * @throws InvalidConfiguration with place "on" or "into"
 */
export async function closeField(
  tx: Tx,
  code: string,
  input: { on: string; into?: string | null },
  edit: FieldEdit,
): Promise<void> {
  const before = await existing(tx, code);
  const into = input.into || null;
  if (!isIsoDate(input.on)) throw invalid('on', 'Nhập ngày đóng dạng ngày/tháng/năm.');
  if (input.on < edit.today)
    throw invalid('on', 'Ngày đóng không được trước hôm nay. Chọn hôm nay hoặc ngày sau.');
  if (input.on < before.validFrom)
    throw invalid('on', 'Ngày đóng trước ngày bắt đầu. Chọn ngày sau ngày bắt đầu.');
  const target = into ? await oneField(tx, into) : null;
  if (into) {
    if (into === code) throw invalid('into', 'Không gộp vào chính nó được. Chọn mục khác.');
    if (
      !target ||
      target.parent !== before.parent ||
      target.validTo !== null ||
      target.validFrom > input.on
    ) {
      throw invalid('into', 'Chọn mục đang dùng, cùng loại, còn mở vào ngày đó.');
    }
  }
  const column = before.parent === null ? ('field_code' as const) : ('group_code' as const);
  const held = await tx.selectFrom('procedure').where(column, '=', code).select('code').execute();
  if (held.length > 0 && !into) {
    throw invalid('into', `“${before.name}” còn ${held.length} thủ tục. Chọn mục nhận những thủ tục này.`);
  }
  const kept = { ...before, procedures: held.map((row) => row.code) };
  await write(tx, kept, { ...before, validTo: input.on, mergedInto: into }, 'field.close', edit);
  await settleFields(tx, edit.today);
}

/** Opens a closed field or group again; procedures stay where they are. */
export async function reopenField(tx: Tx, code: string, edit: FieldEdit): Promise<void> {
  const before = await existing(tx, code);
  await write(tx, before, { ...before, validTo: null, mergedInto: null }, 'field.reopen', edit);
}

/** Moves the procedures of fields and groups whose merger has come to the ones that take over. */
export async function settleFields(tx: Tx, today: string): Promise<void> {
  for (const column of ['field_code', 'group_code'] as const) {
    const { numAffectedRows = 0n } = await sql`
      update procedure set ${sql.ref(column)} = field.merged_into
      from field
      where procedure.${sql.ref(column)} = field.code and field.merged_into is not null
        and field.valid_to <= ${today}`.execute(tx);
    if (numAffectedRows > 0n) {
      // Lists are made anew when the catalogue of fields changes.
      await sql`update field set name = name where valid_to <= ${today} and merged_into is not null`.execute(
        tx,
      );
      expireCatalogue(tx);
    }
  }
}

/** Takes an edit of a field back: facts as they were, and the procedures that it held. */
export async function restoreField(
  tx: Tx,
  code: string,
  before: unknown,
  { by, at, today }: { by: Editor; at: Date; today: string },
): Promise<void> {
  if (before === null) {
    const row = (await fieldRows(tx)).find((one) => one.code === code);
    if (row && row.procedures > 0) {
      throw invalid('', `“${row.name}” đã có thủ tục nên không bỏ được. Gộp vào mục khác thay vì lấy lại.`);
    }
    return closeField(tx, code, { on: today }, { by, at, today });
  }
  const { procedures = [], ...facts } = before as FieldFacts & { procedures?: string[] };
  const now = await existing(tx, code);
  await checkName(tx, code, facts.name, facts.parent);
  await write(tx, now, facts, 'field.restore', { by, at, today });
  if (procedures.length === 0) return;
  const column = facts.parent === null ? 'field_code' : 'group_code';
  await sql`
    update procedure set ${sql.ref(column)} = ${code}
    where code = any(${procedures}::text[])
      and ${sql.ref(column)} is not distinct from ${now.mergedInto}`.execute(tx);
}

const open = (one: FieldFacts, today: string): boolean => one.validTo === null || one.validTo > today;

async function existing(tx: Tx, code: string): Promise<FieldFacts> {
  const found = await oneField(tx, code);
  if (!found) throw invalid('', 'Mục này không còn trong danh mục. Mở lại trang.');
  return found;
}

async function write(
  tx: Tx,
  before: FieldFacts,
  after: FieldFacts,
  action: string,
  { by, at, seen }: FieldEdit,
): Promise<void> {
  await recordChange(tx, {
    object: fieldObject(before.code),
    title: before.name,
    action,
    by,
    at,
    before,
    after,
    seen,
  });
  await tx
    .updateTable('field')
    .set({
      name: after.name,
      folded: fold(after.name),
      position: after.position,
      valid_from: after.validFrom,
      valid_to: after.validTo,
      merged_into: after.mergedInto,
    })
    .where('code', '=', before.code)
    .execute();
  expireCatalogue(tx);
}

/**
 * The field under which a procedure is published: the one of that code as the catalogue has it now (mergers followed),
 * else one of that name, else a new one.
 */
export async function resolveField(
  tx: Tx,
  field: { code: string; name: string },
  parent: string | null = null,
): Promise<{ code: string; name: string }> {
  const name = clean(field.name);
  const known = async (code: string, depth = 0): Promise<FieldFacts | null> => {
    const found = await oneField(tx, code);
    return found?.mergedInto && depth < 9 ? ((await known(found.mergedInto, depth + 1)) ?? found) : found;
  };
  const byCode = field.code ? await known(field.code) : null;
  if (byCode && byCode.parent === parent) return { code: byCode.code, name: byCode.name };
  const byName = await tx
    .selectFrom('field')
    .where('folded', '=', fold(name))
    .where('parent_code', parent === null ? 'is' : '=', parent)
    .select('code')
    .executeTakeFirst();
  const twin = byName && (await known(byName.code));
  if (twin) return { code: twin.code, name: twin.name };
  await tx
    .insertInto('field')
    .values({ code: field.code, name, folded: fold(name), parent_code: parent })
    .execute();
  expireCatalogue(tx);
  return { code: field.code, name };
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
    .where('parent_code', 'is', null)
    .where('code', '<>', field.code)
    .execute();
  for (const { code } of twins) {
    await tx
      .updateTable('procedure')
      .set({ field_code: field.code })
      .where('field_code', '=', code)
      .execute();
    await sql`update field set parent_code = ${field.code} where parent_code = ${code}`.execute(tx);
    await sql`update field set merged_into = ${field.code} where merged_into = ${code}`.execute(tx);
    await tx.deleteFrom('field').where('code', '=', code).execute();
    expireCatalogue(tx);
  }
}
