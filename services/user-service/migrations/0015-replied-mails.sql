-- Mails by which an organizer hears of replies; see src/mails/replies.ts.
alter table mails drop constraint mails_kind_check;
alter table mails add constraint mails_kind_check check (kind in ('confirmed', 'rescheduled', 'cancelled', 'reminder', 'replied'));

-- of a mail about replies: the reply of each attendee who is told of, by e-mail
alter table mails add column replies jsonb check ((replies is not null) = (kind = 'replied'));
create index mails_by_replies on mails using gin (replies) where replies is not null;

-- Nobody is mailed twice of one change; of replies an organizer hears as often as there are new ones.
alter table mails drop constraint mails_meeting_id_recipient_sequence_kind_minutes_before_key;
create unique index mails_once on mails (meeting_id, recipient, sequence, kind, minutes_before) where kind <> 'replied';
create index mails_about_replies on mails (meeting_id, position) where kind = 'replied';
