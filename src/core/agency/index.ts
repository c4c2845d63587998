export type {
  AgencyCode,
  AgencyFacts,
  AgencyFault,
  AgencyKind,
  Dated,
  FormerName,
  UnitFacts,
  UnitKind,
} from './types.ts';
export { codeOn, inForce, nameOn, overlap } from './dated.ts';
export { checkAgency, cycleOf } from './check.ts';
