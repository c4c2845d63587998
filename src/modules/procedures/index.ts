import { localDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Editor } from '../configuration/index.ts';
import { restoreProcedure } from './drafts.ts';
import { restoreField } from './fields.ts';

export { adoptForm, formUseCounts, proceduresOfForm, type FormUse } from './form-use.ts';
export {
  procedureObject,
  publicationFaults,
  publishProcedure,
  type ProcedurePublication,
  type PublishProcedure,
} from './store.ts';
export { isHandled, limitFits, procedureFaults, type CheckContext, type LimitFit } from './check.ts';
export { fitsOf, openProcedure, type OpenProcedure } from './open.ts';
export { callOff, retireProcedure, takeOverDue, type ProcedureEdit } from './schedule.ts';
export {
  createProcedure,
  discardProcedureDraft,
  emptyProcedure,
  procedureDraftOf,
  publishProcedureDraft,
  republishProcedure,
  saveProcedureDraft,
} from './drafts.ts';
export {
  addField,
  closeField,
  fieldObject,
  fieldRows,
  moveField,
  openFields,
  putField,
  renameField,
  reopenField,
  type FieldEdit,
  type FieldFacts,
  type FieldRow,
} from './fields.ts';
export {
  adminProcedureCounts,
  adminProcedures,
  PROCEDURE_STATES,
  type AdminCounts,
  type AdminListInput,
  type AdminListRow,
  type ProcedureState,
} from './admin-list.ts';
export { setPopularity } from './popularity.ts';
export { PROCEDURE_LABELS, PROCEDURE_WORDS } from '../../core/procedure-words.ts';
export {
  getProcedure,
  procedureVersion,
  procedureVersions,
  listFields,
  numberedProcedure,
  retiredProcedure,
  versionAt,
  type ProcedureVersion,
  type ProcedureVersionRow,
  type RetiredProcedure,
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
  type Group,
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
export { fieldCodes, importLines, readLines, UnreadableFile, type ImportReport } from './import/run.ts';
export { CHANNEL_NAMES, feesHeadline, feeText, limitsHeadline, limitText, shortName } from './wording.ts';
export {
  agencyProcedures,
  moveProcedureAgencies,
  proceduresHandled,
  putAgencyProcedures,
} from './agencies.ts';
export { MalformedRecord, nationalField, parseNational } from './import/national.ts';
export { publishedDefinitions, type PublishedDefinition } from './published.ts';

/** How a recorded change of this module's things is taken back, by kind of thing. */
export const RESTORERS = {
  procedure: restoreProcedure,
  field: (tx: Tx, key: string, before: unknown, edit: { by: Editor; at: Date }): Promise<void> =>
    restoreField(tx, key, before, { ...edit, today: localDate(edit.at) }),
};
