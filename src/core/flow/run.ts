import { FlowError } from './errors.ts';
import { blockers, indexOf, isJoin, isWaiting } from './graph.ts';
import type { Chooser } from './split.ts';
import type { Flow, FlowNode, FlowState, Token } from './types.ts';

/** More automatic moves than this in answer to one decision can only be a loop without a step in it. */
const MOST_MOVES = 10_000;

interface Arrival {
  node: string;
  via: string | null;
  scope: string | null;
}

/**
 * One decision being carried out: a working copy of the state, and the arrivals still to be dealt with.
 *
 * Tokens move one at a time in the order they were set off. Only when none is on the move are joins looked at
 * (first parallel, then inclusive), and only then finished sub-processes: so a join never fires on half a picture.
 */
export class Run {
  readonly flow: Flow;
  readonly choose: Chooser;
  tokens: Token[];
  next: number;
  ended: boolean;
  outcome: FlowState['outcome'];
  /** Nodes passed in this run, for the soundness check. */
  readonly passed = new Set<string>();
  private agenda: Arrival[] = [];
  private moves = 0;

  constructor(flow: Flow, state: FlowState, choose: Chooser) {
    this.flow = flow;
    this.choose = choose;
    this.tokens = state.tokens.map((token) => ({ ...token }));
    this.next = state.next;
    this.ended = state.ended;
    this.outcome = state.outcome;
  }

  node(id: string): FlowNode {
    const node = this.flow.nodes[id];
    if (!node) throw new FlowError('unknown-node', `Quy trình không có phần tử “${id}”.`, id);
    return node;
  }

  add(token: Omit<Token, 'id'>): Token {
    const made = { id: `t${this.next}`, ...token };
    this.next += 1;
    this.tokens.push(made);
    return made;
  }

  /** Takes a token away, together with everything that runs inside it. */
  remove(token: Token): void {
    this.tokens = this.tokens.filter((other) => other !== token);
    if (token.state === 'host') this.clear(token.id);
  }

  /** Sends a token along the edges that the node's rule chooses. */
  leave(node: FlowNode, scope: string | null): void {
    this.passed.add(node.id);
    for (const id of this.choose(node)) {
      const edge = this.flow.edges[id];
      if (edge) this.agenda.push({ node: edge.target, via: id, scope });
    }
  }

  /** Enters a node as a token that came along `via` would. */
  arrive({ node: id, via, scope }: Arrival): void {
    this.moves += 1;
    const node = this.node(id);
    if (this.moves > MOST_MOVES) {
      throw new FlowError('endless', `Vòng lặp qua “${node.name || id}” không có bước nào dừng lại.`, id);
    }
    if (isWaiting(node)) this.add({ node: id, via, scope, state: 'active' });
    else if (isJoin(node)) this.add({ node: id, via, scope, state: 'waiting' });
    else if (node.kind === 'subProcess') this.enterSubProcess(node, via, scope);
    else if (node.kind === 'end') this.passed.add(id);
    else if (node.kind === 'terminateEnd') this.terminate(node, scope);
    else if (node.kind === 'errorEnd') this.throwError(node, scope);
    else this.leave(node, scope);
  }

  /** Works on until every token rests. */
  settle(): void {
    while (!this.ended) {
      const arrival = this.agenda.shift();
      if (arrival) this.arrive(arrival);
      else if (!this.fireJoin() && !this.finishSubProcess()) break;
    }
    if (!this.ended && this.tokens.length === 0) this.end('completed');
  }

  /**
   * Hands an error to the nearest error boundary event, from `carrier` outwards, that catches its code.
   * Tells whether there was one; nothing has changed when there was none.
   */
  catchError(carrier: Token, code: string | undefined): boolean {
    for (let token: Token | undefined = carrier; token; token = this.hostOf(token.scope)) {
      const event = (indexOf(this.flow).attached.get(token.node) ?? []).find(
        (node) => node.kind === 'errorBoundary' && (node.ref === undefined || node.ref === code),
      );
      if (!event) continue;
      this.remove(token);
      this.leave(event, token.scope);
      return true;
    }
    return false;
  }

  hostOf(scope: string | null): Token | undefined {
    return scope === null ? undefined : this.tokens.find((token) => token.id === scope);
  }

  state(): FlowState {
    const state: FlowState = { tokens: this.tokens, next: this.next, ended: this.ended };
    return this.outcome === undefined ? state : { ...state, outcome: this.outcome };
  }

  private enterSubProcess(node: FlowNode, via: string | null, scope: string | null): void {
    const start = indexOf(this.flow).starts.get(node.id)?.[0];
    if (!start) {
      this.leave(node, scope);
      return;
    }
    const host = this.add({ node: node.id, via, scope, state: 'host' });
    this.leave(start, host.id);
  }

  /** A terminate end finishes the sub-process it lies in as if it were complete, and at the top the whole flow. */
  private terminate(node: FlowNode, scope: string | null): void {
    this.passed.add(node.id);
    this.clear(scope);
    if (scope === null) this.end('terminated');
  }

  private throwError(node: FlowNode, scope: string | null): void {
    this.passed.add(node.id);
    const host = this.hostOf(scope);
    if (host && this.catchError(host, node.ref)) return;
    this.clear(null);
    this.end('error');
  }

  private end(outcome: NonNullable<FlowState['outcome']>): void {
    this.ended = true;
    this.outcome = outcome;
    this.agenda = [];
  }

  /** Removes all tokens and arrivals of a scope and of the scopes inside it. */
  private clear(scope: string | null): void {
    const hosts = this.tokens.filter((token) => token.scope === scope && token.state === 'host');
    this.tokens = this.tokens.filter((token) => token.scope !== scope);
    this.agenda = this.agenda.filter((arrival) => arrival.scope !== scope);
    for (const host of hosts) this.clear(host.id);
  }

  private fireJoin(): boolean {
    const waiting = this.tokens.filter((token) => token.state === 'waiting');
    const parallel = waiting.find(
      (token) => this.node(token.node).kind === 'parallel' && this.complete(token),
    );
    const ready =
      parallel ?? waiting.find((token) => this.node(token.node).kind === 'inclusive' && this.alone(token));
    if (!ready) return false;
    const node = this.node(ready.node);
    const here = waiting.filter((token) => token.node === ready.node && token.scope === ready.scope);
    const used = parallel ? node.incoming.map((edge) => here.find((token) => token.via === edge)) : here;
    this.tokens = this.tokens.filter((token) => !used.includes(token));
    this.leave(node, ready.scope);
    return true;
  }

  /** Parallel join: one token has come by every edge. Counted per edge, so a loop in a branch can not stand in. */
  private complete(token: Token): boolean {
    return this.node(token.node).incoming.every((edge) =>
      this.tokens.some(
        (other) =>
          other.state === 'waiting' &&
          other.node === token.node &&
          other.scope === token.scope &&
          other.via === edge,
      ),
    );
  }

  /** Inclusive join: no other token of this scope can still arrive. */
  private alone(token: Token): boolean {
    const before = blockers(this.flow, token.node);
    return !this.tokens.some(
      (other) => other.scope === token.scope && other.node !== token.node && before.has(other.node),
    );
  }

  private finishSubProcess(): boolean {
    const host = this.tokens.find(
      (token) => token.state === 'host' && !this.tokens.some((other) => other.scope === token.id),
    );
    if (!host) return false;
    this.remove(host);
    this.leave(this.node(host.node), host.scope);
    return true;
  }
}
