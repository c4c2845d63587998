import { sql, type SqlBool } from 'kysely';
import type { FlowState } from '../../../core/flow/types.ts';
import type { Db, Tx } from '../../../platform/index.ts';

const BATCH = 2000;

/** A dossier that runs on a version of a flow, as far as moving it needs. */
export interface RunningDossier {
  id: number;
  code: string | null;
  registration_no: string;
  flow_version_id: number;
  flow_state: FlowState;
}

/** Not finished; worded as the partial index on running dossiers has it. */
export const isRunning = sql<SqlBool>`dossier.status not in ('refused', 'stopped', 'withdrawn', 'returned')`;

/** Dossiers that run on the versions, by id, a few thousand at a time. */
export async function* runningOn(
  db: Db | Tx,
  versionIds: readonly number[],
): AsyncGenerator<RunningDossier[]> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('dossier')
      .select(['id', 'code', 'registration_no', 'flow_version_id', 'flow_state'])
      .where((eb) => eb('flow_version_id', '=', eb.fn.any(eb.val([...versionIds]))))
      .where(isRunning)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}
