import type { Flow, FlowNode, NodeKind } from './types.ts';

/** Kinds at which a token rests until a decision comes. */
const WAITING: ReadonlySet<NodeKind> = new Set(['userTask', 'serviceTask', 'callActivity', 'timerCatch']);

export const isWaiting = (node: FlowNode): boolean => WAITING.has(node.kind);
export const isBoundary = (node: FlowNode): boolean =>
  node.kind === 'timerBoundary' || node.kind === 'errorBoundary';
export const isEnd = (node: FlowNode): boolean =>
  node.kind === 'end' || node.kind === 'errorEnd' || node.kind === 'terminateEnd';
/** Gateways that hold tokens back until their fellows have come. */
export const isJoin = (node: FlowNode): boolean =>
  (node.kind === 'parallel' || node.kind === 'inclusive') && node.incoming.length > 1;

/** What is derived from a flow once and looked up often. */
export interface FlowIndex {
  /** Boundary events by the node that carries them. */
  attached: Map<string, FlowNode[]>;
  /** Start events by scope. */
  starts: Map<string | null, FlowNode[]>;
  next: Map<string, string[]>;
  previous: Map<string, string[]>;
  blockers: Map<string, Set<string>>;
  /** Ways back of loops, as `linkKey` names them. */
  back: Set<string>;
}

const indexes = new WeakMap<Flow, FlowIndex>();

/** The index of a flow. Flows are never changed after they are made, so it is kept beside them. */
export function indexOf(flow: Flow): FlowIndex {
  let index = indexes.get(flow);
  if (!index) {
    index = buildIndex(flow);
    indexes.set(flow, index);
  }
  return index;
}

function buildIndex(flow: Flow): FlowIndex {
  const index: FlowIndex = {
    attached: new Map(),
    starts: new Map(),
    next: new Map(),
    previous: new Map(),
    blockers: new Map(),
    back: new Set(),
  };
  for (const node of Object.values(flow.nodes)) {
    if (node.attachedTo) append(index.attached, node.attachedTo, node);
    if (node.kind === 'start') append(index.starts, node.scope, node);
    for (const edge of node.outgoing) link(index, node.id, flow.edges[edge]?.target);
    if (node.attachedTo) link(index, node.attachedTo, node.id);
  }
  index.back = backLinks(flow, index);
  return index;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function link(index: FlowIndex, from: string, to: string | undefined): void {
  if (to === undefined) return;
  append(index.next, from, to);
  append(index.previous, to, from);
}

/** Ids reached from `from` (itself included) along `step`, never entering `barred`. */
export function reach(
  step: Map<string, string[]>,
  from: Iterable<string>,
  barred: ReadonlySet<string> = new Set(),
): Set<string> {
  const seen = new Set<string>();
  const open = [...from].filter((id) => !barred.has(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const other of step.get(id) ?? []) if (!barred.has(other)) open.push(other);
  }
  return seen;
}

/**
 * Nodes from which a token can still arrive at a node, chiefly an inclusive join, within the activation under way.
 *
 * The way may not pass the node's immediate dominator: whoever comes through there once more belongs to the next
 * activation (an outer loop), and waiting for it would block for ever. A token that rests at the dominator itself
 * counts, because it may have set off a timer branch that is already at the join.
 */
export function blockers(flow: Flow, join: string): Set<string> {
  const index = indexOf(flow);
  let found = index.blockers.get(join);
  if (!found) {
    const entry = immediateDominator(flow, join);
    const inside = reach(
      index.previous,
      index.previous.get(join) ?? [],
      new Set(entry ? [join, entry] : [join]),
    );
    if (entry) inside.add(entry);
    found = inside;
    index.blockers.set(join, found);
  }
  return found;
}

/** The last node that every way from the scope's starts to `id` passes; null when there is none. */
function immediateDominator(flow: Flow, id: string): string | null {
  const index = indexOf(flow);
  const scope = flow.nodes[id]?.scope ?? null;
  const starts = (index.starts.get(scope) ?? []).map((node) => node.id);
  const dominates = (a: string, b: string): boolean => !reach(index.next, starts, new Set([a])).has(b);
  const dominators = [...reach(index.previous, [id])].filter((other) => other !== id && dominates(other, id));
  return dominators.find((a) => dominators.every((b) => a === b || dominates(b, a))) ?? null;
}

/** Edges of a depth-first walk that lead back to a node still being walked: the ways back of loops. */
function backLinks(flow: Flow, index: FlowIndex): Set<string> {
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  const roots = Object.values(flow.nodes).filter((node) => node.kind === 'start');
  for (const root of [...roots, ...Object.values(flow.nodes)]) {
    if (state.has(root.id)) continue;
    state.set(root.id, 'open');
    const stack = [{ id: root.id, at: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const target = (index.next.get(top.id) ?? [])[top.at++];
      if (target === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(target) === 'open') {
        back.add(linkKey(top.id, target));
      } else if (!state.has(target)) {
        state.set(target, 'open');
        stack.push({ id: target, at: 0 });
      }
    }
  }
  return back;
}

export const linkKey = (from: string, to: string): string => JSON.stringify([from, to]);
