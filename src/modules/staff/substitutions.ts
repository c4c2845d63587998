import { addDays, formatDate, localDate } from '../../core/dates.ts';
import { clean } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Platform } from '../../platform/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { idsByUsername, officersByIds } from './officers.ts';
import { spanProblem } from './rules.ts';

/** From the first to the last day, `substitute` holds the positions and tasks of `officer`. */
export interface Substitution {
  id: number;
  officerId: number;
  officerName: string;
  substituteId: number;
  substituteName: string;
  validFrom: string;
  validTo: string;
  reason: string;
}

/** Longest time somebody stands in for another, so that it does not become for good by being forgotten. */
const MAX_DAYS = 366;

/** Substitutions of an officer, both ways, newest first; with `from`, only those not over on that day. */
export async function substitutionsOf(
  db: Db | Tx,
  officerId: number,
  from?: string,
): Promise<Substitution[]> {
  return db
    .selectFrom('substitution as s')
    .innerJoin('officer as away', 'away.id', 's.officer_id')
    .innerJoin('officer as there', 'there.id', 's.substitute_id')
    .where((eb) => eb.or([eb('s.officer_id', '=', officerId), eb('s.substitute_id', '=', officerId)]))
    .$if(from !== undefined, (query) => query.where('s.valid_to', '>=', from!))
    .select([
      's.id',
      's.officer_id as officerId',
      'away.name as officerName',
      's.substitute_id as substituteId',
      'there.name as substituteName',
      's.valid_from as validFrom',
      's.valid_to as validTo',
      's.reason',
    ])
    .orderBy('s.valid_from', 'desc')
    .orderBy('s.id', 'desc')
    .limit(50)
    .execute();
}

/**
 * Puts somebody in an officer's place for some days.
 *
 * @param input substitute: user name; days are ISO dates
 * @throws InvalidConfiguration, StaleEdit
 */
export async function addSubstitution(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  officerId: number,
  input: {
    substitute: string;
    validFrom: string;
    validTo: string;
    reason: string;
    seen?: number;
    by: Editor;
  },
): Promise<void> {
  const at = clock.now();
  await db.transaction().execute(async (tx) => {
    const before = await itemsOf(tx, officerId);
    const title = (await officersByIds(tx, [officerId])).get(officerId)?.name ?? '';
    const substituteId = await check(tx, officerId, input, localDate(at));
    const { validFrom, validTo } = input;
    const after = [...before, { substituteId, validFrom, validTo, reason: clean(input.reason) }];
    await write(tx, officerId, title, before, after, { ...input, at, action: 'substitution.add' });
  });
}

/** Ends a substitution with yesterday; one that has not begun is taken away. */
export async function endSubstitution(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  officerId: number,
  id: number,
  by: Editor,
): Promise<void> {
  const at = clock.now();
  const yesterday = addDays(localDate(at), -1);
  await db.transaction().execute(async (tx) => {
    const before = await itemsOf(tx, officerId);
    const title = (await officersByIds(tx, [officerId])).get(officerId)?.name ?? '';
    const after = before
      .map((one) => (one.id === id ? { ...one, validTo: yesterday } : one))
      .filter((one) => one.validTo >= one.validFrom);
    await write(tx, officerId, title, before, after, { by, at, action: 'substitution.end' });
  });
}

interface Item {
  id?: number;
  substituteId: number;
  validFrom: string;
  validTo: string;
  reason: string;
}

async function itemsOf(tx: Tx, officerId: number): Promise<Item[]> {
  return tx
    .selectFrom('substitution')
    .where('officer_id', '=', officerId)
    .select([
      'id',
      'substitute_id as substituteId',
      'valid_from as validFrom',
      'valid_to as validTo',
      'reason',
    ])
    .orderBy('id')
    .execute();
}

async function write(
  tx: Tx,
  officerId: number,
  title: string,
  before: Item[],
  after: Item[],
  change: { by: Editor; at: Date; action: string; seen?: number },
): Promise<void> {
  const names = await officersByIds(
    tx,
    [...before, ...after].map((one) => one.substituteId),
  );
  const told = (items: Item[]) => ({
    items: items.map(({ id: _id, ...one }) => ({ name: names.get(one.substituteId)?.name ?? '', ...one })),
  });
  await recordChange(tx, {
    object: `substitution:${officerId}`,
    title,
    before: told(before),
    after: told(after),
    by: change.by,
    at: change.at,
    action: change.action,
    seen: change.seen,
  });
  await tx.deleteFrom('substitution').where('officer_id', '=', officerId).execute();
  if (after.length === 0) return;
  await tx
    .insertInto('substitution')
    .values(
      after.map((one) => ({
        officer_id: officerId,
        substitute_id: one.substituteId,
        valid_from: one.validFrom,
        valid_to: one.validTo,
        reason: one.reason,
      })),
    )
    .execute();
}

async function check(
  tx: Tx,
  officerId: number,
  input: { substitute: string; validFrom: string; validTo: string },
  today: string,
): Promise<number> {
  const { validFrom, validTo } = input;
  const username = clean(input.substitute).toLowerCase();
  const substituteId = (await idsByUsername(tx, [username])).get(username);
  if (substituteId === undefined) {
    throw invalid('nguoi-thay', 'Nhập tên đăng nhập của cán bộ làm thay, ví dụ tranthingan.');
  }
  if (substituteId === officerId)
    throw invalid('nguoi-thay', 'Chọn người khác làm thay, không phải chính người vắng.');
  const substitute = (await officersByIds(tx, [substituteId])).get(substituteId)!;
  if (substitute.locked) {
    throw invalid('nguoi-thay', `Tài khoản của ${substitute.name} đang khóa. Chọn người khác.`);
  }
  const problem = spanProblem({ from: validFrom, to: validTo });
  if (problem) throw invalid(problem.includes('kết thúc') ? 'den' : 'tu', problem);
  if (validTo < today) throw invalid('den', 'Ngày cuối đã qua. Nhập hôm nay hoặc ngày sau.');
  if (addDays(validFrom, MAX_DAYS) < validTo) {
    throw invalid('den', 'Làm thay tối đa một năm. Nếu lâu hơn, phân công chức vụ cho người mới.');
  }
  const others = await substitutionsOf(tx, officerId, today);
  const twin = others.find(
    (one) => one.officerId === officerId && one.validFrom <= validTo && one.validTo >= validFrom,
  );
  if (twin) {
    throw invalid(
      'tu',
      `Từ ${formatDate(twin.validFrom)} đến ${formatDate(twin.validTo)} đã có ${twin.substituteName} làm thay. Kết thúc lần đó trước hoặc chọn ngày khác.`,
    );
  }
  const away = (await substitutionsOf(tx, substituteId, today)).find(
    (one) => one.officerId === substituteId && one.validFrom <= validTo && one.validTo >= validFrom,
  );
  if (away) {
    throw invalid(
      'nguoi-thay',
      `${substitute.name} cũng vắng từ ${formatDate(away.validFrom)} đến ${formatDate(away.validTo)}. Chọn người khác.`,
    );
  }
  return substituteId;
}

const invalid = (place: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place, message }]);

/** Takes a change of an officer's substitutions back. */
export async function restoreSubstitutions(
  tx: Tx,
  key: string,
  before: unknown,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const officerId = Number(key);
  const now = await itemsOf(tx, officerId);
  const title = (await officersByIds(tx, [officerId])).get(officerId)?.name ?? '';
  const { items = [] } = (before ?? {}) as { items?: Item[] };
  const was = items.map(({ substituteId, validFrom, validTo, reason }) => ({
    substituteId,
    validFrom,
    validTo,
    reason,
  }));
  await write(tx, officerId, title, now, was, { by, at, action: 'substitution.restore' });
}
