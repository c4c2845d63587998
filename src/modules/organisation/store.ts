import { formatDate, localDate, momentAt } from '../../core/dates.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';
import { lockAgencies, readDirectory } from '../agencies/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { carryOut, whatBecame } from './carry-out.ts';
import { keepBeforeMove } from '../dossiers/index.ts';
import type { Plan, PlanOutcome } from './plan.ts';
import { holdings, recordOf, type OrganisationRecord } from './record.ts';
import { tellApplicants } from './tell-applicants.ts';

/** A merger or split as it was planned, and what came of it. */
export interface Reorganisation {
  id: number;
  kind: Plan['kind'];
  title: string;
  day: string;
  plan: Plan;
  state: 'planned' | 'done' | 'cancelled' | 'taken-back';
  outcome: PlanOutcome | null;
  /** What it changed; null: not carried out, or before this was kept. */
  record: OrganisationRecord | null;
  /** Why the attempt on its day was turned back. */
  problem: string | null;
  plannedBy: string;
  plannedByAccount: number;
  plannedAt: Date;
  doneAt: Date | null;
}

const QUEUE = 'organisation';

/** Name of a merger or split among the changes of configuration. */
export const reorganisationObject = (id: number): string => `reorganisation:${id}`;

/**
 * Confirms a plan: carried out at once when its day has come, else kept and carried out when it comes.
 *
 * @throws InvalidConfiguration when it can not be carried out; nothing is written then
 */
export async function confirmPlan(
  platform: Platform,
  plan: Plan,
  title: string,
  by: Editor,
): Promise<Reorganisation> {
  const at = platform.clock.now();
  return platform.db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('reorganisation')
      .values({
        kind: plan.kind,
        title,
        day: plan.day,
        plan: JSON.stringify(plan),
        state: 'planned',
        planned_by: by.accountId,
        planned_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordChange(tx, {
      object: reorganisationObject(id),
      title,
      action: 'reorganisation.plan',
      by,
      at,
      before: null,
      after: plan,
    });
    if (plan.day <= localDate(at)) {
      await finish(platform, tx, id, plan, title, by, at);
    } else {
      await platform.jobs.send(tx, QUEUE, { id }, { startAfter: momentAt(plan.day) });
    }
    return (await reorganisation(tx, id))!;
  });
}

/**
 * Carries a plan out and keeps what it changed, so that it can be taken back.
 *
 * @throws InvalidConfiguration when it can not be carried out
 */
export async function finish(
  platform: Pick<Platform, 'jobs' | 'clock' | 'config'>,
  tx: Tx,
  id: number,
  plan: Plan,
  title: string,
  by: Editor,
  at: Date,
): Promise<void> {
  await lockAgencies(tx);
  await keepBeforeMove(tx, id, plan.sources);
  const before = await holdings(tx, plan);
  const outcome = await carryOut(tx, plan, { by, at });
  const record = recordOf(before, await holdings(tx, plan, outcome.agencyIds));
  const why = whatBecame(plan, outcome.agencyIds, await readDirectory(tx));
  await tellApplicants(tx, platform, { at, agencyIds: outcome.agencyIds, why });
  await tx
    .updateTable('reorganisation')
    .set({
      state: 'done',
      outcome: JSON.stringify(outcome),
      record: JSON.stringify(record),
      done_at: at,
      problem: null,
    })
    .where('id', '=', id)
    .execute();
  await recordChange(tx, {
    object: reorganisationObject(id),
    title,
    action: 'reorganisation.carry-out',
    by,
    at,
    before: plan,
    after: { ...plan, outcome },
  });
}

/**
 * Carries out a plan whose day has come; one that was cancelled or done meanwhile is left alone. A plan that no longer
 * fits what has changed since stays planned, with the reason for the administrator to read.
 *
 * @returns whether it was carried out now
 */
export async function carryOutPlanned(platform: Platform, id: number): Promise<boolean> {
  const at = platform.clock.now();
  try {
    return await platform.db.transaction().execute(async (tx) => {
      const found = await reorganisation(tx, id, { lock: true });
      if (!found || found.state !== 'planned') return false;
      if (found.day > localDate(at)) {
        await platform.jobs.send(tx, QUEUE, { id }, { startAfter: momentAt(found.day) });
        return false;
      }
      // A machine that stood still over the day carries out what it missed.
      const plan = { ...found.plan, day: localDate(at) };
      await finish(
        platform,
        tx,
        id,
        plan,
        found.title,
        { accountId: found.plannedByAccount, name: found.plannedBy },
        at,
      );
      return true;
    });
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    await platform.db
      .updateTable('reorganisation')
      .set({ problem: error.message })
      .where('id', '=', id)
      .where('state', '=', 'planned')
      .execute();
    return false;
  }
}

/** Gives up a plan that was not carried out yet. */
export async function cancelPlan(platform: Platform, id: number, by: Editor): Promise<void> {
  const at = platform.clock.now();
  await platform.db.transaction().execute(async (tx) => {
    const found = await reorganisation(tx, id, { lock: true });
    if (!found) return;
    if (found.state !== 'planned') {
      const message =
        found.state === 'done'
          ? `Việc này đã thực hiện ngày ${formatDate(found.day)}. Dùng “Lấy lại như trước” thay vì hủy.`
          : 'Kế hoạch này đã được hủy hoặc lấy lại từ trước.';
      throw new InvalidConfiguration([{ place: '', message }]);
    }
    await recordChange(tx, {
      object: reorganisationObject(id),
      title: found.title,
      action: 'reorganisation.cancel',
      by,
      at,
      before: found.plan,
      after: null,
    });
    await tx.updateTable('reorganisation').set({ state: 'cancelled' }).where('id', '=', id).execute();
  });
}

/** Has this process carry out plans on their day. */
export async function startReorganising(platform: Platform): Promise<void> {
  await platform.jobs.work(QUEUE, async (data: never) => {
    await carryOutPlanned(platform, (data as { id: number }).id);
  });
}

/** One merger or split, or null. */
export async function reorganisation(
  db: Db | Tx,
  id: number,
  options: { lock?: boolean } = {},
): Promise<Reorganisation | null> {
  let query = rows(db).where('reorganisation.id', '=', id);
  if (options.lock) query = query.forUpdate('reorganisation');
  const row = await query.executeTakeFirst();
  return row ? toReorganisation(row) : null;
}

/** The newest mergers and splits. */
export async function reorganisations(db: Db | Tx, limit = 20): Promise<Reorganisation[]> {
  return (await rows(db).orderBy('reorganisation.id', 'desc').limit(limit).execute()).map(toReorganisation);
}

const rows = (db: Db | Tx) =>
  db
    .selectFrom('reorganisation')
    .innerJoin('account', 'account.id', 'reorganisation.planned_by')
    .selectAll('reorganisation')
    .select('account.display_name as planned_by_name');

function toReorganisation(
  row: Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>,
): Reorganisation {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    day: row.day,
    plan: row.plan as Plan,
    state: row.state,
    outcome: row.outcome as PlanOutcome | null,
    record: row.record as OrganisationRecord | null,
    problem: row.problem,
    plannedBy: row.planned_by_name,
    plannedByAccount: row.planned_by,
    plannedAt: row.planned_at,
    doneAt: row.done_at,
  };
}
