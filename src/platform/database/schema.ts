import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { AgencyCode, FormerName } from '../../core/agency/index.ts';
import type { Collected, Delivery, Party, Source, SupplementItem } from '../../core/dossier.ts';
import type { Flow, FlowState, StepKind } from '../../core/flow/types.ts';
import type { Address, Answers, FormDefinition } from '../../core/form/types.ts';
import type { LimitUnit, ProcedureDefinition } from '../../core/procedure.ts';
import type { Status } from '../../core/status/types.ts';

/* Names are those of migrations/. A jsonb column is read as its type and written as JSON text. */

/** Working spans by ISO weekday, in minutes of the day. */
export type WeeklyHours = Record<string, [number, number][]>;
export type PositionRole = 'counter' | 'head' | 'officer' | 'leader' | 'clerk' | 'editor' | 'admin';
export type AccountKind = 'citizen' | 'organisation' | 'officer';

export interface SettingTable {
  key: string;
  value: ColumnType<unknown, string, string>;
  valid_from: Generated<Date>;
}

export interface StatusTransitionTable {
  from_status: string | null;
  to_status: string;
}

export interface StatusDetailTable {
  code: string;
  under: Status;
  label: string;
  citizen_text: Generated<string>;
  position: Generated<number>;
  valid_from: string;
  valid_to: string | null;
}

export interface StatusNoteTable {
  status: Status;
  position: number;
  note: Generated<string>;
}

export interface AdminUnitTable {
  code: string;
  level: string;
  name: string;
  folded: string;
  province_code: string | null;
  valid_from: Generated<string>;
  valid_to: string | null;
  successor_codes: Generated<string[]>;
}

export interface CatalogueItemTable {
  catalogue: string;
  code: string;
  name: string;
  position: Generated<number>;
  valid_from: Generated<string>;
  valid_to: string | null;
}

export interface AgencyTable {
  id: GeneratedAlways<number>;
  slug: string;
  name: string;
  short_name: string;
  kind: 'province' | 'center' | 'department' | 'commune';
  code_new: string;
  code_old: string;
  parent_id: number | null;
  receives_at_id: number | null;
  address: Generated<string>;
  phone: Generated<string>;
  email: Generated<string>;
  hours: JSONColumnType<WeeklyHours>;
  valid_from: Generated<string>;
  valid_to: string | null;
  successor_ids: Generated<number[]>;
  former_names: ColumnType<FormerName[], string | undefined, string>;
  codes: ColumnType<AgencyCode[], string | undefined, string>;
}

export interface UnitTable {
  id: GeneratedAlways<number>;
  agency_id: number;
  code: string;
  name: string;
  kind: 'counter' | 'division' | 'leadership' | 'clerk';
  phone: Generated<string>;
  valid_from: Generated<string>;
  valid_to: string | null;
  successor_id: number | null;
}

export interface ReorganisationTable {
  id: GeneratedAlways<number>;
  kind: 'merge' | 'split';
  title: string;
  day: string;
  plan: ColumnType<unknown, string, string>;
  state: 'planned' | 'done' | 'cancelled' | 'taken-back';
  outcome: ColumnType<unknown, string | null | undefined, string | null>;
  record: ColumnType<unknown, string | null | undefined, string | null>;
  problem: string | null;
  planned_by: number;
  planned_at: Date;
  done_at: Date | null;
}

/** A dossier that a merger or split moved, as it was. */
export interface ReorganisationDossierTable {
  reorganisation_id: number;
  dossier_id: number;
  revision: number;
  agency_id: number;
  reception_agency_id: number;
  filed_agency_id: number | null;
  filed_reception_agency_id: number | null;
  current_agency_id: number | null;
  current_unit_id: number | null;
  current_officer_id: number | null;
  tasks: JSONColumnType<{ id: number; agency: number; unit: number | null; assignee: number | null }[]>;
}

export interface CalendarDayTable {
  agency_id: number | null;
  day: string;
  kind: 'holiday' | 'rest' | 'working';
  name: string;
  spans: JSONColumnType<[number, number][] | null, string | null | undefined, string | null>;
}

export interface PersonTable {
  id: GeneratedAlways<number>;
  kind: 'citizen' | 'organisation';
  name: string;
  folded: string;
  identity_no: string | null;
  birth_date: string | null;
  gender: string | null;
  phone: string | null;
  email: string | null;
  address: JSONColumnType<Address | null, string | null | undefined, string | null>;
  representative: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface AccountTable {
  id: GeneratedAlways<number>;
  kind: AccountKind;
  username: string;
  phone: string | null;
  email: string | null;
  email_confirmed_at: Date | null;
  password_hash: string;
  person_id: number | null;
  display_name: string;
  failed_logins: Generated<number>;
  locked_until: Date | null;
  disabled_at: Date | null;
  must_change_password: Generated<boolean>;
  created_at: Generated<Date>;
  last_login_at: Date | null;
  /** Why it was closed, in words for the person; empty while it is open. */
  disabled_reason: Generated<string>;
}

export interface AccountTokenTable {
  token_hash: Buffer;
  account_id: number;
  purpose: 'confirm-email' | 'reset-password';
  email: string;
  expires_at: Date;
  used_at: Date | null;
}

export interface SessionTable {
  id_hash: Buffer;
  account_id: number | null;
  created_at: Date;
  seen_at: Date;
  user_agent: Generated<string>;
  ip: Generated<string>;
}

export interface OfficerTable {
  id: GeneratedAlways<number>;
  account_id: number;
  name: string;
  folded: GeneratedAlways<string>;
  email: string | null;
  phone: string | null;
}

export interface PositionTable {
  id: GeneratedAlways<number>;
  officer_id: number;
  unit_id: number;
  role: PositionRole;
  title: string;
  valid_from: Generated<string>;
  valid_to: string | null;
}

export interface RightsGrantTable {
  /** "role:counter", "title:<folded title>", "group:<code>" or "officer:<id>". */
  holder: string;
  rights: string[];
  updated_at: Date;
}

export interface OfficerGroupTable {
  code: string;
  name: string;
  note: Generated<string>;
  created_at: Date;
}

export interface OfficerGroupMemberTable {
  group_code: string;
  officer_id: number;
  valid_from: string;
  valid_to: string | null;
}

export interface SubstitutionTable {
  id: GeneratedAlways<number>;
  officer_id: number;
  substitute_id: number;
  valid_from: string;
  valid_to: string;
  reason: Generated<string>;
}

export interface FieldTable {
  code: string;
  name: string;
  folded: string;
  /** The field that a procedure group belongs to; null: a field. */
  parent_code: string | null;
  position: number | null;
  valid_from: Generated<string>;
  valid_to: string | null;
  merged_into: string | null;
}

export interface FormVersionTable {
  id: GeneratedAlways<number>;
  code: string;
  version: number;
  definition: JSONColumnType<FormDefinition>;
  published_at: Date;
  published_by: number | null;
  note: Generated<string>;
}

export interface FlowVersionTable {
  id: GeneratedAlways<number>;
  code: string;
  version: number;
  name: string;
  bpmn: string;
  compiled: JSONColumnType<Flow>;
  /** Detailed status of each step, '' where it has none; made by the database of `compiled`. */
  step_statuses: GeneratedAlways<Record<string, string>>;
  published_at: Date;
  published_by: Generated<number | null>;
  note: Generated<string>;
  /** Number of the earlier version that this one says again. */
  republished: Generated<number | null>;
}

export interface ProcedureTable {
  code: string;
  name: string;
  folded: string;
  search_text: string;
  search: string;
  field_code: string;
  group_code: string | null;
  levels: string[];
  subjects: string[];
  service_kind: 'full' | 'partial' | 'information';
  service_level: number;
  version_id: number | null;
  popularity: Generated<number>;
  needs_review: Generated<boolean>;
  replaced_by: string | null;
  updated_at: Generated<Date>;
}

export interface ProcedureVersionTable {
  id: GeneratedAlways<number>;
  procedure_code: string;
  version: number;
  state: 'scheduled' | 'published' | 'retired';
  definition: JSONColumnType<ProcedureDefinition>;
  content_hash: string;
  form_version_id: number | null;
  flow_version_id: number | null;
  valid_from: Generated<Date>;
  valid_to: Date | null;
  published_by: number | null;
  published_at: Date | null;
  note: Generated<string>;
  republished: number | null;
}

export interface ProcedureAgencyTable {
  procedure_code: string;
  agency_id: number;
}

export interface FileTable {
  id: Generated<string>;
  sha256: string;
  name: string;
  mime: string;
  size: number;
  created_by: number | null;
  created_at: Generated<Date>;
}

export interface DraftTable {
  id: Generated<string>;
  account_id: number;
  procedure_code: string;
  procedure_version_id: number;
  form_version_id: number | null;
  agency_id: number;
  case_code: string;
  answers: ColumnType<Answers, string | undefined, string>;
  files: ColumnType<Record<string, string[]>, string | undefined, string>;
  delivery: ColumnType<Partial<Delivery>, string | undefined, string>;
  step: Generated<string>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  dossier_id: number | null;
}

export interface DossierTable {
  id: GeneratedAlways<number>;
  code: string | null;
  registration_no: string;
  draft_id: string | null;
  intake_key: string | null;
  procedure_code: string;
  procedure_version_id: number;
  form_version_id: number | null;
  flow_version_id: number;
  case_code: string;
  source: Source;
  agency_id: number;
  reception_agency_id: number;
  applicant_account_id: number | null;
  applicant_person_id: number | null;
  owner_person_id: number | null;
  applicant: JSONColumnType<Party>;
  owner: JSONColumnType<Party>;
  search_text: string;
  content: string;
  answers: ColumnType<Answers, string | undefined, string>;
  delivery: ColumnType<Partial<Delivery>, string | undefined, string>;
  status: Status;
  status_reason: string | null;
  status_at: Date;
  submitted_at: Date;
  accepted_at: Date | null;
  limit_amount: number | null;
  limit_unit: LimitUnit | null;
  due_at: Date | null;
  original_due_at: Date | null;
  paused_at: Date | null;
  remaining_minutes: number | null;
  supplement_until: Date | null;
  supplement_count: Generated<number>;
  extension_count: Generated<number>;
  done_at: Date | null;
  returned_at: Date | null;
  collected: JSONColumnType<Collected | null, string | null | undefined, string | null>;
  flow_state: JSONColumnType<FlowState>;
  current_step: StepKind | null;
  current_agency_id: number | null;
  current_unit_id: number | null;
  current_officer_id: number | null;
  revision: Generated<number>;
  updated_at: Date;
  filed_agency_id: number | null;
  filed_reception_agency_id: number | null;
}

/** Written by triggers on dossier alone: one row a dossier and an agency that may see it. */
export interface DossierFindTable {
  agency_id: number;
  submitted_at: Date;
  dossier_id: number;
  search_text: string;
  handled_by: number;
  filed_with: number | null;
}

export interface DossierCounterTable {
  agency_code: string;
  day: string;
  last: number;
}

export interface PaperTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  component_code: string;
  name: string;
  originals: Generated<number>;
  copies: Generated<number>;
  required: Generated<boolean>;
  state: 'given' | 'missing' | 'wanted';
  note: Generated<string>;
  verified_at: Date | null;
  verified_by: number | null;
}

export interface PaperFileTable {
  paper_id: number;
  file_id: string;
  position: number;
  added_at: Generated<Date>;
  replaced_at: Date | null;
}

export interface TaskTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  kind: 'step' | 'consult';
  token: string | null;
  node: string;
  step: StepKind;
  name: string;
  agency_id: number;
  unit_id: number | null;
  role: PositionRole | null;
  assignee_id: number | null;
  /** Group that the step was given to. */
  group_code: string | null;
  minutes: number | null;
  opened_at: Date;
  due_at: Date | null;
  paused_at: Date | null;
  remaining_minutes: number | null;
  closed_at: Date | null;
  closed_by: number | null;
  outcome: string | null;
  parent_id: number | null;
  request: string | null;
  answer: string | null;
}

export interface SupplementTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  reason: string;
  items: JSONColumnType<SupplementItem[]>;
  requested_at: Date;
  requested_by: number | null;
  before_acceptance: boolean;
  until: Date | null;
  answered_at: Date | null;
  note: string | null;
}

export interface DossierFeeTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  code: string;
  name: string;
  kind: 'fee' | 'charge';
  amount: number;
  due_until: Date | null;
  paid_at: Date | null;
  method: string | null;
  receipt_no: string | null;
  received_by: number | null;
}

export interface ResultTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  type_code: string;
  name: string;
  number: string | null;
  summary: Generated<string>;
  file_id: string | null;
  drafted_by: number | null;
  drafted_at: Date;
  signed_by: number | null;
  signed_at: Date | null;
  issued_by: number | null;
  issued_at: Date | null;
}

export interface BookCounterTable {
  agency_id: number;
  book: string;
  year: number;
  last: number;
}

export interface SlipTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  kind: string;
  number: string | null;
  data: JSONColumnType<Record<string, unknown>>;
  file_id: string | null;
  made_by: number | null;
  made_at: Date;
  template_version_id: number | null;
}

export interface TraceTable {
  id: GeneratedAlways<number>;
  dossier_id: number;
  at: Date;
  action: string;
  action_key: string | null;
  from_status: Status | null;
  to_status: Status;
  actor_kind: 'citizen' | 'officer' | 'system';
  actor_account_id: number | null;
  actor_officer_id: number | null;
  actor_name: string;
  actor_title: Generated<string>;
  unit_name: Generated<string>;
  agency_name: Generated<string>;
  step_name: string | null;
  note: Generated<string>;
  internal_note: Generated<string>;
  data: ColumnType<Record<string, unknown>, string | undefined, string>;
}

export interface AuditTable {
  id: GeneratedAlways<number>;
  at: Generated<Date>;
  account_id: number | null;
  ip: Generated<string>;
  action: string;
  object: string;
  detail: ColumnType<Record<string, unknown>, string | undefined, string>;
}

export interface NoticeTable {
  id: GeneratedAlways<number>;
  account_id: number;
  dossier_id: number | null;
  at: Date;
  title: string;
  body: string;
  link: string;
  read_at: Date | null;
}

export interface TemplateSetTable {
  code: string;
  name: string;
  legal_basis: string;
  valid_from: Date;
}

export interface TemplateVersionTable {
  id: GeneratedAlways<number>;
  set_code: string | null;
  kind: string;
  version: number;
  name: string;
  legal_basis: Generated<string>;
  file_id: string;
  fields: JSONColumnType<Record<string, 'text' | string[]>>;
  published_by: number | null;
  published_at: Date;
}

export interface ConfigDraftTable {
  kind: string;
  key: string;
  title: string;
  body: ColumnType<unknown, string, string>;
  based_on: number | null;
  revision: Generated<number>;
  updated_by: number;
  updated_at: Date;
}

export interface ConfigChangeTable {
  id: GeneratedAlways<number>;
  at: Date;
  account_id: number | null;
  object: string;
  title: string;
  action: string;
  before: ColumnType<unknown, string | null, never>;
  after: ColumnType<unknown, string | null, never>;
}

export interface FlowMoveTable {
  id: GeneratedAlways<number>;
  flow_code: string;
  from_version_ids: number[];
  to_version_id: number;
  mapping: JSONColumnType<Record<string, Record<string, string>>>;
  ordered_by: number;
  ordered_name: string;
  ordered_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

export interface FlowMoveItemTable {
  move_id: number;
  dossier_id: number;
  revision: number;
  action_key: Generated<string>;
  outcome: 'moved' | 'left' | null;
  reason: Generated<string>;
}

export interface CatalogueTable {
  code: string;
  name: string;
  kind: 'shared' | 'internal';
  description: Generated<string>;
}

export interface ExchangeRunTable {
  id: GeneratedAlways<number>;
  source: 'procedures' | 'catalogues';
  kind: 'fetch' | 'accept';
  state: 'queued' | 'running' | 'done' | 'failed';
  requested_by: number | null;
  requested_at: Date;
  selection: ColumnType<unknown, string | null, string | null>;
  started_at: Date | null;
  heartbeat_at: Date | null;
  finished_at: Date | null;
  total: Generated<number>;
  done: Generated<number>;
  counts: ColumnType<Record<string, number>, string | undefined, string>;
  reason: string | null;
}

export interface ExchangeFaultTable {
  id: GeneratedAlways<number>;
  run_id: number;
  code: string;
  reason: string;
  part: string | null;
}

export interface ExchangeRecordTable {
  source: 'procedures' | 'catalogues';
  code: string;
  title: string;
  body: ColumnType<unknown, string, string>;
  hash: string;
  decided: ColumnType<unknown, string | null, string | null>;
  gone: Generated<boolean>;
  kept: Generated<boolean>;
  outlook: Generated<'new' | 'changed' | 'waiting' | 'retired' | 'same'>;
  differences: Generated<number>;
  against: number | null;
  changed_at: Date;
  waiting: ColumnType<unknown, string | null, string | null>;
}

export interface Schema {
  setting: SettingTable;
  status_transition: StatusTransitionTable;
  status_detail: StatusDetailTable;
  status_note: StatusNoteTable;
  admin_unit: AdminUnitTable;
  catalogue_item: CatalogueItemTable;
  catalogue: CatalogueTable;
  exchange_run: ExchangeRunTable;
  exchange_fault: ExchangeFaultTable;
  exchange_record: ExchangeRecordTable;
  agency: AgencyTable;
  reorganisation: ReorganisationTable;
  reorganisation_dossier: ReorganisationDossierTable;
  unit: UnitTable;
  calendar_day: CalendarDayTable;
  person: PersonTable;
  account: AccountTable;
  account_token: AccountTokenTable;
  session: SessionTable;
  officer: OfficerTable;
  position: PositionTable;
  rights_grant: RightsGrantTable;
  officer_group: OfficerGroupTable;
  officer_group_member: OfficerGroupMemberTable;
  substitution: SubstitutionTable;
  field: FieldTable;
  form_version: FormVersionTable;
  flow_version: FlowVersionTable;
  procedure: ProcedureTable;
  procedure_version: ProcedureVersionTable;
  procedure_agency: ProcedureAgencyTable;
  file: FileTable;
  draft: DraftTable;
  dossier: DossierTable;
  dossier_find: DossierFindTable;
  dossier_counter: DossierCounterTable;
  paper: PaperTable;
  paper_file: PaperFileTable;
  task: TaskTable;
  flow_move: FlowMoveTable;
  flow_move_item: FlowMoveItemTable;
  supplement: SupplementTable;
  dossier_fee: DossierFeeTable;
  result: ResultTable;
  book_counter: BookCounterTable;
  slip: SlipTable;
  trace: TraceTable;
  audit: AuditTable;
  notice: NoticeTable;
  config_draft: ConfigDraftTable;
  template_set: TemplateSetTable;
  template_version: TemplateVersionTable;
  config_change: ConfigChangeTable;
}
