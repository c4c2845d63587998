import { sql } from 'kysely';
import type { ActorRule, StepKind } from '../../core/flow/types.ts';
import type { Db } from '../../platform/database/index.ts';

/** A step of a flow in force with the rule that says who does it. */
export interface StepActor {
  flowCode: string;
  flowName: string;
  step: string;
  kind: StepKind;
  rule: ActorRule;
}

/** Steps of the newest version of every flow with their actor rules, by flow; at most `limit`. One statement. */
export async function stepActors(db: Db, limit: number): Promise<StepActor[]> {
  const { rows } = await sql<StepActor>`
    select f.code as "flowCode", f.name as "flowName", node.value ->> 'name' as step,
      coalesce(node.value ->> 'step', 'process') as kind, node.value -> 'actor' as rule
    from (select distinct on (code) code, name, compiled from flow_version order by code, version desc) f,
      jsonb_each(f.compiled -> 'nodes') node
    where node.value ->> 'kind' = 'userTask' and jsonb_typeof(node.value -> 'actor') = 'object'
    order by f.code, node.key
    limit ${limit}`.execute(db);
  return rows;
}
