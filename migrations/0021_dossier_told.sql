-- What is read of a dossier is kept in the processes as long as nothing of it changes: whatever changes it has to be told,
-- with the account of the applicant, whose list shows it, where the dossier itself is new or changed.

create function tell_dossier() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_dossier', coalesce(new.dossier_id, old.dossier_id)::text);
  return null;
end $$;
create function tell_own_dossier() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_dossier', concat_ws(' ', coalesce(new.id, old.id), coalesce(new.applicant_account_id, old.applicant_account_id)));
  return null;
end $$;
create function tell_dossier_of_paper() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_dossier', dossier_id::text) from paper where id in (new.paper_id, old.paper_id);
  return null;
end $$;

create trigger dossier_told after insert or update or delete on dossier for each row execute function tell_own_dossier();
create trigger dossier_told after insert or update or delete on task for each row execute function tell_dossier();
create trigger dossier_told after insert or update or delete on paper for each row execute function tell_dossier();
create trigger dossier_told after insert or update or delete on paper_file for each row execute function tell_dossier_of_paper();
create trigger dossier_told after insert or update or delete on supplement for each row execute function tell_dossier();
create trigger dossier_told after insert or update or delete on result for each row execute function tell_dossier();
create trigger dossier_told after insert or update or delete on dossier_fee for each row execute function tell_dossier();
create trigger dossier_told after insert or update or delete on slip for each row execute function tell_dossier();
create trigger dossier_told after insert or update or delete on trace for each row execute function tell_dossier();
