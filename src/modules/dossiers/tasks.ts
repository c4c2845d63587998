import type { Updateable } from 'kysely';
import { addWorkingMinutes, workingMinutesBetween } from '../../core/calendar/index.ts';
import { stepDueAt } from '../../core/deadline/index.ts';
import { advance } from '../../core/flow/index.ts';
import type { FlowState } from '../../core/flow/types.ts';
import type { TaskTable } from '../../platform/database/schema.ts';
import type { Tx } from '../../platform/index.ts';
import { holderOf } from './holders.ts';
import type { Change, Context, Task } from './types.ts';

type TaskChange = Pick<
  Change,
  'decisions' | 'closeTasks' | 'assignTasks' | 'openConsultation' | 'pauseTasks' | 'resumeTasks'
>;

/**
 * Steps the flow and writes the tasks that close, move and open with it.
 *
 * @param by officer whose act it is; null for citizens and the system
 * @returns all tasks of the dossier as they are now, oldest first, and where its tokens stand
 */
export async function writeTasks(
  tx: Tx,
  context: Context,
  change: TaskChange,
  by: number | null,
): Promise<{ tasks: Task[]; state: FlowState }> {
  const { now, calendar } = context;
  const tasks = context.tasks.map((task) => ({ ...task }));
  const open = (): Task[] => tasks.filter((task) => task.closed_at === null);
  const update = async (task: Task, values: Updateable<TaskTable>): Promise<void> => {
    Object.assign(task, values);
    await tx.updateTable('task').set(values).where('id', '=', task.id).execute();
  };
  const close = (task: Task, outcome: string, answer?: string): Promise<void> =>
    update(task, { closed_at: now, closed_by: by, outcome, ...(answer === undefined ? {} : { answer }) });

  let state = context.dossier.flow_state;
  for (const { decision, outcome, chosen } of change.decisions ?? []) {
    const step = advance(context.flow, state, decision);
    state = step.state;
    const gone = new Set(step.closed.map((token) => token.id));
    for (const task of open()) if (task.token !== null && gone.has(task.token)) await close(task, outcome);
    for (const token of step.opened) tasks.push(await openStep(tx, context, tasks, token, chosen));
  }
  for (const { id, outcome, answer } of change.closeTasks ?? []) {
    for (const task of open()) if (task.id === id) await close(task, outcome, answer);
  }
  // An opinion that nobody waits for any more is no longer asked for.
  const closed = new Set(tasks.filter((task) => task.closed_at !== null).map((task) => task.id));
  for (const task of open()) {
    if (task.kind === 'consult' && task.parent_id !== null && closed.has(task.parent_id))
      await close(task, 'cancelled');
  }
  for (const { id, officerId, unitId } of change.assignTasks ?? []) {
    for (const task of open())
      if (task.id === id) await update(task, { assignee_id: officerId, unit_id: unitId });
  }
  if (change.pauseTasks) {
    for (const task of open()) {
      const left = task.due_at && Math.max(0, Math.floor(workingMinutesBetween(calendar, now, task.due_at)));
      await update(task, { paused_at: now, remaining_minutes: left });
    }
  }
  if (change.resumeTasks) {
    for (const task of open()) {
      if (task.paused_at === null) continue;
      const left = task.remaining_minutes;
      const due = left === null ? task.due_at : addWorkingMinutes(calendar, now, left);
      await update(task, { paused_at: null, remaining_minutes: null, due_at: due });
    }
  }
  if (change.openConsultation)
    tasks.push(await openConsultation(tx, context, tasks, change.openConsultation));
  return { tasks, state };
}

async function openStep(
  tx: Tx,
  context: Context,
  tasks: Task[],
  token: { id: string; node: string },
  chosen: { officerId: number | null; unitId: number | null } | undefined,
): Promise<Task> {
  const node = context.flow.nodes[token.node];
  if (!node?.step)
    throw new Error(`flow ${context.flow.id}: ${token.node} waits for something that no desk holds`);
  const holder = holderOf(node, context.dossier, tasks, context.directory, chosen);
  return tx
    .insertInto('task')
    .values({
      dossier_id: context.dossier.id,
      kind: 'step',
      token: token.id,
      node: node.id,
      step: node.step,
      name: node.name,
      agency_id: holder.agencyId,
      unit_id: holder.unitId,
      role: holder.role,
      assignee_id: holder.officerId,
      minutes: node.minutes ?? null,
      opened_at: context.now,
      due_at: stepDueAt(context.calendar, context.now, node.minutes ?? null),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function openConsultation(
  tx: Tx,
  context: Context,
  tasks: Task[],
  asked: NonNullable<Change['openConsultation']>,
): Promise<Task> {
  const parent = tasks.find((task) => task.id === asked.parentId);
  return tx
    .insertInto('task')
    .values({
      dossier_id: context.dossier.id,
      kind: 'consult',
      node: parent?.node ?? '',
      step: 'process',
      name: `Cho ý kiến: ${context.directory.unitById(asked.unitId)?.name ?? ''}`,
      agency_id: asked.agencyId,
      unit_id: asked.unitId,
      minutes: asked.minutes,
      opened_at: context.now,
      due_at: asked.dueAt,
      parent_id: asked.parentId,
      request: asked.request,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
