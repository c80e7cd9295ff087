-- Who is to be forgotten by the queue and by whoever keeps files; see src/erasures.ts.

create table erasures (
  id         bigint      generated always as identity primary key,
  email      text        not null,
  case_id    text        not null,
  erased_at  timestamptz not null,
  publish_at timestamptz not null
);
