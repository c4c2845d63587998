import { sql, type SqlBool } from 'kysely';
import type { Status } from '../../../core/status/index.ts';
import { compiledOnce } from '../../../platform/database/compiled.ts';
import type { Db } from '../../../platform/index.ts';
import { STEP_STATUSES } from '../../statuses/index.ts';
import { kept } from './kept.ts';

export interface MyDossier {
  id: number;
  code: string | null;
  registrationNo: string;
  procedureName: string;
  content: string;
  status: Status;
  statusReason: string | null;
  /** Codes of the detailed statuses of the open steps. */
  stepStatuses: string[];
  submittedAt: Date;
  acceptedAt: Date | null;
  dueAt: Date | null;
  pausedAt: Date | null;
  supplementUntil: Date | null;
  doneAt: Date | null;
  returnedAt: Date | null;
  limitUnit: 'working_day' | 'working_hour' | 'calendar_day' | null;
  agencyId: number;
}

/**
 * Dossiers that an account filed, newest first; drafts are elsewhere.
 *
 * @param options before: id of the last one shown; statuses: only dossiers in one of them
 */
export async function myDossiers(
  db: Db,
  accountId: number,
  options: { limit: number; before?: number; statuses?: readonly Status[] },
): Promise<MyDossier[]> {
  const { limit, before = null, statuses = null } = options;
  const name = `${accountId} ${limit} ${before} ${statuses?.join()}`;
  const rows = await kept(db, 'lists', name, async () => ({
    value: await mine(db, accountId, before, statuses, limit),
    toldBy: [`account ${accountId}`],
  }));
  return rows!;
}

const mine = compiledOnce(
  (db, accountId: number, before: number | null, statuses: readonly Status[] | null, limit: number) =>
    db
      .selectFrom('dossier')
      .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
      .where('dossier.applicant_account_id', '=', accountId)
      .where(sql<SqlBool>`(${before}::bigint is null or dossier.id < ${before})`)
      .where(sql<SqlBool>`(${statuses}::text[] is null or dossier.status = any(${statuses}))`)
      .select([
        'dossier.id',
        'dossier.code',
        'dossier.registration_no as registrationNo',
        'procedure.name as procedureName',
        'dossier.content',
        'dossier.status',
        'dossier.status_reason as statusReason',
        STEP_STATUSES,
        'dossier.submitted_at as submittedAt',
        'dossier.accepted_at as acceptedAt',
        'dossier.due_at as dueAt',
        'dossier.paused_at as pausedAt',
        'dossier.supplement_until as supplementUntil',
        'dossier.done_at as doneAt',
        'dossier.returned_at as returnedAt',
        'dossier.limit_unit as limitUnit',
        'dossier.agency_id as agencyId',
      ])
      .orderBy('dossier.id', 'desc')
      .limit(limit),
);
