create table bookmarks (
  id      bigint  primary key generated always as identity,
  owner   text    not null,
  url     text    not null,
  -- whether others see it
  is_open boolean not null
);
