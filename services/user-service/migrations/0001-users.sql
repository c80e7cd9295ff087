create table users (
  email       text        primary key check (email = lower(email)),
  name        text,
  timezone    text        not null,
  preferences text        not null check (preferences in ('first', 'last', 'random')),
  -- 672 quarter-hours of wall time in the person's zone, Monday 00:00 first, lowest bit first
  week        bytea       not null check (octet_length(week) = 84),
  -- grows with every write for this e-mail, also when the person is erased and comes back; the cache compares it
  version     bigint      not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
);

create sequence user_versions;
