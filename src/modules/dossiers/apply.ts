import type { Action } from '../../core/permission/index.ts';
import { statusLabel, type Status } from '../../core/status/index.ts';
import type { Platform, Tx } from '../../platform/index.ts';
import { notify } from '../notices/index.ts';
import { loadSettings } from '../settings/index.ts';
import { makeSlip } from '../slips/index.ts';
import { nextDossierCode } from './codes.ts';
import { NotAllowed } from './errors.ts';
import { reachable } from './open-changes.ts';
import { openTasks } from './actions/shared.ts';
import { slipFacts } from './slip-facts.ts';
import { writeTasks } from './tasks.ts';
import type { Change, Context, Dossier, Signature } from './types.ts';
import { writeFees, writePapers, writeResults, writeSupplement } from './write.ts';

/** One line of the trace: what was done and which status it left. */
interface Event {
  action: Action | 'finish' | 'migrate';
  from: Status | null;
  to: Status;
}

/**
 * Writes a decision: checks the status chart, steps the flow, and leaves dossier, tasks, trace, slips and outgoing
 * messages in the transaction of the act. The only place that changes a dossier.
 *
 * @param entering the dossier was made by this act, so its first status is an entrance of the chart
 * @throws NotAllowed when the chart does not let the dossier change so
 */
export async function apply(
  tx: Tx,
  platform: Platform,
  context: Context,
  change: Change,
  act: { action: Action | 'migrate'; key?: string; signature: Signature; entering: boolean },
): Promise<Dossier> {
  const { dossier, now } = context;
  const { tasks, state } = await writeTasks(tx, context, change, act.signature.officerId);
  const returning = tasks.some((task) => task.closed_at === null && task.step === 'return');
  const finished = returning && dossier.done_at === null;

  const events = plan(context, change, act, finished);
  const status = events.at(-1)?.to ?? dossier.status;
  const code = change.issueCode && !dossier.code ? await takeCode(tx, context) : dossier.code;
  const holder = tasks.findLast((task) => task.closed_at === null && task.kind === 'step');
  const { answers, collected, ...columns } = change.set ?? {};

  const updated = await tx
    .updateTable('dossier')
    .set({
      ...columns,
      ...(answers ? { answers: JSON.stringify(answers) } : {}),
      ...(collected ? { collected: JSON.stringify(collected) } : {}),
      ...(finished ? { done_at: now } : {}),
      code,
      status,
      status_reason: change.reason === undefined ? dossier.status_reason : change.reason,
      status_at: status === dossier.status && !act.entering ? dossier.status_at : now,
      flow_state: JSON.stringify(state),
      current_step: holder?.step ?? null,
      current_agency_id: holder?.agency_id ?? null,
      current_unit_id: holder?.unit_id ?? null,
      current_officer_id: holder?.assignee_id ?? null,
      ...(change.version ? { flow_version_id: change.version.id } : {}),
      revision: dossier.revision + 1,
      updated_at: now,
    })
    .where('id', '=', dossier.id)
    .returningAll()
    .executeTakeFirstOrThrow();

  await writePapers(tx, context, change);
  await writeSupplement(tx, context, change, act.signature);
  await writeFees(tx, context, change, act.signature);
  await writeResults(tx, context, change, act.signature);
  await writeTrace(tx, context, change, act, events);
  for (const kind of change.slips ?? []) {
    await makeSlip(tx, platform, {
      kind,
      dossierId: dossier.id,
      agencyId: dossier.reception_agency_id,
      madeBy: act.signature.officerId,
      at: now,
      facts: slipFacts(platform, { ...context, dossier: updated }, change, act.signature),
    });
  }
  await tell(tx, platform, updated, context, change, finished);
  return updated;
}

/** What the trace will say: the act, then what it led to; every change of status is open in the chart. */
function plan(
  context: Context,
  change: Change,
  act: { action: Action | 'migrate'; entering: boolean },
  finished: boolean,
): Event[] {
  const { dossier, chart } = context;
  const path: Status[] = [...(change.statuses ?? []), ...(finished ? (['done'] as const) : [])];
  const events: Event[] = [];
  let from: Status | null = act.entering ? null : dossier.status;
  let accepted = dossier.accepted_at !== null;
  if (!change.statuses?.length) events.push({ action: act.action, from: dossier.status, to: dossier.status });
  for (const to of path) {
    const channel = from === null ? dossier.source : undefined;
    if (!reachable(chart, from, to, { accepted, channel })) {
      throw new NotAllowed(
        `Không chuyển được hồ sơ từ “${from ? statusLabel(from) : 'mới'}” sang “${statusLabel(to)}”.`,
      );
    }
    events.push({ action: events.length === 0 ? act.action : follower(to), from, to });
    accepted ||= to === 'accepted';
    from = to;
  }
  return events;
}

const follower = (to: Status): Event['action'] => (to === 'done' ? 'finish' : 'forward');

/**
 * Puts a new dossier at the start of its flow, which opens the reception task. No status, no trace: the act that follows
 * in the same transaction says how it entered.
 *
 * @returns the context as it is after the start
 */
export async function startFlow(tx: Tx, context: Context): Promise<Context> {
  const start = context.dossier.source === 'online' ? 'online' : 'counter';
  const decision = { kind: 'start' as const, start: startEvent(context, start) };
  const { tasks, state } = await writeTasks(
    tx,
    context,
    { decisions: [{ decision, outcome: 'started' }] },
    null,
  );
  return { ...context, tasks, dossier: { ...context.dossier, flow_state: state } };
}

/** Where a flow draws several entrances, the first whose name speaks of the way in; else its only one. */
function startEvent(context: Context, way: 'online' | 'counter'): string | undefined {
  const starts = Object.values(context.flow.nodes).filter(
    (node) => node.kind === 'start' && node.scope === null,
  );
  const online = starts.find((node) => /trực tuyến|trên mạng|cổng/i.test(node.name));
  return (way === 'online' ? online : starts.find((node) => node !== online))?.id ?? starts[0]?.id;
}

async function takeCode(tx: Tx, context: Context): Promise<string> {
  const { directory, dossier } = context;
  const handling = directory.agencyById(dossier.agency_id);
  const reception = directory.agencyById(dossier.reception_agency_id);
  if (!handling || !reception) throw new Error(`dossier ${dossier.id}: its agency is not in the directory`);
  const { dossierCode } = await loadSettings(tx);
  return nextDossierCode(tx, dossierCode, { handling, reception }, context.now);
}

async function writeTrace(
  tx: Tx,
  context: Context,
  change: Change,
  act: { key?: string; signature: Signature },
  events: Event[],
): Promise<void> {
  const { signature } = act;
  const step = openTasks(context).find((task) => task.kind === 'step');
  await tx
    .insertInto('trace')
    .values(
      events.map((event, index) => ({
        dossier_id: context.dossier.id,
        at: context.now,
        action: event.action,
        action_key: index === 0 ? (act.key ?? null) : null,
        from_status: event.from,
        to_status: event.to,
        actor_kind: signature.kind,
        actor_account_id: signature.accountId,
        actor_officer_id: signature.officerId,
        actor_name: signature.name,
        actor_title: signature.title,
        unit_name: signature.unitName,
        agency_name: signature.agencyName,
        step_name: step?.name ?? null,
        note: index === 0 ? (change.note ?? '') : '',
        internal_note: index === 0 ? (change.internalNote ?? '') : '',
        data: JSON.stringify(index === 0 ? (change.data ?? {}) : {}),
      })),
    )
    .execute();
}

async function tell(
  tx: Tx,
  platform: Platform,
  dossier: Dossier,
  context: Context,
  change: Change,
  finished: boolean,
): Promise<void> {
  const name = dossier.code ?? dossier.registration_no;
  const messages = change.notification ? [change.notification] : [];
  if (finished) {
    messages.push({
      title: 'Hồ sơ đã có kết quả',
      body: `Hồ sơ “${context.procedure.name}” (${name}) đã xử lý xong. Mời bạn nhận kết quả.`,
    });
  }
  for (const message of messages) {
    await notify(tx, platform, {
      accountId: dossier.applicant_account_id,
      dossierId: dossier.id,
      title: message.title,
      body: message.body.replace(dossier.registration_no, name),
      link: dossier.applicant_account_id ? `/ho-so/${dossier.id}` : `/tra-cuu?ma=${encodeURIComponent(name)}`,
      email: dossier.applicant.email ?? null,
    });
  }
}
