-- Who is invited, but need not come, holds time only once they have accepted.
alter table attendances add column optional boolean not null default false;
-- False where the last mail to the person about the meeting could not be delivered.
alter table attendances add column told boolean not null default true;

-- Meetings that are kept in answers and announcements have the whole of each attendee as well.
update announcements set meeting = jsonb_set(meeting, '{attendees}', (
  select coalesce(jsonb_agg('{"name":null,"optional":false,"told":true}' || attendee order by place), '[]')
  from jsonb_array_elements(meeting->'attendees') with ordinality as attendees (attendee, place)));
update idempotency_keys set answer = jsonb_set(answer::jsonb, '{meeting,attendees}', (
  select coalesce(jsonb_agg('{"name":null,"optional":false,"told":true}' || attendee order by place), '[]')
  from jsonb_array_elements(answer::jsonb->'meeting'->'attendees') with ordinality as attendees (attendee, place)))
where answer->'meeting' is not null;
