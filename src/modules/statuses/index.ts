export {
  CHART_OBJECT,
  CHART_ROWS,
  chartFrom,
  edgePlace,
  loadChart,
  runningByStatus,
  saveChart,
} from './chart.ts';
export {
  allStatusDetails,
  citizenWords,
  detailObject,
  detailsOf,
  inUse,
  listStatusDetails,
  removeStatusDetail,
  runningWithDetail,
  saveStatusDetail,
  type DetailedDossier,
  type StatusDetail,
} from './details.ts';
export { explanationOf, NOTES_OBJECT, saveStatusNotes, statusNotes, type StatusNote } from './notes.ts';
export { RESTORERS } from './restore.ts';
export { STEP_STATUSES } from './step-statuses.ts';
