import type { Allowance, StepKind } from '../flow/types.ts';
import type { Status } from '../status/index.ts';
import type { Grants, OfficeRole } from './rights.ts';

export interface Position {
  agencyId: number;
  unitId: number;
  unitCode: string;
  role: OfficeRole;
  /** As on the door: "Phó Trưởng phòng". */
  title: string;
  /** Held in place of somebody who is away: whose position it is, and until when (ISO date). */
  insteadOf?: { officerId: number; name: string; until: string };
}

/** Jobs, messages from other systems, timers. */
export interface SystemActor {
  kind: 'system';
}

/** A citizen's or organisation's account. */
export interface AccountActor {
  kind: 'account';
  accountId: number;
  personId: number;
  /** Rights in force when the actor was loaded; the defaults when absent. */
  grants?: Grants;
}

export interface OfficerActor {
  kind: 'officer';
  accountId: number;
  officerId: number;
  name: string;
  positions: Position[];
  /** Codes of the groups the officer belongs to. */
  groups: string[];
  /** Rights in force when the actor was loaded; the defaults when absent. */
  grants?: Grants;
}

export type Actor = SystemActor | AccountActor | OfficerActor;

/** What is done to a dossier. */
export const ACTIONS = [
  'submit',
  'accept',
  'forward',
  'request-supplement',
  'supplement',
  'refuse',
  'withdraw',
  'restore',
  'assign',
  'reassign',
  'complete',
  'approve',
  'sign',
  'send-back',
  'issue',
  'consult',
  'answer',
  'delegate',
  'extend',
  'reschedule',
  'stop',
  'require-payment',
  'record-payment',
  'return-result',
  'comment',
  'correct',
] as const;
export type Action = (typeof ACTIONS)[number];

/** A task as far as rights depend on it. */
export interface TaskFacts {
  id: number;
  nodeId: string | null;
  /** null for consultations. */
  step: StepKind | null;
  kind: 'step' | 'consult';
  agencyId: number;
  /** null when the step is for a group or a person and no unit. */
  unitId: number | null;
  /** Only holders of this role in the unit. */
  role: OfficeRole | null;
  assigneeId: number | null;
  /** Code of the group that may do it. */
  group?: string | null;
  /** What the step allows beside its own work; anything when absent. */
  allows?: readonly Allowance[];
}

export interface DossierFacts {
  /** null: not entered yet (a draft, or a paper dossier being taken in). */
  status: Status | null;
  /** Account that files; null for a dossier taken in at the counter. */
  applicantAccountId: number | null;
  /** Account of the owner when somebody else files. */
  ownerAccountId?: number | null;
  handlingAgencyId: number | null;
  receptionAgencyId: number | null;
  openTasks: readonly TaskFacts[];
}

/** For reading: the tasks behind, too. */
export interface SightFacts extends DossierFacts {
  pastTasks?: readonly TaskFacts[];
  /** Officers to whom the dossier was shown or sent by name. */
  sharedWithOfficerIds?: readonly number[];
}

/** Whether an act is allowed; if not, why, in words for the person. */
export type Verdict = { ok: true } | { ok: false; reason: string };
