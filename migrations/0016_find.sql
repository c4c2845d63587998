-- Speed of the search for dossiers: what an officer may type, apart from the dossier, by the agency that may see it.

-- One row a dossier and an agency that received or handles it. Written when the dossier is filed and when an agency
-- is put in another's place, by the triggers below alone; the many acts in between leave it as it is.
create table dossier_find (
  agency_id bigint not null,
  submitted_at timestamptz not null,
  dossier_id bigint not null,
  search_text text not null,
  -- Whom it was filed with, for searches by the name of an agency.
  handled_by bigint not null,
  filed_with bigint,
  -- The walk from the newest reads the index alone.
  primary key (agency_id, submitted_at, dossier_id) include (search_text, handled_by, filed_with)
) with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000);

-- Each three letters in a row, and the agencies of a dossier: numbers that differ from agency to agency, so that what
-- a search reads grows with the dossiers of one agency and not with those of the province.
create function find_keys(agency bigint, folded text) returns bigint[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct hashtextextended(substr(folded, n, 3), agency)), '{}')
  from generate_series(1, length(folded) - 2) n
$$;
create function find_agency_keys(agency bigint, named bigint[]) returns bigint[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct hashint8extended(one, agency)), '{}')
  from unnest(named) one where one is not null
$$;

insert into dossier_find
  select distinct seen.by, submitted_at, id, search_text, agency_id, filed_agency_id
  from dossier cross join lateral unnest(array[agency_id, reception_agency_id]) seen (by);

-- A short list of pending entries: every search reads it from end to end.
create index dossier_find_keys on dossier_find
  using gin ((find_keys(agency_id, search_text) || find_agency_keys(agency_id, array[handled_by, filed_with])))
  with (gin_pending_list_limit = 256);

create function keep_findable() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from dossier_find where agency_id in (old.agency_id, old.reception_agency_id)
      and submitted_at = old.submitted_at and dossier_id = old.id;
  end if;
  if tg_op <> 'DELETE' then
    insert into dossier_find
      select distinct seen.by, new.submitted_at, new.id, new.search_text, new.agency_id, new.filed_agency_id
      from unnest(array[new.agency_id, new.reception_agency_id]) seen (by);
  end if;
  return null;
end $$;
create trigger findable after insert or delete on dossier for each row execute function keep_findable();
create trigger findable_anew
  after update of agency_id, reception_agency_id, filed_agency_id, submitted_at, search_text on dossier for each row
  when ((old.agency_id, old.reception_agency_id, old.filed_agency_id, old.submitted_at, old.search_text)
    is distinct from (new.agency_id, new.reception_agency_id, new.filed_agency_id, new.submitted_at, new.search_text))
  execute function keep_findable();

-- Every act on a dossier wrote into these two: the first is replaced, by the second nothing looks any more.
drop index dossier_search;
drop index dossier_registration;

analyze dossier_find;
