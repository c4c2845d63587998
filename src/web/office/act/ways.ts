import { choices, stepOrder, type Choice } from '../../../core/flow/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import type { TaskView } from '../../../modules/dossiers/index.ts';
import type { Way } from './types.ts';

/** Paths out of a step: those that lead on, and those that lead back to a step before. */
export function waysOf(
  view: Pick<OpenDossier, 'flow'>,
  task: TaskView,
): { onward: Choice[]; back: Choice[] } {
  const order = stepOrder(view.flow);
  const here = order.indexOf(task.node);
  const all = choices(view.flow, task.node);
  const leadsBack = (choice: Choice): boolean => {
    const target = order.indexOf(choice.target);
    return all.length > 1 && target !== -1 && target <= here;
  };
  return { onward: all.filter((one) => !leadsBack(one)), back: all.filter(leadsBack) };
}

/** Buttons for the ways that lead on; a single one needs no choice and keeps the act's own words. */
export function waysOn(view: OpenDossier, task: TaskView | undefined, label: string): Way[] {
  if (!task) return [{ label }];
  const { onward, back } = waysOf(view, task);
  const sorted = onward.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  if (sorted.length <= 1) return [{ label, edge: back.length > 0 ? sorted[0]?.edge : undefined }];
  return sorted.map(({ name, edge }) => ({ label: name || label, edge }));
}
