import { sql } from 'kysely';
import { compile } from '../../../core/flow/index.ts';
import type { Db } from '../../../platform/index.ts';
import { newestFlow, publishFlow, type FlowPublication } from '../../flows/index.ts';

/** Publishes the newest version of a flow once more, with its drawing changed. */
export async function publishChanged(
  db: Db,
  code: string,
  now: Date,
  change: (bpmn: string) => string,
): Promise<FlowPublication> {
  const newest = (await newestFlow(db, code))!;
  const bpmn = change(newest.bpmn);
  const { flow, messages } = await compile(bpmn);
  if (!flow) throw new Error(messages.map((message) => message.message).join(' '));
  return publishFlow(db, { code, name: newest.name, bpmn, compiled: flow }, { now });
}

/** Gives the handling step of a flow another id and name, so that somebody has to say where it went. */
export const otherHandling = (bpmn: string): string =>
  bpmn
    .replaceAll('"process"', '"examine"')
    .replace('motcua:step="examine"', 'motcua:step="process"')
    .replace(/(<bpmn:userTask id="examine" name=")[^"]+"/, '$1Thẩm tra và dự thảo kết quả"')
    .replaceAll('bpmnElement="process"', 'bpmnElement="examine"');

/** Makes copies of a dossier with its open task, each with a line of trace. */
export async function copies(db: Db, dossierId: number, count: number): Promise<void> {
  await sql`
    with origin as (select * from dossier where id = ${dossierId}),
    made as (
      insert into dossier (code, registration_no, procedure_code, procedure_version_id, form_version_id, flow_version_id,
        case_code, source, agency_id, reception_agency_id, applicant_account_id, applicant, owner, search_text, content,
        status, status_at, submitted_at, accepted_at, limit_amount, limit_unit, due_at, original_due_at, flow_state,
        current_step, current_agency_id, current_unit_id, current_officer_id, updated_at)
      select code || '-' || n, registration_no || '-' || n, procedure_code, procedure_version_id, form_version_id,
        flow_version_id, case_code, source, agency_id, reception_agency_id, applicant_account_id, applicant, owner,
        search_text, content, status, status_at, submitted_at, accepted_at, limit_amount, limit_unit, due_at,
        original_due_at, flow_state, current_step, current_agency_id, current_unit_id, current_officer_id, updated_at
      from origin, generate_series(1, ${count}) as n
      returning id),
    tasks as (
      insert into task (dossier_id, kind, token, node, step, name, agency_id, unit_id, role, assignee_id, minutes,
        opened_at, due_at)
      select made.id, t.kind, t.token, t.node, t.step, t.name, t.agency_id, t.unit_id, t.role, t.assignee_id, t.minutes,
        t.opened_at, t.due_at
      from made, task t where t.dossier_id = ${dossierId} and t.closed_at is null)
    insert into trace (dossier_id, at, action, from_status, to_status, actor_kind, actor_name)
    select made.id, t.at, t.action, t.from_status, t.to_status, t.actor_kind, t.actor_name
    from made, (select * from trace where dossier_id = ${dossierId} order by id desc limit 1) t`.execute(db);
}
