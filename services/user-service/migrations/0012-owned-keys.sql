-- A key belongs to the caller who gave it; '' is anybody, where w2meet is open.
alter table idempotency_keys add column owner text not null default '';
alter table idempotency_keys alter column owner drop default;
alter table idempotency_keys drop constraint idempotency_keys_pkey;
alter table idempotency_keys add primary key (owner, key);

-- For an erasure.
create index idempotency_keys_by_people on idempotency_keys using gin (people);

-- Only answers of success are kept, in the shape in which they are answered again.
delete from idempotency_keys where answer->'meeting' is null;
