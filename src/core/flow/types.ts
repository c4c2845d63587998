/** XML namespace of the attributes and elements that Một Cửa adds to BPMN 2.0. */
export const MOTCUA_NAMESPACE = 'urn:motcua:bpmn:1';

/**
 * What a user task is for. The desk, the buttons and the status that a citizen sees follow from it:
 * reception and return are the counter's, the rest the handling agency's (Decree 61/2018, art. 17–20).
 */
export const STEP_KINDS = ['reception', 'assign', 'process', 'approve', 'sign', 'issue', 'return'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Acts that stand beside the flow and that a step may allow. */
export const ALLOWANCES = ['supplement', 'consult', 'extend', 'delegate'] as const;
export type Allowance = (typeof ALLOWANCES)[number];

/** Who does a step. Units are named by their code within the agency, so one flow serves every commune. */
export interface ActorRule {
  /**
   * unit: anyone of the unit · position: holders of `role` in the unit · group, person: by `ref` ·
   * performer: whoever did the step `ref` · chosen: named by the one who sends the dossier on.
   */
  kind: 'unit' | 'position' | 'group' | 'person' | 'performer' | 'chosen';
  /** Which of the dossier's agencies: the one that handles (default) or the one that received it, or an agency's slug. */
  agency: string;
  unit?: string;
  role?: string;
  ref?: string;
}

export type NodeKind =
  | 'start'
  | 'end'
  | 'errorEnd'
  | 'terminateEnd'
  | 'userTask'
  | 'serviceTask'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'subProcess'
  | 'callActivity'
  | 'timerCatch'
  | 'timerBoundary'
  | 'errorBoundary';

export interface FlowNode {
  id: string;
  name: string;
  kind: NodeKind;
  /** Id of the sub-process the node lies in, null at the top. */
  scope: string | null;
  incoming: string[];
  outgoing: string[];
  /** User tasks only. */
  step?: StepKind;
  /** Working minutes the step may take; null when not given. */
  minutes?: number | null;
  actor?: ActorRule | null;
  allows?: Allowance[];
  /** Detailed status shown while the step is open (a code under one of Appendix I). */
  status?: string;
  /** Slip or result type that the step makes. */
  makes?: string;
  /** exclusive and inclusive gateways, tasks: the path taken when no condition holds. */
  defaultEdge?: string;
  /**
   * serviceTask: name of the job; callActivity: code of the linked procedure; errorEnd: code thrown;
   * errorBoundary: code caught (absent: any).
   */
  ref?: string;
  /** Timers: ISO 8601 duration, read as working time. Boundary events: id of the host and whether it is cancelled. */
  duration?: string;
  attachedTo?: string;
  interrupting?: boolean;
}

export interface FlowEdge {
  id: string;
  source: string;
  target: string;
  /** Text of the button that takes this path when it leaves a user task or the gateway behind it. */
  name: string;
  /** FEEL expression over the decision's data; absent means always. */
  condition?: string;
}

/** A compiled flow: plain JSON, stored beside the XML it came from. */
export interface Flow {
  id: string;
  name: string;
  nodes: Record<string, FlowNode>;
  edges: Record<string, FlowEdge>;
}

/** A fault or a remark on one element of the diagram. */
export interface FlowMessage {
  severity: 'error' | 'warning';
  element: string;
  elementName: string;
  elementKind: string;
  /** Vietnamese, names the fault and the remedy. */
  message: string;
  rule: string;
}

export interface CompileResult {
  /** null when there is any error. */
  flow: Flow | null;
  messages: FlowMessage[];
}

/** Where a dossier stands in its flow. Plain JSON, stored with the dossier. */
export interface Token {
  id: string;
  node: string;
  /** Edge by which the token came: joins count arrivals per edge. Null at the start. */
  via: string | null;
  /** Instance of the enclosing sub-process, null at the top. */
  scope: string | null;
  /** active: the node waits for a decision · waiting: arrived at a join that is not complete · host: a sub-process is running inside. */
  state: 'active' | 'waiting' | 'host';
  /** Non-interrupting timers of the node that have gone off already: each does so once. */
  fired?: string[];
}

export interface FlowState {
  tokens: Token[];
  /** Next token number: ids are made without a clock or chance. */
  next: number;
  ended: boolean;
  /** How it ended, when it ended. */
  outcome?: 'completed' | 'terminated' | 'error';
}

export type Decision =
  | {
      kind: 'start';
      /** start event id; optional when the flow has one */ start?: string;
      data?: Record<string, unknown>;
    }
  | {
      kind: 'complete';
      token: string;
      /** edge chosen by the person's button */ edge?: string;
      data?: Record<string, unknown>;
    }
  | {
      kind: 'timer';
      token: string;
      /** boundary event that fired */ event?: string;
      data?: Record<string, unknown>;
    }
  | {
      kind: 'fail';
      token: string;
      /** error code thrown by a service task */ error?: string;
      data?: Record<string, unknown>;
    }
  /** Send back (or on) to a named step; what becomes of parallel branches is told at `planMove`. */
  | { kind: 'move'; token: string; to: string };

export interface Advance {
  state: FlowState;
  /**
   * Tokens that now wait for somebody or something (user, service, timer, call activity; a token with state
   * "host" only when its sub-process carries a timer).
   */
  opened: Token[];
  /** Tokens that no longer do, whether completed, cancelled or moved. */
  closed: Token[];
}
