import { explore } from './explore.ts';
import { indexOf, isBoundary, isEnd, isWaiting, reach } from './graph.ts';
import { called, onFlow, onNode } from './messages.ts';
import type { Flow, FlowMessage, FlowNode } from './types.ts';

/**
 * Checks that a flow always runs to an end: every element can be reached and left, every path ends, parallel
 * branches are joined by gateways that get what they wait for, and no token is doubled on the way.
 *
 * First the drawing is judged by itself; when that is in order, each scope (the top and every sub-process) is run
 * through all its states. Errors stand on the element; a flow too large for that gets one warning.
 */
export function checkSoundness(flow: Flow): FlowMessage[] {
  const drawn = checkDrawing(flow);
  if (drawn.length > 0) return drawn;
  const scopes = [
    null,
    ...Object.values(flow.nodes)
      .filter((n) => n.kind === 'subProcess')
      .map((n) => n.id),
  ];
  return scopes
    .filter((scope) => indexOf(flow).starts.has(scope))
    .flatMap((scope) => checkScope(flow, scope));
}

function checkDrawing(flow: Flow): FlowMessage[] {
  const index = indexOf(flow);
  const nodes = Object.values(flow.nodes);
  const messages = nodes.flatMap((node) => checkEnds(flow, node));
  if (!index.starts.has(null)) {
    messages.push(
      onFlow(
        flow,
        'error',
        'no-start',
        'Quy trình chưa có sự kiện bắt đầu. Hãy thêm một sự kiện bắt đầu và nối nó tới bước đầu.',
      ),
    );
    return messages;
  }
  const reached = reach(
    index.next,
    [...index.starts.values()].flat().map((node) => node.id),
  );
  const ending = reach(
    index.previous,
    nodes.filter((node) => isEnd(node) || wayless(node)).map((node) => node.id),
  );
  const loop = new Set(automaticLoop(flow));
  for (const node of nodes) {
    if (!reached.has(node.id) && (node.incoming.length > 0 || isBoundary(node))) {
      messages.push(
        onNode(
          node,
          'error',
          'unreachable',
          `Không đường nào từ sự kiện bắt đầu dẫn tới ${called(node)}. Hãy nối lại hoặc xóa đi.`,
        ),
      );
    } else if (reached.has(node.id) && !ending.has(node.id)) {
      messages.push(
        onNode(
          node,
          'error',
          'no-end',
          `Từ ${called(node)} không đường nào tới sự kiện kết thúc. Hãy thêm đường ra khỏi vòng lặp.`,
        ),
      );
    }
    if (loop.has(node.id)) {
      messages.push(
        onNode(
          node,
          'error',
          'empty-loop',
          `Vòng lặp qua ${called(node)} không có bước nào, sẽ chạy mãi. Hãy đặt một bước vào vòng lặp.`,
        ),
      );
    }
  }
  return messages;
}

const wayless = (node: FlowNode): boolean => node.outgoing.length === 0;

/** Ways in and out that the kind of element must or must not have. */
function checkEnds(flow: Flow, node: FlowNode): FlowMessage[] {
  const messages: FlowMessage[] = [];
  const error = (rule: string, message: string): void =>
    void messages.push(onNode(node, 'error', rule, message));
  const entry = node.kind === 'start' || isBoundary(node);
  if (entry && node.incoming.length > 0) {
    error('way-in', `Không được nối đường vào ${called(node)}. Hãy nối tới bước ngay sau nó.`);
  }
  if (!entry && node.incoming.length === 0) {
    error('unreachable', `Không có đường nào vào ${called(node)}. Hãy nối từ bước trước nó, hoặc xóa đi.`);
  }
  if (isEnd(node) && node.outgoing.length > 0) {
    error(
      'way-out',
      `Không được nối đường ra khỏi ${called(node)}. Hãy xóa đường ra hoặc thay kết thúc bằng một bước.`,
    );
  }
  if (!isEnd(node) && node.outgoing.length === 0) {
    error(
      'no-way-out',
      `${called(node)} không có đường ra, hồ sơ sẽ dừng ở đây. Hãy nối tới bước sau hoặc sự kiện kết thúc.`,
    );
  }
  const starts = indexOf(flow).starts.get(node.id) ?? [];
  const filled = Object.values(flow.nodes).some((other) => other.scope === node.id);
  if (node.kind === 'subProcess' && filled && starts.length !== 1) {
    error(
      'no-start',
      `Quy trình con ${called(node)} phải có đúng một sự kiện bắt đầu (đang có ${starts.length}).`,
    );
  }
  return messages;
}

/** Nodes that lie on a loop on which no token ever rests. */
function automaticLoop(flow: Flow): string[] {
  const index = indexOf(flow);
  const resting = new Set(
    Object.values(flow.nodes)
      .filter((node) => isWaiting(node) || (node.kind === 'subProcess' && index.starts.has(node.id)))
      .map((node) => node.id),
  );
  return Object.keys(flow.nodes).filter(
    (id) => !resting.has(id) && reach(index.next, index.next.get(id) ?? [], resting).has(id),
  );
}

function checkScope(flow: Flow, scope: string | null): FlowMessage[] {
  const found = explore(flow, scope);
  const nodes = (ids: Iterable<string>): FlowNode[] => [...ids].flatMap((id) => flow.nodes[id] ?? []);
  const messages = [
    ...doubledMessages(nodes(found.doubled)),
    ...nodes(found.stranded).map((node) =>
      onNode(
        node,
        'error',
        'stranded',
        `${called(node)} chờ một nhánh có thể không bao giờ tới, hồ sơ sẽ kẹt. Nhánh tách bằng cổng nào thì gộp bằng cổng ấy.`,
      ),
    ),
  ];
  if (messages.length === 0) {
    for (const node of nodes(found.endless)) {
      messages.push(
        onNode(
          node,
          'error',
          'no-end',
          `Có lúc từ ${called(node)} không còn cách nào tới kết thúc. Hãy xem lại các cổng sau nó.`,
        ),
      );
    }
  }
  if (messages.length === 0 && !found.truncated) {
    for (const node of Object.values(flow.nodes)) {
      if (node.scope !== scope || found.passed.has(node.id)) continue;
      messages.push(
        onNode(
          node,
          'error',
          'never',
          `Không trường hợp nào đi qua được ${called(node)}. Hãy xem lại các cổng trước nó.`,
        ),
      );
    }
  }
  if (found.truncated) {
    const on = scope === null ? undefined : flow.nodes[scope];
    const text =
      'Quy trình có quá nhiều nhánh song song để thử hết mọi trường hợp; hãy tách bớt thành quy trình con.';
    messages.push(on ? onNode(on, 'warning', 'too-large', text) : onFlow(flow, 'warning', 'too-large', text));
  }
  return messages;
}

/** Where branches meet is where the fault can be mended; places behind it only suffer from it. */
function doubledMessages(doubled: FlowNode[]): FlowMessage[] {
  const meeting = doubled.filter((node) => node.incoming.length > 1);
  return (meeting.length > 0 ? meeting : doubled).map((node) =>
    onNode(
      node,
      'error',
      'doubled',
      node.incoming.length > 1
        ? `Các nhánh song song gặp nhau ở ${called(node)} mà không được gộp, phần sau sẽ bị làm nhiều lần. Hãy gộp chúng bằng cổng song song (hoặc cổng bao gồm) trước đó.`
        : `${called(node)} có thể mở hai lần cùng lúc. Đừng nối từ trong một nhánh song song trở lại trước cổng tách.`,
    ),
  );
}
