import { isWaiting } from './graph.ts';
import { applyMove, planMove } from './move.ts';
import { perform, timersOn, tokenOf } from './perform.ts';
import { Run } from './run.ts';
import { chooseByData } from './split.ts';
import type { Chooser } from './split.ts';
import type { Advance, Decision, Flow, FlowState, Token } from './types.ts';

/** The state of a dossier whose flow has not begun. */
export function initialState(): FlowState {
  return { tokens: [], next: 1, ended: false };
}

/**
 * Carries out one decision: the state before goes in unchanged, the state after and the differences come out.
 *
 * Pure and deterministic: the same flow, state and decision always give the same tokens with the same ids.
 * Splits read the decision's `data` (FEEL) and, first of all, its `edge`, the button a person pressed, which must be
 * one of `choices(flow, node)`.
 *
 * @throws FlowError when the decision does not fit: a token that is gone (so a decision sent twice is refused the
 *   second time), a button that the step does not have, no way out that fits, an error that nothing catches …
 */
export function advance(flow: Flow, state: FlowState, decision: Decision): Advance {
  const data = 'data' in decision ? (decision.data ?? {}) : {};
  const edge = decision.kind === 'complete' ? decision.edge : undefined;
  const choose = chooseByData(flow, data, edge);
  const run =
    decision.kind === 'move' ? move(flow, state, decision, choose) : perform(flow, state, decision, choose);
  return difference(flow, state, run.state());
}

function move(flow: Flow, state: FlowState, decision: Decision & { kind: 'move' }, choose: Chooser): Run {
  const run = new Run(flow, state, choose);
  const token = tokenOf(run, decision.token);
  applyMove(run, token, planMove(flow, state, token.id, decision.to));
  run.settle();
  return run;
}

/** Tokens that somebody or something must act on. */
export function openTokens(flow: Flow, state: FlowState): Token[] {
  return state.tokens.filter((token) => {
    const node = flow.nodes[token.node];
    if (!node) return false;
    return token.state === 'active'
      ? isWaiting(node)
      : token.state === 'host' && timersOn(flow, node).length > 0;
  });
}

function difference(flow: Flow, before: FlowState, after: FlowState): Advance {
  const was = openTokens(flow, before);
  const is = openTokens(flow, after);
  return {
    state: after,
    opened: is.filter((token) => !was.some((other) => other.id === token.id)),
    closed: was.filter((token) => !is.some((other) => other.id === token.id)),
  };
}
