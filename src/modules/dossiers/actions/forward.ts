import type { Decide } from '../types.ts';
import { receptionTask } from './shared.ts';

/** The counter hands an accepted dossier over to the agency that handles it (Decree 61/2018, art. 18). */
export const forward: Decide<'forward'> = (context, command) => ({
  statuses: ['in_progress'],
  note: command.note,
  decisions: [{ decision: { kind: 'complete', token: receptionTask(context).token }, outcome: 'forwarded' }],
});
