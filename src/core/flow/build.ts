import { conditionFault, normalizeCondition } from './condition.ts';
import { readElement, SILENT } from './elements.ts';
import { isBoundary } from './graph.ts';
import { EDGE_NAME, NODE_NAMES, onNode } from './messages.ts';
import { elementIn, elementsIn, textIn } from './moddle.ts';
import type { BpmnElement } from './moddle.ts';
import { readMinutes, readStep } from './step.ts';
import { edgesOf, isButtonTask } from './split.ts';
import type { Flow, FlowEdge, FlowMessage, FlowNode } from './types.ts';

export interface Built {
  flow: Flow;
  messages: FlowMessage[];
}

/** Turns one process of a parsed diagram into a flow, gathering messages on the way. */
export function builder(root: BpmnElement, process: BpmnElement, name: string): { build(): Built } {
  const flow: Flow = { id: process.id ?? 'process', name, nodes: {}, edges: {} };
  const messages: FlowMessage[] = [];
  const ids = new Map<BpmnElement, string>();
  const refusedOnes = new Set<BpmnElement>();

  const say = (
    element: BpmnElement,
    kind: string,
    severity: FlowMessage['severity'],
    rule: string,
    message: string,
  ): void => {
    messages.push({
      severity,
      rule,
      message,
      element: idOf(element),
      elementName: textIn(element, 'name'),
      elementKind: kind,
    });
  };

  function idOf(element: BpmnElement): string {
    const known = ids.get(element);
    if (known) return known;
    const own = element.id ?? '';
    const id = own === '' || own in {} ? `element_${ids.size + 1}` : own;
    ids.set(element, id);
    return id;
  }

  const label = (element: BpmnElement): string => `“${textIn(element, 'name') || idOf(element)}”`;

  function addScope(container: BpmnElement, scope: string | null): void {
    const elements = elementsIn(container, 'flowElements');
    for (const element of elements) {
      if (SILENT.test(element.$type)) addSilent(element);
      else if (element.$type !== 'bpmn:SequenceFlow') addNode(element, scope);
    }
    for (const element of elements) if (element.$type === 'bpmn:SequenceFlow') addEdge(element);
    for (const set of elementsIn(container, 'laneSets')) addLanes(set);
  }

  function addSilent(element: BpmnElement): void {
    if (element.$type === 'bpmn:DataObject') return;
    say(
      element,
      'dữ liệu (data)',
      'warning',
      'data',
      `Dữ liệu ${label(element)} chỉ để đọc; giấy tờ của hồ sơ khai ở thủ tục.`,
    );
  }

  function addLanes(set: BpmnElement): void {
    for (const lane of elementsIn(set, 'lanes')) {
      say(
        lane,
        'làn (lane)',
        'warning',
        'lane',
        `Làn ${label(lane)} chỉ để đọc; người làm lấy từ quy tắc người thực hiện của từng bước.`,
      );
      const inner = elementIn(lane, 'childLaneSet');
      if (inner) addLanes(inner);
    }
  }

  function addNode(element: BpmnElement, scope: string | null): void {
    const reading = readElement(element);
    const id = idOf(element);
    if ('refused' in reading) {
      refusedOnes.add(element);
      const kind = reading.refused;
      const text = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${label(element)}${textIn(element, 'name') ? ` (mã ${id})` : ''} không chạy được. ${reading.remedy}`;
      say(element, kind, 'error', 'unsupported', text);
      return;
    }
    const node: FlowNode = {
      id,
      name: textIn(element, 'name'),
      kind: reading.kind,
      scope,
      incoming: [],
      outgoing: [],
      ...reading.more,
    };
    flow.nodes[id] = node;
    const kind = NODE_NAMES[node.kind];
    if (reading.warning) {
      const { rule, text } = reading.warning;
      say(
        element,
        kind,
        'warning',
        rule,
        `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${label(element)} ${text}.`,
      );
    }
    if (node.kind === 'userTask') {
      const { step, faults } = readStep(element);
      Object.assign(node, step);
      for (const fault of faults)
        say(element, kind, 'error', fault.rule, `Bước ${label(element)} ${fault.text}`);
    } else if (node.kind === 'serviceTask' || node.kind === 'callActivity') {
      node.minutes = readMinutes(element);
      if (Number.isNaN(node.minutes)) {
        say(
          element,
          kind,
          'error',
          'minutes',
          `${label(element)} có thời hạn không phải là số phút nguyên từ 1 trở lên. Hãy ghi lại.`,
        );
      }
    }
    const fallback = elementIn(element, 'default');
    if (fallback) node.defaultEdge = idOf(fallback);
    if (isBoundary(node)) attach(element, node);
    if (node.kind === 'subProcess') addScope(element, id);
  }

  function attach(element: BpmnElement, node: FlowNode): void {
    const host = elementIn(element, 'attachedToRef');
    if (!host) {
      say(
        element,
        NODE_NAMES[node.kind],
        'error',
        'detached',
        `${label(element)} không gắn vào bước nào. Hãy đặt lên cạnh của một bước.`,
      );
      return;
    }
    node.attachedTo = idOf(host);
  }

  function addEdge(element: BpmnElement): void {
    const id = idOf(element);
    const source = elementIn(element, 'sourceRef');
    const target = elementIn(element, 'targetRef');
    if ((source && refusedOnes.has(source)) || (target && refusedOnes.has(target))) return;
    const from = source && flow.nodes[idOf(source)];
    const to = target && flow.nodes[idOf(target)];
    if (!from || !to) {
      const end = from ? 'cuối' : 'đầu';
      say(
        element,
        EDGE_NAME,
        'error',
        'loose-edge',
        `Đường nối ${label(element)} không gắn đầu ${end} vào phần tử nào. Hãy nối lại hoặc xóa đi.`,
      );
      return;
    }
    if (from.scope !== to.scope) {
      say(
        element,
        EDGE_NAME,
        'error',
        'crossing-edge',
        `Đường nối ${label(element)} vượt qua biên của quy trình con. Hãy nối vào chính quy trình con.`,
      );
      return;
    }
    const edge: FlowEdge = { id, source: from.id, target: to.id, name: textIn(element, 'name') };
    const condition = elementIn(element, 'conditionExpression');
    const text = condition ? normalizeCondition(textIn(condition, 'body')) : '';
    if (condition && text !== '') addCondition(element, edge, from, text, condition);
    flow.edges[id] = edge;
    from.outgoing.push(id);
    to.incoming.push(id);
  }

  function addCondition(
    element: BpmnElement,
    edge: FlowEdge,
    from: FlowNode,
    text: string,
    expression: BpmnElement,
  ): void {
    const language = textIn(expression, 'language');
    const fault = conditionFault(text);
    const foreign =
      (language !== '' && !/feel/i.test(language)) ||
      /^[$#]\{/.test(text) ||
      (fault === 'syntax' && language === '' && declaresOther(root));
    if (from.kind === 'parallel' || from.kind === 'start' || isBoundary(from)) {
      say(
        element,
        EDGE_NAME,
        'warning',
        'condition-ignored',
        `Điều kiện trên đường nối ${label(element)} không có tác dụng sau ${NODE_NAMES[from.kind]}.`,
      );
    } else if (foreign && from.kind !== 'inclusive') {
      say(
        element,
        EDGE_NAME,
        'warning',
        'condition-foreign',
        `Điều kiện “${text}” trên đường nối ${label(element)} không phải FEEL nên được bỏ qua; cán bộ chọn đường bằng nút.`,
      );
    } else if (fault === 'clock') {
      say(
        element,
        EDGE_NAME,
        'error',
        'condition',
        `Điều kiện “${text}” trên đường nối ${label(element)} không được xem giờ máy. Hãy dùng hẹn giờ.`,
      );
    } else if (fault === 'syntax' || foreign) {
      say(
        element,
        EDGE_NAME,
        'error',
        'condition',
        `Điều kiện “${text}” trên đường nối ${label(element)} không phải là biểu thức FEEL đọc được. Hãy sửa, ví dụ: ketQua = "dat".`,
      );
    } else {
      edge.condition = text;
    }
  }

  /** Checks that need all nodes and edges. */
  function finish(): void {
    for (const node of Object.values(flow.nodes)) {
      if (node.defaultEdge && (!node.outgoing.includes(node.defaultEdge) || node.outgoing.length < 2)) {
        delete node.defaultEdge;
      }
      const only = node.outgoing.length === 1 ? flow.edges[node.outgoing[0] ?? ''] : undefined;
      if (only?.condition !== undefined) {
        delete only.condition;
        messages.push({
          ...onNode(
            node,
            'warning',
            'condition-ignored',
            `“${node.name || node.id}” chỉ có một đường ra nên điều kiện trên đó không có tác dụng.`,
          ),
          element: only.id,
          elementName: only.name,
          elementKind: EDGE_NAME,
        });
      }
      const fallback = node.defaultEdge ? flow.edges[node.defaultEdge] : undefined;
      if (fallback) delete fallback.condition;
      if (node.actor?.kind === 'performer' && flow.nodes[node.actor.ref ?? '']?.kind !== 'userTask') {
        messages.push(
          onNode(
            node,
            'error',
            'actor',
            `Bước “${node.name || node.id}” giao cho người đã làm bước “${node.actor.ref}”, nhưng không có bước ấy. Hãy chọn lại.`,
          ),
        );
      }
      if (isButtonTask(node, edgesOf(flow, node))) {
        messages.push(
          onNode(
            node,
            'warning',
            'buttons',
            `Các đường ra có tên của “${node.name || node.id}” được hiểu là nút để chọn một. Muốn làm song song, hãy dùng cổng song song.`,
          ),
        );
      }
      const host = node.attachedTo === undefined ? undefined : flow.nodes[node.attachedTo];
      if (
        node.attachedTo !== undefined &&
        (!host || host.scope !== node.scope || !/Task$|subProcess|callActivity/.test(host.kind))
      ) {
        const known = [...refusedOnes].some((one) => idOf(one) === node.attachedTo);
        if (!known) {
          messages.push(
            onNode(
              node,
              'error',
              'detached',
              `“${node.name || node.id}” không gắn vào bước nào cùng cấp. Hãy đặt lên cạnh của một bước.`,
            ),
          );
        }
      }
    }
  }

  return {
    build() {
      addScope(process, null);
      finish();
      return { flow, messages };
    },
  };
}

/** A tool that names an expression language for the whole file, which FEEL diagrams do not, means that one. */
function declaresOther(root: BpmnElement): boolean {
  return Object.hasOwn(root, 'expressionLanguage') && !/feel/i.test(textIn(root, 'expressionLanguage'));
}
