import type { Span } from '../calendar/index.ts';
import type { DossierCodeStyle } from '../dossier-code.ts';

/** Something that holds from a day on; `validTo` is its last day, null when no end is known. */
export interface Dated {
  validFrom: string;
  validTo: string | null;
}

/** An identification code with the days on which it holds; old: QCVN 102:2016, new: Decision 20/2020/QĐ-TTg. */
export interface AgencyCode {
  style: DossierCodeStyle;
  code: string;
  from: string;
  /** Last day; null: still in use. */
  to: string | null;
}

/** A name that an agency had until a day. */
export interface FormerName {
  name: string;
  shortName: string;
  to: string;
}

export type AgencyKind = 'province' | 'center' | 'department' | 'commune';
export type UnitKind = 'counter' | 'division' | 'leadership' | 'clerk';

export interface UnitFacts extends Dated {
  /** null: not written yet. */
  id: number | null;
  code: string;
  name: string;
  kind: UnitKind;
  phone: string;
  successorId: number | null;
}

/** An agency with its units, whole enough to be written and restored. */
export interface AgencyFacts extends Dated {
  /** null: not written yet. */
  id: number | null;
  slug: string;
  name: string;
  shortName: string;
  kind: AgencyKind;
  codes: AgencyCode[];
  formerNames: FormerName[];
  parentId: number | null;
  /** The agency whose counter receives for this one; its own id when it has one. */
  receivesAtId: number | null;
  /** For a new agency whose own id is not known yet: it receives for itself. */
  receivesItself?: boolean;
  address: string;
  phone: string;
  email: string;
  hours: Record<string, Span[]>;
  successorIds: number[];
  units: UnitFacts[];
}

/** What is wrong with a definition: name of the input, and what to do in words for the administrator. */
export interface AgencyFault {
  place: string;
  message: string;
}
