import { restoreAdminUnit } from './catalogues.ts';

export {
  faultsOf,
  listRuns,
  runById,
  RunUnderWay,
  type Fault,
  type Outlook,
  type Run,
  type RunState,
  type Selection,
  type Source,
} from './runs.ts';
export { nightlyExchange, startExchange, startRun } from './worker.ts';
export { outlookCounts, recordsOf, type NationalRecord } from './records.ts';
export { compare, acceptedDefinition, type Comparison } from './procedures.ts';
export { decideProcedure, nationalDifferences } from './accept-procedures.ts';
export { compareShared, type SharedComparison } from './catalogues.ts';
export { ADMIN_UNITS, SHARED, type SharedItem, type SharedService } from './shared.ts';
export { PARTS, UNMATCHED, type Part, type Proposal } from './merge.ts';
export type { Patience } from './client.ts';

/** For the page of changes: how each kind of thing of this module is brought back. */
export const RESTORERS = { 'admin-unit': restoreAdminUnit };
