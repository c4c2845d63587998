import type { Db, Tx } from '../../platform/database/index.ts';
import { expireCatalogues, type CatalogueItem } from './kept.ts';

/** Brings a catalogue to these items in this order: new ones enter, missing ones end on the given ISO date. */
export async function putCatalogue(
  tx: Db | Tx,
  catalogue: string,
  items: readonly CatalogueItem[],
  { on }: { on: string },
): Promise<void> {
  const held = await tx
    .selectFrom('catalogue_item')
    .selectAll()
    .where('catalogue', '=', catalogue)
    .where('valid_to', 'is', null)
    .execute();
  const before = new Map(held.map((row) => [row.code, row]));
  const added: { catalogue: string; code: string; name: string; position: number; valid_from?: string }[] =
    [];
  for (const [position, { code, name }] of items.entries()) {
    const old = before.get(code);
    before.delete(code);
    if (!old) added.push({ catalogue, code, name, position });
    else if (old.name !== name || old.position !== position) {
      await tx
        .updateTable('catalogue_item')
        .set({ name, position })
        .where('catalogue', '=', catalogue)
        .where('code', '=', code)
        .where('valid_from', '=', old.valid_from)
        .execute();
    }
  }
  if (added.length > 0) {
    // A code that came back after it had ended needs a row of its own.
    const rows = held.length > 0 ? added.map((row) => ({ ...row, valid_from: on })) : added;
    await tx.insertInto('catalogue_item').values(rows).execute();
  }
  for (const code of before.keys()) {
    await tx
      .updateTable('catalogue_item')
      .set({ valid_to: on })
      .where('catalogue', '=', catalogue)
      .where('code', '=', code)
      .where('valid_to', 'is', null)
      .execute();
  }
  expireCatalogues(tx);
}
