import type { Mail, MailKind, Meeting, Reply } from '@w2meet/contract'
import { onDatabase } from '@w2meet/postgres'
import { repliesThatHold } from './replies.ts'

/** A mail that a worker has claimed, with its announcement and what is known of its recipient. */
export type ClaimedRow = {
  kind: MailKind
  recipient: string
  /** As it was announced. */
  meeting: Meeting
  /** Of a mail about replies: by e-mail. */
  replies: Record<string, Reply> | null
  name: string | null
  timezone: string | null
}

export type MailReaders = {
  /** The token by which this person can reply to this meeting. */
  replyTokenOf: (meetingId: string, email: string) => Promise<string>
  /** The meeting as it is; undefined where it is no more. */
  findMeeting: (id: string) => Promise<Meeting | undefined>
}

/** The content of a mail as its worker gets it; undefined where it has nothing to tell any more. */
export function createReadMail({ replyTokenOf, findMeeting }: MailReaders) {
  return async (id: string, { kind, meeting: announced, replies, ...row }: ClaimedRow): Promise<Mail | undefined> => {
    const isOfNow = kind === 'reminder' || kind === 'replied'
    const meeting = isOfNow ? ((await onDatabase(() => findMeeting(announced.id))) ?? announced) : announced
    const replied = repliesThatHold(meeting, replies ?? {}).map(({ email, reply }) => ({ email, reply }))
    if (kind === 'replied' && replied.length === 0) return undefined

    const { recipient: email, name, timezone } = row
    const reply_token = email === meeting.organizer ? null : await onDatabase(() => replyTokenOf(meeting.id, email))
    return { id, kind, meeting, replied, recipient: { email, name, timezone: timezone ?? meeting.timezone }, reply_token }
  }
}
