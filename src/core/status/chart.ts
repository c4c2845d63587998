import type { Channel } from '../procedure.ts';
import type { Status } from './types.ts';

/** One allowed change of status. */
export interface ChartEdge {
  /** null: the dossier enters here. */
  from: Status | null;
  to: Status;
  /** Only before, or only after, the dossier was first accepted; always when absent. */
  when?: 'before_acceptance' | 'after_acceptance';
  /** Entrances only: the channels that may enter here. Online dossiers enter unseen, the others at the counter. */
  channels?: Channel[];
}

export type Chart = ChartEdge[];

const COUNTER: Channel[] = ['counter', 'post'];

function edges(from: Status, to: Status[], when?: ChartEdge['when']): ChartEdge[] {
  return to.map((status) => (when ? { from, to: status, when } : { from, to: status }));
}

/** The chart the system starts with. An administrator may open and close changes within what Appendix I leaves free. */
export const DEFAULT_CHART: Chart = [
  { from: null, to: 'submitted', channels: ['online'] },
  { from: null, to: 'accepted', channels: COUNTER },
  { from: null, to: 'refused', channels: COUNTER },
  { from: null, to: 'supplement_requested', channels: COUNTER },
  ...edges('submitted', ['supplement_requested', 'refused', 'accepted', 'withdrawn']),
  ...edges('supplement_requested', ['supplemented', 'withdrawn', 'stopped']),
  ...edges('supplemented', ['accepted', 'refused', 'supplement_requested'], 'before_acceptance'),
  ...edges('supplemented', ['in_progress'], 'after_acceptance'),
  ...edges('accepted', ['in_progress', 'payment_required', 'withdrawn']),
  ...edges('in_progress', ['supplement_requested', 'payment_required', 'stopped', 'done', 'withdrawn']),
  ...edges('payment_required', ['in_progress', 'done', 'stopped']),
  ...edges('done', ['payment_required', 'returned']),
  // A dossier cancelled before the counter took it in can be restored (criterion II.5.8).
  { from: 'withdrawn', to: 'submitted', when: 'before_acceptance' },
];

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

/** Whether the chart lets a dossier change from one status (null: enter) to another, given what happened before. */
export function allowed(chart: Chart, from: Status | null, to: Status, facts: ChartFacts): boolean {
  if (facts.accepted ? BEFORE_ONLY.includes(to) : AFTER_ONLY.includes(to)) return false;
  return chart.some(
    (edge) =>
      edge.from === from &&
      edge.to === to &&
      (edge.when === undefined || (edge.when === 'after_acceptance') === facts.accepted) &&
      (from !== null || !edge.channels || !facts.channel || edge.channels.includes(facts.channel)),
  );
}

/** Statuses that may come next, in the chart's order. */
export function nextStatuses(chart: Chart, from: Status | null, facts: ChartFacts): Status[] {
  const open = chart.filter((edge) => edge.from === from && allowed(chart, from, edge.to, facts));
  return [...new Set(open.map((edge) => edge.to))];
}
