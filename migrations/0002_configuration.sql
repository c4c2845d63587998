-- What administrators change: unfinished work kept apart from what is in force, and every change with before and after.

-- An unfinished edit of something that is published as versions (procedure, form, flow, template). One per thing: two
-- administrators share it, and the revision tells the second that the first has saved.
create table config_draft (
  kind text not null,
  key text not null,
  title text not null,
  body jsonb not null,
  -- Number of the published version it was begun from; null for something new.
  based_on int,
  revision int not null default 1,
  updated_by bigint not null references account (id),
  updated_at timestamptz not null,
  primary key (kind, key)
);

-- One change of what the office runs on. The audit log says who and from where; this says what, whole enough to be
-- taken back.
create table config_change (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  account_id bigint references account (id),
  -- "<kind>:<key>", such as "agency:12".
  object text not null,
  -- Name of the thing on that day.
  title text not null,
  action text not null,
  before jsonb,
  after jsonb
);
create index config_change_object on config_change (object, id desc);

create trigger config_change_append_only before update or delete on config_change
  for each row execute function refuse_change();
create trigger config_change_no_truncate before truncate on config_change
  for each statement execute function refuse_change();
