import { RIGHTS, ROLES, type Grants, type Right, type Role } from '../../core/permission/index.ts';
import { localDate } from '../../core/dates.ts';
import { fold } from '../../core/text.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../configuration/index.ts';
import { HOLDER_KINDS, readGrants, type HolderKind } from './grants.ts';

export interface GrantsEdit {
  /** "role:counter", "title:<folded title>", "group:<code>" or "officer:<id>". */
  holder: string;
  /** Name of the holder in the log. */
  title: string;
  rights: readonly string[];
  seen?: number;
  by: Editor;
  at: Date;
  action?: string;
}

/**
 * Makes the rights of a holder exactly these. Expire what is kept (`expireGrants`) once the transaction is through.
 *
 * @throws InvalidConfiguration when nobody could manage users any more, or a right is unknown; StaleEdit
 */
export async function saveGrants(tx: Tx, input: GrantsEdit): Promise<void> {
  const rights = RIGHTS.filter((right) => input.rights.includes(right));
  check(input.holder, input.rights);
  const before = rightsBefore(await readGrants(tx), input.holder);
  if (before.join() === rights.join()) return;
  await recordChange(tx, {
    object: `grants:${input.holder}`,
    title: input.title,
    action: input.action ?? 'grants.update',
    by: input.by,
    at: input.at,
    before: { name: input.title, rights: before },
    after: { name: input.title, rights },
    seen: input.seen,
  });
  await tx
    .insertInto('rights_grant')
    .values({ holder: input.holder, rights, updated_at: input.at })
    .onConflict((conflict) => conflict.column('holder').doUpdateSet({ rights, updated_at: input.at }))
    .execute();
  await refuseLastAdministrator(tx, localDate(input.at));
}

function check(holder: string, rights: readonly string[]): void {
  const colon = holder.indexOf(':');
  const kind = holder.slice(0, colon) as HolderKind;
  const key = holder.slice(colon + 1);
  const bad =
    !HOLDER_KINDS.includes(kind) ||
    key === '' ||
    (kind === 'role' && !ROLES.includes(key as Role)) ||
    // Filing is all that citizens do here; whatever else they were given would open the office to everybody.
    (holder === 'role:applicant' && rights.some((right) => right !== 'dossier.submit')) ||
    rights.some((right) => !RIGHTS.includes(right as Right));
  if (bad) {
    throw new InvalidConfiguration([
      {
        place: '',
        message: 'Có quyền hoặc đối tượng không còn nữa. Mở lại trang phân quyền rồi đánh dấu lại.',
      },
    ]);
  }
}

function rightsBefore(grants: Grants, holder: string): Right[] {
  const colon = holder.indexOf(':');
  const key = holder.slice(colon + 1);
  const held: readonly Right[] | undefined = {
    role: grants.roles[key as Role],
    title: grants.titles?.[key],
    group: grants.groups?.[key],
    officer: grants.persons?.[Number(key)],
  }[holder.slice(0, colon) as HolderKind];
  return RIGHTS.filter((right) => held?.includes(right));
}

/**
 * Refuses what would leave nobody who can manage users. Call it last, in the transaction that took something away; it
 * takes a lock, so that two administrators do not take away the last two at the same moment.
 *
 * @param today ISO date
 */
export async function refuseLastAdministrator(tx: Tx, today: string): Promise<void> {
  // Any row serves as the lock: grants, members and positions are written by many hands.
  await tx
    .selectFrom('account')
    .select('id')
    .where('kind', '=', 'officer')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .execute();
  const grants = await readGrants(tx);
  const has = (rights: readonly Right[] | undefined): boolean => rights?.includes('account.edit') ?? false;
  const roles = ROLES.filter((role) => has(grants.roles[role])) as PositionRole[];
  const titles = Object.keys(grants.titles ?? {}).filter((title) => has(grants.titles?.[title]));
  const groups = Object.keys(grants.groups ?? {}).filter((group) => has(grants.groups?.[group]));
  const persons = Object.keys(grants.persons ?? {})
    .map(Number)
    .filter((id) => has(grants.persons?.[id]));
  const left = await tx
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where('account.disabled_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('officer.id', '=', eb.fn.any(eb.val(persons))),
        eb.exists(
          eb
            .selectFrom('position')
            .select('position.id')
            .whereRef('position.officer_id', '=', 'officer.id')
            .where('position.valid_from', '<=', today)
            .where((one) => one.or([one('valid_to', 'is', null), one('valid_to', '>=', today)]))
            .where((one) =>
              one.or([
                one('position.role', '=', one.fn.any(one.val(roles))),
                one(one.fn<string>('fold_text', ['position.title']), '=', one.fn.any(one.val(titles))),
              ]),
            ),
        ),
        eb.exists(
          eb
            .selectFrom('officer_group_member as member')
            .select('member.officer_id')
            .whereRef('member.officer_id', '=', 'officer.id')
            .where('member.valid_from', '<=', today)
            .where((one) => one.or([one('valid_to', 'is', null), one('valid_to', '>=', today)]))
            .where('member.group_code', '=', eb.fn.any(eb.val(groups))),
        ),
      ]),
    )
    .select('officer.id')
    .limit(1)
    .executeTakeFirst();
  if (left) return;
  throw new InvalidConfiguration([
    {
      place: '',
      message:
        'Sau thay đổi này sẽ không còn ai quản lý được người dùng và quyền. Giao quyền “Quản lý người dùng và quyền” cho người khác trước.',
    },
  ]);
}

/** Takes back changes of rights: see modules/restore. */
export const RESTORERS = {
  grants: async (
    tx: Tx,
    key: string,
    before: unknown,
    { by, at }: { by: Editor; at: Date },
  ): Promise<void> => {
    const { name = key, rights = [] } = (before ?? {}) as { name?: string; rights?: string[] };
    await saveGrants(tx, { holder: key, title: name, rights, by, at, action: 'grants.restore' });
  },
};

/** Key of a title: titles are told apart without capitals and diacritics. */
export const titleKey = (title: string): string => fold(title);
