-- Speed: word of changes to every process that keeps something, and indexes for the pages most asked for.

-- ---------------------------------------------------------------------------------------------------------
-- Word of changes. Processes listen and drop what they kept; told at commit, once a transaction.

-- For tables whose content pages show to everybody.
create function tell_published() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_published', '');
  return null;
end $$;

create trigger published after insert or update or delete or truncate on setting for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on status_transition for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on admin_unit for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on catalogue_item for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on agency for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on unit for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on calendar_day for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on field for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on procedure_version for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on procedure_agency for each statement execute function tell_published();
-- Not its popularity: that grows with every dossier and only sorts.
create trigger published after insert or delete or truncate or update of
  name, search_text, field_code, levels, subjects, service_kind, service_level, version_id, needs_review, replaced_by
  on procedure for each statement execute function tell_published();

-- For what is kept of a person who is logged in: session, name, rights, notices not read.
create function tell_account() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', coalesce(new.account_id, old.account_id)::text);
  return null;
end $$;
create function tell_own_account() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', new.id::text);
  return null;
end $$;
create function tell_officer() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', account_id::text) from officer
    where id in (new.officer_id, old.officer_id);
  return null;
end $$;

create trigger told after insert or update or delete on notice for each row execute function tell_account();
create trigger told after delete on session for each row execute function tell_account();
create trigger told after insert or update or delete on officer for each row execute function tell_account();
create trigger told after insert or update or delete on position for each row execute function tell_officer();
-- Not the count of attempts and the time of log-in.
create trigger told after update of
  kind, username, phone, email, email_confirmed_at, person_id, must_change_password, display_name, disabled_at
  on account for each row execute function tell_own_account();
