import { formatDate, localDate } from '../../core/dates.ts';
import type { Platform, Tx } from '../../platform/index.ts';
import {
  expireDirectory,
  lockAgencies,
  putHoldings,
  readDirectory,
  removeAgency,
  removeIdleUnits,
  saveAgency,
} from '../agencies/index.ts';
import { removeBooks } from '../books/index.ts';
import {
  InvalidConfiguration,
  newestChange,
  recordChange,
  StaleEdit,
  type Editor,
} from '../configuration/index.ts';
import { addressDrafts, returnAgencyTasks } from '../dossiers/index.ts';
import { putAgencyProcedures } from '../procedures/index.ts';
import { judge, type Judgement, type TakeBackPreview } from './judge.ts';
import { confirmPlan, reorganisation, reorganisationObject, type Reorganisation } from './store.ts';
import { tellApplicants } from './tell-applicants.ts';

/**
 * Counts what taking a merger or split back would do; nothing is written.
 *
 * @throws InvalidConfiguration when it can not be taken back
 */
export async function previewTakeBack(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  one: Reorganisation,
): Promise<TakeBackPreview> {
  return judge(db, one, clock.now());
}

/**
 * Takes a merger or split back that was carried out, whole or not at all: the old agencies are in force again with their
 * names and codes, officers, procedures and dossiers go back unless somebody has changed them since. What came to an
 * agency that it made stays there, and the agency with it; else the agency goes. Codes that were given stay.
 *
 * Taken back already by the same person: nothing happens.
 *
 * @param edit mark: of the preview that was confirmed; absent: not compared
 * @throws InvalidConfiguration when it can not be, or more has changed since the preview; StaleEdit when somebody else
 *   was first
 */
export async function takeBack(
  platform: Platform,
  id: number,
  edit: { by: Editor; mark?: string },
): Promise<void> {
  await platform.db
    .transaction()
    .execute((tx) => takeBackIn(tx, platform, id, { ...edit, at: platform.clock.now() }));
}

/** The same in a transaction that is under way. */
export async function takeBackIn(
  tx: Tx,
  platform: Pick<Platform, 'jobs' | 'clock' | 'config'>,
  id: number,
  { by, at, mark }: { by: Editor; at: Date; mark?: string },
): Promise<void> {
  await lockAgencies(tx);
  const one = await reorganisation(tx, id, { lock: true });
  if (!one) {
    throw new InvalidConfiguration([{ place: '', message: 'Không có lần sắp xếp này.' }]);
  }
  if (one.state === 'taken-back') {
    const last = (await newestChange(tx, reorganisationObject(id)))!;
    if (last.byName === by.name) return;
    throw new StaleEdit(one.title, last.byName, last.at);
  }
  const judged = await judge(tx, one, at);
  if (mark !== undefined && mark !== judged.mark) {
    const message =
      'Từ lúc bạn mở trang này đã có hồ sơ, cán bộ hoặc cơ quan thay đổi. Xem lại các số dưới đây rồi xác nhận lần nữa.';
    throw new InvalidConfiguration([{ place: '', message }]);
  }
  await recordChange(tx, {
    object: reorganisationObject(id),
    title: one.title,
    action: 'reorganisation.take-back',
    by,
    at,
    before: { ...one.plan, outcome: one.outcome },
    after: null,
  });
  await write(tx, platform, one, judged, { by, at });
  await tx.updateTable('reorganisation').set({ state: 'taken-back' }).where('id', '=', id).execute();
}

async function write(
  tx: Tx,
  platform: Pick<Platform, 'jobs' | 'clock' | 'config'>,
  one: Reorganisation,
  { undo, facts, made, units }: Judgement,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const today = localDate(at);
  await putHoldings(tx, undo);
  await putAgencyProcedures(tx, {
    add: Object.values(undo.procedures.put),
    remove: undo.procedures.remove.map((key) => {
      const split = key.lastIndexOf('@');
      return { procedure: key.slice(0, split), agencyId: Number(key.slice(split + 1)) };
    }),
  });
  await addressDrafts(tx, Object.entries(undo.drafts.put), at);
  const why = `Từ ngày ${formatDate(today)}, việc “${one.title}” được lấy lại.`;
  await returnAgencyTasks(tx, one.id, {
    by,
    at,
    note: `${why} Hồ sơ trở về cơ quan cũ; mã hồ sơ và ngày hẹn trả không thay đổi.`,
  });
  const edit = { by, at, action: 'agency.take-back' };
  for (const agency of made.filter(({ goes }) => goes)) {
    await removeBooks(tx, agency.id);
    await removeAgency(tx, agency.id, edit);
  }
  await removeIdleUnits(tx, units);
  const there = await readDirectory(tx);
  for (const agency of facts) {
    const kept = agency.units.filter((unit) => there.unitById(unit.id!));
    await saveAgency(tx, { ...agency, units: kept }, edit);
  }
  expireDirectory(tx);
  await tellApplicants(tx, platform, { at, agencyIds: one.plan.sources, why, back: true });
}

/**
 * Plans again what was given up or taken back, for its day or today.
 *
 * @throws InvalidConfiguration when it can not be carried out any more
 */
export async function planAgain(platform: Platform, id: number, by: Editor): Promise<Reorganisation> {
  const one = await reorganisation(platform.db, id);
  if (!one || (one.state !== 'cancelled' && one.state !== 'taken-back')) {
    throw new InvalidConfiguration([{ place: '', message: 'Chỉ lập lại được việc đã hủy hoặc đã lấy lại.' }]);
  }
  const today = localDate(platform.clock.now());
  const day = one.plan.day > today ? one.plan.day : today;
  return confirmPlan(platform, { ...one.plan, day }, one.title, by);
}
