import { holdsTask, type OfficerActor, type Position } from '../../core/permission/index.ts';
import { openTasks } from './actions/shared.ts';
import { taskFacts } from './facts.ts';
import type { Context, Signature, Task } from './types.ts';

/** Who acts, in the words of the trace: an officer by the position by which the task is held. */
export function signatureOf(context: Context): Signature {
  const { actor, dossier, directory } = context;
  const nobody = { accountId: null, officerId: null, title: '', unitName: '', agencyName: '' };
  if (actor.kind === 'system') return { ...nobody, kind: 'system', name: 'Hệ thống' };
  if (actor.kind === 'account') {
    return { ...nobody, kind: 'citizen', accountId: actor.accountId, name: dossier.applicant.name };
  }
  const held = openTasks(context).find((task) => holdsTask(actor, taskFacts(task, context.flow)));
  const position = positionFor(actor, held, dossier.reception_agency_id);
  return {
    kind: 'officer',
    accountId: actor.accountId,
    officerId: actor.officerId,
    name: actor.name,
    title: position ? titleOf(position) : '',
    unitName: (position && directory.unitById(position.unitId)?.name) ?? '',
    agencyName: (position && directory.agencyById(position.agencyId)?.name) ?? '',
  };
}

/** Own positions come first; a task of somebody who is away is signed in their place. */
function positionFor(
  actor: OfficerActor,
  held: Task | undefined,
  receptionAgencyId: number,
): Position | undefined {
  const { positions } = actor;
  const inUnit = positions.filter((one) => one.unitId === held?.unit_id);
  return (
    positions.find((one) => held?.assignee_id != null && one.insteadOf?.officerId === held.assignee_id) ??
    inUnit.find((one) => one.role === held?.role) ??
    inUnit[0] ??
    positions.find((one) => one.agencyId === receptionAgencyId) ??
    positions[0]
  );
}

const titleOf = ({ title, insteadOf }: Position): string =>
  insteadOf ? `${title} (thay ${insteadOf.name})` : title;
