import { FlowError } from './errors.ts';
import { holds } from './condition.ts';
import type { Flow, FlowEdge, FlowNode } from './types.ts';

/** Decides which of a node's outgoing edges tokens take when it is passed. */
export type Chooser = (node: FlowNode) => string[];

/** One button a person may press to finish a step. */
export interface Choice {
  edge: string;
  /** Text of the button: the edge's name, or the name of what it leads to. */
  name: string;
  target: string;
  /** Present when the flow can decide by itself from the data. */
  condition?: string;
  isDefault: boolean;
}

export function edgesOf(flow: Flow, node: FlowNode): FlowEdge[] {
  return node.outgoing.flatMap((id) => flow.edges[id] ?? []);
}

/**
 * A user task with several named, unconditional ways out offers them as buttons and takes one. Unnamed ones are
 * BPMN's implicit fork and all taken.
 */
export function isButtonTask(node: FlowNode, edges: FlowEdge[]): boolean {
  return (
    node.kind === 'userTask' &&
    edges.length > 1 &&
    !node.defaultEdge &&
    edges.every((edge) => edge.name !== '' && edge.condition === undefined)
  );
}

/** Every set of edges that the node may take, whatever the data: what a check of the flow must reckon with. */
export function splitOptions(flow: Flow, node: FlowNode): string[][] {
  const edges = edgesOf(flow, node);
  const ids = edges.map((edge) => edge.id);
  if (ids.length < 2) return [ids];
  if (node.kind === 'exclusive' || isButtonTask(node, edges)) return ids.map((id) => [id]);
  if (!mayOmit(node, edges)) return [ids];
  const optional = edges.filter((edge) => edge.condition !== undefined && edge.id !== node.defaultEdge);
  const always = edges.filter((edge) => edge.condition === undefined && edge.id !== node.defaultEdge);
  const byButton = node.kind !== 'inclusive' && node.defaultEdge !== undefined;
  const fixed = byButton ? [] : always.map((edge) => edge.id);
  const options = subsets(optional.map((edge) => edge.id)).map((some) => [...fixed, ...some]);
  const taken = options.filter((option) => option.length > 0);
  if (node.defaultEdge && fixed.length === 0) taken.push([node.defaultEdge]);
  if (byButton) taken.push(...always.map((edge) => [edge.id]));
  return taken;
}

function mayOmit(node: FlowNode, edges: FlowEdge[]): boolean {
  if (node.kind === 'parallel' || node.kind === 'start' || node.attachedTo) return false;
  return node.defaultEdge !== undefined || edges.some((edge) => edge.condition !== undefined);
}

/** All subsets of up to six ids; of more, the empty one, each alone, each pair and all together. */
function subsets(ids: string[]): string[][] {
  if (ids.length > 6) {
    const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b]));
    return [[], ...ids.map((id) => [id]), ...pairs, ids];
  }
  return ids.reduce<string[][]>((sets, id) => [...sets, ...sets.map((set) => [...set, id])], [[]]);
}

/** Chooses by the person's button and the conditions over the decision's data. */
export function chooseByData(flow: Flow, data: Record<string, unknown>, button?: string): Chooser {
  const fulfilled = (edge: FlowEdge): boolean => edge.condition !== undefined && test(edge, data);
  return (node) => {
    const edges = edgesOf(flow, node);
    if (edges.length < 2) return node.outgoing;
    if (button !== undefined && node.outgoing.includes(button)) return [button];
    const others = edges.filter((edge) => edge.id !== node.defaultEdge);
    const always = others.filter((edge) => edge.condition === undefined);
    if (node.kind === 'exclusive') {
      const first = others.find(fulfilled) ?? (node.defaultEdge ? flow.edges[node.defaultEdge] : undefined);
      if (first) return [first.id];
      // A single way without condition among conditional ones can only be meant as the rest.
      if (always.length === 1 && always[0]) return [always[0].id];
      throw always.length > 1 ? noChoice(node) : noPath(node);
    }
    if (isButtonTask(node, edges)) throw noChoice(node);
    if (!mayOmit(node, edges)) return node.outgoing;
    const byButton = node.kind !== 'inclusive' && node.defaultEdge !== undefined;
    const taken = others.filter((edge) => (byButton ? fulfilled(edge) : !edge.condition || fulfilled(edge)));
    if (taken.length > 0) return taken.map((edge) => edge.id);
    if (node.defaultEdge) return [node.defaultEdge];
    throw noPath(node);
  };
}

function test(edge: FlowEdge, data: Record<string, unknown>): boolean {
  const expression = edge.condition ?? '';
  try {
    return holds(expression, data);
  } catch {
    const message = `Điều kiện “${expression}” của đường nối không đọc được. Hãy sửa quy trình.`;
    throw new FlowError('condition', message, edge.id);
  }
}

const noChoice = (node: FlowNode): FlowError =>
  new FlowError('choice', `Cần chọn một đường ra của “${node.name || node.id}”.`, node.id);
const noPath = (node: FlowNode): FlowError =>
  new FlowError(
    'no-path',
    `Không đường ra nào của “${node.name || node.id}” thỏa điều kiện. Hãy đặt một đường mặc định trong quy trình.`,
    node.id,
  );

/**
 * The buttons that finish a step: its outgoing edges, or those of the exclusive gateway that directly follows
 * (merging gateways in between are looked through). Empty when there is nothing to choose because the step forks
 * into parallel branches. The ids are what `complete` takes as `edge`.
 */
export function choices(flow: Flow, nodeId: string): Choice[] {
  const node = flow.nodes[nodeId];
  if (!node) return [];
  const at = decidingNode(flow, node);
  const edges = edgesOf(flow, at);
  const chooses =
    at.kind === 'exclusive' || edges.length < 2 || isButtonTask(at, edges) || mayOmit(at, edges);
  if (!chooses || at.kind === 'inclusive') return [];
  return edges.map((edge) => ({
    edge: edge.id,
    name: edge.name || (flow.nodes[edge.target]?.name ?? ''),
    target: edge.target,
    ...(edge.condition === undefined ? {} : { condition: edge.condition }),
    isDefault: edge.id === at.defaultEdge,
  }));
}

/** The node whose outgoing edges are the choice at `node`: the first exclusive split behind it, or itself. */
export function decidingNode(flow: Flow, node: FlowNode): FlowNode {
  const seen = new Set<string>();
  for (let at = node; at.outgoing.length === 1 && !seen.has(at.id);) {
    seen.add(at.id);
    const next = flow.nodes[flow.edges[at.outgoing[0] ?? '']?.target ?? ''];
    if (next?.kind !== 'exclusive') return node;
    if (next.outgoing.length > 1) return next;
    at = next;
  }
  return node;
}
