import type { Flow, FlowMessage, FlowNode, NodeKind } from './types.ts';

/** Vietnamese names of what the interpreter runs, with the BPMN name that other tools show. */
export const NODE_NAMES: Record<NodeKind, string> = {
  start: 'sự kiện bắt đầu (start event)',
  end: 'sự kiện kết thúc (end event)',
  errorEnd: 'kết thúc lỗi (error end event)',
  terminateEnd: 'kết thúc toàn bộ (terminate end event)',
  userTask: 'bước của người (user task)',
  serviceTask: 'việc tự động (service task)',
  exclusive: 'cổng độc quyền (exclusive gateway)',
  parallel: 'cổng song song (parallel gateway)',
  inclusive: 'cổng bao gồm (inclusive gateway)',
  subProcess: 'quy trình con (sub-process)',
  callActivity: 'gọi thủ tục liên thông (call activity)',
  timerCatch: 'hẹn giờ giữa chừng (timer catch event)',
  timerBoundary: 'hẹn giờ trên biên (timer boundary event)',
  errorBoundary: 'đón lỗi trên biên (error boundary event)',
};

export const FLOW_NAME = 'quy trình (process)';
export const EDGE_NAME = 'đường nối (sequence flow)';

/** A message on a node of a compiled flow. */
export function onNode(
  node: FlowNode,
  severity: FlowMessage['severity'],
  rule: string,
  message: string,
): FlowMessage {
  return {
    severity,
    rule,
    message,
    element: node.id,
    elementName: node.name,
    elementKind: NODE_NAMES[node.kind],
  };
}

/** A message on the flow as a whole. */
export function onFlow(
  flow: Flow,
  severity: FlowMessage['severity'],
  rule: string,
  message: string,
): FlowMessage {
  return { severity, rule, message, element: flow.id, elementName: flow.name, elementKind: FLOW_NAME };
}

/** How a message calls an element: its name, or its id when it has none. */
export const called = (element: { id: string; name: string }): string => `“${element.name || element.id}”`;
