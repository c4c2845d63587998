import { indexOf, reach } from './graph.ts';
import { called, EDGE_NAME, NODE_NAMES, onFlow, onNode } from './messages.ts';
import { longestPath, longestPathMinutes } from './path.ts';
import { decidingNode, edgesOf } from './split.ts';
import type { Flow, FlowMessage, FlowNode, NodeKind } from './types.ts';

/** The office gives every waiting point of a flow a desk; these kinds wait for something that has none. */
const DESKLESS: ReadonlySet<NodeKind> = new Set([
  'serviceTask',
  'callActivity',
  'timerCatch',
  'timerBoundary',
  'errorBoundary',
]);

/**
 * What still stands against publishing a flow that compiles: elements that no desk holds, steps without an actor or a
 * limit, no reception before everything else (Decree 61/2018, art. 17), no step from which papers can be asked for
 * (Circular 22/2019, Appendix II, 3.3), no return of the result (art. 20), and a longest way over the procedure's limit
 * (Appendix II, 3.2: rule `over-limit`). Branches nobody can choose are warnings.
 *
 * @param limits the procedure's limit in working minutes, or those of all procedures that run on it by name
 */
export function publicationMessages(
  flow: Flow,
  limits: number | readonly { name: string; minutes: number }[] = [],
): FlowMessage[] {
  const nodes = Object.values(flow.nodes);
  const messages = nodes.flatMap((node) => [...stepMessages(node), ...branchMessages(flow, node)]);
  const missing = (rule: string, text: string): void => void messages.push(onFlow(flow, 'error', rule, text));
  if (!nodes.some((node) => node.step === 'reception')) {
    missing(
      'no-reception',
      'Quy trình chưa có bước tiếp nhận hồ sơ. Hãy đặt loại “Tiếp nhận” cho bước của bộ phận một cửa.',
    );
  } else {
    messages.push(...beforeReception(flow));
  }
  if (!nodes.some((node) => node.allows?.includes('supplement'))) {
    missing(
      'no-supplement',
      'Quy trình chưa có vòng bổ sung hồ sơ. Hãy cho phép “Yêu cầu bổ sung” ở ít nhất một bước.',
    );
  }
  if (!nodes.some((node) => node.step === 'return')) {
    missing(
      'no-return',
      'Quy trình chưa có bước trả kết quả. Hãy đặt loại “Trả kết quả” cho bước cuối của bộ phận một cửa.',
    );
  }
  const all = typeof limits === 'number' ? [{ name: '', minutes: limits }] : limits;
  return [...messages, ...overLimit(flow, all)];
}

const number = new Intl.NumberFormat('vi-VN');

/** One message a limit that the longest way exceeds, naming the steps that take most of it. */
function overLimit(flow: Flow, limits: readonly { name: string; minutes: number }[]): FlowMessage[] {
  const longest = longestPathMinutes(flow);
  const steps = longestPath(flow)
    .toSorted((a, b) => b.minutes - a.minutes)
    .slice(0, 2)
    .map(({ node }) => called(node));
  return limits
    .filter(({ minutes }) => longest > minutes)
    .map(({ name, minutes }) =>
      onFlow(
        flow,
        'error',
        'over-limit',
        `Tổng thời gian các bước là ${number.format(longest)} phút, vượt ${number.format(longest - minutes)} phút ` +
          `so với thời hạn giải quyết ${number.format(minutes)} phút${name && ` của ${name}`}. ` +
          `Hãy giảm thời hạn ở bước ${steps.join(' hoặc ')}.`,
      ),
    );
}

/** Steps that a dossier could come to before it was received. */
function beforeReception(flow: Flow): FlowMessage[] {
  const index = indexOf(flow);
  const receptions = new Set(
    Object.values(flow.nodes).flatMap((node) => (node.step === 'reception' ? [node.id] : [])),
  );
  const starts = (index.starts.get(null) ?? []).map((node) => node.id);
  return [...reach(index.next, starts, receptions)]
    .flatMap((id) => flow.nodes[id] ?? [])
    .filter((node) => node.kind === 'userTask')
    .map((node) =>
      onNode(
        node,
        'error',
        'before-reception',
        `Hồ sơ tới bước ${called(node)} khi chưa được tiếp nhận. Hãy đặt bước tiếp nhận trước nó.`,
      ),
    );
}

function stepMessages(node: FlowNode): FlowMessage[] {
  const messages: FlowMessage[] = [];
  const fault = (rule: string, text: string): void => void messages.push(onNode(node, 'error', rule, text));
  if (DESKLESS.has(node.kind)) {
    const kind = NODE_NAMES[node.kind].replace(/ \(.*/, '');
    fault(
      'no-desk',
      `Không bàn nào giữ được ${called(node)} (${kind}) nên hồ sơ sẽ chờ mãi. Hãy thay bằng bước của người.`,
    );
    return messages;
  }
  if (node.kind === 'userTask' && !node.actor) {
    fault(
      'no-actor',
      `Bước ${called(node)} chưa có người thực hiện. Hãy chọn đơn vị, chức vụ, nhóm hoặc người.`,
    );
  }
  if (node.kind === 'userTask' && (node.minutes ?? null) === null) {
    fault('no-minutes', `Bước ${called(node)} chưa có thời hạn. Hãy ghi số phút làm việc.`);
  }
  return messages;
}

/** Ways out of a choosing gateway that neither a condition nor a button nor the default can open as meant. */
function branchMessages(flow: Flow, node: FlowNode): FlowMessage[] {
  if ((node.kind !== 'exclusive' && node.kind !== 'inclusive') || node.outgoing.length < 2) return [];
  const buttons =
    node.kind === 'exclusive' &&
    Object.values(flow.nodes).some(
      (other) => other.kind === 'userTask' && decidingNode(flow, other) === node,
    );
  return edgesOf(flow, node)
    .filter((edge) => edge.condition === undefined && edge.id !== node.defaultEdge && !(buttons && edge.name))
    .map((edge) => ({
      severity: 'warning' as const,
      rule: 'no-condition',
      element: edge.id,
      elementName: edge.name,
      elementKind: EDGE_NAME,
      message: buttons
        ? `Đường ra ${called(edge)} của ${called(node)} chưa có tên nút, điều kiện hay mặc định. Hãy đặt một trong ba.`
        : `Đường ra ${called(edge)} của ${called(node)} cần điều kiện hoặc là đường mặc định, vì không ai bấm chọn ở đây.`,
    }));
}
