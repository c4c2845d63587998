import { ACTION_LABELS, mayAct, type Action, type Actor } from '../../core/permission/index.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';
import { decide } from './actions/index.ts';
import { apply, startFlow } from './apply.ts';
import { DossierNotFound, NotAllowed, StaleDossier } from './errors.ts';
import { fileDraft, prepareDraft, prepareIntake, takeIn, type Entry } from './entry.ts';
import { dossierFacts } from './facts.ts';
import { signatureOf } from './signature.ts';
import { forgetDesk, forgetDossier, forgetList } from './queries/kept.ts';
import { loadContext, loadPinned, lockDossier } from './store.ts';
import type { ActOptions, Change, Command, Context, Dossier, Outcome, Target } from './types.ts';

/**
 * The one door: every change to a dossier goes through here. Under the dossier's lock it asks whether this actor may do
 * this now, lets pure code decide, and writes rows, trace and outgoing work in one transaction.
 *
 * @param target a dossier; a draft, which is filed; or the key of a counter form, whose paper dossier is taken in
 * @param options key: sent twice, the act is done once · revision: that the page showed
 * @throws DossierNotFound, NotAllowed, InvalidInput, StaleDossier
 */
export async function act(
  platform: Platform,
  actor: Actor,
  target: Target,
  command: Command,
  options: ActOptions = {},
): Promise<Outcome> {
  if ('dossier' in target) {
    try {
      return await actOnDossier(platform, actor, target.dossier, command, options);
    } finally {
      // Also when it failed: somebody else was faster then.
      forgetDossier(platform.db, target.dossier);
      forgetOwn(platform.db, actor);
    }
  }
  const prepared =
    'draft' in target
      ? await prepareDraft(platform, actor, target.draft)
      : await prepareIntake(platform, command);
  const entered = await platform.db.transaction().execute(async (tx) => {
    const now = platform.clock.now();
    const entry =
      'draft' in target
        ? await fileDraft(tx, prepared, actor, target.draft, now)
        : await takeIn(tx, prepared, actor, target.intake, command, now);
    if ('existing' in entry) return outcome(entry.existing, true);
    return outcome(await enter(tx, platform, actor, command, entry, options), false);
  });
  forgetOwn(platform.db, actor);
  return entered;
}

/** Has whoever acted find it in their own lists, before the word of it has come around. */
function forgetOwn(db: Db, actor: Actor): void {
  if (actor.kind === 'account') forgetList(db, actor.accountId);
  if (actor.kind === 'officer') forgetDesk(db, actor.officerId);
}

async function actOnDossier(
  platform: Platform,
  actor: Actor,
  dossierId: number,
  command: Command,
  options: ActOptions,
): Promise<Outcome> {
  const pins = await platform.db
    .selectFrom('dossier')
    .select(['procedure_version_id', 'form_version_id', 'flow_version_id', 'case_code', 'agency_id'])
    .where('id', '=', dossierId)
    .executeTakeFirst();
  if (!pins) throw new DossierNotFound();
  const pinned = await loadPinned(platform.db, pins);

  return platform.db.transaction().execute(async (tx) => {
    const dossier = await lockDossier(tx, dossierId);
    if (options.key && (await alreadyDone(tx, dossierId, options.key))) return outcome(dossier, true);
    if (options.revision !== undefined && options.revision !== dossier.revision)
      throw await stale(tx, dossierId);
    const request = { actor, command, now: platform.clock.now() };
    const context = await loadContext(tx, dossier, pinned, request);
    permit(context, command.action);
    const change = decide(context, command);
    const signature = signatureOf(context);
    const updated = await apply(tx, platform, context, change, {
      action: command.action,
      key: options.key,
      signature,
      entering: false,
    });
    return outcome(updated, false);
  });
}

/** A new dossier waits at reception from now on; at the counter it is decided on in the same breath. */
async function enter(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  command: Command,
  entry: Entry,
  options: ActOptions,
): Promise<Dossier> {
  const request = { actor, command, now: platform.clock.now() };
  const loaded = await loadContext(tx, entry.dossier, entry.pinned, request);
  const context = await startFlow(tx, loaded);
  const change: Change =
    command.action === 'submit' ? { statuses: ['submitted'] } : decideAtCounter(context, command);
  return apply(
    tx,
    platform,
    context,
    { ...change, fees: entry.fees, payFees: entry.payment ?? undefined },
    { action: command.action, key: options.key, signature: signatureOf(context), entering: true },
  );
}

function decideAtCounter(context: Context, command: Command): Change {
  permit(context, command.action, null);
  return decide(context, command);
}

function permit(context: Context, action: Action, status?: null): void {
  const facts = dossierFacts(context.dossier, context.tasks, context.flow);
  const verdict = mayAct(context.actor, action, status === null ? { ...facts, status } : facts);
  if (!verdict.ok) throw new NotAllowed(verdict.reason);
}

async function alreadyDone(tx: Tx, dossierId: number, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('trace')
    .select('id')
    .where('dossier_id', '=', dossierId)
    .where('action_key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

async function stale(tx: Tx, dossierId: number): Promise<StaleDossier> {
  const last = await tx
    .selectFrom('trace')
    .select(['actor_name', 'at', 'action'])
    .where('dossier_id', '=', dossierId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return new StaleDossier(last.actor_name, last.at, ACTION_LABELS[last.action as Action] ?? 'cập nhật');
}

const outcome = (dossier: Dossier, replayed: boolean): Outcome => ({
  dossierId: dossier.id,
  code: dossier.code,
  registrationNo: dossier.registration_no,
  status: dossier.status,
  revision: dossier.revision,
  replayed,
});
