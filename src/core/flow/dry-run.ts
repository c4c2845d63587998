import { advance, initialState, openTokens } from './advance.ts';
import { FlowError } from './errors.ts';
import { moveTargets } from './move.ts';
import type { Advance, Flow, FlowNode, FlowState } from './types.ts';

/** One thing that is done to an imaginary dossier. */
export type DryMove =
  | { kind: 'start'; start: string }
  | { kind: 'complete'; token: string; edge?: string; data?: Record<string, unknown> }
  /** Papers are asked for at a step; what follows is `supplied`. */
  | { kind: 'supplement'; token: string }
  | { kind: 'supplied' }
  | { kind: 'back'; token: string; to: string };

/** A step where the dossier waits, or has waited. */
export interface DryStep {
  token: string;
  node: FlowNode;
  /** Working minutes after the entrance at which it began, and by which it has to be done. */
  from: number;
  until: number;
}

/** What happened at one move, oldest first. */
export interface DryEvent {
  node: FlowNode;
  kind: DryMove['kind'];
  /** Name of the button or of the step moved to; '' when there is none. */
  choice: string;
  /** Working minutes after the entrance. */
  at: number;
  /** Status the applicant sees from now on (a code of Appendix I, Circular 22/2019), null when it stays. */
  status: string | null;
}

/** Where an imaginary dossier stands after some moves. */
export interface DryRun {
  /** Moves that could be made; fewer than given when one of them does not fit the flow any more. */
  moves: DryMove[];
  state: FlowState;
  open: DryStep[];
  events: DryEvent[];
  status: string;
  /** Codes of the detailed statuses of the steps it is at. */
  stepStatuses: string[];
  /** Waits for papers at this token. */
  asked: string | null;
  /** Working minutes used when everything takes as long as it may. */
  elapsed: number;
  /** Why the first move that did not fit was refused; null when all did. */
  refused: string | null;
}

/**
 * Walks an imaginary dossier through a flow. Every step takes all of its minutes; branches run side by side, and a join
 * goes on with the last. Statuses follow the default chart: received, in progress, done when it comes to the return,
 * returned. Pure: the same flow and moves always give the same walk.
 */
export function dryRun(flow: Flow, moves: readonly DryMove[]): DryRun {
  const walk = new Walk(flow);
  const made: DryMove[] = [];
  let refused: string | null = null;
  for (const move of moves) {
    try {
      walk.make(move);
      made.push(move);
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      refused = error.message;
      break;
    }
  }
  return walk.result(made, refused);
}

/** Steps to which the dossier can be sent back from a token: those it has been at. */
export function dryBack(flow: Flow, run: DryRun, token: string): FlowNode[] {
  const been = new Set(run.events.map((event) => event.node.id));
  const here = run.state.tokens.find((one) => one.id === token)?.node;
  return moveTargets(flow, run.state, token)
    .filter((id) => been.has(id) && id !== here)
    .flatMap((id) => flow.nodes[id] ?? []);
}

class Walk {
  readonly flow: Flow;
  state: FlowState = initialState();
  times = new Map<string, number>();
  events: DryEvent[] = [];
  status = '';
  before = '';
  asked: string | null = null;
  elapsed = 0;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  make(move: DryMove): void {
    if (this.asked !== null && move.kind !== 'supplied') {
      throw new FlowError('wrong-decision', 'Đang chờ người nộp bổ sung. Hãy bấm “Người nộp đã bổ sung”.');
    }
    if (move.kind === 'start') {
      const node = this.flow.nodes[move.start];
      this.step(advance(this.flow, this.state, move), 0);
      if (node) this.note(node, move.kind, '', 'submitted');
      return;
    }
    if (move.kind === 'supplied') {
      const at = this.asked === null ? undefined : this.at(this.asked);
      if (!at) throw new FlowError('wrong-decision', 'Chưa ai yêu cầu bổ sung.');
      this.asked = null;
      this.note(at.node, move.kind, '', this.before === 'in_progress' ? 'in_progress' : 'supplemented');
      return;
    }
    const at = this.at(move.token);
    if (move.kind === 'supplement') {
      if (!at.node.allows?.includes('supplement')) {
        throw new FlowError(
          'wrong-decision',
          `Bước “${at.node.name}” không cho yêu cầu bổ sung.`,
          at.node.id,
        );
      }
      this.before = this.status;
      this.asked = move.token;
      this.note(at.node, move.kind, '', 'supplement_requested');
      return;
    }
    if (move.kind === 'back') {
      this.step(advance(this.flow, this.state, { kind: 'move', token: move.token, to: move.to }), at.until);
      this.note(at.node, move.kind, this.flow.nodes[move.to]?.name ?? '', null);
      return;
    }
    this.step(advance(this.flow, this.state, move), at.until);
    const returns = this.steps().some(({ node }) => node.step === 'return');
    const next =
      at.node.step === 'reception'
        ? returns
          ? 'done'
          : 'in_progress'
        : at.node.step === 'return'
          ? 'returned'
          : returns && this.status !== 'returned'
            ? 'done'
            : null;
    const choice = move.edge ? (this.flow.edges[move.edge]?.name ?? '') : '';
    this.note(at.node, move.kind, choice, next === this.status ? null : next);
  }

  /** Takes over the state after an advance; what opens with it begins at `at`, or when the last branch came in. */
  step(next: Advance, at: number): void {
    const gone = this.state.tokens.filter(
      (token) => !next.state.tokens.some((other) => other.id === token.id),
    );
    const from = Math.max(
      at,
      ...gone.filter((one) => one.state === 'waiting').map((one) => this.times.get(one.id) ?? 0),
    );
    for (const token of next.state.tokens) if (!this.times.has(token.id)) this.times.set(token.id, from);
    this.state = next.state;
    this.elapsed = Math.max(this.elapsed, at);
  }

  steps(): DryStep[] {
    return openTokens(this.flow, this.state).flatMap((token) => {
      const node = this.flow.nodes[token.node];
      if (!node) return [];
      const from = this.times.get(token.id) ?? 0;
      return [{ token: token.id, node, from, until: from + (node.minutes ?? 0) }];
    });
  }

  at(token: string): DryStep {
    const found = this.steps().find((one) => one.token === token);
    if (!found) throw new FlowError('no-token', 'Bước này đã qua. Hãy chạy lại từ đầu.', token);
    return found;
  }

  note(node: FlowNode, kind: DryMove['kind'], choice: string, status: string | null): void {
    const at = kind === 'complete' || kind === 'back' ? this.elapsed : (this.steps()[0]?.from ?? 0);
    this.events.push({ node, kind, choice, at, status });
    if (status !== null) this.status = status;
  }

  result(moves: DryMove[], refused: string | null): DryRun {
    const open = this.steps();
    return {
      moves,
      state: this.state,
      open,
      events: this.events,
      status: this.status,
      stepStatuses: open.flatMap(({ node }) => node.status ?? []),
      asked: this.asked,
      elapsed: this.elapsed,
      refused,
    };
  }
}

/** Moves as short text for an address: "s:online~c:1:edge~q:2~b~r:2:process". */
export function encodeMoves(moves: readonly DryMove[]): string {
  return moves
    .map((move) => {
      switch (move.kind) {
        case 'start':
          return ['s', move.start];
        case 'complete':
          return ['c', move.token, move.edge ?? '', move.data ? JSON.stringify(move.data) : ''];
        case 'supplement':
          return ['q', move.token];
        case 'supplied':
          return ['b'];
        case 'back':
          return ['r', move.token, move.to];
      }
    })
    .map((parts) => parts.map(escapePart).join(':').replace(/:+$/, ''))
    .join('~');
}

const escapePart = (text: string): string => encodeURIComponent(text).replaceAll('~', '%7E');

const MOST_MOVES = 200;

/** Reads `encodeMoves` back; what makes no sense ends the walk there. */
export function decodeMoves(text: string): DryMove[] {
  const moves: DryMove[] = [];
  for (const part of text.split('~').slice(0, MOST_MOVES)) {
    const move = part === '' ? null : decodeMove(part);
    if (!move) break;
    moves.push(move);
  }
  return moves;
}

function decodeMove(part: string): DryMove | null {
  try {
    const [kind, a = '', b = '', c = ''] = part.split(':').map(decodeURIComponent);
    if (kind === 's' && a) return { kind: 'start', start: a };
    if (kind === 'c' && a) {
      const data: unknown = c ? JSON.parse(c) : null;
      const known = typeof data === 'object' && data !== null && !Array.isArray(data);
      return {
        kind: 'complete',
        token: a,
        ...(b ? { edge: b } : {}),
        ...(known ? { data: data as Record<string, unknown> } : {}),
      };
    }
    if (kind === 'q' && a) return { kind: 'supplement', token: a };
    if (kind === 'b') return { kind: 'supplied' };
    if (kind === 'r' && a && b) return { kind: 'back', token: a, to: b };
  } catch {
    // A hand-made address.
  }
  return null;
}
