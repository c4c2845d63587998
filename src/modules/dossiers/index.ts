export { act } from './act.ts';
export { DossierNotFound, InvalidInput, NotAllowed, StaleDossier } from './errors.ts';
export type {
  ActOptions,
  Command,
  Dossier,
  Intake,
  Outcome,
  PaperFiles,
  ResultDraft,
  Target,
  Task,
} from './types.ts';
export {
  attachFiles,
  checkDraft,
  detachFile,
  discardDraft,
  listDrafts,
  MAX_FILES_PER_PAPER,
  ownDraft,
  refreshDraft,
  saveDraft,
  startDraft,
  type Draft,
  type ListedDraft,
} from './drafts.ts';
export { draftPapers, type DraftPaper } from './draft-papers.ts';
export { loadPinned, type Pinned } from './store.ts';
export { BOXES, boxesOf, type Box } from './queries/boxes.ts';
export { counterAgencies } from './queries/conditions.ts';
export { boxProcedures, deskCounts, openTaskCounts } from './queries/desk.ts';
export { dossierNames, workList, type WorkListFilter, type WorkRow } from './queries/work-list.ts';
export { findDossiers, type FoundRow } from './queries/find.ts';
export { myDossiers, type MyDossier } from './queries/mine.ts';
export { lookup, type PublicView } from './queries/lookup.ts';
export {
  changingPartsOf,
  dossierPage,
  fileDossiers,
  type DossierPage,
  type FeeView,
  type FileView,
  type PaperView,
  type ResultView,
  type TaskView,
  type TraceView,
} from './queries/dossier-page.ts';
export { keepDossiers } from './queries/kept.ts';
export { previewResult, resultFile } from './result-file.ts';
export { previewDossier, previewSlip } from './slip-preview.ts';
export {
  flowLoad,
  seenAtStep,
  seenFlowLoad,
  seenFlows,
  type FlowLoad,
  type FlowSum,
  type SeenLoad,
} from './queries/flow-load.ts';
export {
  agencyLoads,
  moveAgencyTasks,
  moveUnitTasks,
  unitTasks,
  type AgencyLoad,
  type AgencyMapping,
  type Moved,
} from './agency-merge.ts';
export {
  addressDrafts,
  draftsAddressed,
  keepBeforeMove,
  openTasksLeft,
  returnAgencyTasks,
  returning,
  staying,
  type Returning,
  type Staying,
  type TaskLeft,
} from './agency-return.ts';
export { mappingPlace, moveObject, orderMove } from './move/order.ts';
export {
  orderedVersions,
  previewMove,
  proposedMapping,
  type MoveOrder,
  type MovePreview,
  type OrderedVersions,
} from './move/preview.ts';
export { leftDossiers, listMoves, moveView, type LeftDossier, type MoveView } from './move/queries.ts';
export { runMove, startMoving } from './move/run.ts';
export { holderOf, type Holder } from './holders.ts';
export { openTasksOf, type HeldTask } from './queries/held.ts';
export { runningDossiers, type RunningDossier } from './queries/running.ts';
export { countPopularity } from './popularity.ts';
