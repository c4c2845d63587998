import type { Source } from '../../core/dossier.ts';
import type { ProcedureCase } from '../../core/procedure.ts';
import type { Change } from './types.ts';

/** Counted from the dossier by an officer: copies, pages, people. */
const COUNTED = /^(?:bản|trang|người|giấy)$/;

/**
 * Fees that every dossier of the case owes as soon as it is accepted, without anybody weighing a condition or counting
 * copies: fixed, unconditional, for this channel. The others are asked for by an officer (`require-payment`).
 */
export function feesAtAcceptance(procedureCase: ProcedureCase, source: Source): NonNullable<Change['fees']> {
  return procedureCase.fees.flatMap((fee) =>
    fee.amount && !fee.condition && !COUNTED.test(fee.per ?? '') && (fee.channel ?? source) === source
      ? [{ code: fee.code, name: fee.name, kind: fee.kind, amount: fee.amount, until: null }]
      : [],
  );
}
