import { sql } from 'kysely';
import { inForce } from '../../core/agency/index.ts';
import { localDate } from '../../core/dates.ts';
import type { Party } from '../../core/dossier.ts';
import { prune, validate } from '../../core/form/index.ts';
import { mayAct, type Actor } from '../../core/permission/index.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';
import { loadDirectory } from '../agencies/index.ts';
import { flowInForce } from '../flows/index.ts';
import { getPerson, partyOf, putPerson } from '../people/index.ts';
import { getProcedure, type PublishedProcedure } from '../procedures/index.ts';
import { createDossier } from './create.ts';
import { DossierNotFound, InvalidInput, NotAllowed } from './errors.ts';
import { checkDraft, draftById } from './drafts.ts';
import { loadPinned, type Pinned, type Pins } from './store.ts';
import type { Change, Command, Dossier, Intake } from './types.ts';

/** A dossier that has just been written and waits for its first act. */
export interface Entry {
  dossier: Dossier;
  pinned: Pinned;
  fees: Change['fees'];
  payment: Change['payFees'] | null;
}

/** The draft or counter form was filed before: this is what came of it. */
export interface Existing {
  existing: Dossier;
}

/** What an entry needs that never changes: read before the transaction, which then holds one connection only. */
export interface Prepared {
  pins: Pins;
  pinned: Pinned;
  receptionAgencyId: number;
}

/**
 * @throws DossierNotFound when it is not this account's draft; NotAllowed when the procedure takes no online dossiers
 */
export async function prepareDraft(platform: Platform, actor: Actor, draftId: string): Promise<Prepared> {
  const { db } = platform;
  const draft = await draftById(db, draftId);
  if (!draft || actor.kind !== 'account' || draft.account_id !== actor.accountId) throw new DossierNotFound();
  const published = await getProcedure(db, draft.procedure_code);
  if (!published?.flowVersionId) {
    throw new NotAllowed('Thủ tục này chưa nhận hồ sơ trực tuyến. Bạn hãy nộp tại Bộ phận Một cửa.');
  }
  return prepare(platform, {
    procedure_version_id: draft.procedure_version_id,
    form_version_id: draft.form_version_id,
    flow_version_id: await flowOf(db, published),
    case_code: draft.case_code,
    agency_id: draft.agency_id,
  });
}

/** @throws InvalidInput when the procedure has no flow to run */
export async function prepareIntake(platform: Platform, command: Command): Promise<Prepared> {
  if (!('intake' in command) || !command.intake) throw new NotAllowed('Thiếu thông tin tiếp nhận hồ sơ.');
  const { intake } = command;
  const procedure = await getProcedure(platform.db, intake.procedureCode);
  if (!procedure?.flowVersionId) {
    throw new InvalidInput([
      {
        path: 'procedureCode',
        message: 'Thủ tục này chưa có quy trình xử lý. Chọn thủ tục khác hoặc báo quản trị.',
      },
    ]);
  }
  return prepare(platform, {
    procedure_version_id: procedure.versionId,
    form_version_id: procedure.formVersionId,
    flow_version_id: await flowOf(platform.db, procedure),
    case_code: intake.caseCode,
    agency_id: intake.agencyId,
  });
}

/** Flows are published on their own: a new dossier takes the newest version at once, whenever its procedure was published. */
async function flowOf(db: Db, { definition, flowVersionId }: PublishedProcedure): Promise<number> {
  return ((definition.flowCode && (await flowInForce(db, definition.flowCode))) || flowVersionId)!;
}

async function prepare(platform: Platform, pins: Pins): Promise<Prepared> {
  const directory = await loadDirectory(platform.db);
  const today = localDate(platform.clock.now());
  const handling = directory.agencyById(pins.agency_id);
  if (handling && !inForce(handling, today)) {
    const heir = directory.answering(handling.id, today);
    throw new NotAllowed(
      heir
        ? `${handling.name} không nhận hồ sơ nữa. Bạn hãy nộp tại ${heir.name}.`
        : `${handling.name} hiện không nhận hồ sơ. Chọn cơ quan khác.`,
    );
  }
  const reception = directory.receptionAgency(pins.agency_id);
  if (!reception) throw new NotAllowed('Cơ quan này chưa có nơi tiếp nhận hồ sơ.');
  return { pins, pinned: await loadPinned(platform.db, pins), receptionAgencyId: reception.id };
}

/**
 * Turns a citizen's draft into a dossier. The draft's row is locked, so a double click or a resend finds the dossier
 * that the first one made.
 *
 * @throws DossierNotFound when it is not this account's draft; InvalidInput when it is not complete
 */
export async function fileDraft(
  tx: Tx,
  prepared: Prepared,
  actor: Actor,
  draftId: string,
  now: Date,
): Promise<Entry | Existing> {
  const { pins, pinned } = prepared;
  const draft = await draftById(tx, draftId, { lock: true });
  if (!draft || actor.kind !== 'account') throw new DossierNotFound();
  if (draft.dossier_id !== null) return { existing: await dossierById(tx, draft.dossier_id) };
  if (draft.procedure_version_id !== pins.procedure_version_id) {
    throw new NotAllowed('Thủ tục vừa được cập nhật. Mở lại trang xem lại rồi nộp.');
  }
  const errors = checkDraft(draft, pinned, now);
  if (errors.length > 0) throw new InvalidInput(errors);
  const verdict = mayAct(actor, 'submit', {
    status: null,
    applicantAccountId: actor.accountId,
    handlingAgencyId: draft.agency_id,
    receptionAgencyId: prepared.receptionAgencyId,
    openTasks: [],
  });
  if (!verdict.ok) throw new NotAllowed(verdict.reason);

  const person = await getPerson(tx, actor.personId);
  if (!person)
    throw new NotAllowed(
      'Tài khoản chưa có thông tin cá nhân. Bạn hãy điền ở trang Tài khoản trước khi nộp.',
    );
  const party = partyOf(person);
  const files = Object.entries(draft.files).map(([component, fileIds]) => ({ component, fileIds }));
  const attached = new Set(files.filter((one) => one.fileIds.length > 0).map((one) => one.component));
  const dossier = await createDossier(tx, {
    pins,
    pinned,
    source: 'online',
    receptionAgencyId: prepared.receptionAgencyId,
    draftId,
    intakeKey: null,
    applicantAccountId: actor.accountId,
    applicantPersonId: person.id,
    ownerPersonId: person.id,
    applicant: party,
    owner: party,
    content: '',
    answers: pinned.form ? prune(pinned.form, draft.answers) : {},
    delivery: draft.delivery,
    papers: pinned.procedureCase.components.map((component) => ({
      component: component.code,
      given: (component.provide === 'form' && pinned.form !== null) || attached.has(component.code),
      note: '',
    })),
    files,
    now,
  });
  await tx.updateTable('draft').set({ dossier_id: dossier.id }).where('id', '=', draftId).execute();
  return { dossier, pinned, fees: undefined, payment: null };
}

/**
 * Takes in a paper dossier at the counter. The key is the form's own: sent twice, the second finds what the first made.
 *
 * @throws InvalidInput naming each field that is missing or wrong
 */
export async function takeIn(
  tx: Tx,
  prepared: Prepared,
  actor: Actor,
  key: string,
  command: Command,
  now: Date,
): Promise<Entry | Existing> {
  // Two sendings of one form wait for each other, though there is no row yet to lock.
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const before = await tx.selectFrom('dossier').selectAll().where('intake_key', '=', key).executeTakeFirst();
  if (before) return { existing: before };
  if (!('intake' in command) || !command.intake) throw new NotAllowed('Thiếu thông tin tiếp nhận hồ sơ.');
  if (actor.kind !== 'officer') throw new NotAllowed('Chỉ cán bộ một cửa được tiếp nhận hồ sơ tại quầy.');
  const { intake } = command;
  const { pins, pinned } = prepared;
  const errors = checkIntake(intake, pinned, localDate(now));
  if (errors.length > 0) throw new InvalidInput(errors);
  const applicantId = await putPerson(tx, intake.applicant, now);
  const ownerId = sameParty(intake.applicant, intake.owner)
    ? applicantId
    : await putPerson(tx, intake.owner, now);
  const dossier = await createDossier(tx, {
    pins,
    pinned,
    source: intake.source,
    receptionAgencyId: prepared.receptionAgencyId,
    draftId: null,
    intakeKey: key,
    applicantAccountId: null,
    applicantPersonId: applicantId,
    ownerPersonId: ownerId,
    applicant: intake.applicant,
    owner: intake.owner,
    content: intake.content,
    answers: intake.answers,
    delivery: intake.delivery,
    papers: intake.papers,
    files: intake.papers.map(({ component, fileIds }) => ({ component, fileIds })),
    now,
  });
  const fees = intake.fees.flatMap((entered) => {
    const fee = pinned.procedureCase.fees.find((one) => one.code === entered.code);
    return fee && entered.amount
      ? [{ code: fee.code, name: fee.name, kind: fee.kind, amount: entered.amount, until: null }]
      : [];
  });
  const receipt = intake.fees.find((fee) => fee.paid && fee.amount);
  return {
    dossier,
    pinned,
    fees,
    payment: receipt ? { method: 'cash', receiptNo: receipt.receiptNo } : null,
  };
}

/** What is wrong with a counter form, field by field. */
function checkIntake(intake: Intake, pinned: Pinned, today: string): { path: string; message: string }[] {
  const errors: { path: string; message: string }[] = [];
  const { applicant, owner } = intake;
  if (!pinned.procedure.cases.some((one) => one.code === intake.caseCode)) {
    errors.push({ path: 'caseCode', message: 'Chọn trường hợp của hồ sơ.' });
  }
  for (const [path, party] of [
    ['applicant', applicant],
    ['owner', owner],
  ] as const) {
    if (party.name.trim() === '') {
      errors.push({ path: `${path}.name`, message: 'Nhập họ và tên như trên thẻ căn cước.' });
    }
    const no = party.identityNo ?? '';
    if (party.kind === 'citizen' && no !== '' && !/^\d{12}$/.test(no)) {
      errors.push({ path: `${path}.identityNo`, message: `Nhập đủ 12 chữ số. Bạn đã nhập ${no.length}.` });
    }
    if (party.birthDate && party.birthDate >= today) {
      errors.push({ path: `${path}.birthDate`, message: 'Ngày sinh phải trước hôm nay.' });
    }
  }
  if (!applicant.phone) {
    errors.push({ path: 'applicant.phone', message: 'Nhập số điện thoại để báo kết quả cho người nộp.' });
  }
  if (intake.delivery.method === 'post' && !intake.delivery.address?.detail) {
    errors.push({ path: 'delivery.address.detail', message: 'Nhập địa chỉ nhận kết quả qua bưu chính.' });
  }
  for (const fee of intake.fees) {
    if (fee.amount !== null && (!Number.isInteger(fee.amount) || fee.amount < 0)) {
      errors.push({ path: `fees.${fee.code}`, message: 'Ghi số tiền bằng đồng, không âm.' });
    }
    if (fee.paid && fee.amount && fee.receiptNo.trim() === '') {
      errors.push({ path: 'receiptNo', message: 'Ghi số biên lai thu tiền.' });
    }
  }
  // A form that was filled in at the counter is held to the same rules as one filled in at home.
  if (pinned.form && Object.keys(intake.answers).length > 0) {
    errors.push(...validate(pinned.form, intake.answers, { today }));
  }
  return errors;
}

const sameParty = (one: Party, other: Party): boolean =>
  one.kind === other.kind && one.name === other.name && one.identityNo === other.identityNo;

async function dossierById(tx: Tx, id: number): Promise<Dossier> {
  return tx.selectFrom('dossier').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
