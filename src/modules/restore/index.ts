import type { Platform, Tx } from '../../platform/index.ts';
import { expireAll } from '../../platform/versioned.ts';
import { RESTORERS as agencies } from '../agencies/index.ts';
import { RESTORERS as catalogues } from '../catalogues/index.ts';
import { changeById, InvalidConfiguration, type ChangeRow, type Editor } from '../configuration/index.ts';
import { RESTORERS as exchange } from '../exchange/index.ts';
import { RESTORERS as flows } from '../flows/index.ts';
import { RESTORERS as forms } from '../forms/index.ts';
import { RESTORERS as procedures } from '../procedures/index.ts';
import { RESTORERS as rights } from '../rights/index.ts';
import { RESTORERS as slips } from '../slips/index.ts';
import { RESTORERS as staff } from '../staff/index.ts';
import { RESTORERS as statuses } from '../statuses/index.ts';

type Restorer = (tx: Tx, key: string, before: unknown, change: { by: Editor; at: Date }) => Promise<unknown>;

/** How each kind of thing is put back to what it was; each module writes its own, as a new edit. */
const RESTORERS: Readonly<Record<string, Restorer>> = {
  ...agencies,
  ...catalogues,
  ...exchange,
  ...flows,
  ...forms,
  ...procedures,
  ...rights,
  ...slips,
  ...staff,
  ...statuses,
};

const kindOf = (object: string): string => object.slice(0, object.indexOf(':'));

/** Whether a change can be taken back here. */
export const restorable = (change: Pick<ChangeRow, 'object'>): boolean =>
  Object.hasOwn(RESTORERS, kindOf(change.object));

/**
 * Puts a thing back to what it was before a change, as a new change: the log stays as it is.
 *
 * @throws InvalidConfiguration when there is no such change, or what was does not hold any more
 */
export async function restoreChange(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  changeId: number,
  by: Editor,
): Promise<ChangeRow> {
  const change = await changeById(db, changeId);
  const restore = change && restorable(change) ? RESTORERS[kindOf(change.object)] : undefined;
  if (!change || !restore) {
    throw new InvalidConfiguration([
      { place: '', message: 'Thay đổi này không lấy lại được ở đây. Mở trang của đối tượng để sửa.' },
    ]);
  }
  const key = change.object.slice(change.object.indexOf(':') + 1);
  await db
    .transaction()
    .execute((tx) => restore(tx, key, change.before, { by, at: clock.now() }).then(() => undefined));
  expireAll(db);
  return change;
}
