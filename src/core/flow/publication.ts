import { called, EDGE_NAME, onFlow, onNode } from './messages.ts';
import { longestPathMinutes } from './path.ts';
import { decidingNode, edgesOf } from './split.ts';
import type { Flow, FlowMessage, FlowNode } from './types.ts';

/**
 * What still stands against publishing a flow that compiles. Steps without an actor or a limit, branches nobody can
 * choose and missing counter steps are warnings; a longest way over the procedure's limit (Circular 22/2019,
 * Appendix II: the steps may not take longer than the procedure) is an error with the rule `over-limit`.
 *
 * @param limitMinutes the procedure's limit in working minutes; absent: not compared
 */
export function publicationMessages(flow: Flow, limitMinutes?: number): FlowMessage[] {
  const nodes = Object.values(flow.nodes);
  const messages = nodes.flatMap((node) => [...stepMessages(node), ...branchMessages(flow, node)]);
  const missing = (rule: string, text: string): void =>
    void messages.push(onFlow(flow, 'warning', rule, text));
  if (!nodes.some((node) => node.step === 'reception')) {
    missing(
      'no-reception',
      'Quy trình chưa có bước tiếp nhận hồ sơ. Hãy đặt loại “Tiếp nhận” cho bước của bộ phận một cửa.',
    );
  }
  if (!nodes.some((node) => node.step === 'return')) {
    missing(
      'no-return',
      'Quy trình chưa có bước trả kết quả. Hãy đặt loại “Trả kết quả” cho bước cuối của bộ phận một cửa.',
    );
  }
  const longest = longestPathMinutes(flow);
  if (limitMinutes !== undefined && longest > limitMinutes) {
    const number = new Intl.NumberFormat('vi-VN');
    messages.push(
      onFlow(
        flow,
        'error',
        'over-limit',
        `Tổng thời gian các bước là ${number.format(longest)} phút, vượt ${number.format(longest - limitMinutes)} phút ` +
          `so với thời hạn giải quyết ${number.format(limitMinutes)} phút. Hãy giảm thời hạn ở các bước.`,
      ),
    );
  }
  return messages;
}

function stepMessages(node: FlowNode): FlowMessage[] {
  const messages: FlowMessage[] = [];
  const warn = (rule: string, text: string): void => void messages.push(onNode(node, 'warning', rule, text));
  if (node.kind === 'userTask' && !node.actor) {
    warn(
      'no-actor',
      `Bước ${called(node)} chưa có người thực hiện. Hãy chọn đơn vị, chức vụ, nhóm hoặc người.`,
    );
  }
  if (node.kind === 'userTask' && (node.minutes ?? null) === null) {
    warn('no-minutes', `Bước ${called(node)} chưa có thời hạn. Hãy ghi số phút làm việc.`);
  }
  if (node.kind === 'serviceTask' && !node.ref) {
    warn(
      'no-job',
      `${called(node)} chưa gắn việc tự động nào nên sẽ chờ mãi. Hãy chọn việc hoặc đổi thành bước của người.`,
    );
  }
  if (node.kind === 'callActivity' && !node.ref) {
    warn('no-procedure', `${called(node)} chưa nêu thủ tục liên thông. Hãy chọn thủ tục.`);
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
