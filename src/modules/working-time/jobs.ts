import type { Platform } from '../../platform/index.ts';
import { act, NotAllowed } from '../dossiers/index.ts';
import { QUEUE, type DueJob } from './change.ts';

/** Has this process count dossiers anew after the calendar changed. */
export async function startCountingAnew(platform: Platform): Promise<void> {
  await platform.jobs.work(QUEUE, async (data: never) => {
    const { move, key, reason, by } = data as DueJob;
    const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
    try {
      await act(
        platform,
        { kind: 'system' },
        { dossier: move.dossierId },
        {
          action: 'reschedule',
          from: dateOf(move.from),
          dueAt: dateOf(move.to),
          originalDueAt: dateOf(move.originalTo),
          tasks: move.tasks.map((task) => ({ id: task.id, dueAt: new Date(task.dueAt) })),
          reason,
          by,
        },
        { key },
      );
    } catch (error) {
      // Finished, paused or given another date meanwhile: what holds now was decided by the new calendar.
      if (!(error instanceof NotAllowed)) throw error;
    }
  });
}
