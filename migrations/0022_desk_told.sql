-- Lists of desks and of searches are kept in the processes: whatever changes one has to be told, by the ways in which
-- dossiers come into it (column and value, as in queries/conditions.ts and find.ts).

create function task_ways(t task) returns text language sql immutable as $$
  select concat_ws(' ', 'task.assignee_id=' || t.assignee_id, 'task.unit_id=' || t.unit_id,
    'task.group_code=' || t.group_code, 'task.closed_by=' || t.closed_by)
$$;

-- A payload has to be shorter than 8,000 bytes; what is longer is told as "anything".
create function tell_desk(ways text) returns void language sql as $$
  select pg_notify('motcua_desk', case when octet_length(ways) < 7900 then ways else '*' end)
$$;

create function tell_desks_of_task() returns trigger language plpgsql as $$
declare
  before text := task_ways(old);
  after text := task_ways(new);
begin
  perform tell_desk(case when before = after then after else concat_ws(' ', before, after) end);
  return null;
end $$;
create trigger desk_told after insert or update or delete on task for each row execute function tell_desks_of_task();

create function tell_desks_of_dossier() returns trigger language plpgsql as $$
begin
  perform tell_desk(concat_ws(' ',
    'dossier.reception_agency_id=' || old.reception_agency_id,
    'dossier.reception_agency_id=' || nullif(new.reception_agency_id, old.reception_agency_id),
    'dossier.agency_id=' || old.agency_id,
    'dossier.agency_id=' || nullif(new.agency_id, old.agency_id),
    (select string_agg(distinct task_ways(task), ' ') from task where task.dossier_id = coalesce(new.id, old.id))));
  return null;
end $$;
create trigger desk_told after insert or update or delete on dossier
  for each row execute function tell_desks_of_dossier();

-- Known data of a person are kept with the one who is logged in.
create function tell_account_of_person() returns trigger language plpgsql as $$
begin
  perform pg_notify('motcua_account', id::text) from account where person_id = new.id;
  return null;
end $$;
create index account_person on account (person_id);
create trigger told after update on person for each row execute function tell_account_of_person();
