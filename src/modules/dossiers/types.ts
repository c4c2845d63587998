import type { Selectable } from 'kysely';
import type { WorkCalendar } from '../../core/calendar/index.ts';
import type { TimeRules } from '../../core/deadline/index.ts';
import type { Collected, Delivery, Party, Source, SupplementItem } from '../../core/dossier.ts';
import type { NodeMapping, TokenMove } from '../../core/flow/index.ts';
import type { Decision, Flow, FlowState } from '../../core/flow/types.ts';
import type { Answers, FormDefinition } from '../../core/form/types.ts';
import type { Action, Actor } from '../../core/permission/index.ts';
import type { ProcedureCase, ProcedureDefinition } from '../../core/procedure.ts';
import type { Chart, Status } from '../../core/status/index.ts';
import type {
  DossierTable,
  PositionRole,
  PaperTable,
  ResultTable,
  SupplementTable,
  TaskTable,
} from '../../platform/database/schema.ts';
import type { Directory } from '../agencies/index.ts';

export type Dossier = Selectable<DossierTable>;
export type Task = Selectable<TaskTable>;
export type Paper = Selectable<PaperTable>;
export type Supplement = Selectable<SupplementTable>;
export type Result = Selectable<ResultTable>;

/** Files for one component, in the order in which they were added. */
export interface PaperFiles {
  component: string;
  fileIds: string[];
}

/** What a counter officer enters when a paper dossier comes in. */
export interface Intake {
  procedureCode: string;
  agencyId: number;
  caseCode: string;
  source: Exclude<Source, 'online'>;
  applicant: Party;
  owner: Party;
  content: string;
  answers: Answers;
  delivery: Delivery;
  /** Ticked on the checklist, with what was scanned. */
  papers: { component: string; given: boolean; note: string; fileIds: string[] }[];
  /** Fees taken at once; null amount: not charged. */
  fees: { code: string; amount: number | null; paid: boolean; receiptNo: string }[];
}

/** What is done to a dossier, with what it needs. */
export type Command =
  | { action: 'submit' }
  | { action: 'accept'; note?: string; forward?: boolean; intake?: Intake }
  | { action: 'forward'; note?: string }
  | { action: 'request-supplement'; reason: string; items: SupplementItem[]; intake?: Intake }
  | { action: 'refuse'; reason: string; intake?: Intake }
  | {
      action: 'supplement';
      files: PaperFiles[];
      answers?: Answers;
      note?: string;
      /** Components handed over on paper at the counter. */
      received?: string[];
    }
  | { action: 'withdraw'; reason: string }
  | { action: 'assign'; officerId: number; note?: string }
  | { action: 'delegate'; officerId: number; reason: string }
  /** until: ISO date of the new appointment. */
  | { action: 'extend'; until: string; reason: string }
  | { action: 'reassign'; taskId: number; officerId: number; note?: string }
  | { action: 'complete'; edge?: string; opinion: string; result?: ResultDraft }
  | { action: 'approve'; edge?: string; opinion?: string }
  | { action: 'sign'; edge?: string; opinion?: string }
  | { action: 'send-back'; to: string; reason: string }
  | { action: 'issue'; note?: string }
  | { action: 'consult'; unitId: number; request: string; workingHours: number }
  | { action: 'answer'; taskId: number; answer: string }
  | { action: 'stop'; reason: string }
  | {
      action: 'require-payment';
      fees: { code: string; name: string; kind: 'fee' | 'charge'; amount: number }[];
      until: Date;
      reason: string;
    }
  | { action: 'record-payment'; method: 'cash' | 'transfer'; receiptNo: string }
  | { action: 'return-result'; collected: Collected }
  | {
      action: 'reschedule';
      /** Due date by which the new one was counted: a dossier that has another one by now is left alone. */
      from: Date | null;
      dueAt: Date | null;
      originalDueAt: Date | null;
      tasks: { id: number; dueAt: Date }[];
      /** Why, in words for the applicant: the day that is no working day any more. */
      reason: string;
      /** Administrator who decided it. */
      by: string;
    }
  | { action: 'comment'; text: string };

/** The draft of a result that the handling officer submits for approval. */
export interface ResultDraft {
  typeCode: string;
  name: string;
  summary: string;
  /** A file of the officer's own; without one the result is made from its template. */
  fileId?: string | null;
}

/** What an act is done to: a filed dossier, a draft that is filed by it, or a paper dossier taken in by it. */
export type Target = { dossier: number } | { draft: string } | { intake: string };

export interface ActOptions {
  /** Key of the page's form: sent twice, the act is done once. */
  key?: string;
  /** Revision that the page showed: an act on an older one is refused with the name of who changed it. */
  revision?: number;
}

export interface Outcome {
  dossierId: number;
  code: string | null;
  registrationNo: string;
  status: Status;
  revision: number;
  /** Whether this very act had been done before (a resend). */
  replayed: boolean;
}

/** Who acts, in the words of the trace. */
export interface Signature {
  kind: 'citizen' | 'officer' | 'system';
  accountId: number | null;
  officerId: number | null;
  name: string;
  title: string;
  unitName: string;
  agencyName: string;
}

/** Everything a decision may look at. Pure code decides over it. */
export interface Context {
  now: Date;
  actor: Actor;
  dossier: Dossier;
  /** All tasks, open and closed, oldest first. */
  tasks: Task[];
  papers: Paper[];
  supplements: Supplement[];
  results: Result[];
  unpaidFees: { id: number; name: string; amount: number }[];
  procedure: ProcedureDefinition;
  procedureCase: ProcedureCase;
  form: FormDefinition | null;
  flow: Flow;
  chart: Chart;
  rules: TimeRules;
  /** Calendar of the handling agency. */
  calendar: WorkCalendar;
  directory: Directory;
  /** The officer named by the command, when it names one. */
  chosen: { id: number; name: string; unitIds: number[]; roles: PositionRole[] } | null;
}

export interface Notification {
  title: string;
  body: string;
}

/** What a decision wants written. `apply` writes it in one transaction. */
export interface Change {
  /** New statuses in order; usually one. Absent: the status stays. */
  statuses?: Status[];
  reason?: string | null;
  /** Extra columns of the dossier. */
  set?: Partial<
    Pick<
      Dossier,
      | 'accepted_at'
      | 'due_at'
      | 'original_due_at'
      | 'limit_amount'
      | 'limit_unit'
      | 'paused_at'
      | 'remaining_minutes'
      | 'supplement_until'
      | 'supplement_count'
      | 'extension_count'
      | 'done_at'
      | 'returned_at'
    >
  > & { answers?: Answers; collected?: Collected };
  /** Steps the flow takes, and who gets the task that opens where the rule says "chosen". */
  decisions?: {
    decision: Decision;
    outcome: string;
    chosen?: { officerId: number | null; unitId: number | null };
  }[];
  /** Into another version of the flow, which the context holds already. */
  version?: { id: number; state: FlowState; moves: TokenMove[]; mapping: NodeMapping };
  closeTasks?: { id: number; outcome: string; answer?: string }[];
  assignTasks?: { id: number; officerId: number; unitId: number }[];
  openConsultation?: {
    unitId: number;
    agencyId: number;
    request: string;
    dueAt: Date;
    minutes: number;
    parentId: number;
  };
  /** New due moments of open tasks. */
  dueTasks?: { id: number; dueAt: Date }[];
  pauseTasks?: boolean;
  resumeTasks?: boolean;
  issueCode?: boolean;
  supplement?: { reason: string; items: SupplementItem[]; beforeAcceptance: boolean; until: Date | null };
  answerSupplement?: { note: string };
  wantedComponents?: string[];
  addFiles?: PaperFiles[];
  fees?: { code: string; name: string; kind: 'fee' | 'charge'; amount: number; until: Date | null }[];
  payFees?: { method: 'cash' | 'transfer'; receiptNo: string };
  draftResult?: ResultDraft;
  signResult?: boolean;
  issueResult?: boolean;
  /** Slips to make, by kind (01, 02, 03). */
  slips?: ('01' | '02' | '03' | '04')[];
  /** The appointment that is not kept and the new one. */
  extension?: { from: Date; to: Date; reason: string };
  /** Read by the applicant. */
  note?: string;
  /** Stays inside. */
  internalNote?: string;
  data?: Record<string, unknown>;
  notification?: Notification;
}

/** One verb: what it needs and what follows. Who may, and from which states, is core/permission's. */
export type Decide<A extends Action> = (context: Context, command: Extract<Command, { action: A }>) => Change;
