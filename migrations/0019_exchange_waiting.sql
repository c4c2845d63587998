-- Parts of a national record that were accepted but can not be published wait for a decision of their own.

-- [{part, reason, base: national body at the part's last decision, or null}]; null: none waits.
alter table exchange_record add column waiting jsonb;
alter table exchange_record drop constraint exchange_record_outlook_check;
alter table exchange_record add constraint exchange_record_outlook_check
  check (outlook in ('new', 'changed', 'waiting', 'retired', 'same'));

-- The part that was left undecided; null: the whole record could not be read or taken over.
alter table exchange_fault add column part text;
