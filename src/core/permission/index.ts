export * from './types.ts';
export {
  RIGHTS,
  ROLES,
  ROLE_LABELS,
  RIGHT_LABELS,
  DEFAULT_GRANTS,
  explain,
  grantsOf,
  rightsOf,
  hasRight,
  positionsAt,
  type Right,
  type Role,
  type OfficeRole,
  type Grants,
  type Place,
  type Reason,
} from './rights.ts';
export { ACTION_STATUSES, ACTION_LABELS } from './actions.ts';
export { mayAct, possibleActions, holdsTask, ownsDossier, assignedTo } from './act.ts';
export { maySee, reportPlaces, type Sight } from './see.ts';
