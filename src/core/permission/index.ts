export * from './types.ts';
export {
  RIGHTS,
  ROLES,
  ROLE_LABELS,
  DEFAULT_GRANTS,
  rightsOf,
  hasRight,
  positionsAt,
  type Right,
  type Role,
  type OfficeRole,
  type Grants,
  type Place,
} from './rights.ts';
export { ACTION_STATUSES, ACTION_LABELS } from './actions.ts';
export { mayAct, possibleActions, holdsTask, ownsDossier } from './act.ts';
export { maySee, type Sight } from './see.ts';
