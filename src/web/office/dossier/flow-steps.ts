import { stepOrder } from '../../../core/flow/index.ts';
import type { FlowNode } from '../../../core/flow/types.ts';
import type { DossierPage, TaskView } from '../../../modules/dossiers/index.ts';

/** A step of the dossier's flow and what became of it. */
export interface FlowStep {
  node: FlowNode;
  state: 'ok' | 'now' | 'next';
  /** The last task of the step. */
  task: TaskView | null;
}

/** The steps of the main way with those beside it that the dossier has been on, in the order of the flow. */
export function flowSteps(view: Pick<DossierPage, 'flow' | 'tasks'>): FlowStep[] {
  const last = new Map<string, TaskView>();
  for (const task of view.tasks) if (task.kind === 'step') last.set(task.node, task);
  const order = [...stepOrder(view.flow)];
  for (const [node, task] of last) {
    if (order.includes(node)) continue;
    // A step beside the main way stands before the first step that was opened after it.
    const at = order.findIndex((id) => (last.get(id)?.id ?? Infinity) > task.id);
    order.splice(at === -1 ? order.length : at, 0, node);
  }
  const steps = order.flatMap((id) => {
    const node = view.flow.nodes[id];
    return node ? [{ node, task: last.get(id) ?? null }] : [];
  });
  const open = steps.findLastIndex(({ task }) => task?.closed_at === null);
  return steps.map(({ node, task }, at) => {
    if (task?.closed_at === null) return { node, task, state: 'now' as const };
    // What was sent back is to be done again: steps behind the open one have not been reached.
    const done = task !== null && task.outcome !== 'sent-back' && (open === -1 || at < open);
    return { node, task, state: done ? ('ok' as const) : ('next' as const) };
  });
}
