import { sql } from 'kysely';
import { checkAgency, codeOn, type AgencyFacts } from '../../core/agency/index.ts';
import { localDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { WeeklyHours } from '../../platform/database/schema.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { expireCalendars } from './calendar.ts';
import { expireDirectory, readDirectory } from './directory.ts';
import { factsOf, othersThan } from './facts.ts';

export interface AgencyEdit {
  by: Editor;
  at: Date;
  /** Newest change that the editor had seen; absent: not checked. */
  seen?: number;
  /** Verb of the audit log. */
  action?: string;
}

/** Name under which changes of an agency are recorded. */
export const agencyObject = (id: number): string => `agency:${id}`;

/**
 * Takes the lock under which agencies are changed: uniqueness and rings are judged over all of them, so one change at a
 * time. Ends with the transaction.
 */
export async function lockAgencies(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('agencies', 0))`.execute(tx);
}

/**
 * Writes an agency with its units, new or changed, and records the change.
 *
 * @param facts id null: a new agency. Units that are there already are named by their id; none is ever taken away
 * @returns id of the agency
 * @throws InvalidConfiguration naming each place; StaleEdit when somebody has changed it since `seen`
 */
export async function saveAgency(tx: Tx, facts: AgencyFacts, edit: AgencyEdit): Promise<number> {
  await lockAgencies(tx);
  const directory = await readDirectory(tx);
  const known = facts.id === null ? undefined : directory.agencyById(facts.id);
  if (facts.id !== null && !known) {
    throw new InvalidConfiguration([{ place: '', message: 'Cơ quan này không còn trong danh sách.' }]);
  }
  const before = known ? factsOf(known) : null;
  const today = localDate(edit.at);
  const faults = checkAgency(facts, othersThan(directory, facts.id), today);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  const missing = before?.units.find((unit) => !facts.units.some((one) => one.id === unit.id));
  if (missing) {
    throw new InvalidConfiguration([
      {
        place: 'units',
        message: `Không xóa được ${missing.name} vì hồ sơ cũ còn nhắc tới. Nhập ngày kết thúc thay vì xóa.`,
      },
    ]);
  }
  if (before) return update(tx, before, facts, today, edit);
  const id = await insert(tx, facts, today);
  const written = (await readDirectory(tx)).agencyById(id)!;
  await recordChange(tx, {
    object: agencyObject(id),
    title: facts.name,
    action: edit.action ?? 'agency.create',
    by: edit.by,
    at: edit.at,
    before: null,
    after: factsOf(written),
  });
  expire(tx);
  return id;
}

async function update(
  tx: Tx,
  before: AgencyFacts,
  facts: AgencyFacts,
  today: string,
  edit: AgencyEdit,
): Promise<number> {
  const id = before.id!;
  if (edit.seen === undefined && JSON.stringify(before) === JSON.stringify(facts)) return id;
  await recordChange(tx, {
    object: agencyObject(id),
    title: facts.name,
    action: edit.action ?? 'agency.update',
    by: edit.by,
    at: edit.at,
    before,
    after: facts,
    seen: edit.seen,
  });
  await tx.updateTable('agency').set(columns(facts, today)).where('id', '=', id).execute();
  await writeUnits(tx, id, facts);
  expire(tx);
  return id;
}

async function insert(tx: Tx, facts: AgencyFacts, today: string): Promise<number> {
  const { id } = await tx
    .insertInto('agency')
    .values({ slug: facts.slug, ...columns(facts, today) })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (facts.receivesItself) {
    await tx.updateTable('agency').set({ receives_at_id: id }).where('id', '=', id).execute();
  }
  await writeUnits(tx, id, facts);
  return id;
}

function columns(facts: AgencyFacts, today: string) {
  // The plain columns say what holds today, or what will.
  const code = (style: 'new' | 'old'): string =>
    codeOn(facts.codes, style, today) ?? facts.codes.findLast((one) => one.style === style)?.code ?? '';
  return {
    name: facts.name,
    short_name: facts.shortName,
    kind: facts.kind,
    code_new: code('new'),
    code_old: code('old'),
    codes: JSON.stringify(facts.codes),
    former_names: JSON.stringify(facts.formerNames),
    parent_id: facts.parentId,
    receives_at_id: facts.receivesAtId,
    address: facts.address,
    phone: facts.phone,
    email: facts.email,
    hours: JSON.stringify(facts.hours as WeeklyHours),
    valid_from: facts.validFrom,
    valid_to: facts.validTo,
    successor_ids: facts.successorIds,
  };
}

async function writeUnits(tx: Tx, agencyId: number, facts: AgencyFacts): Promise<void> {
  for (const unit of facts.units) {
    const values = {
      code: unit.code,
      name: unit.name,
      kind: unit.kind,
      phone: unit.phone,
      valid_from: unit.validFrom,
      valid_to: unit.validTo,
      successor_id: unit.successorId,
    };
    if (unit.id === null) {
      await tx
        .insertInto('unit')
        .values({ agency_id: agencyId, ...values })
        .execute();
    } else {
      await tx
        .updateTable('unit')
        .set(values)
        .where('id', '=', unit.id)
        .where('agency_id', '=', agencyId)
        .execute();
    }
  }
}

function expire(tx: Tx): void {
  expireDirectory(tx);
  expireCalendars(tx);
}

/**
 * Takes a change of an agency back by writing what it was before, checked as any edit is.
 *
 * @param key id of the agency
 * @throws InvalidConfiguration when it did not exist before, went into another by a merger, or no longer fits
 */
export async function restoreAgency(
  tx: Tx,
  key: string,
  before: unknown,
  edit: { by: Editor; at: Date },
): Promise<void> {
  const now = (await readDirectory(tx)).agencyById(Number(key));
  if (!now) {
    throw new InvalidConfiguration([
      {
        place: '',
        message:
          'Cơ quan này đã được bỏ vì lần sáp nhập hoặc chia tách lập ra nó đã được lấy lại. Mở việc đó và dùng “Lập lại”.',
      },
    ]);
  }
  if (before === null || before === undefined) {
    throw new InvalidConfiguration([
      {
        place: '',
        message: 'Trước thay đổi này cơ quan chưa có, nên không lấy lại được. Muốn bỏ, hãy kết thúc cơ quan.',
      },
    ]);
  }
  const facts = before as AgencyFacts;
  if (now.successorIds.length > 0 && facts.successorIds.length === 0) {
    throw new InvalidConfiguration([
      {
        place: '',
        message: `${now.name} đã sáp nhập hoặc chia tách, hồ sơ và cán bộ đã chuyển đi. Mở việc sáp nhập hoặc chia tách đó và dùng “Lấy lại như trước”.`,
      },
    ]);
  }
  // Units that were added since stay: tasks may lie there.
  const added = factsOf(now).units.filter((unit) => !facts.units.some((one) => one.id === unit.id));
  await saveAgency(
    tx,
    { ...facts, id: now.id, slug: now.slug, units: [...facts.units, ...added] },
    { ...edit, action: 'agency.restore' },
  );
}
