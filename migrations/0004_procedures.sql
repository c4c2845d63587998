-- Procedures under administration: fields and groups with order and days, versions that take over on their day.

-- A procedure group is a part of a field, kept beside it: one catalogue for portal and office.
alter table field
  add column parent_code text references field (code) on update cascade,
  -- Order in lists; null: after those with one, by name.
  add column position int,
  add column valid_from date not null default '1900-01-01',
  -- First day on which it is closed.
  add column valid_to date,
  -- The field (or group) that takes its procedures from that day.
  add column merged_into text references field (code);

alter table procedure add column group_code text references field (code);
create index procedure_group on procedure (group_code) where group_code is not null;

-- A version waits for its day (scheduled), is in force (published) or was, or was called off (retired). Unfinished work
-- lies in config_draft.
alter table procedure_version drop constraint procedure_version_state_check;
update procedure_version set state = 'retired', valid_to = valid_from where state = 'draft';
alter table procedure_version
  add constraint procedure_version_state_check check (state in ('scheduled', 'published', 'retired')),
  add column note text not null default '',
  -- Number of the earlier version that this one says again.
  add column republished int;

-- Never two in force at one moment, whoever writes.
create extension if not exists btree_gist;
update procedure_version set valid_to = valid_from where valid_to < valid_from;
alter table procedure_version add constraint procedure_version_one_in_force
  exclude using gist (procedure_code with =, tstzrange(valid_from, valid_to) with &&) deferrable initially deferred;
create unique index procedure_version_published on procedure_version (procedure_code) where state = 'published';

-- Whose day comes: few rows, looked at every few seconds.
create index procedure_version_coming on procedure_version (valid_from) where state = 'scheduled';
create index procedure_version_ending on procedure_version (valid_to) where state = 'published' and valid_to is not null;
