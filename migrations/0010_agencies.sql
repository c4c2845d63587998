-- Agencies change their names and codes, merge and split (Resolution 202/2025/QH15); what they were stays known.

-- Earlier names, [{"name", "shortName", "to"}]: to is the last day of the name.
alter table agency add column former_names jsonb not null default '[]';
-- Codes with the days on which they hold, [{"style", "code", "from", "to"}]; empty: code_new and code_old always did.
alter table agency add column codes jsonb not null default '[]';

-- The unit that took over what lay here.
alter table unit add column successor_id bigint references unit (id);

alter table admin_unit add column successor_codes text[] not null default '{}';

-- Where the dossier was filed and received, when another agency answers for it now; null: it never moved.
alter table dossier add column filed_agency_id bigint references agency (id);
alter table dossier add column filed_reception_agency_id bigint references agency (id);
create index dossier_filed_agency on dossier (filed_agency_id, submitted_at desc) where filed_agency_id is not null;

-- Mergers and splits: planned, and on their day carried out as a whole or not at all.
create table reorganisation (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('merge', 'split')),
  title text not null,
  day date not null,
  plan jsonb not null,
  state text not null check (state in ('planned', 'done', 'cancelled')),
  -- Numbers of what was moved; null until it is done.
  outcome jsonb,
  -- Why the day's attempt was turned back; null: not tried, or done.
  problem text,
  planned_by bigint not null references account (id),
  planned_at timestamptz not null,
  done_at timestamptz
);
create index reorganisation_state on reorganisation (state, day);
