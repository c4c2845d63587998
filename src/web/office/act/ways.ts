import { waysOut } from '../../../core/flow/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import type { TaskView } from '../../../modules/dossiers/index.ts';
import type { Way } from './types.ts';

/** Buttons for the ways that lead on; a single one needs no choice and keeps the act's own words. */
export function waysOn(view: OpenDossier, task: TaskView | undefined, label: string): Way[] {
  if (!task) return [{ label }];
  const { onward, back } = waysOut(view.flow, task.node);
  const sorted = onward.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  if (sorted.length <= 1) return [{ label, edge: back.length > 0 ? sorted[0]?.edge : undefined }];
  return sorted.map(({ name, edge }) => ({ label: name || label, edge }));
}
