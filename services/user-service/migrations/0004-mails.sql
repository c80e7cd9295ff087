-- What people are to be told of meetings, written with the change itself; see src/mails.ts and src/outbox.ts.

-- A change of a meeting, once for all who are told of it.
create table announcements (
  id         bigint      generated always as identity primary key,
  meeting_id uuid        not null,
  -- as it was after the change, in the shape of the contract
  meeting    jsonb       not null,
  ends_at    timestamptz not null,
  case_id    text        not null,
  created_at timestamptz not null
);

-- For an erasure, which looks for an address; and for the removal of what is over.
create index announcements_by_content on announcements using gin (meeting jsonb_path_ops);
create index announcements_by_end on announcements (ends_at);

create table mails (
  -- of its job, and of its Message-ID
  id              uuid        primary key default gen_random_uuid(),
  -- the order of writing; of one meeting that is the order of its changes, since those take turns
  position        bigint      not null generated always as identity,
  announcement_id bigint      not null references announcements on delete cascade,
  meeting_id      uuid        not null,
  recipient       text        not null check (recipient = lower(recipient)),
  kind            text        not null check (kind in ('confirmed', 'rescheduled', 'cancelled', 'reminder')),
  sequence        integer     not null,
  -- of a reminder: how long before the start; 0 otherwise
  minutes_before  integer     not null default 0,
  state           text        not null default 'written' check (state in ('written', 'published', 'claimed', 'sent', 'refused')),
  due_at          timestamptz not null,
  -- from then on it is of no use, and not sent any more
  expires_at      timestamptz not null default 'infinity',
  -- when its job is to be published, next; null: not any more
  publish_at      timestamptz,
  claimed_at      timestamptz,
  finished_at     timestamptz,
  -- Nobody is mailed twice.
  unique (meeting_id, recipient, sequence, kind, minutes_before)
);

create index mails_to_publish on mails (publish_at) where publish_at is not null;
create index mails_by_recipient on mails (recipient);
create index mails_by_announcement on mails (announcement_id);
