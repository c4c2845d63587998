-- Speed, second part: word of changes of what came since 0003, and indexes of the desks.

create trigger published after insert or update or delete or truncate on rights_grant for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on officer_group for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on officer_group_member for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on substitution for each statement execute function tell_published();
create trigger published after insert or update or delete or truncate on catalogue for each statement execute function tell_published();

-- Who has acted sees it counted on the next page, whichever process answers.
create function tell_actor() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', new.actor_account_id::text);
  return null;
end $$;
create trigger told after insert on trace for each row when (new.actor_account_id is not null) execute function tell_actor();

-- Counts of the counter's boxes by the index alone; an officer's list in the order in which it is shown.
create index dossier_desk on dossier (reception_agency_id, status) include (accepted_at, due_at, paused_at, done_at);
drop index task_open_assignee;
create index task_open_assignee on task (assignee_id, due_at, id) where closed_at is null;
drop index task_open_unit;
create index task_open_free on task (unit_id, due_at, id) where closed_at is null and assignee_id is null;
create index task_open_unit on task (unit_id, step, due_at, id) where closed_at is null;
