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
import { RESTORERS as settings } from '../settings/index.ts';
import { RESTORERS as slips } from '../slips/index.ts';
import { RESTORERS as staff } from '../staff/index.ts';
import { RESTORERS as statuses } from '../statuses/index.ts';

type Restorer = (tx: Tx, key: string, before: unknown, change: { by: Editor; at: Date }) => Promise<unknown>;

/** How each kind of thing is put back to what it was; each module writes its own, as a new edit. */
const RESTORERS = {
  ...agencies,
  ...catalogues,
  ...exchange,
  ...flows,
  ...forms,
  ...procedures,
  ...rights,
  ...settings,
  ...slips,
  ...staff,
  ...statuses,
} satisfies Record<string, Restorer>;

/** Kinds of change that an administrator takes back on a page of their own, where it is shown first what would move. */
const PAGES = {
  // Dossiers are moved to the earlier version as they were moved to the later.
  'flow-move': 'Chuyển hồ sơ về bản trước',
  reorganisation: 'Xem và lấy lại',
} as const;

/** Every kind of thing whose changes are recorded: there is a way back from each. */
export const TAKEN_BACK: Readonly<Record<string, 'here' | 'page'>> = {
  ...Object.fromEntries(Object.keys(RESTORERS).map((kind) => [kind, 'here'] as const)),
  ...Object.fromEntries(Object.keys(PAGES).map((kind) => [kind, 'page'] as const)),
};

const kindOf = (object: string): string => object.slice(0, object.indexOf(':'));

const restorerOf = (object: string): Restorer | undefined =>
  (RESTORERS as Readonly<Record<string, Restorer>>)[kindOf(object)];

/** Whether a change can be taken back here. */
export const restorable = (change: Pick<ChangeRow, 'object'>): boolean =>
  TAKEN_BACK[kindOf(change.object)] === 'here';

/** What the way to the page says on which a change is taken back; null: it is taken back here. */
export const takenBackOn = (change: Pick<ChangeRow, 'object'>): string | null =>
  (PAGES as Readonly<Record<string, string>>)[kindOf(change.object)] ?? null;

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
  const restore = change && restorable(change) ? restorerOf(change.object) : undefined;
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
