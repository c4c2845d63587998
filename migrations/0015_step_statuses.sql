-- The detailed status of a dossier is no longer kept with it: it follows from the step where the dossier stands, so that
-- a change in the catalogue or in a flow shows on every running dossier at once (II.4.3).

-- The detailed status of each step of a compiled flow: {"<step>": "<code>"}, '' for a step without one.
create function step_statuses(compiled jsonb) returns jsonb language sql immutable parallel safe
  return (
    select coalesce(jsonb_object_agg(node.key, coalesce(node.value ->> 'status', '')), '{}')
    from jsonb_each(compiled -> 'nodes') as node where node.value ? 'step');

alter table flow_version
  add column step_statuses jsonb not null generated always as (step_statuses(compiled)) stored;

alter table dossier drop column status_detail;
