import type { DeadlineState } from '../../core/deadline/index.ts';
import type { Source } from '../../core/dossier.ts';
import type { Limit, ProcedureCase } from '../../core/procedure.ts';
import type { Context } from './types.ts';

/** The time limit that holds for a way of filing; the counter's where the procedure names none of its own. */
export function limitOf(procedureCase: ProcedureCase, source: Source): Limit | null {
  const { limits } = procedureCase;
  return (
    limits.find((limit) => limit.channel === source) ??
    limits.find((limit) => limit.channel === 'counter') ??
    limits[0] ??
    null
  );
}

/** The dossier's clock as core/deadline reads it; null before reception. */
export function clockOf(context: Context): DeadlineState | null {
  const { dossier } = context;
  if (!dossier.accepted_at) return null;
  return {
    limit: { amount: dossier.limit_amount, unit: dossier.limit_unit ?? 'working_day' },
    receivedAt: dossier.accepted_at,
    dueAt: dossier.due_at,
    originalDueAt: dossier.original_due_at,
    pausedAt: dossier.paused_at,
    remainingMinutes: dossier.remaining_minutes,
    supplements: context.supplements.filter((one) => !one.before_acceptance).length,
    extensions: dossier.extension_count,
  };
}
