export type FlowErrorCode =
  | 'already-started'
  | 'not-started'
  | 'ended'
  | 'start'
  | 'no-token'
  | 'not-active'
  | 'wrong-decision'
  | 'unknown-node'
  | 'edge'
  | 'choice'
  | 'no-path'
  | 'condition'
  | 'event'
  | 'uncaught'
  | 'endless'
  | 'move-target'
  | 'move-branch';

/**
 * A decision that the flow can not carry out; the state stays as it was.
 * `message` is Vietnamese and may be shown; `element` is the id of the element or token concerned.
 */
export class FlowError extends Error {
  readonly code: FlowErrorCode;
  readonly element: string | null;

  constructor(code: FlowErrorCode, message: string, element: string | null = null) {
    super(message);
    this.name = 'FlowError';
    this.code = code;
    this.element = element;
  }
}
