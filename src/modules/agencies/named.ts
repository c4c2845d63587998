import type { Db, Tx } from '../../platform/database/index.ts';

/** Those of the groups that have a member who can log in on the day (ISO date). */
export async function groupsWithMembers(
  db: Db | Tx,
  codes: readonly string[],
  today: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('officer_group_member as member')
    .innerJoin('officer', 'officer.id', 'member.officer_id')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where((eb) => eb('member.group_code', '=', eb.fn.any(eb.val([...codes]))))
    .where('account.disabled_at', 'is', null)
    .where('member.valid_from', '<=', today)
    .where((eb) => eb.or([eb('member.valid_to', 'is', null), eb('member.valid_to', '>=', today)]))
    .select('member.group_code as code')
    .distinct()
    .execute();
  return rows.map((row) => row.code);
}

/** Officers who can log in and hold a position on the day (ISO date), by user name, with the agency of the first one. */
export async function officersByUsername(
  db: Db | Tx,
  usernames: readonly string[],
  today: string,
): Promise<Map<string, { officerId: number; agencyId: number }>> {
  const rows = await db
    .selectFrom('account')
    .innerJoin('officer', 'officer.account_id', 'account.id')
    .innerJoin('position', 'position.officer_id', 'officer.id')
    .innerJoin('unit', 'unit.id', 'position.unit_id')
    .where((eb) => eb('account.username', '=', eb.fn.any(eb.val([...usernames]))))
    .where('account.disabled_at', 'is', null)
    .where('position.valid_from', '<=', today)
    .where((eb) => eb.or([eb('position.valid_to', 'is', null), eb('position.valid_to', '>=', today)]))
    .select(['account.username', 'officer.id as officerId', 'unit.agency_id as agencyId'])
    .orderBy('position.id', 'desc')
    .execute();
  return new Map(rows.map(({ username, ...found }) => [username, found]));
}
