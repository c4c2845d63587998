import { fold } from '../text.ts';
import type { Actor, OfficerActor, Position } from './types.ts';

/** What a person may be allowed to do. Dossier rights count in the unit or agency where the position is held. */
export const RIGHTS = [
  'dossier.submit',
  'dossier.receive',
  'dossier.return',
  'dossier.process',
  'dossier.assign',
  'dossier.approve',
  'dossier.sign',
  'dossier.issue',
  'dossier.see-unit',
  'dossier.see-agency',
  'report.see',
  'report.design',
  'steering.see',
  'content.edit',
  'question.answer',
  'petition.answer',
  'procedure.edit',
  'form.edit',
  'flow.edit',
  'slip.edit',
  'agency.edit',
  'account.edit',
  'calendar.edit',
  'status.edit',
  'catalogue.edit',
  'exchange.edit',
  'audit.see',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = [
  'applicant',
  'counter',
  'head',
  'officer',
  'leader',
  'clerk',
  'editor',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];
/** Roles that a position in a unit can have. */
export type OfficeRole = Exclude<Role, 'applicant'>;

export const ROLE_LABELS: Record<Role, string> = {
  applicant: 'Người nộp hồ sơ',
  counter: 'Cán bộ một cửa',
  head: 'Trưởng phòng',
  officer: 'Chuyên viên thụ lý',
  leader: 'Lãnh đạo cơ quan',
  clerk: 'Văn thư',
  editor: 'Biên tập cổng',
  admin: 'Quản trị hệ thống',
};

/** What a right lets its holder do, for the matrix of rights. */
export const RIGHT_LABELS: Record<Right, string> = {
  'dossier.submit': 'Nộp hồ sơ trực tuyến',
  'dossier.receive': 'Tiếp nhận hồ sơ',
  'dossier.return': 'Trả kết quả',
  'dossier.process': 'Thụ lý hồ sơ',
  'dossier.assign': 'Phân công hồ sơ',
  'dossier.approve': 'Duyệt kết quả',
  'dossier.sign': 'Ký kết quả',
  'dossier.issue': 'Cấp số, phát hành kết quả',
  'dossier.see-unit': 'Xem hồ sơ của đơn vị',
  'dossier.see-agency': 'Xem hồ sơ của cơ quan',
  'report.see': 'Xem báo cáo',
  'report.design': 'Thiết kế báo cáo',
  'steering.see': 'Xem bảng điều hành',
  'content.edit': 'Biên tập nội dung cổng',
  'question.answer': 'Trả lời hỏi đáp',
  'petition.answer': 'Trả lời phản ánh, kiến nghị',
  'procedure.edit': 'Quản lý thủ tục',
  'form.edit': 'Quản lý biểu mẫu',
  'flow.edit': 'Quản lý quy trình',
  'slip.edit': 'Quản lý mẫu phiếu',
  'agency.edit': 'Quản lý cơ quan, đơn vị',
  'account.edit': 'Quản lý người dùng và quyền',
  'calendar.edit': 'Quản lý lịch làm việc',
  'status.edit': 'Quản lý trạng thái',
  'catalogue.edit': 'Quản lý danh mục',
  'exchange.edit': 'Quản lý đồng bộ dữ liệu',
  'audit.see': 'Xem nhật ký',
};

/** Rights as data: by role, and beyond the roles by title, by group and by person (criterion II.17.2). */
export interface Grants {
  roles: Record<Role, readonly Right[]>;
  /** Title of a position, folded → rights, where that position is held. */
  titles?: Record<string, readonly Right[]>;
  /** Group code → rights. */
  groups?: Record<string, readonly Right[]>;
  /** Officer id → rights. */
  persons?: Record<number, readonly Right[]>;
}

export const DEFAULT_GRANTS: Grants = {
  roles: {
    applicant: ['dossier.submit'],
    counter: ['dossier.receive', 'dossier.return', 'dossier.see-unit', 'dossier.see-agency', 'report.see'],
    officer: ['dossier.process', 'dossier.see-unit'],
    head: [
      'dossier.assign',
      'dossier.process',
      'dossier.approve',
      'dossier.see-unit',
      'report.see',
      'steering.see',
    ],
    leader: [
      'dossier.assign',
      'dossier.approve',
      'dossier.sign',
      'dossier.see-unit',
      'dossier.see-agency',
      'report.see',
      'report.design',
      'steering.see',
    ],
    clerk: ['dossier.issue', 'dossier.see-unit'],
    editor: ['content.edit', 'question.answer', 'petition.answer', 'procedure.edit', 'form.edit'],
    admin: [
      'procedure.edit',
      'form.edit',
      'flow.edit',
      'slip.edit',
      'agency.edit',
      'account.edit',
      'calendar.edit',
      'status.edit',
      'catalogue.edit',
      'exchange.edit',
      'content.edit',
      'report.design',
      'audit.see',
    ],
  },
};

/** Where a right is asked for; empty for "anywhere". */
export interface Place {
  agencyId?: number | null;
  unitId?: number | null;
}

/** The rights in force for an actor: those it was loaded with, else the defaults. */
export function grantsOf(actor: Actor): Grants {
  return (actor.kind === 'system' ? undefined : actor.grants) ?? DEFAULT_GRANTS;
}

/** Actors are made anew when anything about them changes, and asked many times in between. */
const held = new WeakMap<Actor, ReadonlySet<Right>>();

/** Every right the actor has, wherever it counts: enough for menus, not for acts on a dossier. */
export function rightsOf(actor: Actor, grants?: Grants): ReadonlySet<Right> {
  if (grants) return rightsBy(actor, grants);
  let rights = held.get(actor);
  if (!rights) held.set(actor, (rights = rightsBy(actor, grantsOf(actor))));
  return rights;
}

function rightsBy(actor: Actor, grants: Grants): ReadonlySet<Right> {
  if (actor.kind === 'system') return new Set(RIGHTS);
  if (actor.kind === 'account') return new Set(grants.roles.applicant);
  return new Set([
    ...actor.positions.flatMap((position) => positionRights(position, grants)),
    ...ownRights(actor, grants),
  ]);
}

/**
 * Whether the actor has the right at a place: by a position held in that agency and unit, or by a group or personal
 * grant wherever the officer holds any position there.
 */
export function hasRight(
  actor: Actor,
  right: Right,
  place: Place = {},
  grants: Grants = grantsOf(actor),
): boolean {
  if (actor.kind !== 'officer') return rightsOf(actor, grants).has(right);
  const here = positionsAt(actor, place);
  if (here.some((position) => positionRights(position, grants).includes(right))) return true;
  return ownRightsCount(here, place) && ownRights(actor, grants).includes(right);
}

/** One reason why an officer has a right. */
export type Reason =
  /** By a role in a unit; `position.insteadOf` says in whose place. */
  | { by: 'role'; position: Position }
  | { by: 'title'; position: Position }
  | { by: 'group'; group: string }
  | { by: 'person' };

/**
 * Why the officer has the right at the place: every reason, own positions before those held in place of others. Empty
 * exactly when `hasRight` says no.
 */
export function explain(
  actor: OfficerActor,
  right: Right,
  place: Place = {},
  grants: Grants = grantsOf(actor),
): Reason[] {
  const here = positionsAt(actor, place).toSorted(
    (one, other) => Number(Boolean(one.insteadOf)) - Number(Boolean(other.insteadOf)),
  );
  const reasons: Reason[] = [];
  for (const position of here) {
    if (grants.roles[position.role].includes(right)) reasons.push({ by: 'role', position });
    if (titleRights(position, grants).includes(right)) reasons.push({ by: 'title', position });
  }
  if (!ownRightsCount(here, place)) return reasons;
  for (const group of actor.groups) {
    if (grants.groups?.[group]?.includes(right)) reasons.push({ by: 'group', group });
  }
  if (grants.persons?.[actor.officerId]?.includes(right)) reasons.push({ by: 'person' });
  return reasons;
}

/** The officer's positions at a place. */
export function positionsAt(actor: OfficerActor, place: Place): Position[] {
  return actor.positions.filter(
    (position) =>
      (place.agencyId == null || position.agencyId === place.agencyId) &&
      (place.unitId == null || position.unitId === place.unitId),
  );
}

const positionRights = (position: Position, grants: Grants): readonly Right[] => [
  ...grants.roles[position.role],
  ...titleRights(position, grants),
];

function titleRights(position: Position, grants: Grants): readonly Right[] {
  if (!grants.titles) return [];
  let title = titles.get(position);
  if (title === undefined) titles.set(position, (title = fold(position.title)));
  return grants.titles[title] ?? [];
}
/** Titles as grants name them; rights are asked for by the dozen on a page. */
const titles = new WeakMap<Position, string>();

/** A group's and a person's own rights count anywhere, and at a place where the officer holds a position. */
const ownRightsCount = (here: Position[], place: Place): boolean =>
  here.length > 0 || (place.agencyId == null && place.unitId == null);

function ownRights(actor: OfficerActor, grants: Grants): Right[] {
  return [
    ...actor.groups.flatMap((group) => grants.groups?.[group] ?? []),
    ...(grants.persons?.[actor.officerId] ?? []),
  ];
}
