import { sql } from 'kysely';
import { normaliseDossierCode } from '../../../core/dossier-code.ts';
import { cleanDigits, cleanPhone, cleanTaxCode } from '../../../core/form/index.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import type { Status } from '../../../core/status/index.ts';
import type { Db } from '../../../platform/index.ts';

/** What anybody with the code may know: status and progress, no names (Circular 01/2018/TT-VPCP, art. 16). */
export interface PublicView {
  code: string;
  procedureCode: string;
  procedureName: string;
  agencyId: number;
  status: Status;
  /** Only reasons that Appendix I has shown with the status. */
  statusReason: string | null;
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
  const code = normaliseDossierCode(typed) ?? typed.trim().toUpperCase().replace(/\s+/g, '');
  if (code.length < 8 || code.length > 60) return null;
  const row = await db
    .selectFrom('dossier')
    .innerJoin('procedure', 'procedure.code', 'dossier.procedure_code')
    .where((eb) => eb.or([eb('dossier.code', '=', code), eb('dossier.registration_no', '=', code)]))
    .select([
      'dossier.id',
      'dossier.code',
      'dossier.registration_no',
      'dossier.procedure_code as procedureCode',
      'procedure.name as procedureName',
      'dossier.agency_id as agencyId',
      'dossier.status',
      'dossier.status_reason as statusReason',
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
    .executeTakeFirst();
  if (!row) return null;
  const progress = await db
    .selectFrom('trace')
    .select(['to_status as status', 'at', 'from_status'])
    .where('dossier_id', '=', row.id)
    .whereRef('from_status', 'is distinct from', 'to_status')
    .orderBy('id')
    .execute();
  const { id: _id, registration_no: registrationNo, code: issued, ...view } = row;
  return {
    ...view,
    code: issued ?? registrationNo,
    progress: progress.map(({ status, at }) => ({ status, at })),
  };
}

/** One line of what a person has filed, for choosing which to look at. */
export interface PublicLine {
  code: string;
  status: Status;
  agencyId: number;
  submittedAt: Date;
}

const MOST_LINES = 50;

/**
 * Dossiers of an applicant who gives phone or e-mail together with identity number or tax code, newest first. Both must
 * be those of the dossier: a phone number alone is known to many.
 */
export async function lookupByContact(
  db: Db,
  typed: { contact: string; identityNo: string },
): Promise<PublicLine[]> {
  const digits = cleanDigits(typed.identityNo);
  const identities = [...new Set([digits, cleanTaxCode(typed.identityNo)])];
  const phone = cleanPhone(typed.contact);
  const email = typed.contact.trim().toLowerCase();
  if (!/^[\d-]{10,14}$/.test(identities[0]!) || email.length < 6) return [];
  const rows = await db
    .selectFrom('dossier')
    // The folded text has an index; the exact comparison follows.
    .where((eb) => eb.or(identities.map((one) => eb('search_text', 'like', `%${one}%`))))
    .where(sql<string>`applicant->>'identityNo'`, 'in', identities)
    .select([
      'code',
      'registration_no',
      'status',
      'agency_id as agencyId',
      'submitted_at as submittedAt',
      'applicant',
    ])
    .orderBy('submitted_at', 'desc')
    .limit(MOST_LINES)
    .execute();
  return rows
    .filter(
      ({ applicant }) =>
        (applicant.phone !== undefined && cleanPhone(applicant.phone) === phone) ||
        applicant.email?.toLowerCase() === email,
    )
    .map(({ code, registration_no: registrationNo, status, agencyId, submittedAt }) => ({
      code: code ?? registrationNo,
      status,
      agencyId,
      submittedAt,
    }));
}
