export type { NewAgency, Plan, PlanOutcome, Target, UnitMove } from './plan.ts';
export { checkPlan, targetAgency, unitsOn } from './check.ts';
export { carryOut } from './carry-out.ts';
export { previewPlan, type PlanPreview } from './preview.ts';
export {
  cancelPlan,
  carryOutPlanned,
  confirmPlan,
  reorganisation,
  reorganisations,
  startReorganising,
  type Reorganisation,
} from './store.ts';
export type { MadeAgency, TakeBackPreview } from './judge.ts';
export { planAgain, previewTakeBack, takeBack } from './take-back.ts';
export { editAgency, endAgency, endingReport, type EndingReport } from './edit.ts';
