import type { AgencyKind } from '../../core/agency/index.ts';

/** An agency that begins with a merger or split. */
export interface NewAgency {
  slug: string;
  name: string;
  shortName: string;
  kind: AgencyKind;
  codeNew: string;
  codeOld: string;
  address: string;
  phone: string;
  email: string;
}

/** Who takes over: an agency that is there and stays, or one that begins on the day. */
export type Target = { agencyId: number } | { create: NewAgency };

/** Where one unit of an agency that ends goes: unit of a target, by its code; made there when it is not there yet. */
export interface UnitMove {
  unitId: number;
  /** Place of the target in the plan. */
  target: number;
  code: string;
}

/**
 * A merger (several agencies become one) or a split (one becomes several), as Resolution 202/2025/QH15 and the
 * resolutions after it did. Plain data: kept until its day, shown before it is confirmed.
 */
export interface Plan {
  kind: 'merge' | 'split';
  /** Resolution or decision it carries out. */
  basis: string;
  /** First day of the new order. */
  day: string;
  /** Agencies that end. */
  sources: number[];
  targets: Target[];
  units: UnitMove[];
  /** Officers who do not go where their unit goes: target by position. */
  positions: { positionId: number; target: number }[];
  /** new: numbers begin at 1; continue: after the highest number of those that went in. */
  books: 'new' | 'continue';
  /** Communes that become one on the same day; null: none named. */
  adminUnits: { ended: string[]; code: string; name: string } | null;
}

/** What a plan was carried out on. */
export interface PlanOutcome {
  dossiers: number;
  tasks: number;
  drafts: number;
  positions: number;
  procedures: number;
  /** Agencies that took over, in the order of the plan's targets. */
  agencyIds: number[];
}
