import type { FlowNode, StepKind } from '../../core/flow/types.ts';
import { onlyInForce, type Directory } from '../agencies/index.ts';
import type { Dossier, Task } from './types.ts';

/** Whose desk a step lands on. */
export interface Holder {
  agencyId: number;
  unitId: number | null;
  role: Task['role'];
  officerId: number | null;
  /** Group that may take the step; then no unit has it. */
  group?: string | null;
}

/** People whom a flow names, as they are today: whoever is not there leaves the step to the usual desk. */
export interface NamedPeople {
  /** Codes of groups that have members. */
  groups: readonly string[];
  /** Officers by user name. */
  officers: ReadonlyMap<string, { officerId: number; agencyId: number }>;
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
 * @param day local date on which the step opens: units and agencies that ended are followed to their successors
 * @param chosen officer and unit named by whoever sends the dossier on
 * @param people groups and officers that the rule may name
 */
export function holderOf(
  node: FlowNode,
  dossier: Pick<Dossier, 'agency_id' | 'reception_agency_id'>,
  tasks: readonly Task[],
  directory: Directory,
  day: string,
  chosen?: { officerId: number | null; unitId: number | null },
  people?: NamedPeople,
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
        : (answeringId(directory, directory.agencyBySlug(place)?.id, day) ?? dossier.agency_id);
  const named = rule?.unit ? directory.unit(agencyId, rule.unit, day) : undefined;
  const unit =
    named ??
    onlyInForce(directory.agencyById(agencyId)?.units ?? [], day).find(
      (candidate) => candidate.kind === usual.kind,
    );
  const role = (rule?.role as Task['role'] | undefined) ?? usual.role;
  const open: Holder = { agencyId, unitId: unit?.id ?? null, role, officerId: null };

  if (rule?.kind === 'group' && rule.ref && people?.groups.includes(rule.ref)) {
    if (step === 'assign') return { ...open, group: rule.ref };
    return { agencyId, unitId: null, role: null, officerId: null, group: rule.ref };
  }
  const person = rule?.kind === 'person' && rule.ref ? people?.officers.get(rule.ref) : undefined;
  // Whoever assigns chooses among the people of a unit, so that this step keeps its unit whoever does it.
  if (person && step === 'assign') return { ...open, role: null, officerId: person.officerId };
  if (person) {
    return { agencyId: person.agencyId, unitId: null, role: null, officerId: person.officerId };
  }

  // A step that was done before comes back to whoever did it: sent back, or performed again after a supplement.
  const performer = rule?.kind === 'performer' ? rule.ref : node.id;
  const before = [...tasks]
    .reverse()
    .find((task) => task.node === performer && task.closed_by !== null && task.kind === 'step');
  if (rule?.kind === 'performer' && before) {
    const unitNow = before.unit_id === null ? undefined : directory.answeringUnit(before.unit_id, day);
    return {
      agencyId: unitNow?.agencyId ?? before.agency_id,
      unitId: unitNow?.id ?? before.unit_id,
      role: null,
      officerId: before.closed_by,
    };
  }
  if (rule?.kind === 'chosen') {
    const officerId = chosen?.officerId ?? before?.closed_by ?? null;
    const doneIn = before?.unit_id ?? null;
    const unitId =
      chosen?.unitId ??
      (doneIn === null ? null : (directory.answeringUnit(doneIn, day)?.id ?? doneIn)) ??
      open.unitId;
    return { ...open, unitId, officerId, role: officerId === null ? role : null };
  }
  if (step === 'process' && before) return { ...open, officerId: before.closed_by };
  return open;
}

const answeringId = (directory: Directory, id: number | undefined, day: string): number | undefined =>
  id === undefined ? undefined : directory.answering(id, day)?.id;
