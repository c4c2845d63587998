import type { StepKind } from '../../../core/flow/types.ts';
import type { PositionRole } from '../../../platform/database/schema.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import type { Decide } from '../types.ts';
import { heldTask, requiredText } from './shared.ts';

/** Who may stand in at a step; the rest only needs to work in the unit. */
const ROLES: Partial<Record<StepKind, PositionRole>> = {
  assign: 'head',
  approve: 'head',
  sign: 'leader',
  issue: 'clerk',
};

/** Whoever holds a step has a colleague of the unit do it, by name, as far as the flow lets them (II.8.4). */
export const delegate: Decide<'delegate'> = (context, command) => {
  const task = heldTask(context, 'assign', 'process', 'approve', 'sign', 'issue');
  const reason = requiredText(command.reason, 'reason', 'Ghi lý do hoặc lời dặn khi ủy quyền.');
  const officer = context.chosen;
  if (!officer || !officer.unitIds.includes(task.unit_id ?? 0)) {
    throw new InvalidInput([{ path: 'officerId', message: 'Chọn một cán bộ của đơn vị đang giữ hồ sơ.' }]);
  }
  const self = context.actor.kind === 'officer' && context.actor.officerId === officer.id;
  if (self || task.assignee_id === officer.id) {
    throw new InvalidInput([{ path: 'officerId', message: 'Chọn người khác với người đang giữ việc này.' }]);
  }
  const needed = ROLES[task.step];
  if (needed && !officer.roles.includes(needed)) {
    throw new NotAllowed(
      `${officer.name} không giữ chức danh làm được bước “${task.name}”. Chọn người khác.`,
    );
  }
  return {
    assignTasks: [{ id: task.id, officerId: officer.id, unitId: task.unit_id ?? 0 }],
    internalNote: reason,
    data: { assignee: officer.name },
  };
};
