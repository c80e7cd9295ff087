-- When queue and files had forgotten somebody for the first time; see src/erasures.ts.
alter table erasures add column forgotten_at timestamptz;
