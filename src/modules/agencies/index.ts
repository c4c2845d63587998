export {
  agencyCodeOn,
  loadDirectory,
  readDirectory,
  expireDirectory,
  directoryOf,
  onlyInForce,
  type Agency,
  type Directory,
  type Unit,
} from './directory.ts';
export { workCalendar, expireCalendars, putCalendarDays, copyCalendarDays } from './calendar.ts';
export {
  officersOf,
  officerByAccount,
  putOfficer,
  type Officer,
  type OfficerInput,
  type OfficerPosition,
  type UnitOfficer,
} from './officers.ts';
export {
  provinces,
  communesOf,
  putAdminUnits,
  mergeAdminUnits,
  communesByCode,
  type AdminUnit,
  type ProvinceInput,
} from './admin-units.ts';
export { agencyWords } from './words.ts';
export { hoursText } from './hours.ts';
export { putAgencies, type AgencyInput } from './store.ts';
export { factsOf, othersThan } from './facts.ts';
export { agencyObject, lockAgencies, restoreAgency, saveAgency, type AgencyEdit } from './edit.ts';
export { movePositions, positionsIn, type UnitPosition } from './positions.ts';
export {
  agencyHoldings,
  putHoldings,
  removeAgency,
  removeIdleUnits,
  type AgencyHoldings,
  type HoldingsChange,
  type PositionRow,
} from './holdings.ts';
export { setPositions, updateOfficer, type PositionInput } from './officer-edit.ts';
export { groupsWithMembers, officersByUsername } from './named.ts';
export {
  calendarDays,
  calendarObject,
  checkDays,
  restoreCalendar,
  rowsFor,
  saveCalendarDays,
  saveHours,
  type CalendarScope,
} from './calendar-edit.ts';
export { RESTORERS } from './restore.ts';
export { putSharedUnits, sharedUnits, type SharedUnit } from './shared-units.ts';
