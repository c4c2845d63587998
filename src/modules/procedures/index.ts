export { adoptForm, formUseCounts, proceduresOfForm, type FormUse } from './form-use.ts';
export { publishProcedure, putField, type ProcedurePublication } from './store.ts';
export {
  getProcedure,
  procedureVersion,
  procedureVersions,
  listFields,
  type ProcedureVersion,
  type PublishedProcedure,
} from './read.ts';
export {
  loadCatalogue,
  expireCatalogue,
  procedureCounts,
  agencyKeys,
  agencyName,
  isOnline,
  ALL_COMMUNES,
  SERVICE_LEVELS,
  type Catalogue,
  type Count,
  type Entry,
  type Field,
  type ProcedureCounts,
} from './catalogue.ts';
export {
  procedureRows,
  searchProcedures,
  SUBJECTS,
  SYNONYMS,
  type SearchInput,
  type SearchResult,
  type SearchRow,
} from './search/index.ts';
export { importLines, readLines, UnreadableFile, type ImportReport } from './import/run.ts';
export { CHANNEL_NAMES, feesHeadline, feeText, limitsHeadline, limitText, shortName } from './wording.ts';
export { moveProcedureAgencies, proceduresHandled } from './agencies.ts';
