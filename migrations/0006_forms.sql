-- Who published a version of a form, and what it is for; null: loaded from files.
alter table form_version add column published_by bigint references account (id);
alter table form_version add column note text not null default '';
