import {
  RIGHTS,
  ROLE_LABELS,
  ROLES,
  type Grants,
  type Right,
  type Role,
} from '../../../core/permission/index.ts';
import { holderName } from '../../../modules/rights/index.ts';
import type { OfficerGroup } from '../../../modules/staff/index.ts';

/** Rights that officers can have: filing is the citizens' own. */
export const OFFICE_RIGHTS: readonly Right[] = RIGHTS.filter((right) => right !== 'dossier.submit');

/** Somebody or something that rights are granted to, as a column of the matrix. */
export interface Holder {
  /** "role:counter" */
  holder: string;
  label: string;
  /** What kind it is, in a word. */
  kind: string;
  rights: readonly Right[];
}

/** Columns of the matrix: all roles, then the groups, then the titles that have rights of their own. */
export function holdersOf(grants: Grants, groups: readonly OfficerGroup[]): Holder[] {
  return [
    ...ROLES.filter((role) => role !== 'applicant').map((role: Role) => ({
      holder: holderName('role', role),
      label: ROLE_LABELS[role],
      kind: 'Vai trò',
      rights: grants.roles[role],
    })),
    ...groups.map((group) => ({
      holder: holderName('group', group.code),
      label: group.name,
      kind: 'Nhóm',
      rights: grants.groups?.[group.code] ?? [],
    })),
    ...Object.entries(grants.titles ?? {})
      .filter(([, rights]) => rights.length > 0)
      .map(([title, rights]) => ({
        holder: holderName('title', title),
        label: title,
        kind: 'Chức danh',
        rights,
      })),
  ];
}
