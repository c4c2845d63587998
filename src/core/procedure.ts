import type { DocumentBinding } from './binding.ts';

/** How a dossier comes in; national codes 1, 2, 3. */
export const CHANNELS = ['counter', 'online', 'post'] as const;
export type Channel = (typeof CHANNELS)[number];

export type LimitUnit = 'working_day' | 'working_hour' | 'calendar_day';

export interface Limit {
  channel: Channel;
  /** null: the published text does not say; see `note`. */
  amount: number | null;
  unit: LimitUnit;
  note?: string;
}

export interface Fee {
  code: string;
  name: string;
  /** fee = phí, charge = lệ phí (Law on fees and charges 97/2015). */
  kind: 'fee' | 'charge';
  /** Whole đồng; null when the provincial council sets it or it is counted from the dossier. */
  amount: number | null;
  /** What the amount is for: "hồ sơ", "bản", "trang". */
  per?: string;
  channel?: Channel;
  condition?: string;
}

export interface Component {
  code: string;
  name: string;
  originals: number;
  copies: number;
  required: boolean;
  /** form: the electronic form stands for it · upload: files are attached · present: shown at the counter only. */
  provide: 'form' | 'upload' | 'present';
  condition?: string;
  note?: string;
  /** Name of the published paper form, when there is one. */
  formName?: string;
}

export interface ProcedureCase {
  code: string;
  name: string;
  hint?: string;
  limits: Limit[];
  fees: Fee[];
  components: Component[];
}

/** A place where published text could not be read for certain: shown to an editor, never guessed. */
export interface ReviewMark {
  place: string;
  reason: string;
  text: string;
}

export interface ProcedureResult {
  code: string;
  name: string;
  /** The document made of it; a plain one with the declared facts when absent. */
  document?: DocumentBinding;
}

export interface LegalDocument {
  number: string;
  name: string;
}

/** Everything that Appendix II, 1.2 of Circular 22/2019 asks to be defined for a procedure. */
export interface ProcedureDefinition {
  code: string;
  name: string;
  /** Everyday words by which people look for it. */
  aliases: string[];
  field: { code: string; name: string };
  /** Procedure group within the field. */
  group?: { code: string; name: string };
  /** "ministry" | "province" | "commune"; several when the text names several. */
  levels: ('ministry' | 'province' | 'commune')[];
  /** Slugs of the agencies that handle it here; "commune" stands for every commune. Empty: known but not offered online here. */
  offeredBy: string[];
  subjects: ('citizen' | 'organisation')[];
  subjectsText?: string;
  decision?: string;
  /** Plain-language lead, one or two sentences. */
  summary: string;
  steps: { title: string; text: string }[];
  channels: Channel[];
  channelNotes?: Partial<Record<Channel, string>>;
  cases: ProcedureCase[];
  /** Number of dossier sets to hand in. */
  sets: number;
  results: ProcedureResult[];
  conditions: string[];
  legalBasis: LegalDocument[];
  /** Circular 32/2017 levels 1–4 and the taxonomy of Decree 42/2022. */
  serviceLevel: { level: 1 | 2 | 3 | 4; kind: 'full' | 'partial' | 'information' };
  formCode?: string;
  flowCode?: string;
  /** Supplement clock of the procedure's legal regime; the province's default when absent. */
  supplementPolicy?: 'restart' | 'pause';
  /** Text of the source kept whole, so that nothing is dropped: label → text. */
  source?: Record<string, string>;
  review?: ReviewMark[];
}
