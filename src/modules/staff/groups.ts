import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import { clean, slug } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { refuseLastAdministrator } from '../rights/index.ts';
import { idsByUsername } from './officers.ts';
import { overlap, spanProblem } from './rules.ts';

export interface GroupMember {
  officerId: number;
  username: string;
  name: string;
  validFrom: string;
  /** Last day; null: without end. */
  validTo: string | null;
}

export interface OfficerGroup {
  code: string;
  name: string;
  note: string;
  members: GroupMember[];
}

export interface GroupEdit {
  /** null: a new group, whose code is made from its name. */
  code: string | null;
  name: string;
  note: string;
  members: { username: string; validFrom: string; validTo: string | null }[];
}

const MAX_MEMBERS = 500;

/** All groups by name, with members of any time. One statement. */
export async function listGroups(db: Db | Tx, code?: string): Promise<OfficerGroup[]> {
  return db
    .selectFrom('officer_group as g')
    .$if(code !== undefined, (query) => query.where('g.code', '=', code!))
    .select([
      'g.code',
      'g.name',
      'g.note',
      sql<GroupMember[]>`coalesce((
        select json_agg(json_build_object('officerId', officer.id, 'username', account.username, 'name', officer.name,
          'validFrom', m.valid_from, 'validTo', m.valid_to) order by officer.folded, m.valid_from)
        from officer_group_member m join officer on officer.id = m.officer_id
          join account on account.id = officer.account_id
        where m.group_code = g.code), '[]')`.as('members'),
    ])
    .orderBy('g.name')
    .limit(500)
    .execute();
}

/** One group, or null. */
export async function groupByCode(db: Db | Tx, code: string): Promise<OfficerGroup | null> {
  return (await listGroups(db, code))[0] ?? null;
}

/**
 * Writes a group with its members.
 *
 * @returns its code
 * @throws InvalidConfiguration, StaleEdit
 */
export async function saveGroup(
  tx: Tx,
  edit: GroupEdit,
  change: { by: Editor; at: Date; seen?: number; action?: string },
): Promise<string> {
  const name = clean(edit.name);
  const note = clean(edit.note);
  const code = edit.code ?? slug(name);
  const before = await groupByCode(tx, code);
  const faults: ConfigurationFault[] = [];
  if (name === '' || code === '')
    faults.push({ place: 'ten', message: 'Nhập tên nhóm, ví dụ “Tổ thẩm định đất đai”.' });
  if (edit.code === null && before) {
    faults.push({ place: 'ten', message: `Đã có nhóm “${before.name}”. Đặt tên khác hoặc sửa nhóm đó.` });
  }
  if (edit.members.length > MAX_MEMBERS) {
    faults.push({
      place: 'thanh-vien',
      message: `Nhóm có tối đa ${MAX_MEMBERS} người. Chia thành hai nhóm.`,
    });
  }
  const ids = await idsByUsername(
    tx,
    edit.members.map((member) => member.username),
  );
  const members = edit.members.map((member, index) => {
    const officerId = ids.get(member.username.toLowerCase());
    if (officerId === undefined) {
      faults.push({
        place: `thanh-vien-${index}`,
        message: `Không có cán bộ nào có tên đăng nhập “${member.username}”. Kiểm tra lại trong danh sách người dùng.`,
      });
    }
    const problem = spanProblem({ from: member.validFrom, to: member.validTo });
    if (problem) faults.push({ place: `tu-${index}`, message: problem });
    const twin = edit.members
      .slice(0, index)
      .find(
        (one) =>
          one.username.toLowerCase() === member.username.toLowerCase() &&
          overlap({ from: one.validFrom, to: one.validTo }, { from: member.validFrom, to: member.validTo }),
      );
    if (twin && !problem) {
      faults.push({
        place: `thanh-vien-${index}`,
        message: `“${member.username}” có hai dòng trùng thời gian. Bỏ một dòng.`,
      });
    }
    return { officerId: officerId ?? 0, validFrom: member.validFrom, validTo: member.validTo };
  });
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  await recordChange(tx, {
    object: `group:${code}`,
    title: name,
    action: change.action ?? (before ? 'group.update' : 'group.create'),
    by: change.by,
    at: change.at,
    before: before && stateOf(before),
    after: { code, name, note, members: edit.members },
    seen: change.seen,
  });
  await tx
    .insertInto('officer_group')
    .values({ code, name, note, created_at: change.at })
    .onConflict((conflict) => conflict.column('code').doUpdateSet({ name, note }))
    .execute();
  await tx.deleteFrom('officer_group_member').where('group_code', '=', code).execute();
  if (members.length > 0) {
    await tx
      .insertInto('officer_group_member')
      .values(
        members.map((member) => ({
          group_code: code,
          officer_id: member.officerId,
          valid_from: member.validFrom,
          valid_to: member.validTo,
        })),
      )
      .execute();
  }
  await refuseLastAdministrator(tx, localDate(change.at));
  return code;
}

const stateOf = (group: OfficerGroup) => ({
  code: group.code,
  name: group.name,
  note: group.note,
  members: group.members.map(({ username, validFrom, validTo }) => ({ username, validFrom, validTo })),
});

/** Ends an officer's memberships with a day; those that had not begun fall away. One recorded change a group. */
export async function endMemberships(
  tx: Tx,
  officerId: number,
  day: string,
  change: { by: Editor; at: Date },
): Promise<void> {
  const rows = await tx
    .selectFrom('officer_group_member')
    .select('group_code as code')
    .distinct()
    .where('officer_id', '=', officerId)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', day)]))
    .execute();
  for (const { code } of rows) {
    const group = (await groupByCode(tx, code))!;
    const members = group.members.flatMap((member) => {
      if (member.officerId !== officerId) return [member];
      if (member.validFrom > day) return [];
      return [{ ...member, validTo: member.validTo !== null && member.validTo < day ? member.validTo : day }];
    });
    await saveGroup(tx, { ...stateOf({ ...group, members }), code }, change);
  }
}

/** Takes a change of a group back; a group that was not there before loses its members, since tasks may name it. */
export async function restoreGroup(
  tx: Tx,
  code: string,
  before: unknown,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const now = await groupByCode(tx, code);
  const was = (before as GroupEdit | null) ?? { name: now?.name ?? code, note: now?.note ?? '', members: [] };
  await saveGroup(
    tx,
    { code, name: was.name, note: was.note, members: was.members },
    { by, at, action: 'group.restore' },
  );
}
