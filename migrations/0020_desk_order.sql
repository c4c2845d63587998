-- The boxes of desks in the order in which they are shown, so that a page is read without sorting the rest.

create index dossier_desk_due on dossier (reception_agency_id, status, due_at, id)
  where status in ('accepted', 'in_progress', 'payment_required', 'supplemented', 'done');
create index dossier_desk_finished on dossier (reception_agency_id, status, status_at desc, id desc)
  where status in ('refused', 'returned');

drop index task_open_free;
create index task_open_free on task (unit_id, step, due_at, id) where closed_at is null and assignee_id is null;

-- What many people file is counted once a day and sorts the home page.
create trigger counted after update of popularity on procedure for each statement execute function tell_published();

-- Rows of desks are kept in the processes with the names they show: what publishes those has to be told.
create trigger published after insert or update or delete or truncate on flow_version
  for each statement execute function tell_published();
create trigger published after update of name on officer for each statement execute function tell_published();
