import type { Tx } from '../../platform/database/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';

/** A position as administrators edit it; days are ISO dates. */
export interface PositionInput {
  /** null: a new one. */
  id: number | null;
  unitId: number;
  role: PositionRole;
  title: string;
  validFrom: string;
  /** Last day; null: without end. */
  validTo: string | null;
}

/** Name and addresses of an officer. */
export async function updateOfficer(
  tx: Tx,
  officerId: number,
  facts: { name: string; email: string | null; phone: string | null },
): Promise<void> {
  await tx.updateTable('officer').set(facts).where('id', '=', officerId).execute();
}

/** Makes the officer's positions, past and coming ones included, exactly these. */
export async function setPositions(
  tx: Tx,
  officerId: number,
  positions: readonly PositionInput[],
): Promise<void> {
  const kept = positions.flatMap((position) => (position.id === null ? [] : [position.id]));
  await tx
    .deleteFrom('position')
    .where('officer_id', '=', officerId)
    .where((eb) => eb.not(eb('id', '=', eb.fn.any(eb.val(kept)))))
    .execute();
  for (const { id, unitId, role, title, validFrom, validTo } of positions) {
    const facts = { unit_id: unitId, role, title, valid_from: validFrom, valid_to: validTo };
    const updated =
      id === null
        ? null
        : await tx
            .updateTable('position')
            .set(facts)
            .where('id', '=', id)
            .where('officer_id', '=', officerId)
            .executeTakeFirst();
    // A position that was taken away meanwhile comes back under a number of its own.
    if (!updated || updated.numUpdatedRows === 0n) {
      await tx
        .insertInto('position')
        .values({ officer_id: officerId, ...facts })
        .execute();
    }
  }
}
