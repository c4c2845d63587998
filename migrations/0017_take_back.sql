-- A merger or split that was carried out can be taken back.

alter table reorganisation drop constraint reorganisation_state_check;
alter table reorganisation add check (state in ('planned', 'done', 'cancelled', 'taken-back'));
-- What it changed, before and after, beside the dossiers; null: carried out before this was kept.
alter table reorganisation add column record jsonb;

-- Dossiers that it moved, as they were: whoever has another revision has been worked on since.
create table reorganisation_dossier (
  reorganisation_id bigint not null references reorganisation (id),
  dossier_id bigint not null references dossier (id),
  -- Revision after the move.
  revision int not null,
  agency_id bigint not null,
  reception_agency_id bigint not null,
  filed_agency_id bigint,
  filed_reception_agency_id bigint,
  current_agency_id bigint,
  current_unit_id bigint,
  current_officer_id bigint,
  -- Open tasks, [{"id", "agency", "unit", "assignee"}].
  tasks jsonb not null,
  primary key (reorganisation_id, dossier_id)
);
