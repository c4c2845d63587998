-- The foundation: agencies and people, procedures with their forms and flows, dossiers with tasks and trace.
-- Moments are timestamptz; text is NFC; folded columns hold lower case without diacritics (đ→d).

create extension if not exists pg_trgm;

-- ---------------------------------------------------------------------------------------------------------
-- Settings and the law's data

-- What an amendment may change and a deployment may choose; the newest row in force wins.
create table setting (
  key text not null,
  value jsonb not null,
  valid_from timestamptz not null default '-infinity',
  primary key (key, valid_from)
);

-- Allowed status changes (II.4.2). from_status null: how a dossier may begin.
create table status_transition (
  from_status text,
  to_status text not null,
  unique nulls not distinct (from_status, to_status)
);

create table admin_unit (
  code text primary key,
  level text not null check (level in ('province', 'commune')),
  name text not null,
  folded text not null,
  province_code text references admin_unit (code),
  valid_from date not null default '2025-07-01',
  valid_to date
);
create index admin_unit_province on admin_unit (province_code, folded);

create table catalogue_item (
  catalogue text not null,
  code text not null,
  name text not null,
  position int not null default 0,
  valid_from date not null default '1900-01-01',
  valid_to date,
  primary key (catalogue, code, valid_from)
);

-- ---------------------------------------------------------------------------------------------------------
-- Agencies, units, officers

create table agency (
  id bigint generated always as identity primary key,
  slug text not null unique,
  name text not null,
  short_name text not null,
  kind text not null check (kind in ('province', 'center', 'department', 'commune')),
  code_new text not null,
  code_old text not null,
  parent_id bigint references agency (id),
  -- The agency whose counter receives for this one; itself when it has its own counter.
  receives_at_id bigint references agency (id),
  address text not null default '',
  phone text not null default '',
  email text not null default '',
  -- Weekly working spans: {"1": [[450,690],[810,1020]], ...} in minutes of the day, ISO weekdays.
  hours jsonb not null,
  valid_from date not null default '2025-07-01',
  valid_to date,
  successor_ids bigint[] not null default '{}'
);

create table unit (
  id bigint generated always as identity primary key,
  agency_id bigint not null references agency (id),
  code text not null,
  name text not null,
  kind text not null check (kind in ('counter', 'division', 'leadership', 'clerk')),
  phone text not null default '',
  valid_from date not null default '2025-07-01',
  valid_to date,
  unique (agency_id, code)
);

-- Holidays, rest days and swapped working days (Labour Code, art. 111–112). agency_id null: the whole province.
create table calendar_day (
  agency_id bigint references agency (id),
  day date not null,
  kind text not null check (kind in ('holiday', 'rest', 'working')),
  name text not null,
  spans jsonb,
  unique nulls not distinct (agency_id, day)
);

-- ---------------------------------------------------------------------------------------------------------
-- People and accounts

-- A person or an organisation that the province knows: the contact book of the counter (II.5.7) and the owner of records.
create table person (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('citizen', 'organisation')),
  name text not null,
  folded text not null,
  -- Personal identification number or tax code.
  identity_no text,
  birth_date date,
  gender text,
  phone text,
  email text,
  address jsonb,
  -- Organisations: who acts for them.
  representative text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index person_identity on person (kind, identity_no) where identity_no is not null;
create index person_folded on person using gin (folded gin_trgm_ops);
create index person_phone on person (phone);

create table account (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('citizen', 'organisation', 'officer')),
  username text not null,
  phone text,
  email text,
  email_confirmed_at timestamptz,
  password_hash text not null,
  person_id bigint references person (id),
  -- Shown in greetings and in the trace.
  display_name text not null,
  failed_logins int not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  must_change_password boolean not null default false,
  created_at timestamptz not null default now(),
  last_login_at timestamptz
);
create unique index account_username on account (lower(username));
create unique index account_phone on account (phone) where phone is not null;
create unique index account_email on account (lower(email)) where email is not null;

-- One-time links: e-mail confirmation and password reset. Only the hash is kept.
create table account_token (
  token_hash bytea primary key,
  account_id bigint not null references account (id),
  purpose text not null check (purpose in ('confirm-email', 'reset-password')),
  email text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  id_hash bytea primary key,
  account_id bigint references account (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  user_agent text not null default '',
  ip text not null default ''
);
create index session_account on session (account_id);

create table officer (
  id bigint generated always as identity primary key,
  account_id bigint not null unique references account (id),
  name text not null,
  email text,
  phone text
);

-- Role of an officer in a unit, by date; one officer may hold several.
create table position (
  id bigint generated always as identity primary key,
  officer_id bigint not null references officer (id),
  unit_id bigint not null references unit (id),
  role text not null check (role in ('counter', 'head', 'officer', 'leader', 'clerk', 'editor', 'admin')),
  title text not null,
  valid_from date not null default '2025-07-01',
  valid_to date
);
create index position_officer on position (officer_id);
create index position_unit on position (unit_id, role);

-- ---------------------------------------------------------------------------------------------------------
-- Procedures, forms, flows: published versions never change

create table field (
  code text primary key,
  name text not null,
  folded text not null
);

create table form_version (
  id bigint generated always as identity primary key,
  code text not null,
  version int not null,
  definition jsonb not null,
  published_at timestamptz not null,
  unique (code, version)
);

create table flow_version (
  id bigint generated always as identity primary key,
  code text not null,
  version int not null,
  name text not null,
  bpmn text not null,
  compiled jsonb not null,
  published_at timestamptz not null,
  unique (code, version)
);

create table procedure (
  code text primary key,
  name text not null,
  folded text not null,
  -- Folded name, everyday words and field: what search looks in.
  search_text text not null,
  search tsvector not null,
  field_code text not null references field (code),
  levels text[] not null,
  subjects text[] not null,
  service_kind text not null check (service_kind in ('full', 'partial', 'information')),
  service_level int not null check (service_level between 1 and 4),
  -- The published version; null while there is only a draft.
  version_id bigint,
  -- Sorts suggestions: how many dossiers it had.
  popularity int not null default 0,
  needs_review boolean not null default false,
  replaced_by text,
  updated_at timestamptz not null default now()
);
create index procedure_search on procedure using gin (search);
create index procedure_trgm on procedure using gin (search_text gin_trgm_ops);
create index procedure_field on procedure (field_code, folded, code);
create index procedure_folded on procedure (folded, code);

create table procedure_version (
  id bigint generated always as identity primary key,
  procedure_code text not null references procedure (code),
  version int not null,
  state text not null check (state in ('draft', 'published', 'retired')),
  definition jsonb not null,
  -- Hash of the definition: an import that changes nothing writes nothing.
  content_hash text not null,
  form_version_id bigint references form_version (id),
  flow_version_id bigint references flow_version (id),
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  published_by bigint references account (id),
  published_at timestamptz,
  unique (procedure_code, version)
);
alter table procedure add foreign key (version_id) references procedure_version (id) deferrable initially deferred;

-- Which agencies handle a procedure here.
create table procedure_agency (
  procedure_code text not null references procedure (code),
  agency_id bigint not null references agency (id),
  primary key (procedure_code, agency_id)
);
create index procedure_agency_agency on procedure_agency (agency_id);

-- ---------------------------------------------------------------------------------------------------------
-- Files: the content lies in the content-addressed store under its SHA-256

create table file (
  id uuid primary key default gen_random_uuid(),
  sha256 text not null,
  name text not null,
  mime text not null,
  size bigint not null,
  created_by bigint references account (id),
  created_at timestamptz not null default now()
);

-- ---------------------------------------------------------------------------------------------------------
-- Drafts: a citizen's unfinished application. A draft is not a dossier and never counts as filed.

create table draft (
  id uuid primary key default gen_random_uuid(),
  account_id bigint not null references account (id),
  procedure_code text not null references procedure (code),
  procedure_version_id bigint not null references procedure_version (id),
  form_version_id bigint references form_version (id),
  agency_id bigint not null references agency (id),
  case_code text not null,
  answers jsonb not null default '{}',
  -- {"<component code>": ["<file id>", ...]}
  files jsonb not null default '{}',
  -- How the result is to be received: {"method": "online"|"counter"|"post", "address": {...}}
  delivery jsonb not null default '{}',
  step text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Set once, in the transaction that files the dossier.
  dossier_id bigint
);
create index draft_account on draft (account_id, updated_at desc) where dossier_id is null;

-- ---------------------------------------------------------------------------------------------------------
-- Dossiers

create table dossier (
  id bigint generated always as identity primary key,
  -- Dossier code (Circular 01/2018/TT-VPCP, art. 19), issued at reception.
  code text unique,
  -- Registration number shown before reception.
  registration_no text not null unique,
  draft_id uuid unique references draft (id),
  -- Key of the counter's form, so that a resend makes no second dossier.
  intake_key uuid unique,
  procedure_code text not null references procedure (code),
  procedure_version_id bigint not null references procedure_version (id),
  form_version_id bigint references form_version (id),
  flow_version_id bigint not null references flow_version (id),
  case_code text not null,
  source text not null check (source in ('counter', 'online', 'post')),
  agency_id bigint not null references agency (id),
  reception_agency_id bigint not null references agency (id),
  applicant_account_id bigint references account (id),
  applicant_person_id bigint references person (id),
  owner_person_id bigint references person (id),
  -- Names of the day, frozen: {name, identityNo, birthDate, phone, email, address, kind, representative}
  applicant jsonb not null,
  owner jsonb not null,
  -- Folded names, numbers and phones that an officer may type.
  search_text text not null,
  content text not null,
  answers jsonb not null default '{}',
  delivery jsonb not null default '{}',
  status text not null,
  -- Reason that the status must be shown with (refused, stopped, supplement_requested, payment_required).
  status_reason text,
  status_at timestamptz not null,
  submitted_at timestamptz not null,
  accepted_at timestamptz,
  -- The clock: see core/deadline.
  limit_amount int,
  limit_unit text,
  due_at timestamptz,
  original_due_at timestamptz,
  paused_at timestamptz,
  remaining_minutes int,
  supplement_until timestamptz,
  supplement_count int not null default 0,
  extension_count int not null default 0,
  done_at timestamptz,
  returned_at timestamptz,
  -- Who collected: {name, identityNo, relation, proxyPaper, method}
  collected jsonb,
  -- Where the tokens stand: core/flow FlowState.
  flow_state jsonb not null,
  -- Who holds it now, for lists and the status line.
  current_step text,
  current_agency_id bigint references agency (id),
  current_unit_id bigint references unit (id),
  current_officer_id bigint references officer (id),
  -- Rises with every act: a stale page is told so.
  revision int not null default 1,
  updated_at timestamptz not null
);
create index dossier_reception on dossier (reception_agency_id, status, submitted_at desc, id desc);
create index dossier_agency on dossier (agency_id, status, due_at, id);
create index dossier_due on dossier (reception_agency_id, due_at) where status in ('accepted', 'in_progress', 'payment_required');
create index dossier_applicant on dossier (applicant_account_id, submitted_at desc, id desc);
create index dossier_search on dossier using gin (search_text gin_trgm_ops);
create index dossier_registration on dossier (lower(registration_no));
create index dossier_procedure on dossier (procedure_code, submitted_at desc);

-- Next serial of an agency's day: one row an agency code and day, taken by an atomic upsert in the accepting transaction.
create table dossier_counter (
  agency_code text not null,
  day date not null,
  last int not null,
  primary key (agency_code, day)
);

-- Numbers by which a filed dossier is named before its reception; gaps are harmless.
create sequence registration_no_seq;

create table paper (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  component_code text not null,
  name text not null,
  originals int not null default 0,
  copies int not null default 0,
  required boolean not null default true,
  -- given: handed in or attached · missing · wanted: asked for by a supplement request
  state text not null check (state in ('given', 'missing', 'wanted')),
  note text not null default '',
  verified_at timestamptz,
  verified_by bigint references officer (id)
);
create index paper_dossier on paper (dossier_id);

create table paper_file (
  paper_id bigint not null references paper (id),
  file_id uuid not null references file (id),
  position int not null,
  added_at timestamptz not null default now(),
  -- A file replaced by a supplement stays for the record.
  replaced_at timestamptz,
  primary key (paper_id, file_id)
);

-- A task is a step now waiting for somebody, or an opinion asked of another unit.
create table task (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  kind text not null check (kind in ('step', 'consult')),
  token text,
  node text not null,
  step text not null,
  name text not null,
  agency_id bigint not null references agency (id),
  unit_id bigint references unit (id),
  role text,
  assignee_id bigint references officer (id),
  minutes int,
  opened_at timestamptz not null,
  due_at timestamptz,
  paused_at timestamptz,
  -- Working minutes left when the task was paused.
  remaining_minutes int,
  closed_at timestamptz,
  closed_by bigint references officer (id),
  outcome text,
  -- Consultations: what is asked, by which task, what was answered.
  parent_id bigint references task (id),
  request text,
  answer text
);
create index task_dossier on task (dossier_id);
create index task_open_unit on task (unit_id, step, due_at) where closed_at is null;
create index task_open_assignee on task (assignee_id, due_at) where closed_at is null;
create index task_done_by on task (closed_by, closed_at desc) where closed_at is not null;

create table supplement (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  reason text not null,
  -- [{"component": "...", "name": "...", "what": "..."}]
  items jsonb not null,
  requested_at timestamptz not null,
  requested_by bigint references officer (id),
  before_acceptance boolean not null,
  until timestamptz,
  answered_at timestamptz,
  note text
);
create index supplement_dossier on supplement (dossier_id);

create table dossier_fee (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  code text not null,
  name text not null,
  kind text not null check (kind in ('fee', 'charge')),
  amount bigint not null check (amount >= 0),
  due_until timestamptz,
  paid_at timestamptz,
  method text check (method in ('cash', 'transfer')),
  receipt_no text,
  received_by bigint references officer (id)
);
create index dossier_fee_dossier on dossier_fee (dossier_id);

create table result (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  type_code text not null,
  name text not null,
  number text,
  summary text not null default '',
  file_id uuid references file (id),
  drafted_by bigint references officer (id),
  drafted_at timestamptz not null,
  signed_by bigint references officer (id),
  signed_at timestamptz,
  issued_by bigint references officer (id),
  issued_at timestamptz
);
create index result_dossier on result (dossier_id);

-- Next number of an agency's book of a kind and year (results, slips, receipts).
create table book_counter (
  agency_id bigint not null references agency (id),
  book text not null,
  year int not null,
  last int not null,
  primary key (agency_id, book, year)
);

create table slip (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  kind text not null,
  number text,
  -- Facts of the moment it was made, so that a later print says the same.
  data jsonb not null,
  file_id uuid references file (id),
  made_by bigint references officer (id),
  made_at timestamptz not null
);
create index slip_dossier on slip (dossier_id, kind);

-- ---------------------------------------------------------------------------------------------------------
-- Trace and audit: append-only

create table trace (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossier (id),
  at timestamptz not null,
  action text not null,
  -- Key of the form that sent it: a resend finds the act already done.
  action_key uuid,
  from_status text,
  to_status text not null,
  actor_kind text not null check (actor_kind in ('citizen', 'officer', 'system')),
  actor_account_id bigint references account (id),
  actor_officer_id bigint references officer (id),
  actor_name text not null,
  actor_title text not null default '',
  unit_name text not null default '',
  agency_name text not null default '',
  step_name text,
  -- What the applicant may read.
  note text not null default '',
  -- Opinions and directions that stay inside (never shown to applicants).
  internal_note text not null default '',
  data jsonb not null default '{}'
);
create index trace_dossier on trace (dossier_id, id);
create unique index trace_action_key on trace (dossier_id, action_key) where action_key is not null;

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  account_id bigint,
  ip text not null default '',
  action text not null,
  object text not null,
  detail jsonb not null default '{}'
);
create index audit_at on audit (at);
create index audit_account on audit (account_id, at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger trace_append_only before update or delete on trace for each row execute function refuse_change();
create trigger trace_no_truncate before truncate on trace for each statement execute function refuse_change();
create trigger audit_append_only before update or delete on audit for each row execute function refuse_change();
create trigger audit_no_truncate before truncate on audit for each statement execute function refuse_change();

-- ---------------------------------------------------------------------------------------------------------
-- Notices to accounts

create table notice (
  id bigint generated always as identity primary key,
  account_id bigint not null references account (id),
  dossier_id bigint references dossier (id),
  at timestamptz not null,
  title text not null,
  body text not null,
  link text not null,
  read_at timestamptz
);
create index notice_account on notice (account_id, at desc, id desc);
create index notice_unread on notice (account_id) where read_at is null;
