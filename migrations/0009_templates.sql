-- Templates of slips and results: sets that the law exchanges as a whole, and published versions that never change.
-- A kind without a version is printed from the template that ships with the program.

create table template_set (
  code text primary key,
  name text not null,
  legal_basis text not null,
  -- The set with the latest beginning is in force; two can not begin at the same moment.
  valid_from timestamptz not null unique
);
insert into template_set values (
  'tt01-2018',
  'Sáu mẫu theo Thông tư 01/2018/TT-VPCP',
  'Thông tư số 01/2018/TT-VPCP ngày 23/11/2018, Điều 9',
  '2019-01-06 00:00:00+07'
);

create table template_version (
  id bigint generated always as identity primary key,
  -- null: a template of results, which belongs to no set.
  set_code text references template_set (code),
  kind text not null,
  version int not null,
  name text not null,
  legal_basis text not null default '',
  file_id uuid not null references file (id),
  -- Placeholders found in it, as far as a result binds them: {"name": "text" | ["column", …]}.
  fields jsonb not null default '{}',
  published_by bigint references account (id),
  published_at timestamptz not null,
  unique nulls not distinct (set_code, kind, version)
);

-- The version a slip is printed from, also when another is published before its first print; null: the one that ships.
alter table slip add column template_version_id bigint references template_version (id);
