export { expireGrants, holderName, loadGrants, type HolderKind } from './grants.ts';
export { refuseLastAdministrator, RESTORERS, saveGrants, titleKey, type GrantsEdit } from './save.ts';
