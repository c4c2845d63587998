import { sql } from 'kysely';
import type { StepKind } from '../../../core/flow/types.ts';
import type { Db, Tx } from '../../../platform/index.ts';

/** How many tasks wait at a step of a version of a flow. */
export interface FlowLoad {
  versionId: number;
  version: number;
  /** Id of the step's node in that version. */
  node: string;
  step: StepKind;
  /** Open tasks, and those of them whose time is over; a task that is paused is not late. */
  open: number;
  late: number;
}

/** Where the running dossiers of a flow stand, by version and step, in one statement; steps without any are left out. */
export async function flowLoad(db: Db | Tx, flowCode: string, now: Date): Promise<FlowLoad[]> {
  return db
    .selectFrom('task')
    .innerJoin('dossier', 'dossier.id', 'task.dossier_id')
    .innerJoin('flow_version', 'flow_version.id', 'dossier.flow_version_id')
    .where('flow_version.code', '=', flowCode)
    .where('dossier.status', 'not in', ['refused', 'stopped', 'withdrawn', 'returned'])
    .where('task.closed_at', 'is', null)
    .where('task.kind', '=', 'step')
    .groupBy(['flow_version.id', 'flow_version.version', 'task.node', 'task.step'])
    .select((eb) => [
      'flow_version.id as versionId',
      'flow_version.version',
      'task.node',
      'task.step',
      eb.fn.countAll<number>().as('open'),
      sql<number>`count(*) filter (where task.due_at < ${now} and task.paused_at is null)`.as('late'),
    ])
    .orderBy('flow_version.version')
    .orderBy('task.node')
    .execute();
}
