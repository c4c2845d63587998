import type { Selectable } from 'kysely';
import { formatDateTime } from '../../../core/dates.ts';
import { migrateState } from '../../../core/flow/index.ts';
import { ACTION_LABELS, type Action } from '../../../core/permission/index.ts';
import type { FlowMoveTable } from '../../../platform/database/schema.ts';
import type { Platform, Tx } from '../../../platform/index.ts';
import { flowVersion, type FlowVersion } from '../../flows/index.ts';
import { apply } from '../apply.ts';
import { loadPinned } from '../store.ts';
import type { Context, Dossier, Task } from '../types.ts';
import { MOVE_QUEUE } from './order.ts';

const BATCH = 25;
/** After this a job hands over to the next one, well before it counts as lost. */
const SLICE_MS = 45_000;

/** Has this process move dossiers as ordered, and takes up moves that were cut off. */
export async function startMoving(platform: Platform): Promise<void> {
  await platform.jobs.work(MOVE_QUEUE, async (data: never) => {
    const { moveId } = data as { moveId: number };
    await runMove(platform, moveId);
  });
  const unfinished = await platform.db
    .selectFrom('flow_move')
    .select('id')
    .where('finished_at', 'is', null)
    .execute();
  await platform.db.transaction().execute(async (tx) => {
    for (const { id } of unfinished) await platform.jobs.send(tx, MOVE_QUEUE, { moveId: id });
  });
}

/**
 * Moves the dossiers of an order that have not had their turn, in batches of their own transaction: cut off at any point
 * and begun again, by several processes too, it moves each dossier once.
 */
export async function runMove(platform: Platform, moveId: number): Promise<void> {
  const move = await platform.db
    .selectFrom('flow_move')
    .selectAll()
    .where('id', '=', moveId)
    .executeTakeFirst();
  const to = move && (await flowVersion(platform.db, move.to_version_id));
  if (!move || !to || move.finished_at !== null) return;
  const until = Date.now() + SLICE_MS;
  for (let taken = BATCH; taken > 0;) {
    if (Date.now() > until) {
      await platform.db.transaction().execute((tx) => platform.jobs.send(tx, MOVE_QUEUE, { moveId }));
      return;
    }
    taken = await platform.db.transaction().execute((tx) => moveBatch(tx, platform, move, to));
  }
  await finish(platform, moveId);
}

async function finish({ db, clock }: Platform, moveId: number): Promise<void> {
  await db
    .updateTable('flow_move')
    .set({ finished_at: clock.now() })
    .where('id', '=', moveId)
    .where('finished_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('flow_move_item')
            .select('dossier_id')
            .where('move_id', '=', moveId)
            .where('outcome', 'is', null),
        ),
      ),
    )
    .execute();
}

/** @returns how many dossiers had their turn */
async function moveBatch(
  tx: Tx,
  platform: Platform,
  move: Selectable<FlowMoveTable>,
  to: FlowVersion,
): Promise<number> {
  const items = await tx
    .selectFrom('flow_move_item')
    .select(['dossier_id', 'revision', 'action_key'])
    .where('move_id', '=', move.id)
    .where('outcome', 'is', null)
    .orderBy('dossier_id')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  if (items.length === 0) return 0;
  const ids = items.map((item) => item.dossier_id);
  const dossiers = await tx
    .selectFrom('dossier')
    .selectAll()
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .orderBy('id')
    .forUpdate()
    .execute();
  const tasks = await tx
    .selectFrom('task')
    .selectAll()
    .where((eb) => eb('dossier_id', '=', eb.fn.any(eb.val(ids))))
    .orderBy('id')
    .execute();
  const tasksOf = Map.groupBy(tasks, (task) => task.dossier_id);
  const left = new Map<number, string>();
  for (const item of items) {
    const dossier = dossiers.find((one) => one.id === item.dossier_id)!;
    const reason =
      dossier.revision === item.revision
        ? await moveOne(tx, platform, move, to, dossier, tasksOf.get(dossier.id) ?? [], item.action_key)
        : await changedWords(tx, dossier.id);
    if (reason !== null) left.set(dossier.id, reason);
  }
  for (const [id, reason] of left) await settle(tx, move.id, [id], 'left', reason);
  await settle(
    tx,
    move.id,
    ids.filter((id) => !left.has(id)),
    'moved',
    '',
  );
  return items.length;
}

/** @returns null when it was moved, else why not */
async function moveOne(
  tx: Tx,
  platform: Platform,
  move: Selectable<FlowMoveTable>,
  to: FlowVersion,
  dossier: Dossier,
  tasks: Task[],
  key: string,
): Promise<string | null> {
  const from = await flowVersion(platform.db, dossier.flow_version_id);
  const mapping = move.mapping[String(dossier.flow_version_id)];
  if (!from || !mapping) return 'Hồ sơ đã sang bản khác của quy trình.';
  const result = migrateState(from.compiled, to.compiled, mapping, dossier.flow_state);
  if (!result.ok) return result.reason;
  // The status stays, so nothing asks the chart.
  const context: Context = {
    ...(await loadPinned(platform.db, dossier)),
    flow: to.compiled,
    chart: [],
    now: platform.clock.now(),
    actor: { kind: 'system' },
    dossier,
    tasks,
    papers: [],
    supplements: [],
    results: [],
    unpaidFees: [],
    chosen: null,
  };
  const steps = result.moves.map(
    ({ from: old, to: next }) => `“${nameOf(from, old)}” → “${nameOf(to, next)}”`,
  );
  await apply(
    tx,
    platform,
    context,
    {
      version: { id: to.id, state: result.state, moves: result.moves, mapping },
      internalNote: `Từ bản ${from.version} sang bản ${to.version} của quy trình: ${steps.join('; ')}.`,
      data: { from: from.version, to: to.version, moves: result.moves, move: move.id },
    },
    {
      action: 'migrate',
      key,
      entering: false,
      signature: {
        kind: 'officer',
        accountId: move.ordered_by,
        officerId: null,
        name: move.ordered_name,
        title: 'Quản trị quy trình',
        unitName: '',
        agencyName: '',
      },
    },
  );
  return null;
}

const nameOf = ({ compiled }: FlowVersion, node: string): string => compiled.nodes[node]?.name || node;

async function changedWords(tx: Tx, dossierId: number): Promise<string> {
  const last = await tx
    .selectFrom('trace')
    .select(['actor_name', 'action', 'at'])
    .where('dossier_id', '=', dossierId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return 'Hồ sơ đã thay đổi sau khi bắt đầu chuyển.';
  const did = ACTION_LABELS[last.action as Action] ?? 'cập nhật';
  return `${last.actor_name} đã ${did} hồ sơ này lúc ${formatDateTime(last.at)}, sau khi bắt đầu chuyển.`;
}

async function settle(
  tx: Tx,
  moveId: number,
  dossierIds: number[],
  outcome: 'moved' | 'left',
  reason: string,
): Promise<void> {
  if (dossierIds.length === 0) return;
  await tx
    .updateTable('flow_move_item')
    .set({ outcome, reason })
    .where('move_id', '=', moveId)
    .where((eb) => eb('dossier_id', '=', eb.fn.any(eb.val(dossierIds))))
    .execute();
}
