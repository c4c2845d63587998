-- Synchronisation with the national procedure database and the shared catalogues (II.1.3, II.16.1), and the
-- catalogues that administrators edit themselves (II.16.2).

-- What lists there are. A list that only its items know of counts as an internal one under its own code.
create table catalogue (
  code text primary key,
  name text not null,
  -- shared: kept by the national system, read-only here · internal: kept by the province.
  kind text not null check (kind in ('shared', 'internal')),
  description text not null default ''
);
insert into catalogue (code, name, kind, description) values
  ('countries', 'Quốc gia, quốc tịch', 'shared', 'Dùng cho quốc tịch, nơi sinh ở nước ngoài.'),
  ('ethnicities', 'Dân tộc', 'shared', 'Danh mục các dân tộc Việt Nam.'),
  ('religions', 'Tôn giáo', 'shared', 'Danh mục tôn giáo.'),
  ('genders', 'Giới tính', 'shared', 'Dùng trong mọi tờ khai hộ tịch, cư trú.'),
  ('marital-statuses', 'Tình trạng hôn nhân', 'shared', 'Dùng trong tờ khai hộ tịch.'),
  ('relations', 'Quan hệ với chủ hồ sơ', 'internal', 'Người nộp hồ sơ là ai đối với chủ hồ sơ.'),
  ('business-lines', 'Ngành, nghề kinh doanh thường gặp', 'internal', 'Gợi ý khi đăng ký hộ kinh doanh.'),
  ('search-synonyms', 'Từ thay thế khi tìm thủ tục', 'internal', 'Mã là từ người dân gõ, tên là từ dùng để tìm.');

-- One run against the national system: fetching what it has, or taking over what was accepted.
create table exchange_run (
  id bigint generated always as identity primary key,
  source text not null check (source in ('procedures', 'catalogues')),
  kind text not null check (kind in ('fetch', 'accept')),
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  -- null: begun by the clock.
  requested_by bigint references account (id),
  requested_at timestamptz not null,
  -- What an acceptance takes: {"codes": [...]} or {"outlooks": [...]}.
  selection jsonb,
  started_at timestamptz,
  -- Last sign of life; a run without one for long was cut off.
  heartbeat_at timestamptz,
  finished_at timestamptz,
  total int not null default 0,
  done int not null default 0,
  counts jsonb not null default '{}',
  -- Why it failed, in words for the administrator.
  reason text
);
create unique index exchange_run_one on exchange_run (source) where state in ('queued', 'running');
create index exchange_run_requested_by on exchange_run (requested_by);

-- Records of a run that could not be read or taken over. The others went on.
create table exchange_fault (
  id bigint generated always as identity primary key,
  run_id bigint not null references exchange_run (id),
  code text not null,
  reason text not null
);
create index exchange_fault_run on exchange_fault (run_id, id);

-- What the national system has, as it came, beside what was decided about it here.
create table exchange_record (
  source text not null check (source in ('procedures', 'catalogues')),
  -- Procedure code, or "<catalogue>/<item code>".
  code text not null,
  title text not null,
  body jsonb not null,
  hash text not null,
  -- Body at the last decision: what is equal to it has been decided already. null: never decided.
  decided jsonb,
  -- No longer in the newest complete list.
  gone boolean not null default false,
  -- The retirement there was looked at, and the record kept here.
  kept boolean not null default false,
  outlook text not null default 'same' check (outlook in ('new', 'changed', 'retired', 'same')),
  differences int not null default 0,
  -- Published version that the outlook was worked out against.
  against bigint,
  changed_at timestamptz not null,
  primary key (source, code)
);
create index exchange_record_outlook on exchange_record (source, outlook, code) where outlook <> 'same';
