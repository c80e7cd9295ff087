-- Rises with every change of a meeting, replies too; the sequence (RFC 5546) rises only with what its people are told.
alter table meetings add column version integer not null default 0;

-- Meetings that are kept in answers and announcements have theirs as well.
update announcements set meeting = meeting || '{"version":0}';
update idempotency_keys set answer = jsonb_set(answer::jsonb, '{meeting,version}', '0') where answer->'meeting' is not null;
