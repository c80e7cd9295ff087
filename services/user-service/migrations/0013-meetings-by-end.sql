-- For the removal of meetings that are over.
create index meetings_by_end on meetings (ends_at);
