import type { Allowance, StepKind } from '../flow/types.ts';
import { STATUS_INFO, type Status } from '../status/index.ts';
import { ACTION_LABELS, ACTION_STATUSES } from './actions.ts';
import { grantsOf, hasRight, type Grants, type Right } from './rights.ts';
import {
  ACTIONS,
  type Action,
  type Actor,
  type DossierFacts,
  type OfficerActor,
  type TaskFacts,
  type Verdict,
} from './types.ts';

const OK: Verdict = { ok: true };

/**
 * Whether this actor may do this act on a dossier in this state. Looks at who and in which status; whether the change
 * of status itself is open is the chart's business. Pure: everything it knows is in `facts`.
 */
export function mayAct(
  actor: Actor,
  action: Action,
  facts: DossierFacts,
  grants: Grants = grantsOf(actor),
): Verdict {
  if (!ACTION_STATUSES[action].includes(facts.status)) return no(statusReason(action, facts.status));
  if (actor.kind === 'system') return OK;
  if (actor.kind === 'account') return accountMay(actor.accountId, action, facts, grants);
  return officerMay(actor, action, facts, grants);
}

/** The acts of `ACTIONS` that the actor may do now, in that order: the buttons of a page. */
export function possibleActions(
  actor: Actor,
  facts: DossierFacts,
  grants: Grants = grantsOf(actor),
): Action[] {
  return ACTIONS.filter((action) => mayAct(actor, action, facts, grants).ok);
}

/** Whether the account files or owns the dossier. */
export function ownsDossier(accountId: number, facts: DossierFacts): boolean {
  return facts.applicantAccountId === accountId || facts.ownerAccountId === accountId;
}

/**
 * Whether the officer holds the task: its assignee; or, as long as nobody is, a member of its group, or of its unit
 * with the role it asks for.
 */
export function holdsTask(actor: OfficerActor, task: TaskFacts): boolean {
  if (task.assigneeId !== null) return assignedTo(actor, task);
  if (task.group && actor.groups.includes(task.group)) return true;
  return inUnit(actor, task);
}

/** Whether the task was given to the officer by name, or to somebody in whose place the officer works today. */
export function assignedTo(actor: OfficerActor, task: Pick<TaskFacts, 'assigneeId'>): boolean {
  if (task.assigneeId === null) return false;
  return (
    task.assigneeId === actor.officerId ||
    actor.positions.some((position) => position.insteadOf?.officerId === task.assigneeId)
  );
}

function accountMay(accountId: number, action: Action, facts: DossierFacts, grants: Grants): Verdict {
  if (!['submit', 'supplement', 'withdraw', 'restore'].includes(action)) {
    return no(`Chỉ cán bộ được ${ACTION_LABELS[action]} hồ sơ. Cần hỗ trợ, hãy liên hệ Bộ phận Một cửa.`);
  }
  if (!grants.roles.applicant.includes('dossier.submit')) {
    return no('Tài khoản này chưa được nộp hồ sơ trực tuyến. Hãy liên hệ Bộ phận Một cửa.');
  }
  if (!ownsDossier(accountId, facts)) {
    return no('Đây không phải hồ sơ của bạn. Hãy đăng nhập bằng tài khoản đã nộp hồ sơ.');
  }
  return OK;
}

function officerMay(actor: OfficerActor, action: Action, facts: DossierFacts, grants: Grants): Verdict {
  if (facts.status === null && facts.applicantAccountId !== null) {
    return no('Hồ sơ nháp là của riêng người nộp. Chờ người nộp gửi rồi mới xử lý.');
  }
  switch (action) {
    case 'submit':
      return no('Hồ sơ trực tuyến do người nộp gửi. Hồ sơ giấy thì tiếp nhận tại quầy.');
    case 'accept':
    case 'refuse':
    case 'forward':
      return receives(actor, action, facts, grants);
    case 'request-supplement':
      if (facts.status === 'in_progress') {
        return worksOn(actor, action, facts, grants, { process: 'dossier.process' }, 'supplement');
      }
      return receives(actor, action, facts, grants);
    case 'supplement':
    case 'withdraw':
    case 'restore':
    case 'correct':
      return atCounter(actor, action, facts, 'dossier.receive', grants);
    case 'record-payment':
    case 'return-result':
      return returns(actor, action, facts, grants);
    case 'assign':
      return worksOn(actor, action, facts, grants, { assign: 'dossier.assign' });
    case 'reassign':
      return reassigns(actor, facts, grants);
    case 'complete':
      return worksOn(actor, action, facts, grants, { process: 'dossier.process' });
    case 'approve':
      return worksOn(actor, action, facts, grants, { approve: 'dossier.approve' });
    case 'sign':
      return worksOn(actor, action, facts, grants, { sign: 'dossier.sign' });
    case 'issue':
      return worksOn(actor, action, facts, grants, { issue: 'dossier.issue' });
    case 'send-back':
      return worksOn(actor, action, facts, grants, WORK);
    case 'consult':
      return worksOn(actor, action, facts, grants, { process: 'dossier.process' }, 'consult');
    case 'delegate':
      return worksOn(actor, action, facts, grants, WORK, 'delegate');
    case 'reschedule':
      return no('Hạn trả chỉ được tính lại khi lịch làm việc thay đổi, do quản trị thực hiện cho mọi hồ sơ.');
    case 'extend':
      return worksOn(actor, action, facts, grants, DECIDE, 'extend');
    case 'answer':
      return answers(actor, facts);
    case 'stop':
      if (facts.status === 'supplement_requested') {
        return atCounter(actor, action, facts, 'dossier.receive', grants);
      }
      return worksOn(actor, action, facts, grants, DECIDE);
    case 'require-payment':
      if (facts.status === 'accepted' || facts.status === 'done') {
        return atCounter(actor, action, facts, 'dossier.receive', grants);
      }
      return worksOn(actor, action, facts, grants, DECIDE);
    case 'comment':
      return comments(actor, facts, grants);
  }
}

type StepRights = Partial<Record<StepKind, Right>>;
const DECIDE: StepRights = { process: 'dossier.process', approve: 'dossier.approve', sign: 'dossier.sign' };
const WORK: StepRights = { assign: 'dossier.assign', ...DECIDE, issue: 'dossier.issue' };

/** Reception: the counter's people of the unit where the reception task lies; a colleague may stand in. */
function receives(actor: OfficerActor, action: Action, facts: DossierFacts, grants: Grants): Verdict {
  const atDesk = atCounter(actor, action, facts, 'dossier.receive', grants);
  if (!atDesk.ok || facts.status === null) return atDesk;
  const tasks = facts.openTasks.filter((task) => task.step === 'reception');
  if (tasks.length === 0)
    return no(`Hồ sơ không còn ở bước tiếp nhận nên không ${ACTION_LABELS[action]} được nữa.`);
  const here = tasks.some((task) =>
    hasRight(actor, 'dossier.receive', { agencyId: task.agencyId, unitId: task.unitId }, grants),
  );
  return here ? OK : no('Hồ sơ đang ở quầy của bộ phận khác. Hãy báo bộ phận đó xử lý.');
}

/** Acts of the one-stop counter that received the dossier. */
function atCounter(
  actor: OfficerActor,
  action: Action,
  facts: DossierFacts,
  right: Right,
  grants: Grants,
): Verdict {
  if (
    facts.receptionAgencyId !== null &&
    hasRight(actor, right, { agencyId: facts.receptionAgencyId }, grants)
  ) {
    return OK;
  }
  return no(`Chỉ cán bộ một cửa nơi tiếp nhận được ${ACTION_LABELS[action]} hồ sơ này.`);
}

/** The counter that received it, or the one where the flow put the return. */
function returns(actor: OfficerActor, action: Action, facts: DossierFacts, grants: Grants): Verdict {
  const elsewhere = facts.openTasks.some(
    (task) =>
      task.step === 'return' &&
      hasRight(actor, 'dossier.return', { agencyId: task.agencyId, unitId: task.unitId }, grants),
  );
  return elsewhere ? OK : atCounter(actor, action, facts, 'dossier.return', grants);
}

/** Holder of an open task of one of the steps, with the right that the step asks for. */
function worksOn(
  actor: OfficerActor,
  action: Action,
  facts: DossierFacts,
  grants: Grants,
  steps: StepRights,
  allowance?: Allowance,
): Verdict {
  const open = facts.openTasks.filter((task) => task.kind === 'step' && task.step && steps[task.step]);
  if (open.length === 0) return no(`Hồ sơ không ở bước để ${ACTION_LABELS[action]}.`);
  const held = open.filter((task) => holdsTask(actor, task));
  if (held.length === 0)
    return no(`Việc này đang do người khác giữ. Bạn không ${ACTION_LABELS[action]} được.`);
  const able = held.filter((task) => hasStepRight(actor, task, steps[task.step!]!, grants));
  if (able.length === 0)
    return no(`Chức danh của bạn không có quyền ${ACTION_LABELS[action]} hồ sơ ở bước này.`);
  if (allowance && !able.some((task) => !task.allows || task.allows.includes(allowance))) {
    return no(`Quy trình không cho phép ${ACTION_LABELS[action]} ở bước này.`);
  }
  return OK;
}

/** A task given to somebody by name carries its right with it: the one who assigned it answered for that. */
function hasStepRight(actor: OfficerActor, task: TaskFacts, right: Right, grants: Grants): boolean {
  if (assignedTo(actor, task) && (right === 'dossier.process' || right === 'dossier.assign')) return true;
  if (task.group && actor.groups.includes(task.group)) return true;
  // A step that the flow gives to one person by name asks for no right beside.
  if (task.unitId === null && assignedTo(actor, task)) return true;
  return hasRight(actor, right, { agencyId: task.agencyId, unitId: task.unitId }, grants);
}

/** Head of the unit, whoever holds the task now (Decree 61/2018, article 19.1). */
function reassigns(actor: OfficerActor, facts: DossierFacts, grants: Grants): Verdict {
  const open = facts.openTasks.filter((task) => task.unitId !== null);
  const mine = open.some((task) =>
    hasRight(actor, 'dossier.assign', { agencyId: task.agencyId, unitId: task.unitId }, grants),
  );
  return mine ? OK : no('Chỉ người đứng đầu đơn vị đang giữ hồ sơ được phân công lại.');
}

function answers(actor: OfficerActor, facts: DossierFacts): Verdict {
  const asked = facts.openTasks.filter((task) => task.kind === 'consult');
  if (asked.length === 0) return no('Hồ sơ không có ý kiến nào đang chờ trả lời.');
  if (asked.some((task) => holdsTask(actor, task))) return OK;
  return no('Ý kiến này được hỏi đơn vị hoặc người khác. Bạn không trả lời thay được.');
}

function comments(actor: OfficerActor, facts: DossierFacts, grants: Grants): Verdict {
  const involved = facts.openTasks.some(
    (task) =>
      holdsTask(actor, task) ||
      (task.unitId !== null &&
        hasRight(actor, 'dossier.see-unit', { agencyId: task.agencyId, unitId: task.unitId }, grants)),
  );
  const agencies = [facts.handlingAgencyId, facts.receptionAgencyId].filter((id) => id !== null);
  if (involved || agencies.some((agencyId) => hasRight(actor, 'dossier.see-agency', { agencyId }, grants))) {
    return OK;
  }
  return no('Chỉ người đang tham gia giải quyết hồ sơ được ghi ý kiến.');
}

function inUnit(actor: OfficerActor, task: TaskFacts): boolean {
  if (task.unitId === null) return false;
  return actor.positions.some(
    (position) =>
      position.agencyId === task.agencyId &&
      position.unitId === task.unitId &&
      (task.role === null || position.role === task.role),
  );
}

function statusReason(action: Action, status: Status | null): string {
  const doing = ACTION_LABELS[action];
  if (status === null) return `Hồ sơ chưa nộp nên chưa ${doing} được.`;
  return `Hồ sơ đang ở trạng thái “${STATUS_INFO[status].label}” nên không ${doing} được.`;
}

function no(reason: string): Verdict {
  return { ok: false, reason };
}
