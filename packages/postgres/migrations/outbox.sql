-- The jobs that commit with what they tell of; src/outbox.ts draws their states.

create table outbox (
  -- of which queue the job is for
  kind         text        not null,
  -- by which the job's handler finds what it is about; nothing about anybody
  reference    text        not null,
  -- the order of writing; of jobs with one ordering key that is the order in which they are published
  position     bigint      not null generated always as identity,
  -- a digest; null: in no order
  ordering_key bigint,
  -- a digest: jobs of different turns are published alternately, however many there are of each
  turn         bigint      not null,
  case_id      text        not null,
  state        text        not null check (state in ('waiting', 'due', 'published')),
  due_at       timestamptz not null,
  -- when the job is due, or due again; without meaning while it is due
  publish_at   timestamptz not null,
  published_at timestamptz,
  primary key (kind, reference)
);

create index outbox_not_due on outbox (publish_at) where state <> 'due';
create index outbox_due on outbox (kind, turn, position) where state = 'due';
create index outbox_published on outbox (kind, published_at) where state = 'published';
create index outbox_by_key on outbox (ordering_key, position) where ordering_key is not null;
