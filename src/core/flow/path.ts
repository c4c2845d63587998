import { indexOf, isEnd, linkKey } from './graph.ts';
import { edgesOf, splitOptions } from './split.ts';
import type { Flow, FlowNode } from './types.ts';

/** A working day in minutes: eight hours (Labour Code 45/2019, art. 105). */
export const WORKING_DAY_MINUTES = 480;

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Working minutes of an ISO 8601 duration of weeks (five working days), days (eight hours), hours, minutes and
 * seconds; null for anything else. Years and months have no fixed length in working time.
 */
export function durationMinutes(duration: string): number | null {
  const parts = DURATION.exec(duration);
  if (!parts || !/\d/.test(duration) || duration.endsWith('T')) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (weeks * 5 + days) * WORKING_DAY_MINUTES + hours * 60 + minutes + Math.ceil(seconds / 60);
}

/**
 * Working minutes of the longest way from a start to an end. An element is passed once at most: a loop's body counts
 * once and the way back not at all. Alternative and parallel branches count with the longest of them (the latter run
 * side by side), a sub-process with its own longest way, a timer with its duration, a step without minutes with 0.
 */
export function longestPathMinutes(flow: Flow): number {
  return Math.max(0, longest(flow, null, minutesOf(flow)).get(null) ?? 0);
}

/** The steps of the longest way with their minutes, in order: what `longestPathMinutes` adds up. Those of 0 are left out. */
export function longestPath(flow: Flow): { node: FlowNode; minutes: number }[] {
  const weigh = minutesOf(flow);
  const best = longest(flow, null, weigh);
  const index = indexOf(flow);
  const value = (id: string): number => best.get(id) ?? -Infinity;
  const way: { node: FlowNode; minutes: number }[] = [];
  const furthest = (ids: string[]): string | undefined => ids.toSorted((a, b) => value(b) - value(a))[0];
  const starts = (index.starts.get(null) ?? []).map((node) => node.id);
  for (let id = furthest(starts); id !== undefined;) {
    const node = flow.nodes[id];
    if (!node || value(id) === -Infinity) break;
    way.push({ node, minutes: weigh(node) });
    const from: string = id;
    id = furthest((index.next.get(from) ?? []).filter((next) => !index.back.has(linkKey(from, next))));
  }
  return way.filter(({ minutes }) => minutes > 0);
}

function minutesOf(flow: Flow): (node: FlowNode) => number {
  return (node) => {
    if (node.kind === 'subProcess')
      return Math.max(0, longest(flow, node.id, minutesOf(flow)).get(null) ?? 0);
    if (node.kind === 'timerCatch') return durationMinutes(node.duration ?? '') ?? 0;
    return node.minutes ?? 0;
  };
}

/**
 * For every node of a scope the greatest weight from it (inclusive) to an end, ways back of loops left out;
 * −Infinity when only such ways lead on. The key null holds the value of the best start.
 */
function longest(
  flow: Flow,
  scope: string | null,
  weigh: (node: FlowNode) => number,
  isGoal: (node: FlowNode) => boolean = isEnd,
): Map<string | null, number> {
  const index = indexOf(flow);
  const best = new Map<string | null, number>();
  const visit = (node: FlowNode): number => {
    const known = best.get(node.id);
    if (known !== undefined) return known;
    best.set(node.id, -Infinity);
    const onward = (index.next.get(node.id) ?? [])
      .filter((id) => !index.back.has(linkKey(node.id, id)))
      .flatMap((id) => flow.nodes[id] ?? [])
      .map(visit);
    const value = weigh(node) + Math.max(isGoal(node) ? 0 : -Infinity, ...onward);
    best.set(node.id, value);
    return value;
  };
  const values = (index.starts.get(scope) ?? []).map(visit);
  best.set(null, Math.max(-Infinity, ...values));
  return best;
}

/**
 * Ids of the user tasks on the main way, in the order in which they come: for the strip of steps.
 *
 * The main way goes through all parallel branches, and at a choice along the branch with most steps to a plain end
 * (the default, then the first drawn, when equal). Boundary events and ways back are not on it.
 */
export function stepOrder(flow: Flow): readonly string[] {
  let order = orders.get(flow);
  if (!order) orders.set(flow, (order = walkMain(flow, null)));
  return order;
}

// Asked on every page of a dossier; flows are never changed after they are made.
const orders = new WeakMap<Flow, readonly string[]>();

function walkMain(flow: Flow, scope: string | null): string[] {
  const { back, starts } = indexOf(flow);
  const steps = longest(
    flow,
    scope,
    (node) => stepWeight(flow, node),
    (node) => node.kind === 'end',
  );
  const order: FlowNode[] = [];
  const seen = new Set<string>();
  const visit = (node: FlowNode): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const edges = edgesOf(flow, node).filter((edge) => !back.has(linkKey(edge.source, edge.target)));
    const fork = node.kind === 'inclusive' || splitOptions(flow, node).length === 1;
    const value = (target: string): number => steps.get(target) ?? -Infinity;
    const ranked = edges.toSorted(
      (a, b) =>
        value(b.target) - value(a.target) ||
        Number(b.id === node.defaultEdge) - Number(a.id === node.defaultEdge),
    );
    // Reversed, because nodes are noted when left: what is drawn first then comes first.
    for (const edge of (fork ? edges : ranked.slice(0, 1)).toReversed()) {
      const target = flow.nodes[edge.target];
      if (target) visit(target);
    }
    order.push(node);
  };
  const start = (starts.get(scope) ?? []).toSorted(
    (a, b) => (steps.get(b.id) ?? 0) - (steps.get(a.id) ?? 0),
  )[0];
  if (start) visit(start);
  return order.toReversed().flatMap((node) => {
    if (node.kind === 'subProcess') return walkMain(flow, node.id);
    return node.kind === 'userTask' ? [node.id] : [];
  });
}

function stepWeight(flow: Flow, node: FlowNode): number {
  if (node.kind === 'subProcess') return walkMain(flow, node.id).length;
  return node.kind === 'userTask' ? 1 : 0;
}
