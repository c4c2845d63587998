import { holdsTask } from '../../core/permission/index.ts';
import { openTasks } from './actions/shared.ts';
import { taskFacts } from './facts.ts';
import type { Context, Signature } from './types.ts';

/** Who acts, in the words of the trace: an officer by the position by which the task is held. */
export function signatureOf(context: Context): Signature {
  const { actor, dossier, directory } = context;
  const nobody = { accountId: null, officerId: null, title: '', unitName: '', agencyName: '' };
  if (actor.kind === 'system') return { ...nobody, kind: 'system', name: 'Hệ thống' };
  if (actor.kind === 'account') {
    return { ...nobody, kind: 'citizen', accountId: actor.accountId, name: dossier.applicant.name };
  }
  const held = openTasks(context).find((task) => holdsTask(actor, taskFacts(task, context.flow)));
  const position =
    actor.positions.find((one) => one.unitId === held?.unit_id) ??
    actor.positions.find((one) => one.agencyId === dossier.reception_agency_id) ??
    actor.positions[0];
  return {
    kind: 'officer',
    accountId: actor.accountId,
    officerId: actor.officerId,
    name: actor.name,
    title: position?.title ?? '',
    unitName: (position && directory.unitById(position.unitId)?.name) ?? '',
    agencyName: (position && directory.agencyById(position.agencyId)?.name) ?? '',
  };
}
