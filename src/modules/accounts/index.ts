export {
  accountIds,
  AccountTaken,
  createCitizen,
  createOfficer,
  createOrganisation,
  createPersonAccount,
  type NewAccount,
} from './create.ts';
export { confirmEmail, requestReset, resetPassword } from './links.ts';
export { checkLogIn, LOCK_MS, MAX_FAILURES, type LogInResult } from './log-in.ts';
export { hashPassword, passwordProblem, verifyPassword } from './password.ts';
export {
  changePassword,
  loadProfile,
  resendConfirmation,
  saveProfile,
  type Profile,
  type ProfileErrors,
} from './profile.ts';
export {
  register,
  type Registration,
  type RegistrationErrors,
  type RegistrationField,
  type RegistrationResult,
} from './register.ts';
export {
  endOtherSessions,
  endSession,
  IDLE_MS,
  LONGEST_MS,
  openSession,
  SESSION_CAP,
  sessionExpired,
  sessionHash,
  sessionsOf,
  sweepSessions,
  touchSession,
} from './sessions.ts';
export { tokenHolds } from './tokens.ts';
export { loadViewer, officerActor, type Viewer, type ViewerPosition } from './viewer.ts';
export {
  accountById,
  ACCOUNT_STATES,
  activateAccount,
  countAccounts,
  listAccounts,
  lockAccount,
  unlockAccount,
  type AccountFilter,
  type AccountListRow,
  type AccountState,
} from './citizens.ts';
export { LINK_HOURS, passwordLink, requireNewPassword, setLocked, updateAccount } from './control.ts';
export { emailProblem, phoneProblem } from './register.ts';
