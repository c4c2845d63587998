import { initialState } from '../../core/flow/index.ts';
import { subjectLine } from '../../core/form/index.ts';
import type { Delivery, Party, Source } from '../../core/dossier.ts';
import type { Answers } from '../../core/form/types.ts';
import { fold } from '../../core/text.ts';
import type { Tx } from '../../platform/index.ts';
import { nextRegistrationNo } from './codes.ts';
import type { Pinned, Pins } from './store.ts';
import type { Dossier, PaperFiles } from './types.ts';

export interface NewDossier {
  pins: Pins;
  pinned: Pinned;
  source: Source;
  receptionAgencyId: number;
  draftId: string | null;
  intakeKey: string | null;
  applicantAccountId: number | null;
  applicantPersonId: number | null;
  ownerPersonId: number | null;
  applicant: Party;
  owner: Party;
  /** Empty: made from the form's subject and the owner's name. */
  content: string;
  answers: Answers;
  delivery: Partial<Delivery>;
  papers: { component: string; given: boolean; note: string }[];
  files: PaperFiles[];
  now: Date;
}

/**
 * Writes the rows of a new dossier, before its first act: no trace, no task. Only `act` calls it, in its transaction.
 *
 * @returns the dossier as the database now has it
 */
export async function createDossier(tx: Tx, input: NewDossier): Promise<Dossier> {
  const { pins, pinned, now } = input;
  const subject = pinned.form ? subjectLine(pinned.form, input.answers) : '';
  const content = input.content || [pinned.procedure.name, subject || input.owner.name].join(' – ');
  const registrationNo = await nextRegistrationNo(tx, now);
  const dossier = await tx
    .insertInto('dossier')
    .values({
      registration_no: registrationNo,
      draft_id: input.draftId,
      intake_key: input.intakeKey,
      procedure_code: pinned.procedure.code,
      procedure_version_id: pins.procedure_version_id,
      form_version_id: pins.form_version_id,
      flow_version_id: pins.flow_version_id,
      case_code: pins.case_code,
      source: input.source,
      agency_id: pins.agency_id,
      reception_agency_id: input.receptionAgencyId,
      applicant_account_id: input.applicantAccountId,
      applicant_person_id: input.applicantPersonId,
      owner_person_id: input.ownerPersonId,
      applicant: JSON.stringify(input.applicant),
      owner: JSON.stringify(input.owner),
      search_text: searchText(input),
      content: content.slice(0, 1000),
      answers: JSON.stringify(input.answers),
      delivery: JSON.stringify(input.delivery),
      status: 'submitted',
      status_at: now,
      submitted_at: now,
      flow_state: JSON.stringify(initialState()),
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await writePapers(tx, dossier.id, input);
  return dossier;
}

/** What an officer may type to find it: names, numbers, phones, folded. */
function searchText(input: NewDossier): string {
  const parts = [input.applicant, input.owner].flatMap((party) => [
    fold(party.name),
    party.identityNo ?? '',
    party.phone ?? '',
  ]);
  return [...new Set(parts.filter((part) => part !== ''))].join(' ');
}

async function writePapers(tx: Tx, dossierId: number, input: NewDossier): Promise<void> {
  const { components } = input.pinned.procedureCase;
  if (components.length === 0) return;
  const given = new Map(input.papers.map((paper) => [paper.component, paper]));
  const rows = await tx
    .insertInto('paper')
    .values(
      components.map((component) => ({
        dossier_id: dossierId,
        component_code: component.code,
        name: component.name,
        originals: component.originals,
        copies: component.copies,
        // What is only shown at the counter can not be asked of somebody who files online.
        required: component.required && !(input.source === 'online' && component.provide === 'present'),
        state: given.get(component.code)?.given ? ('given' as const) : ('missing' as const),
        note: given.get(component.code)?.note ?? '',
      })),
    )
    .returning(['id', 'component_code'])
    .execute();
  const ids = new Map(rows.map((row) => [row.component_code, row.id]));
  const files = input.files.flatMap(({ component, fileIds }) =>
    fileIds.map((fileId, position) => ({
      paper_id: ids.get(component),
      file_id: fileId,
      position,
      added_at: input.now,
    })),
  );
  const known = files.filter(
    (file): file is typeof file & { paper_id: number } => file.paper_id !== undefined,
  );
  if (known.length > 0) await tx.insertInto('paper_file').values(known).execute();
}
