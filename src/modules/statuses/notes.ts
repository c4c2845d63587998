import { STATUSES, type Status } from '../../core/status/index.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';

const MAX_NOTE = 300;

/** Order and explanation of a status of Appendix I; its name is fixed. */
export interface StatusNote {
  status: Status;
  position: number;
  /** A sentence that portal pages show under the status; empty: none. */
  note: string;
}

/** Name of the notes among the changes of configuration. */
export const NOTES_OBJECT = 'status-notes:all';

const explanations = versioned(
  async (db) => new Map((await statusNotes(db)).map(({ status, note }) => [status, note])),
  (db) => tableStamp(db, ['status_note']),
);

/** The sentence that portal pages show under a status; empty: none. Kept in the process until it is told of a change. */
export const explanationOf = async (db: Db | Tx, status: Status): Promise<string> =>
  (await explanations.get(db)).get(status) ?? '';

/** One note for every status, in the order that was chosen; Appendix I's unless one was. */
export async function statusNotes(db: Db | Tx): Promise<StatusNote[]> {
  const rows = await db.selectFrom('status_note').selectAll().execute();
  return STATUSES.map((status, index) => {
    const row = rows.find((one) => one.status === status);
    return { status, position: row?.position ?? (index + 1) * 10, note: row?.note ?? '' };
  }).toSorted((a, b) => a.position - b.position || STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
}

/**
 * Writes order and explanation of the statuses.
 *
 * @throws InvalidConfiguration with the place "note-<status>" or "position-<status>"; StaleEdit
 */
export async function saveStatusNotes(
  tx: Tx,
  notes: readonly StatusNote[],
  { by, at, seen }: { by: Editor; at: Date; seen?: number },
): Promise<void> {
  const clean = STATUSES.map((status, index) => {
    const given = notes.find((one) => one.status === status);
    return {
      status,
      position: given?.position ?? (index + 1) * 10,
      note: (given?.note ?? '').normalize('NFC').trim(),
    };
  });
  const errors = clean.flatMap(({ status, position, note }) => [
    ...(note.length > MAX_NOTE
      ? [{ place: `note-${status}`, message: `Lời giải thích dài nhất ${MAX_NOTE} ký tự. Viết ngắn hơn.` }]
      : []),
    ...(!Number.isSafeInteger(position) || position < 0 || position > 9999
      ? [{ place: `position-${status}`, message: 'Thứ tự là một số từ 0 đến 9999.' }]
      : []),
  ]);
  if (errors.length > 0) throw new InvalidConfiguration(errors);
  await recordChange(tx, {
    object: NOTES_OBJECT,
    title: 'Thứ tự và lời giải thích của các trạng thái',
    action: 'status.notes',
    by,
    at,
    before: await statusNotes(tx),
    after: clean,
    seen,
  });
  for (const { status, position, note } of clean) {
    await tx
      .insertInto('status_note')
      .values({ status, position, note })
      .onConflict((conflict) => conflict.column('status').doUpdateSet({ position, note }))
      .execute();
  }
  explanations.expire(tx);
}
