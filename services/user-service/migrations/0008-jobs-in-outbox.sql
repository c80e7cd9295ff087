-- When the jobs of mails and erasures are published is in the outbox from now on. What waits goes on waiting there.

insert into outbox (kind, reference, ordering_key, turn, case_id, state, due_at, publish_at)
select 'mail', mails.id::text,
  hashtextextended('mail ' || mails.meeting_id || ' ' || mails.recipient, 0), hashtextextended(announcements.meeting->>'organizer', 0),
  announcements.case_id, 'waiting', mails.due_at, mails.publish_at
from mails join announcements on announcements.id = mails.announcement_id
where mails.publish_at is not null and mails.state not in ('sent', 'refused')
order by mails.position;

insert into outbox (kind, reference, turn, case_id, state, due_at, publish_at)
select 'erasure', id::text, hashtextextended('', 0), case_id, 'waiting', publish_at, publish_at from erasures
order by id;

drop index mails_to_publish;
alter table mails drop column publish_at;
alter table erasures drop column publish_at;

alter table mails drop constraint mails_state_check;
update mails set state = 'written' where state = 'published';
alter table mails add constraint mails_state_check check (state in ('written', 'claimed', 'sent', 'refused'));

-- What is answered to a repeated booking that was refused has another name, too.
update idempotency_keys set answer = json_build_object('busyEmails', answer->'taken') where answer->'taken' is not null;
