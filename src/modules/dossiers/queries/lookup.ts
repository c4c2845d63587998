import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { normaliseDossierCode } from '../../../core/dossier-code.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import type { Status } from '../../../core/status/index.ts';
import { compiledOnce, withDates } from '../../../platform/database/compiled.ts';
import type { Db } from '../../../platform/index.ts';
import { STEP_STATUSES } from '../../statuses/index.ts';
import { kept } from './kept.ts';

/** What anybody with the code may know: status and progress, no names (Circular 01/2018/TT-VPCP, art. 16). */
export interface PublicView {
  code: string;
  procedureCode: string;
  procedureName: string;
  agencyId: number;
  status: Status;
  /** Only reasons that Appendix I has shown with the status. */
  statusReason: string | null;
  /** Codes of the detailed statuses of the open steps. */
  stepStatuses: string[];
  step: StepKind | null;
  unitId: number | null;
  submittedAt: Date;
  acceptedAt: Date | null;
  dueAt: Date | null;
  pausedAt: Date | null;
  supplementUntil: Date | null;
  doneAt: Date | null;
  returnedAt: Date | null;
  limitUnit: 'working_day' | 'working_hour' | 'calendar_day' | null;
  /** Statuses it went through, oldest first. */
  progress: { status: Status; at: Date }[];
}

/**
 * Looks a dossier up by its code or registration number, however it was typed.
 *
 * @returns null when there is none
 */
export async function lookup(db: Db, typed: string): Promise<PublicView | null> {
  if (typed.length < 8 || typed.length > 100) return null;
  return kept(db, 'lookups', typed, async () => {
    const code = normaliseDossierCode(typed) ?? typed.trim().toUpperCase().replace(/\s+/g, '');
    if (code.length < 8 || code.length > 60) return null;
    const [row] = await byCode(db, code);
    if (!row) return null;
    const { id, registrationNo, code: issued, progress, ...view } = row;
    const value = { ...view, code: issued ?? registrationNo, progress: withDates(progress, 'at') };
    return { value, toldBy: [`dossier ${id}`] };
  });
}

const byCode = compiledOnce((db, code: string) =>
  db
    .selectFrom('dossier')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    // By one index each; what was typed may be either.
    .where('dossier.id', 'in', (eb) =>
      eb
        .selectFrom('dossier')
        .select('id')
        .where('code', '=', code)
        .unionAll(eb.selectFrom('dossier').select('id').where('registration_no', '=', code))
        .limit(1),
    )
    .select([
      'dossier.id',
      'dossier.code',
      'dossier.registration_no as registrationNo',
      'dossier.procedure_code as procedureCode',
      'procedure.name as procedureName',
      'dossier.agency_id as agencyId',
      'dossier.status',
      'dossier.status_reason as statusReason',
      STEP_STATUSES,
      'dossier.current_step as step',
      'dossier.current_unit_id as unitId',
      'dossier.submitted_at as submittedAt',
      'dossier.accepted_at as acceptedAt',
      'dossier.due_at as dueAt',
      'dossier.paused_at as pausedAt',
      'dossier.supplement_until as supplementUntil',
      'dossier.done_at as doneAt',
      'dossier.returned_at as returnedAt',
      'dossier.limit_unit as limitUnit',
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('trace')
          .select(['to_status as status', 'at'])
          .whereRef('dossier_id', '=', 'dossier.id')
          .whereRef('from_status', 'is distinct from', 'to_status')
          .orderBy('id'),
      ).as('progress'),
    ),
);
