-- What the replicas of user-service agree on about the cache they share; see src/cache-trust.ts. One row.
create table cache_trust (
  the_only_row    boolean     primary key default true check (the_only_row),
  -- what was cached in an earlier generation is not believed
  generation      bigint      not null,
  -- until then nothing that is cached is believed
  suspended_until timestamptz not null
);

insert into cache_trust (generation, suspended_until) values (1, '-infinity');
