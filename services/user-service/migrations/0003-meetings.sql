-- For an exclusion constraint over an e-mail and a period. Owners of the database may create it: it is trusted.
create extension if not exists btree_gist;

create table meetings (
  id          uuid        primary key,
  organizer   text        not null check (organizer = lower(organizer)),
  title       text        not null,
  description text,
  location    text,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null check (ends_at > starts_at),
  timezone    text        not null,
  status      text        not null check (status in ('confirmed', 'cancelled')),
  sequence    integer     not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
);

-- Each person of each meeting, the organizer too.
create table attendances (
  meeting_id uuid      not null references meetings on delete cascade,
  email      text      not null check (email = lower(email)),
  -- 0 is the organizer; the attendees follow as they were given
  position   smallint  not null,
  reply      text      not null check (reply in ('needs_action', 'accepted', 'declined', 'tentative')),
  -- that of the meeting
  period     tstzrange not null check (not isempty(period)),
  -- the meeting is confirmed, and the person has not declined
  takes_time boolean   not null,
  primary key (meeting_id, email),
  constraint booked_once exclude using gist (email with =, period with &&) where (takes_time)
);

-- For what people have in a stretch of time: a meeting takes at most a week, so it starts little before.
create index attendances_of on attendances (email, lower(period));

-- What became of a booking that was asked for with this key.
create table idempotency_keys (
  key        text        primary key,
  -- SHA-256 of what was asked for
  question   text        not null,
  answer     json        not null,
  -- whom question and answer name
  people     text[]      not null,
  created_at timestamptz not null
);

create index idempotency_keys_by_age on idempotency_keys (created_at);

-- What reply tokens are signed with: 244 random bits. One row.
create table reply_secret (
  the_only_row boolean primary key default true check (the_only_row),
  secret       text    not null
);

insert into reply_secret (secret) values (gen_random_uuid()::text || gen_random_uuid()::text);
