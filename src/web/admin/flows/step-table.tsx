import { formatNumber } from '../../../core/money.ts';
import type { Flow, FlowNode } from '../../../core/flow/types.ts';
import type { FlowChoices } from '../../../modules/flows/index.ts';
import { Icon, Table, Tag, type Column } from '../../ui/index.ts';
import {
  ALLOWANCE_WORDS,
  inOrder,
  isPortalStart,
  nodeName,
  NODE_WORDS,
  ruleWords,
  STEP_WORDS,
} from '../../flows/words.ts';

/** Where the paths out of an element lead, with the words on their buttons. */
export function nextWords(flow: Flow, node: FlowNode): string[] {
  return node.outgoing.flatMap((id) => {
    const edge = flow.edges[id];
    const target = edge && flow.nodes[edge.target];
    if (!edge || !target) return [];
    const when = edge.condition ?? (node.defaultEdge === id ? 'còn lại' : '');
    return [
      [edge.name && `“${edge.name}”`, nodeName(target), when && `(${when})`]
        .filter(Boolean)
        .join(' → ')
        .replace(' → (', ' ('),
    ];
  });
}

/** What the flow does with an element, for the reader of a table: entrances and the supplement loop are named. */
export function kindCell(flow: Flow, node: FlowNode) {
  if (node.kind === 'start') {
    const alone =
      Object.values(flow.nodes).filter((one) => one.kind === 'start' && one.scope === null).length === 1;
    return (
      <Tag icon={isPortalStart(node) || alone ? 'globe' : 'user'}>
        {alone ? 'Cổng và quầy' : isPortalStart(node) ? 'Cổng: Mới đăng ký' : 'Quầy, bưu chính'}
      </Tag>
    );
  }
  return node.step ? STEP_WORDS[node.step] : (NODE_WORDS[node.kind] ?? 'Bước');
}

/** Every element of a flow in reading order, as a table: the same as the drawing says. */
export function StepTable(props: {
  flow: Flow;
  choices: FlowChoices;
  label: string;
  only?: (node: FlowNode) => boolean;
  more?: Column<FlowNode>[];
  current?: (node: FlowNode) => boolean;
}) {
  const { flow, choices, label, only = () => true, more = [], current } = props;
  return (
    <Table
      label={label}
      rows={inOrder(flow).filter(only)}
      current={current}
      columns={[
        { label: 'Bước', cell: (node) => <span id={`buoc-${node.id}`}>{nodeName(node)}</span> },
        { label: 'Loại', cell: (node) => kindCell(flow, node) },
        {
          label: 'Người làm',
          cell: (node) => ruleWords(flow, node, choices) || <span class="muted">–</span>,
        },
        { label: 'Phút', number: true, cell: (node) => (node.minutes ? formatNumber(node.minutes) : '–') },
        {
          label: 'Việc được làm thêm',
          cell: (node) =>
            node.allows?.length ? (
              <span class="row g2">
                {node.allows.map((one) =>
                  one === 'supplement' ? (
                    <Tag strong icon="rotate-cw">
                      {ALLOWANCE_WORDS[one]}
                    </Tag>
                  ) : (
                    <Tag>{ALLOWANCE_WORDS[one]}</Tag>
                  ),
                )}
              </span>
            ) : (
              <span class="muted">–</span>
            ),
        },
        {
          label: 'Sang',
          cell: (node) =>
            node.outgoing.length > 0 ? (
              nextWords(flow, node).map((text) => <span class="flow-next">{text}</span>)
            ) : (
              <span class="muted">
                <Icon name="circle-check" /> Hết
              </span>
            ),
        },
        ...more,
      ]}
    />
  );
}
