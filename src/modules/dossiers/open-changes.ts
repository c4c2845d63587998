import type { Action } from '../../core/permission/index.ts';
import { allowed, type Chart, type ChartFacts, type Status } from '../../core/status/index.ts';
import type { Dossier } from './types.ts';

/** A dossier supplemented during handling is in progress again as soon as anybody works on it. */
export function reachable(chart: Chart, from: Status | null, to: Status, facts: ChartFacts): boolean {
  if (allowed(chart, from, to, facts)) return true;
  return (
    from === 'supplemented' &&
    facts.accepted &&
    allowed(chart, from, 'in_progress', facts) &&
    allowed(chart, 'in_progress', to, facts)
  );
}

/** Acts that always leave the dossier with one status. */
const LEADS_TO: Partial<Record<Action, Status>> = {
  accept: 'accepted',
  refuse: 'refused',
  'request-supplement': 'supplement_requested',
  stop: 'stopped',
  withdraw: 'withdrawn',
};

/** The acts whose change of status the chart has open now: a page offers no other. */
export function openActions(
  chart: Chart,
  dossier: Pick<Dossier, 'status' | 'accepted_at'>,
  actions: readonly Action[],
): Action[] {
  const facts = { accepted: dossier.accepted_at !== null };
  return actions.filter((action) => {
    const to = LEADS_TO[action];
    return to === undefined || reachable(chart, dossier.status, to, facts);
  });
}
