import { holdsTask, ownsDossier } from './act.ts';
import { grantsOf, hasRight, type Grants, type Place, type Right } from './rights.ts';
import type { Actor, OfficerActor, SightFacts, TaskFacts } from './types.ts';

/**
 * owner: everything but internal opinions · officer, system: everything. Who may see nothing still has the public
 * look-up by code, which shows status and progress without names.
 */
export type Sight = { ok: true; as: 'owner' | 'officer' | 'system' } | { ok: false; reason: string };

/** Whether, and as whom, the actor may open the dossier's page. */
export function maySee(actor: Actor, facts: SightFacts, grants: Grants = grantsOf(actor)): Sight {
  if (actor.kind === 'system') return { ok: true, as: 'system' };
  if (actor.kind === 'account') {
    if (ownsDossier(actor.accountId, facts)) return { ok: true, as: 'owner' };
    return {
      ok: false,
      reason: 'Đây không phải hồ sơ của bạn. Bạn vẫn tra cứu được tình trạng bằng mã hồ sơ.',
    };
  }
  if (officerSees(actor, facts, grants)) return { ok: true, as: 'officer' };
  if (ownsDossier(actor.accountId, facts)) return { ok: true, as: 'owner' };
  return {
    ok: false,
    reason: 'Hồ sơ không thuộc đơn vị của bạn. Cần xem, hãy gửi đề nghị tới cơ quan đang giải quyết hồ sơ.',
  };
}

function officerSees(actor: OfficerActor, facts: SightFacts, grants: Grants): boolean {
  if (facts.status === null) return false;
  if (facts.sharedWithOfficerIds?.includes(actor.officerId)) return true;
  const tasks: readonly TaskFacts[] = [...facts.openTasks, ...(facts.pastTasks ?? [])];
  const agencies = new Set([
    facts.handlingAgencyId,
    facts.receptionAgencyId,
    ...tasks.map((task) => task.agencyId),
  ]);
  for (const agencyId of agencies) {
    if (agencyId !== null && hasRight(actor, 'dossier.see-agency', { agencyId }, grants)) return true;
  }
  return tasks.some(
    (task) =>
      holdsTask(actor, task) ||
      (task.unitId !== null &&
        hasRight(actor, 'dossier.see-unit', { agencyId: task.agencyId, unitId: task.unitId }, grants)),
  );
}

/**
 * Where an officer may look over dossiers in reports: all of an agency, or what lies at a unit. A report and the dossiers
 * that it counts have to be open to the officer at the same place.
 */
export function reportPlaces(
  actor: OfficerActor,
  grants: Grants = grantsOf(actor),
): { agencyIds: number[]; unitIds: number[] } {
  const open = (right: Right, place: Place): boolean =>
    hasRight(actor, 'report.see', place, grants) && hasRight(actor, right, place, grants);
  const agencyIds = actor.positions
    .map(({ agencyId }) => agencyId)
    .filter((agencyId) => open('dossier.see-agency', { agencyId }));
  const unitIds = actor.positions
    .filter(({ agencyId, unitId }) => open('dossier.see-unit', { agencyId, unitId }))
    .map(({ unitId }) => unitId);
  return { agencyIds: [...new Set(agencyIds)], unitIds: [...new Set(unitIds)] };
}
