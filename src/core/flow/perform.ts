import { FlowError } from './errors.ts';
import { indexOf } from './graph.ts';
import { Run } from './run.ts';
import { choices } from './split.ts';
import type { Chooser } from './split.ts';
import type { Decision, Flow, FlowNode, FlowState, Token } from './types.ts';

/** Every decision but `move`, which itself needs to know all states these lead to. */
export type Step = Exclude<Decision, { kind: 'move' }>;

/** Carries out a decision with the splits decided by the caller. */
export function perform(flow: Flow, state: FlowState, decision: Step, choose: Chooser): Run {
  const run = new Run(flow, state, choose);
  if (decision.kind === 'start') start(run, decision.start);
  else {
    const token = tokenOf(run, decision.token);
    if (decision.kind === 'complete') complete(run, token, decision.edge);
    else if (decision.kind === 'timer') timer(run, token, decision.event);
    else fail(run, token, decision.error);
  }
  run.settle();
  return run;
}

function start(run: Run, id: string | undefined): void {
  if (run.ended || run.tokens.length > 0 || run.next > 1) {
    throw new FlowError('already-started', 'Quy trình của hồ sơ này đã bắt đầu rồi.');
  }
  const starts = indexOf(run.flow).starts.get(null) ?? [];
  const node = id === undefined && starts.length === 1 ? starts[0] : starts.find((one) => one.id === id);
  if (!node) {
    const names = starts.map((one) => one.name || one.id).join(', ');
    throw new FlowError('start', `Cần nêu sự kiện bắt đầu, một trong: ${names}.`, id ?? null);
  }
  run.leave(node, null);
}

/** The token that a decision names, when the flow is running and still has it. */
export function tokenOf(run: Run, id: string): Token {
  if (run.ended) throw new FlowError('ended', 'Quy trình của hồ sơ này đã kết thúc.', id);
  if (run.next === 1) throw new FlowError('not-started', 'Quy trình của hồ sơ này chưa bắt đầu.', id);
  const token = run.tokens.find((one) => one.id === id);
  if (!token)
    throw new FlowError('no-token', 'Việc này đã được xử lý hoặc không còn nữa. Hãy tải lại trang.', id);
  run.node(token.node);
  return token;
}

function active(token: Token): void {
  if (token.state !== 'active') {
    throw new FlowError(
      'not-active',
      'Việc này không chờ quyết định: nhánh đang chờ các nhánh khác.',
      token.id,
    );
  }
}

function complete(run: Run, token: Token, edge: string | undefined): void {
  active(token);
  const node = run.node(token.node);
  if (node.kind === 'timerCatch') {
    throw new FlowError(
      'wrong-decision',
      `“${node.name || node.id}” chờ đến giờ, không hoàn thành bằng tay được.`,
      token.id,
    );
  }
  if (edge !== undefined && !choices(run.flow, node.id).some((choice) => choice.edge === edge)) {
    throw new FlowError(
      'edge',
      `Bước “${node.name || node.id}” không có lựa chọn này. Hãy tải lại trang.`,
      edge,
    );
  }
  run.remove(token);
  run.leave(node, token.scope);
}

function timer(run: Run, token: Token, event: string | undefined): void {
  const node = run.node(token.node);
  if (event === undefined) {
    active(token);
    if (node.kind !== 'timerCatch') {
      throw new FlowError('wrong-decision', `“${node.name || node.id}” không phải là hẹn giờ.`, token.id);
    }
    run.remove(token);
    run.leave(node, token.scope);
    return;
  }
  const boundary = timersOn(run.flow, node).find((one) => one.id === event);
  if (!boundary) throw new FlowError('event', `“${node.name || node.id}” không có hẹn giờ này.`, event);
  if (boundary.interrupting !== false) run.remove(token);
  else if (token.fired?.includes(event)) throw new FlowError('event', 'Hẹn giờ này đã báo rồi.', event);
  else token.fired = [...(token.fired ?? []), event];
  run.leave(boundary, token.scope);
}

/** A failure that nothing catches is refused, so that a failing service never ends somebody's dossier. */
function fail(run: Run, token: Token, code: string | undefined): void {
  active(token);
  const name = run.node(token.node).name || token.node;
  if (!run.catchError(token, code)) {
    throw new FlowError(
      'uncaught',
      `Lỗi của “${name}” không có sự kiện biên nào đón. Việc vẫn để nguyên.`,
      token.id,
    );
  }
}

/** Timer boundary events that a node carries. */
export function timersOn(flow: Flow, node: FlowNode): FlowNode[] {
  return (indexOf(flow).attached.get(node.id) ?? []).filter((one) => one.kind === 'timerBoundary');
}
