import type { FlowNode, StepKind } from '../../core/flow/types.ts';
import type { Directory } from '../agencies/index.ts';
import type { Dossier, Task } from './types.ts';

/** Whose desk a step lands on. */
export interface Holder {
  agencyId: number;
  unitId: number | null;
  role: Task['role'];
  officerId: number | null;
}

/** Unit and role that a kind of step falls to when the flow names none that exists here. */
const USUAL: Record<StepKind, { kind: 'counter' | 'division' | 'leadership' | 'clerk'; role: Task['role'] }> =
  {
    reception: { kind: 'counter', role: 'counter' },
    assign: { kind: 'division', role: 'head' },
    process: { kind: 'division', role: 'officer' },
    approve: { kind: 'division', role: 'head' },
    sign: { kind: 'leadership', role: 'leader' },
    issue: { kind: 'clerk', role: 'clerk' },
    return: { kind: 'counter', role: 'counter' },
  };

/**
 * Finds the desk for a step by its actor rule. Units are looked for by their code in the dossier's handling or reception
 * agency; who did an earlier step is looked up in the tasks.
 *
 * @param chosen officer and unit named by whoever sends the dossier on
 */
export function holderOf(
  node: FlowNode,
  dossier: Pick<Dossier, 'agency_id' | 'reception_agency_id'>,
  tasks: readonly Task[],
  directory: Directory,
  chosen?: { officerId: number | null; unitId: number | null },
): Holder {
  const step = node.step ?? 'process';
  const usual = USUAL[step];
  const rule = node.actor;
  const counterStep = step === 'reception' || step === 'return';
  const place = rule?.agency ?? (counterStep ? 'reception' : 'handling');
  const agencyId =
    place === 'reception'
      ? dossier.reception_agency_id
      : place === 'handling'
        ? dossier.agency_id
        : (directory.agencyBySlug(place)?.id ?? dossier.agency_id);
  const named = rule?.unit ? directory.unit(agencyId, rule.unit) : undefined;
  const unit =
    named ?? directory.agencyById(agencyId)?.units.find((candidate) => candidate.kind === usual.kind);
  const role = (rule?.role as Task['role'] | undefined) ?? usual.role;
  const open: Holder = { agencyId, unitId: unit?.id ?? null, role, officerId: null };

  // A step that was done before comes back to whoever did it: sent back, or performed again after a supplement.
  const performer = rule?.kind === 'performer' ? rule.ref : node.id;
  const before = [...tasks]
    .reverse()
    .find((task) => task.node === performer && task.closed_by !== null && task.kind === 'step');
  if (rule?.kind === 'performer' && before) {
    return { agencyId: before.agency_id, unitId: before.unit_id, role: null, officerId: before.closed_by };
  }
  if (rule?.kind === 'chosen') {
    const officerId = chosen?.officerId ?? before?.closed_by ?? null;
    const unitId = chosen?.unitId ?? before?.unit_id ?? open.unitId;
    return { ...open, unitId, officerId, role: officerId === null ? role : null };
  }
  if (step === 'process' && before) return { ...open, officerId: before.closed_by };
  return open;
}
