import { blockers, indexOf, isJoin, reach } from './graph.ts';
import { perform } from './perform.ts';
import type { Step } from './perform.ts';
import { splitOptions } from './split.ts';
import type { Chooser } from './split.ts';
import type { Flow, FlowNode, FlowState, Token } from './types.ts';

/** In all orders; beyond, one order tells as much about soundness at a fraction of the time. */
const FEW_STATES = 1000;
const MOST_STATES = 5000;
const MOST_OUTCOMES = 3000;
const REST = 'rest:';

/** What is found by carrying out decisions with every outcome, in one scope of a flow. */
export interface Exploration {
  /** States come into, each a sorted list of `tokenKey`s. */
  markings: string[][];
  /** Nodes passed at least once. */
  passed: Set<string>;
  /** Nodes found holding two tokens at once. */
  doubled: Set<string>;
  /** Joins whose tokens wait while nothing moves any more. */
  stranded: Set<string>;
  /** Nodes of states from which no end can be reached although something still moves. */
  endless: Set<string>;
  /** The flow has more states than are looked at: what was not found may still exist. */
  truncated: boolean;
}

/**
 * Looks for faults in one scope (null: the top); sub-processes count as single steps.
 *
 * Decisions are tried in all orders while that leads to few states, else in one order only. A decision takes away no
 * token but its own, so the order does not matter for whether tokens strand or meet (partial order reduction).
 */
export function explore(flow: Flow, scope: string | null): Exploration {
  const local = withRests(localFlow(flow, scope));
  const all = walk(local, { most: FEW_STATES, oneOrder: false });
  return all.truncated ? walk(local, { most: MOST_STATES, oneOrder: true }) : all;
}

const markings = new WeakMap<Flow, Map<string | null, string[][]>>();

/** The states that one scope can come into, at most 5,000, those soonest reached first; kept beside the flow. */
export function markingsOf(flow: Flow, scope: string | null): string[][] {
  let byScope = markings.get(flow);
  if (!byScope) markings.set(flow, (byScope = new Map()));
  let found = byScope.get(scope);
  if (!found) {
    found = walk(localFlow(flow, scope), { most: MOST_STATES, oneOrder: false }).markings;
    byScope.set(scope, found);
  }
  return found;
}

/** What a token means for the further course, without its id. */
export function tokenKey(token: Pick<Token, 'node' | 'via' | 'state'>): string {
  return token.state === 'waiting' ? JSON.stringify([token.node, token.via]) : JSON.stringify([token.node]);
}

const restingNode = (id: string): string => (id.startsWith(REST) ? id.slice(REST.length) : id);

/** One scope as a flow by itself, sub-processes as single waiting steps. */
function localFlow(flow: Flow, scope: string | null): Flow {
  const nodes: Record<string, FlowNode> = {};
  const edges: Flow['edges'] = {};
  for (const node of Object.values(flow.nodes)) {
    if (node.scope !== scope) continue;
    nodes[node.id] = { ...node, scope: null, kind: node.kind === 'subProcess' ? 'callActivity' : node.kind };
    for (const id of node.outgoing) {
      const edge = flow.edges[id];
      if (edge) edges[id] = { ...edge };
    }
  }
  return { ...flow, nodes, edges };
}

/**
 * Puts a resting place before every merging exclusive gateway, so that two tokens which meet there are seen even
 * when no step follows, and before every choosing one, so that choices are tried one after the other instead of all
 * that follow each other in one go. Changes the flow given.
 */
function withRests(flow: Flow): Flow {
  const { nodes, edges } = flow;
  for (const node of Object.values(nodes)) {
    const merges = node.kind === 'exclusive' && node.incoming.length > 1;
    const chooses = node.kind === 'exclusive' || (node.kind === 'inclusive' && node.incoming.length === 1);
    if (!merges && !(chooses && node.outgoing.length > 1)) continue;
    const rest = REST + node.id;
    const on = `${rest}:on`;
    for (const id of node.incoming) if (edges[id]) edges[id].target = rest;
    edges[on] = { id: on, source: rest, target: node.id, name: '' };
    nodes[rest] = { ...node, id: rest, kind: 'serviceTask', outgoing: [on], defaultEdge: undefined };
    node.incoming = [on];
  }
  return flow;
}

interface Seen {
  state: FlowState;
  before: string[];
}

function walk(flow: Flow, { most, oneOrder }: { most: number; oneOrder: boolean }): Exploration {
  const result: Exploration = {
    markings: [],
    passed: new Set(),
    doubled: new Set(),
    stranded: new Set(),
    endless: new Set(),
    truncated: false,
  };
  const seen = new Map<string, Seen>();
  const ends: string[] = [];
  const queue: string[] = [];
  const note = (run: { state(): FlowState; passed: Set<string> }, from: string | null): void => {
    for (const id of run.passed) result.passed.add(id);
    const state = run.state();
    const key = stateKey(state);
    const known = seen.get(key);
    if (known) {
      if (from !== null) known.before.push(from);
      return;
    }
    if (seen.size >= most) {
      result.truncated = true;
      return;
    }
    const marking = state.tokens.map(tokenKey).sort();
    seen.set(key, { state, before: from === null ? [] : [from] });
    const twice = doubled(flow, state);
    for (const id of twice) result.doubled.add(restingNode(id));
    if (state.ended || twice.length > 0) ends.push(key);
    else queue.push(key);
    if (twice.length === 0) result.markings.push(marking);
  };

  const empty: FlowState = { tokens: [], next: 1, ended: false };
  for (const node of indexOf(flow).starts.get(null) ?? []) {
    tryAll(flow, empty, { kind: 'start', start: node.id }, result, (run) => note(run, null));
  }
  for (let key = queue.shift(); key !== undefined && !result.truncated; key = queue.shift()) {
    const { state } = seen.get(key) as Seen;
    const from = key;
    const active = state.tokens.filter((token) => token.state === 'active');
    const decisions = decisionsOf(flow, state, oneOrder ? nextInOrder(flow, state, active) : active);
    if (decisions.length === 0) {
      for (const token of state.tokens) result.stranded.add(token.node);
      ends.push(key);
    }
    for (const decision of decisions) tryAll(flow, state, decision, result, (run) => note(run, from));
  }
  if (!result.truncated) findEndless(seen, ends, result);
  return result;
}

function findEndless(seen: Map<string, Seen>, ends: string[], result: Exploration): void {
  const back = new Map([...seen].map(([key, one]) => [key, one.before]));
  const canEnd = reach(back, ends);
  for (const [key, one] of seen) {
    if (!canEnd.has(key)) for (const token of one.state.tokens) result.endless.add(restingNode(token.node));
  }
}

/** Runs a decision once for every combination of ways that the splits on its path may take. */
function tryAll(
  flow: Flow,
  state: FlowState,
  decision: Step,
  result: Exploration,
  note: (run: ReturnType<typeof perform>) => void,
): void {
  let chosen: number[] = [];
  for (let count = 0; ; count += 1) {
    if (count >= MOST_OUTCOMES) {
      result.truncated = true;
      return;
    }
    const made: { at: number; of: number }[] = [];
    const choose: Chooser = (node) => {
      const options = splitOptions(flow, node);
      const at = chosen[made.length] ?? 0;
      if (options.length > 1) made.push({ at, of: options.length });
      return options[options.length > 1 ? at : 0] ?? [];
    };
    note(perform(flow, state, decision, choose));
    while (made.length > 0 && (made.at(-1)?.at ?? 0) + 1 >= (made.at(-1)?.of ?? 0)) made.pop();
    const last = made.at(-1);
    if (!last) return;
    last.at += 1;
    chosen = made.map((one) => one.at);
  }
}

/**
 * The one of several active tokens that may go first without anything being missed: no other token can still come
 * to where it is, and it can not terminate the others before they have met. All of them when there is no such one.
 */
function nextInOrder(flow: Flow, state: FlowState, active: Token[]): Token[] {
  const index = indexOf(flow);
  const nodes = Object.values(flow.nodes);
  const idsOf = (chosen: (node: FlowNode) => boolean): string[] =>
    nodes.filter(chosen).map((node) => node.id);
  const stopping = reach(
    index.previous,
    idsOf((node) => node.kind === 'terminateEnd'),
    new Set(idsOf(isJoin)),
  );
  const inOrder = active.toSorted((a, b) => (a.node < b.node ? -1 : 1));
  const free = inOrder.find((token) => {
    const before = blockers(flow, token.node);
    const met = state.tokens.some((other) => other !== token && before.has(other.node));
    return !met && !stopping.has(token.node);
  });
  return free ? [free] : active;
}

function decisionsOf(flow: Flow, state: FlowState, tokens: Token[]): Step[] {
  const decisions: Step[] = [];
  for (const token of tokens) {
    const node = flow.nodes[token.node];
    if (!node) continue;
    decisions.push(
      node.kind === 'timerCatch' ? { kind: 'timer', token: token.id } : { kind: 'complete', token: token.id },
    );
    for (const event of indexOf(flow).attached.get(node.id) ?? []) {
      if (event.kind === 'errorBoundary') decisions.push({ kind: 'fail', token: token.id, error: event.ref });
      else if (mayFire(flow, state, token, event)) {
        decisions.push({ kind: 'timer', token: token.id, event: event.id });
      }
    }
  }
  return decisions;
}

/**
 * A reminder may go off anew while an earlier one is still under way (its step was done again). That is harmless
 * when its branch ends by itself, but would look like tokens growing without bound, so one at a time is explored.
 */
function mayFire(flow: Flow, state: FlowState, token: Token, event: FlowNode): boolean {
  if (event.interrupting !== false) return true;
  if (token.fired?.includes(event.id)) return false;
  const index = indexOf(flow);
  const starts = (index.starts.get(null) ?? []).map((node) => node.id);
  const without = reach(index.next, starts, new Set([event.id]));
  const own = reach(index.next, [event.id]);
  return !state.tokens.some((other) => own.has(other.node) && !without.has(other.node));
}

function doubled(flow: Flow, state: FlowState): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const token of state.tokens) {
    const node = flow.nodes[token.node];
    const key = tokenKey(token);
    if (node && seen.has(key)) twice.push(node.id);
    seen.add(key);
  }
  return twice;
}

function stateKey(state: FlowState): string {
  const tokens = state.tokens.map(
    (token) => `${tokenKey(token)}${token.fired?.slice().sort().join(',') ?? ''}`,
  );
  return `${state.ended ? state.outcome : ''}|${tokens.sort().join('|')}`;
}
