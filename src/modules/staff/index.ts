export {
  officerFile,
  officersByIds,
  searchOfficers,
  type OfficerFile,
  type OfficerFilter,
  type OfficerRow,
  type PositionRow,
} from './officers.ts';
export {
  addOfficer,
  endService,
  lockOfficer,
  newPasswordLink,
  saveOfficer,
  unlockOfficer,
  type OfficerEdit,
  type PositionEdit,
} from './edit.ts';
export { groupByCode, listGroups, saveGroup, type GroupEdit, type OfficerGroup } from './groups.ts';
export { addSubstitution, endSubstitution, substitutionsOf, type Substitution } from './substitutions.ts';
export { handOver, openTasksByUnit, type HeldTask } from './handover.ts';
export { importOfficers, previewImport, type ImportPreview, type ImportRow } from './import.ts';
export { CSV_COLUMNS, csvTemplate, MAX_CSV_BYTES, MAX_CSV_ROWS } from './csv.ts';
export { actorOf } from './actor.ts';
export { RESTORERS } from './restore.ts';
