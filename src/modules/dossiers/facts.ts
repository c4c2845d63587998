import type { Flow } from '../../core/flow/types.ts';
import type { DossierFacts, SightFacts, TaskFacts } from '../../core/permission/index.ts';
import type { Dossier, Task } from './types.ts';

/** A task as the rights see it. */
export function taskFacts(task: Task, flow: Flow): TaskFacts {
  const node = flow.nodes[task.node];
  return {
    id: task.id,
    nodeId: task.node,
    step: task.kind === 'consult' ? null : task.step,
    kind: task.kind,
    agencyId: task.agency_id,
    unitId: task.unit_id,
    role: task.role,
    assigneeId: task.assignee_id,
    group: task.group_code,
    allows: node?.allows ?? [],
  };
}

/** The dossier as core/permission judges it. */
export function dossierFacts(dossier: Dossier, tasks: Task[], flow: Flow): DossierFacts & SightFacts {
  return {
    status: dossier.status,
    applicantAccountId: dossier.applicant_account_id,
    handlingAgencyId: dossier.agency_id,
    receptionAgencyId: dossier.reception_agency_id,
    openTasks: tasks.filter((task) => task.closed_at === null).map((task) => taskFacts(task, flow)),
    pastTasks: tasks.filter((task) => task.closed_at !== null).map((task) => taskFacts(task, flow)),
  };
}
