export {
  loadDirectory,
  expireDirectory,
  directoryOf,
  type Agency,
  type Directory,
  type Unit,
} from './directory.ts';
export { workCalendar, expireCalendars, putCalendarDays } from './calendar.ts';
export {
  officersOf,
  officerByAccount,
  putOfficer,
  type Officer,
  type OfficerInput,
  type OfficerPosition,
  type UnitOfficer,
} from './officers.ts';
export { provinces, communesOf, putAdminUnits, type AdminUnit, type ProvinceInput } from './admin-units.ts';
export { hoursText } from './hours.ts';
export { putAgencies, type AgencyInput } from './store.ts';
