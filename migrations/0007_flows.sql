-- Who published a version of a flow, what they said of it, and which earlier version it says again.

alter table flow_version
  add column published_by bigint references account (id),
  add column note text not null default '',
  add column republished int;

-- Which procedures run on a flow.
create index procedure_version_flow on procedure_version ((definition ->> 'flowCode')) where state = 'published';
