import { FlowError } from './errors.ts';
import { markingsOf, tokenKey } from './explore.ts';
import { isWaiting } from './graph.ts';
import type { Run } from './run.ts';
import type { Flow, FlowNode, FlowState, Token } from './types.ts';

/** What a move does, worked out before anything changes. */
export interface MovePlan {
  /** The token that leaves: the one named, or the sub-process it runs in when the move goes out of that. */
  from: string;
  /** Nodes entered from the outside in: sub-processes, then the step itself. */
  path: { node: string; done: { node: string; via: string }[] }[];
  /** Tokens of other branches that the move ends. */
  cancelled: string[];
}

/**
 * Works out how a token can be sent to the step `to` (any step, service, call, timer or sub-process of the flow)
 * so that every join still gets exactly what it waits for.
 *
 * The state after the move is always one that the flow itself can come into (as found by exploring it):
 * - within one parallel branch only that branch's token moves, the others stay;
 * - out of a parallel block, back before its split or on past its join, the tokens of the block's other branches
 *   are cancelled, since the block will be done anew or is left for good;
 * - from outside back into one branch, the other branches count as done: their tokens wait at the join;
 * - out of a sub-process the running instance is cancelled; into one a new instance begins at the step.
 *
 * @throws FlowError `move-target` when `to` is no step that can be moved to, `move-branch` when it lies in another
 *   parallel branch that is itself under way.
 */
export function planMove(flow: Flow, state: FlowState, tokenId: string, to: string): MovePlan {
  const token = state.tokens.find((one) => one.id === tokenId);
  const target = flow.nodes[to];
  if (!token)
    throw new FlowError('no-token', 'Việc này đã được xử lý hoặc không còn nữa. Hãy tải lại trang.', tokenId);
  if (token.state !== 'active') throw new FlowError('not-active', 'Chỉ chuyển được việc đang mở.', tokenId);
  if (!target || !(isWaiting(target) || target.kind === 'subProcess')) {
    throw new FlowError(
      'move-target',
      `Không chuyển đến “${target?.name || to}” được: đó không phải là một bước.`,
      to,
    );
  }
  const way = wayDown(flow, target);
  let from = token;
  while (!way.some((node) => node.scope === (flow.nodes[from.node]?.scope ?? null))) {
    const host = state.tokens.find((one) => one.id === from.scope);
    if (!host) throw new FlowError('unknown-node', `Quy trình không có phần tử “${from.node}”.`, from.node);
    from = host;
  }
  const scope = flow.nodes[from.node]?.scope ?? null;
  const path = way.slice(way.findIndex((node) => node.scope === scope));
  const [first, ...inner] = path;
  if (!first) throw new FlowError('move-target', `Không chuyển đến “${target.name || to}” được.`, to);
  const siblings = state.tokens.filter((one) => one.scope === from.scope && one !== from);
  const outer = place(flow, scope, first, from, siblings);
  return {
    from: from.id,
    cancelled: siblings.filter((one) => !outer.kept.has(one.id)).map((one) => one.id),
    path: [
      { node: first.id, done: outer.done },
      ...inner.map((node) => ({ node: node.id, done: place(flow, node.scope, node, null, []).done })),
    ],
  };
}

/** The target preceded by the sub-processes it lies in, outermost first. */
function wayDown(flow: Flow, target: FlowNode): FlowNode[] {
  const way = [target];
  for (let node = target; node.scope !== null;) {
    const host = flow.nodes[node.scope];
    if (!host) break;
    way.unshift(host);
    node = host;
  }
  return way;
}

interface Placement {
  kept: Set<string>;
  done: { node: string; via: string }[];
}

/** Chooses the reachable state with a token at `node` that keeps most of the siblings and presumes least as done. */
function place(
  flow: Flow,
  scope: string | null,
  node: FlowNode,
  from: Token | null,
  siblings: Token[],
): Placement {
  const markings = markingsOf(flow, scope);
  const target = JSON.stringify([node.id]);
  let best: Placement | null = null;
  for (const marking of markings) {
    const at = marking.indexOf(target);
    if (at < 0) continue;
    const found = match(marking.toSpliced(at, 1), siblings);
    if (found && (!best || better(found, best))) best = found;
  }
  if (!best) throw new FlowError('move-target', `Không chuyển đến “${node.name || node.id}” được.`, node.id);
  if (from && best.kept.size < siblings.length && concurrent(markings, target, tokenKey(from))) {
    throw new FlowError(
      'move-branch',
      `“${node.name || node.id}” thuộc nhánh song song khác đang chạy. Hãy chuyển việc của nhánh đó.`,
      node.id,
    );
  }
  return best;
}

const better = (a: Placement, b: Placement): boolean =>
  a.kept.size > b.kept.size || (a.kept.size === b.kept.size && a.done.length < b.done.length);

/** Fits the rest of a marking: every place is a sibling that stays or a branch that can be taken as done. */
function match(rest: string[], siblings: Token[]): Placement | null {
  const kept = new Set<string>();
  const done: Placement['done'] = [];
  for (const key of rest) {
    const sibling = siblings.find((one) => !kept.has(one.id) && tokenKey(one) === key);
    if (sibling) {
      kept.add(sibling.id);
      continue;
    }
    const [node, via] = JSON.parse(key) as [string, string | undefined];
    if (via === undefined) return null;
    done.push({ node, via });
  }
  return { kept, done };
}

function concurrent(markings: string[][], a: string, b: string): boolean {
  return a !== b && markings.some((marking) => marking.includes(a) && marking.includes(b));
}

/** Carries a plan out on a run; the run still has to settle. */
export function applyMove(run: Run, token: Token, plan: MovePlan): void {
  const byId = (id: string): Token | undefined => run.tokens.find((one) => one.id === id);
  const from = byId(plan.from) ?? token;
  let scope = from.scope;
  run.remove(from);
  for (const id of plan.cancelled) {
    const other = byId(id);
    if (other) run.remove(other);
  }
  plan.path.forEach(({ node, done }, at) => {
    for (const one of done) run.add({ ...one, scope, state: 'waiting' });
    if (at === plan.path.length - 1) run.arrive({ node, via: null, scope });
    else scope = run.add({ node, via: null, scope, state: 'host' }).id;
  });
}

/** Steps that an open token may be moved to, in the order of the diagram's elements. */
export function moveTargets(flow: Flow, state: FlowState, tokenId: string): string[] {
  return Object.values(flow.nodes)
    .filter((node) => node.kind === 'userTask')
    .filter((node) => {
      try {
        planMove(flow, state, tokenId, node.id);
        return true;
      } catch (error) {
        if (error instanceof FlowError) return false;
        throw error;
      }
    })
    .map((node) => node.id);
}
