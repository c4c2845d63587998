import type { Channel } from '../procedure.ts';
import type { Status } from './types.ts';

/** One allowed change of status; from null: a dossier may begin so. */
export interface ChartEdge {
  from: Status | null;
  to: Status;
}

/** Which changes are open: rows that an administrator edits (criterion II.4.2). */
export type Chart = readonly ChartEdge[];

const DEFAULT: [Status | null, Status[]][] = [
  [null, ['submitted', 'accepted', 'refused', 'supplement_requested']],
  ['submitted', ['supplement_requested', 'refused', 'accepted', 'withdrawn']],
  ['supplement_requested', ['supplemented', 'withdrawn', 'stopped']],
  ['supplemented', ['accepted', 'refused', 'supplement_requested', 'in_progress']],
  ['accepted', ['in_progress', 'payment_required', 'withdrawn']],
  ['in_progress', ['supplement_requested', 'payment_required', 'stopped', 'done', 'withdrawn']],
  ['payment_required', ['in_progress', 'done', 'stopped']],
  ['done', ['payment_required', 'returned']],
  // A dossier cancelled before the counter took it in can be restored (criterion II.5.8).
  ['withdrawn', ['submitted']],
];

/** The chart the system starts with. */
export const DEFAULT_CHART: Chart = DEFAULT.flatMap(([from, targets]) => targets.map((to) => ({ from, to })));

export interface ChartFacts {
  /** Whether the dossier was accepted at any time before this change. */
  accepted: boolean;
  /** How it comes in; looked at for entrances only, any channel when absent. */
  channel?: Channel;
}

/** Reception speaks once: none of these can follow an acceptance. */
const BEFORE_ONLY: readonly Status[] = ['submitted', 'accepted', 'refused'];
/** Handling begins with the acceptance: none of these can come before it. */
const AFTER_ONLY: readonly Status[] = ['in_progress', 'payment_required', 'done', 'returned'];

/**
 * Whether a dossier may change from one status (null: enter) to another. The chart says which changes are open; what
 * Appendix I fixes beyond any chart is that reception comes before handling, that a dossier supplemented during
 * handling goes on being handled, and that online dossiers enter unseen while the others enter at the counter.
 */
export function allowed(chart: Chart, from: Status | null, to: Status, facts: ChartFacts): boolean {
  if (facts.accepted ? BEFORE_ONLY.includes(to) : AFTER_ONLY.includes(to)) return false;
  if (from === 'supplemented' && to === 'supplement_requested' && facts.accepted) return false;
  if (from === null && facts.channel && (facts.channel === 'online') !== (to === 'submitted')) return false;
  return chart.some((edge) => edge.from === from && edge.to === to);
}

/** Statuses that may come next, in the chart's order. */
export function nextStatuses(chart: Chart, from: Status | null, facts: ChartFacts): Status[] {
  const open = chart.filter((edge) => edge.from === from && allowed(chart, from, edge.to, facts));
  return [...new Set(open.map((edge) => edge.to))];
}
