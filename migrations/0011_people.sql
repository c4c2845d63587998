-- Rights as data, groups of officers, work in place of somebody who is away, and why an account is locked.

-- What a holder may do: "role:counter", "title:<folded title>", "group:<code>" or "officer:<id>". A role without a row
-- has the rights it comes with.
create table rights_grant (
  holder text primary key,
  rights text[] not null,
  updated_at timestamptz not null
);

create table officer_group (
  code text primary key,
  name text not null,
  note text not null default '',
  created_at timestamptz not null
);

create table officer_group_member (
  group_code text not null references officer_group (code),
  officer_id bigint not null references officer (id),
  valid_from date not null,
  -- Last day; null: without end.
  valid_to date,
  primary key (group_code, officer_id, valid_from),
  check (valid_to is null or valid_to >= valid_from)
);
create index officer_group_member_officer on officer_group_member (officer_id);

-- From the first day to the last, the substitute holds the absent officer's positions and tasks.
create table substitution (
  id bigint generated always as identity primary key,
  officer_id bigint not null references officer (id),
  substitute_id bigint not null references officer (id),
  valid_from date not null,
  valid_to date not null,
  reason text not null default '',
  check (valid_to >= valid_from),
  check (officer_id <> substitute_id)
);
create index substitution_officer on substitution (officer_id, valid_to);
create index substitution_substitute on substitution (substitute_id, valid_to);

-- As core/text.ts folds: small letters without diacritics, đ as d.
create function fold_text(text) returns text language sql immutable parallel safe strict as $$
  select lower(replace(replace(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'), 'Đ', 'd'))
$$;
alter table officer add column folded text generated always as (fold_text(name)) stored;
create index officer_folded on officer (folded, id);

alter table account add column disabled_reason text not null default '';

-- Group that a step was given to; such a task lies in no unit.
alter table task add column group_code text references officer_group (code);
create index task_open_group on task (group_code, due_at) where closed_at is null and group_code is not null;

create index account_kind on account (kind, id desc);
create index audit_object on audit (object, id desc);
create index audit_account_newest on audit (account_id, id desc);

-- Everybody's rights may be others now: an empty word means every account.
create function tell_everybody() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', '');
  return null;
end $$;
create function tell_substitutes() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', account_id::text) from officer
    where id in (new.substitute_id, old.substitute_id, new.officer_id, old.officer_id);
  return null;
end $$;
create trigger told after insert or update or delete on rights_grant
  for each statement execute function tell_everybody();
create trigger told after insert or update or delete on officer_group
  for each statement execute function tell_everybody();
create trigger told after insert or update or delete on officer_group_member
  for each row execute function tell_officer();
create trigger told after insert or update or delete on substitution
  for each row execute function tell_substitutes();
