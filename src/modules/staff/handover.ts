import type { Db, Platform } from '../../platform/index.ts';
import { act, InvalidInput, NotAllowed, openTasksOf, type HeldTask } from '../dossiers/index.ts';

export type { HeldTask };

/** Open tasks given to an officer by name, soonest due first; at most `limit`. */
export const openTasksByUnit = (db: Db, officerId: number, limit: number): Promise<HeldTask[]> =>
  openTasksOf(db, officerId, limit);

/**
 * Gives tasks to others of the same unit, one act a task, so that each dossier's trace tells of it.
 *
 * @param given the receiving officer by task
 * @param note who ordered it, for the trace
 * @returns how many went over, and what stayed with the reason
 */
export async function handOver(
  platform: Platform,
  tasks: readonly HeldTask[],
  given: ReadonlyMap<number, number>,
  note: string,
): Promise<{ done: number; left: { task: HeldTask; reason: string }[] }> {
  const left: { task: HeldTask; reason: string }[] = [];
  let done = 0;
  for (const task of tasks) {
    const officerId = given.get(task.taskId);
    if (officerId === undefined) continue;
    try {
      await act(
        platform,
        { kind: 'system' },
        { dossier: task.dossierId },
        { action: 'reassign', taskId: task.taskId, officerId, note },
      );
      done += 1;
    } catch (error) {
      if (!(error instanceof NotAllowed) && !(error instanceof InvalidInput)) throw error;
      left.push({ task, reason: error.message });
    }
  }
  return { done, left };
}
