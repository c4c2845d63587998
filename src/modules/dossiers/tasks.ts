import type { Updateable } from 'kysely';
import { addWorkingMinutes, workingMinutesBetween } from '../../core/calendar/index.ts';
import { localDate } from '../../core/dates.ts';
import { stepDueAt } from '../../core/deadline/index.ts';
import { advance } from '../../core/flow/index.ts';
import type { FlowNode, FlowState } from '../../core/flow/types.ts';
import type { TaskTable } from '../../platform/database/schema.ts';
import type { Tx } from '../../platform/index.ts';
import { groupsWithMembers, officersByUsername } from '../agencies/index.ts';
import { holderOf, type NamedPeople } from './holders.ts';
import type { Change, Context, Task } from './types.ts';

type TaskChange = Pick<
  Change,
  | 'decisions'
  | 'version'
  | 'closeTasks'
  | 'assignTasks'
  | 'openConsultation'
  | 'dueTasks'
  | 'pauseTasks'
  | 'resumeTasks'
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
  if (change.version) {
    state = change.version.state;
    await takeOver(tx, context, tasks, change.version, close);
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
  for (const { id, dueAt } of change.dueTasks ?? []) {
    for (const task of open()) if (task.id === id) await update(task, { due_at: dueAt });
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

/**
 * Puts the tasks of a dossier onto another version of its flow. The same work for the same desk goes on with whoever
 * holds it, in the same time; other work is opened anew, standing still where the dossier waits for its applicant.
 * Finished tasks follow their steps, so that rules such as "whoever did step X" still find them.
 */
async function takeOver(
  tx: Tx,
  context: Context,
  tasks: Task[],
  { moves, mapping }: NonNullable<Change['version']>,
  close: (task: Task, outcome: string) => Promise<void>,
): Promise<void> {
  const held = new Map(
    tasks.flatMap((task) =>
      task.closed_at === null && task.token !== null ? [[task.token, task] as const] : [],
    ),
  );
  for (const task of tasks) {
    const node = mapping[task.node];
    const renamed = node === undefined ? undefined : context.flow.nodes[node]?.name;
    const values: Updateable<TaskTable> = {
      ...(node !== undefined && node !== task.node ? { node } : {}),
      // What was done keeps the name it was done under.
      ...(task.closed_at === null && task.kind === 'step' && renamed ? { name: renamed } : {}),
    };
    if (Object.entries(values).every(([key, value]) => task[key as keyof Task] === value)) continue;
    Object.assign(task, values);
    await tx.updateTable('task').set(values).where('id', '=', task.id).execute();
  }
  for (const { token, to, kept } of moves) {
    const before = held.get(token);
    if (!before || kept) continue;
    await close(before, 'migrated');
    const opened = await openStep(tx, context, tasks, { id: token, node: to }, undefined);
    if (before.paused_at !== null) {
      const still = { paused_at: before.paused_at, remaining_minutes: opened.minutes };
      Object.assign(opened, still);
      await tx.updateTable('task').set(still).where('id', '=', opened.id).execute();
    }
    tasks.push(opened);
  }
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
  const today = localDate(context.now);
  const people = await namedPeople(tx, node, today);
  const holder = holderOf(node, context.dossier, tasks, context.directory, today, chosen, people);
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
      group_code: holder.group ?? null,
      minutes: node.minutes ?? null,
      opened_at: context.now,
      due_at: stepDueAt(context.calendar, context.now, node.minutes ?? null),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The group or the officer that the step names, when there still is one to do it. */
async function namedPeople(tx: Tx, node: FlowNode, today: string): Promise<NamedPeople | undefined> {
  const { kind, ref } = node.actor ?? {};
  if (!ref || (kind !== 'group' && kind !== 'person')) return undefined;
  if (kind === 'group') return { groups: await groupsWithMembers(tx, [ref], today), officers: new Map() };
  return { groups: [], officers: await officersByUsername(tx, [ref], today) };
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
