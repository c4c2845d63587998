/** JSON Schema 2020-12, as far as forms use it. */
export interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  /** Besides the standard ones: personal-id, tax-code, vn-phone, vn-date (stored ISO, typed DD/MM/YYYY). */
  format?: string;
  enum?: (string | number | boolean)[];
  const?: string | number | boolean;
  /** Dates relative to today: "past" (before today), "past-or-today", "future". */
  'x-when'?: 'past' | 'past-or-today' | 'future';
  /** Path of another date that this date may not precede; a leading "." means the same member of a repeat. */
  'x-after'?: string;
  additionalProperties?: boolean;
  [keyword: string]: unknown;
}

/** When an item shows. Paths are dotted from the root of the answers, or relative inside a repeat with a leading ".". */
export type Condition =
  | { path: string; equals: string | number | boolean }
  | { path: string; in: (string | number | boolean)[] }
  | { path: string; filled: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

export type InputKind =
  | 'text'
  | 'textarea'
  | 'date'
  | 'integer'
  | 'number'
  | 'money'
  | 'radio'
  | 'checkboxes'
  | 'select'
  | 'yesno'
  | 'address'
  | 'personal-id'
  | 'tax-code'
  | 'phone'
  | 'email'
  | 'declaration';

export interface FieldItem {
  kind: 'field';
  /** Dotted path from the root of the answers; inside a repeat relative to one member. */
  path: string;
  label: string;
  input: InputKind;
  /** One line under the label: explains a legal term the first time. */
  hint?: string;
  /** Longer help behind "Giải thích" (III.1.2: help at every input). */
  help?: string;
  options?: { value: string; label: string; hint?: string }[];
  /** Catalogue whose rows are the options, e.g. "countries", "ethnicities". */
  catalogue?: string;
  /** Known data offered for choosing (III.1.1): account.name, account.personalId, account.birthDate, account.phone, account.email, account.address, account.gender, organisation.name, organisation.taxCode … */
  prefill?: string;
  showIf?: Condition;
  autocomplete?: string;
  width?: 'short' | 'medium' | 'full';
  /** Message when the field is missing; else made from the label. */
  missing?: string;
}

export interface GroupItem {
  kind: 'group';
  title: string;
  lead?: string;
  showIf?: Condition;
  items: FormItem[];
}

export interface RepeatItem {
  kind: 'repeat';
  path: string;
  title: string;
  /** "Thành viên": each member is headed with it and its number. */
  memberTitle: string;
  addLabel: string;
  showIf?: Condition;
  items: FieldItem[];
}

export interface NoteItem {
  kind: 'note';
  text: string;
  showIf?: Condition;
}

/** A paper of the procedure that is handed in right where the form speaks of it; its showIf decides whether it is wanted. */
export interface AttachmentItem {
  kind: 'attachment';
  /** Code of the procedure's component whose files these are. */
  component: string;
  label: string;
  hint?: string;
  help?: string;
  /** Whether it must be given when it shows, whatever the component itself says. */
  required?: boolean;
  showIf?: Condition;
}

export type FormItem = FieldItem | GroupItem | RepeatItem | NoteItem | AttachmentItem;

export interface FormStep {
  id: string;
  title: string;
  lead?: string;
  items: FormItem[];
}

export interface FormDefinition {
  code: string;
  title: string;
  /** The paper form it stands for and the document that issued it. */
  legalBasis?: string;
  schema: JsonSchema;
  steps: FormStep[];
  /** Path of the answers whose text becomes the dossier's content line (trích yếu); several are joined with ", ". */
  subject?: string[];
}

/** An address as forms and persons keep it: two levels since 01/07/2025, three in older data. */
export interface Address {
  province: string;
  district?: string;
  commune: string;
  detail: string;
}

export type Answers = Record<string, unknown>;

export interface FieldError {
  /** Dotted path, members of repeats by index: "members.0.name". */
  path: string;
  /** Vietnamese: what is wrong and what to do. */
  message: string;
  /** Where the field stands when its label alone would not tell: "Thành viên 2", "Người mẹ", or its step. */
  context?: string;
  /** Step on which it is asked. */
  stepId?: string;
}

/** One row of a shared catalogue; answers keep the code. */
export interface CatalogueRow {
  code: string;
  name: string;
}

/** Catalogue name → its rows. */
export type Catalogues = Readonly<Record<string, readonly CatalogueRow[]>>;

/** The official list of administrative units in force, for choosing and checking addresses. */
export interface AdminUnits {
  provinces: readonly CatalogueRow[];
  /** Communes of a province given by name or code; empty when the province is unknown. */
  communesOf(province: string): readonly CatalogueRow[];
}

/** What the system knows about the person: prefill key → value in stored form, and where it comes from ("Tài khoản của bạn"). */
export type Known = Readonly<Record<string, { value: unknown; source: string }>>;

/** A known value offered for one field. */
export interface Offer {
  path: string;
  label: string;
  value: unknown;
  /** The value as people read it. */
  text: string;
  source: string;
}

/** A fault of a definition. */
export interface Fault {
  /** "steps.nguoi-nop.items.0" or "schema.properties.x". */
  place: string;
  message: string;
}

/** One part of the answers as people read them: a step, a group in it, or one member of a repeat. */
export interface AnswerSection {
  title: string;
  stepId: string;
  rows: AnswerRow[];
}

export interface AnswerRow {
  path: string;
  label: string;
  /** Empty when nothing was filled in. */
  text: string;
}
