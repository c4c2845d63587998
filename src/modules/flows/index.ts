export {
  FlowRefused,
  flowInForce,
  flowVersion,
  flowVersions,
  listFlows,
  newestFlow,
  numberedFlow,
  publishFlow,
  type FlowPublication,
  type FlowVersion,
  type FlowVersionRow,
  type PublishOptions,
} from './store.ts';
export { flowUses, limitMinutes, runningByFlow, type FlowLimit, type FlowUse } from './limits.ts';
export { flowChoices, holdersIn, type FlowChoice, type FlowChoices } from './choices.ts';
export { checkFlow, type FlowCheck } from './check.ts';
export {
  beginFlow,
  discardFlowDraft,
  flowCodeOf,
  flowDraft,
  publishFlowDraft,
  republishFlow,
  RESTORERS,
  saveFlowDraft,
  type FlowDraft,
  type FlowEditing,
} from './drafts.ts';
export { stepActors, type StepActor } from './actors.ts';
