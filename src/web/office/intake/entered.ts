import { parseMoney } from '../../../core/money.ts';
import {
  offers,
  operationOf,
  readAnswers,
  takeOffer,
  type Answers,
  type FieldError,
  type FormBody,
  type FormDefinition,
  type FormOperation,
  type Known,
} from '../../../core/form/index.ts';
import type { ProcedureCase } from '../../../core/procedure.ts';
import { getFiles, type StoredFile } from '../../../modules/documents/index.ts';
import type { Intake } from '../../../modules/dossiers/index.ts';
import type { Db } from '../../../platform/index.ts';
import type { MultipartForm } from '../../http/uploads.ts';
import { factsOf, FRESH_ANSWERS, INTAKE_FORM } from './questions.ts';

export interface EnteredPaper {
  component: string;
  given: boolean;
  files: StoredFile[];
  /** What a supplement request would say of it. */
  want: string;
}

export interface EnteredFee {
  code: string;
  /** As typed. */
  amount: string;
}

/** What stands in the form, right or wrong: drawn again as it was typed. */
export interface Entered {
  /** One-time key of the form. */
  key: string;
  answers: Answers;
  /** Answers of the procedure's electronic form; empty: not filled in at the counter. */
  form: Answers;
  /** Whether the officer opened the electronic form. */
  withForm: boolean;
  papers: EnteredPaper[];
  fees: EnteredFee[];
  paid: boolean;
  receiptNo: string;
  reason: string;
  /** What was typed to find a person. */
  typed: string;
  errors: FieldError[];
  operation: FormOperation | null;
}

/** A form that nobody has typed into; every paper that must be there is ticked when the officer ticks it. */
export function freshEntry(key: string, procedureCase: ProcedureCase): Entered {
  return {
    key,
    answers: FRESH_ANSWERS,
    form: {},
    withForm: false,
    papers: procedureCase.components.map(({ code }) => ({
      component: code,
      given: false,
      files: [],
      want: '',
    })),
    fees: procedureCase.fees.map((fee) => ({
      code: fee.code,
      amount:
        fee.amount !== null && !fee.condition && (!fee.per || fee.per === 'hồ sơ') ? String(fee.amount) : '',
    })),
    paid: false,
    receiptNo: '',
    reason: '',
    typed: '',
    errors: [],
    operation: null,
  };
}

const one = (value: string | string[] | undefined): string => [value ?? ''].flat().at(-1) ?? '';

/**
 * Reads the posted form. Files sent before come back by their ids; only this account's own are taken.
 *
 * @param accountId who uploaded
 */
export async function readEntry(
  db: Db,
  posted: MultipartForm,
  procedureCase: ProcedureCase,
  form: FormDefinition | null,
  accountId: number,
): Promise<Entered> {
  const { fields } = posted;
  const errors: FieldError[] = posted.refused.map(({ field, message }) => ({ path: field, message }));
  const removed = one(fields['tn-bo']);
  const papers: EnteredPaper[] = [];
  for (const { code } of procedureCase.components) {
    const field = `files.${code}`;
    const before = [fields[`tn-file.${code}`] ?? []].flat().filter((id) => id !== removed);
    const kept = (await getFiles(db, before)).filter((file) => file.createdBy === accountId);
    const added = posted.files.filter((file) => file.field === field);
    papers.push({
      component: code,
      given: one(fields[`tn-given.${code}`]) === '1' || added.length > 0,
      files: [...kept, ...added],
      want: one(fields[`tn-want.${code}`]),
    });
  }
  const body = fields as FormBody;
  const operation = operationOf(body);
  const answers = INTAKE_FORM.steps.reduce(
    (read, step) => readAnswers(INTAKE_FORM, body, read, step.id),
    FRESH_ANSWERS,
  );
  const withForm = form !== null && one(fields['tn-form']) === '1';
  let formAnswers: Answers = {};
  if (form && withForm) {
    formAnswers = form.steps.reduce((read, step) => readAnswers(form, body, read, step.id), formAnswers);
    if (operation?.kind === 'offer') {
      formAnswers = takeOffer(formAnswers, offers(form, knownOf(answers), formAnswers), operation.path);
    }
  }
  return {
    key: one(fields['tn-key']),
    answers,
    form: formAnswers,
    withForm,
    papers,
    fees: procedureCase.fees.map(({ code }) => ({ code, amount: one(fields[`tn-fee.${code}`]) })),
    paid: one(fields['tn-paid']) === '1',
    receiptNo: one(fields['tn-receipt']).trim(),
    reason: one(fields['tn-reason']),
    typed: one(fields['tn-find']).trim(),
    errors,
    operation,
  };
}

/** What was entered of the applicant is offered to the procedure's own form, so that nothing is typed twice. */
export function knownOf(answers: Answers): Known {
  const { applicant } = factsOf(answers);
  const source = 'Phần Người nộp';
  const values: Record<string, unknown> =
    applicant.kind === 'organisation'
      ? {
          'organisation.name': applicant.name,
          'organisation.taxCode': applicant.identityNo,
          'organisation.address': applicant.address,
          'organisation.representative': applicant.representative,
          'account.name': applicant.representative,
        }
      : {
          'account.name': applicant.name,
          'account.personalId': applicant.identityNo,
          'account.birthDate': applicant.birthDate,
          'account.address': applicant.address,
        };
  values['account.phone'] = applicant.phone;
  values['account.email'] = applicant.email;
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value ? [[key, { value, source }]] : [])),
  );
}

/** The entry as the act takes it; `errors` gets what can not be read. */
export function intakeOf(
  entered: Entered,
  choice: { procedureCode: string; agencyId: number; caseCode: string },
): { intake: Intake; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const fees = entered.fees.map(({ code, amount }) => {
    const typed = amount.trim();
    const value = typed === '' ? null : parseMoney(typed);
    if (typed !== '' && value === null) {
      errors.push({
        path: `fees.${code}`,
        message: `Ghi số tiền bằng đồng, ví dụ 8.000. Bạn đã ghi “${typed}”.`,
      });
    }
    return { code, amount: value, paid: entered.paid && Boolean(value), receiptNo: entered.receiptNo };
  });
  const facts = factsOf(entered.answers);
  return {
    errors,
    intake: {
      ...choice,
      ...facts,
      answers: entered.form,
      papers: entered.papers.map((paper) => ({
        component: paper.component,
        given: paper.given,
        note: '',
        fileIds: paper.files.map((file) => file.id),
      })),
      fees,
    },
  };
}
