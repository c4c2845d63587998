-- Detailed statuses under those of Appendix I, and the moving of running dossiers to another version of their flow.

-- A status of the province's own, always shown beside the one of Appendix I that it stands under (II.4.1).
create table status_detail (
  code text primary key,
  under text not null,
  label text not null,
  -- What the applicant reads; empty: the label.
  citizen_text text not null default '',
  position int not null default 0,
  valid_from date not null,
  -- Last day; null: without end.
  valid_to date,
  check (valid_to is null or valid_to >= valid_from)
);

-- Order and explanation of the statuses of Appendix I; their names are fixed.
create table status_note (
  status text primary key,
  position int not null,
  note text not null default ''
);

create trigger published after insert or update or delete or truncate on status_detail
  for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on status_note
  for each statement execute function tell_published();

-- Detailed status of the step that is open; shown while it stands under the dossier's status.
alter table dossier add column status_detail text;

create index dossier_flow on dossier (flow_version_id, id)
  where status not in ('refused', 'stopped', 'withdrawn', 'returned');

-- One order to move running dossiers, and each dossier it is about.
create table flow_move (
  id bigint generated always as identity primary key,
  flow_code text not null,
  from_version_ids bigint[] not null,
  to_version_id bigint not null references flow_version (id),
  -- {"<version id>": {"<node>": "<node of the new version>"}}
  mapping jsonb not null,
  ordered_by bigint not null references account (id),
  ordered_name text not null,
  ordered_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index flow_move_code on flow_move (flow_code, id desc);

create table flow_move_item (
  move_id bigint not null references flow_move (id),
  dossier_id bigint not null references dossier (id),
  -- As it was when the order was given: a dossier that changed since is left.
  revision int not null,
  -- Key under which the trace knows the move, so that a job that begins again moves nothing twice.
  action_key uuid not null default gen_random_uuid(),
  outcome text check (outcome in ('moved', 'left')),
  reason text not null default '',
  primary key (move_id, dossier_id)
);
create index flow_move_waiting on flow_move_item (move_id, dossier_id) where outcome is null;
