export {
  changeById,
  newestChanges,
  listChanges,
  newestChange,
  recordChange,
  seenChange,
  type Change,
  type ChangeRow,
  type Editor,
} from './changes.ts';
export {
  configDraft,
  discardConfigDraft,
  endConfigDraft,
  listConfigDrafts,
  saveConfigDraft,
  type ConfigDraft,
  type DraftKind,
} from './drafts.ts';
export { InvalidConfiguration, StaleEdit, type ConfigurationFault } from './errors.ts';
