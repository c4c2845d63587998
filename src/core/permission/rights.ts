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

/** Rights as data: by role, and beyond the roles by group and by person (criterion II.17.2). */
export interface Grants {
  roles: Record<Role, readonly Right[]>;
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

/** Every right the actor has, wherever it counts: enough for menus, not for acts on a dossier. */
export function rightsOf(actor: Actor, grants: Grants = DEFAULT_GRANTS): Set<Right> {
  if (actor.kind === 'system') return new Set(RIGHTS);
  if (actor.kind === 'account') return new Set(grants.roles.applicant);
  return new Set([
    ...actor.positions.flatMap((position) => grants.roles[position.role]),
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
  grants: Grants = DEFAULT_GRANTS,
): boolean {
  if (actor.kind !== 'officer') return rightsOf(actor, grants).has(right);
  const here = positionsAt(actor, place);
  if (here.some((position) => grants.roles[position.role].includes(right))) return true;
  const anywhere = place.agencyId == null && place.unitId == null;
  return (here.length > 0 || anywhere) && ownRights(actor, grants).includes(right);
}

/** The officer's positions at a place. */
export function positionsAt(actor: OfficerActor, place: Place): Position[] {
  return actor.positions.filter(
    (position) =>
      (place.agencyId == null || position.agencyId === place.agencyId) &&
      (place.unitId == null || position.unitId === place.unitId),
  );
}

function ownRights(actor: OfficerActor, grants: Grants): Right[] {
  return [
    ...actor.groups.flatMap((group) => grants.groups?.[group] ?? []),
    ...(grants.persons?.[actor.officerId] ?? []),
  ];
}
