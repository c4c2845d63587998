import { localDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/index.ts';
import { nextInBook } from '../books/index.ts';
import type { Change, Context, Signature } from './types.ts';

/** Marks papers that are asked for, and adds files: those they stand in for stay for the record. */
export async function writePapers(tx: Tx, context: Context, change: Change): Promise<void> {
  const { wantedComponents: wanted, addFiles } = change;
  if (wanted?.length) {
    await tx
      .updateTable('paper')
      .set({ state: 'wanted' })
      .where('dossier_id', '=', context.dossier.id)
      .where('component_code', 'in', wanted)
      .execute();
  }
  for (const { component, fileIds } of addFiles ?? []) {
    const paper = context.papers.find((one) => one.component_code === component);
    if (!paper || fileIds.length === 0) continue;
    await tx
      .updateTable('paper_file')
      .set({ replaced_at: context.now })
      .where('paper_id', '=', paper.id)
      .where('replaced_at', 'is', null)
      .execute();
    await tx
      .insertInto('paper_file')
      .values(
        fileIds.map((fileId, position) => ({
          paper_id: paper.id,
          file_id: fileId,
          position,
          added_at: context.now,
        })),
      )
      .execute();
  }
  if (change.answerSupplement) {
    await tx
      .updateTable('paper')
      .set({ state: 'given' })
      .where('dossier_id', '=', context.dossier.id)
      .where('state', '=', 'wanted')
      .execute();
  }
}

/** Writes a request for supplement, or that the open one was answered. */
export async function writeSupplement(
  tx: Tx,
  context: Context,
  change: Change,
  by: Signature,
): Promise<void> {
  const { dossier, now } = context;
  if (change.supplement) {
    const { reason, items, beforeAcceptance, until } = change.supplement;
    await tx
      .insertInto('supplement')
      .values({
        dossier_id: dossier.id,
        reason,
        items: JSON.stringify(items),
        requested_at: now,
        requested_by: by.officerId,
        before_acceptance: beforeAcceptance,
        until,
      })
      .execute();
  }
  if (change.answerSupplement) {
    await tx
      .updateTable('supplement')
      .set({ answered_at: now, note: change.answerSupplement.note })
      .where('dossier_id', '=', dossier.id)
      .where('answered_at', 'is', null)
      .execute();
  }
}

/** Writes what is owed, or that all of it was paid. */
export async function writeFees(tx: Tx, context: Context, change: Change, by: Signature): Promise<void> {
  const { dossier, now } = context;
  if (change.fees?.length) {
    await tx
      .insertInto('dossier_fee')
      .values(
        change.fees.map((fee) => ({
          dossier_id: dossier.id,
          code: fee.code,
          name: fee.name,
          kind: fee.kind,
          amount: fee.amount,
          due_until: fee.until,
        })),
      )
      .execute();
  }
  if (change.payFees) {
    await tx
      .updateTable('dossier_fee')
      .set({
        paid_at: now,
        method: change.payFees.method,
        receipt_no: change.payFees.receiptNo,
        received_by: by.officerId,
      })
      .where('dossier_id', '=', dossier.id)
      .where('paid_at', 'is', null)
      .execute();
  }
}

/** Drafts, signs or issues the result; an issued result gets the next number of the agency's book of the year. */
export async function writeResults(tx: Tx, context: Context, change: Change, by: Signature): Promise<void> {
  const { dossier, now } = context;
  const current = context.results.at(-1);
  if (change.draftResult) {
    const { typeCode, name, summary, fileId } = change.draftResult;
    const values = {
      type_code: typeCode,
      name,
      summary,
      file_id: fileId ?? null,
      drafted_by: by.officerId,
      drafted_at: now,
      signed_by: null,
      signed_at: null,
    };
    // A draft that was sent back is drafted anew; one that was issued stays, and a further result stands beside it.
    if (current && !current.issued_at) {
      await tx.updateTable('result').set(values).where('id', '=', current.id).execute();
    } else {
      await tx
        .insertInto('result')
        .values({ dossier_id: dossier.id, ...values })
        .execute();
    }
  }
  if (!current) return;
  if (change.signResult) {
    await tx
      .updateTable('result')
      .set({ signed_by: by.officerId, signed_at: now })
      .where('id', '=', current.id)
      .execute();
  }
  if (change.issueResult) {
    const number = await nextInBook(tx, dossier.agency_id, 'result', now);
    await tx
      .updateTable('result')
      .set({ issued_by: by.officerId, issued_at: now, number: `${number}/${localDate(now).slice(0, 4)}` })
      .where('id', '=', current.id)
      .execute();
  }
}
