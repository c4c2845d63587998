import { formatDate } from '../../../core/dates.ts';
import {
  explain,
  RIGHTS,
  ROLE_LABELS,
  type OfficerActor,
  type Position,
  type Reason,
  type Right,
} from '../../../core/permission/index.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import { titleKey } from '../../../modules/rights/index.ts';
import type { Directory } from '../../../modules/agencies/index.ts';
import type { StepActor } from '../../../modules/flows/index.ts';
import type { OfficerFile } from '../../../modules/staff/index.ts';
import { GROUPS } from '../officers/frame.tsx';
import { EDIT } from './frame.tsx';
import type { RightReasons, StepReason } from './why-page.tsx';

/** Reasons in words for one right, or for all that the officer has. */
export function reasonsOf(
  actor: OfficerActor,
  file: OfficerFile,
  right: Right | null,
  directory: Directory,
): RightReasons[] {
  return (right ? [right] : RIGHTS).flatMap((one) => {
    const reasons = explain(actor, one);
    return reasons.length === 0
      ? []
      : [{ right: one, reasons: reasons.map((reason) => words(reason, file, directory)) }];
  });
}

function words(reason: Reason, file: OfficerFile, directory: Directory): { text: string; href: string } {
  switch (reason.by) {
    case 'role':
      return {
        text: `${held(reason.position, directory)}, vai trò ${ROLE_LABELS[reason.position.role]}`,
        href: `${EDIT}?cho=role:${reason.position.role}`,
      };
    case 'title':
      return {
        text: `${held(reason.position, directory)}, quyền của chức danh này`,
        href: `${EDIT}?cho=${encodeURIComponent(`title:${titleKey(reason.position.title)}`)}`,
      };
    case 'group': {
      const group = file.groups.find((one) => one.code === reason.group);
      return {
        text: `Ở nhóm “${group?.name ?? reason.group}”${group ? ` từ ngày ${formatDate(group.validFrom)}` : ''}`,
        href: `${GROUPS}/${reason.group}`,
      };
    }
    case 'person':
      return { text: 'Được cấp riêng', href: `${EDIT}?cho=officer:${file.id}` };
  }
}

function held(position: Position, directory: Directory): string {
  const unit = directory.unitById(position.unitId)?.name ?? '';
  const agency = directory.agencyById(position.agencyId)?.shortName ?? '';
  const { insteadOf } = position;
  const instead = insteadOf ? `Làm thay ${insteadOf.name} đến ${formatDate(insteadOf.until)}: ` : '';
  return `${instead}${position.title}, ${unit}, ${agency}`;
}

/** Role that a step falls to when its rule names none. */
const USUAL: Record<StepKind, string> = {
  reception: 'counter',
  assign: 'head',
  process: 'officer',
  approve: 'head',
  sign: 'leader',
  issue: 'clerk',
  return: 'counter',
};

/** Steps whose rule names the officer, a group or a position of theirs. */
export function stepsOf(
  actor: OfficerActor,
  username: string,
  steps: readonly StepActor[],
  directory: Directory,
): StepReason[] {
  return steps.flatMap(({ flowCode, flowName, step, kind, rule }) => {
    const why = (text: string): StepReason[] => [{ flowCode, flowName, step, why: text }];
    if (rule.kind === 'person') return rule.ref === username ? why('Giao đích danh') : [];
    if (rule.kind === 'group') {
      return rule.ref && actor.groups.includes(rule.ref) ? why('Giao cho nhóm của người này') : [];
    }
    if (rule.kind === 'performer') return [];
    const agency = directory.agencyBySlug(rule.agency);
    const position = actor.positions.find(
      (one) =>
        one.role === (rule.role ?? USUAL[kind]) &&
        (!rule.unit || one.unitCode === rule.unit) &&
        (!agency || one.agencyId === agency.id),
    );
    if (!position) return [];
    const chosen = rule.kind === 'chosen' ? ' (khi được người chuyển chọn)' : '';
    return why(`${held(position, directory)}${chosen}`);
  });
}
