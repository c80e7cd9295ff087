import Type, { type Static } from 'typebox'
import { Nothing, operation } from '../operation.ts'
import { Attendee, Meeting } from './meeting.ts'

/** The occasion of a mail: a change of a meeting, that the meeting is near, or replies, of which its organizer hears. */
export const MailKind = Type.Enum(['confirmed', 'rescheduled', 'cancelled', 'reminder', 'replied'])
export type MailKind = Static<typeof MailKind>

/**
 * A mail to one person about a meeting. `meeting` is as the change left it of which the mail tells; of a reminder and of replies
 * it is as it is now.
 */
export const Mail = Type.Object({
  id: Type.String(),
  kind: MailKind,
  meeting: Meeting,
  /** Of a mail about replies: those that are new. */
  replied: Type.Array(Type.Pick(Attendee, ['email', 'reply'])),
  recipient: Type.Object({ email: Type.String(), name: Type.Union([Type.String(), Type.Null()]), timezone: Type.String() }),
  /** The token by which the recipient alone can reply; null for the organizer. */
  reply_token: Type.Union([Type.String(), Type.Null()]),
})
export type Mail = Static<typeof Mail>

const byId = Type.Object({ id: Type.String({ maxLength: 64 }) })
/** The mails that one question may be about. */
export const MAX_MAILS_ASKED = 1_000

/**
 * Internal. Whoever claims a mail sends it. `sent`: somebody did, or it is not to be sent any more. `wait`: somebody else
 * has it in hand, or an earlier mail to the same person about the same meeting is still to be sent; another job comes then.
 */
export const claimMail = operation({
  name: 'claimMail',
  summary: 'Claim a mail before it is sent',
  access: 'internal',
  method: 'POST',
  path: '/internal/mails/:id/claim',
  params: byId,
  success: 200,
  answer: Type.Union([
    Type.Object({ state: Type.Literal('claimed'), mail: Mail }),
    Type.Object({ state: Type.Enum(['sent', 'wait']) }),
  ]),
  secret: true,
  problems: ['service_unavailable'],
})

/**
 * What became of a mail that was claimed: `sent`; `refused` for its address; `held` by a server that may take it once w2meet is
 * configured otherwise, or `released` for any other reason, both to be claimed again.
 */
export const MailOutcome = Type.Enum(['sent', 'refused', 'held', 'released'])
export type MailOutcome = Static<typeof MailOutcome>

/** Internal. */
export const finishMail = operation({
  name: 'finishMail',
  summary: 'Tell what became of a claimed mail',
  access: 'internal',
  method: 'POST',
  path: '/internal/mails/:id/finish',
  params: byId,
  body: Type.Object({ outcome: MailOutcome }, { additionalProperties: false }),
  success: 204,
  answer: Nothing,
  problems: ['service_unavailable'],
})

/**
 * Internal. Those of these mails that would not be sent again, each with the reason, a sentence. A mail that was refused is sent again
 * where its reader has been told nothing later about the meeting.
 */
export const listMailsOver = operation({
  name: 'listMailsOver',
  summary: 'Which mails are not to be sent any more, and why',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  path: '/internal/mails/over',
  body: Type.Object(
    { ids: Type.Array(Type.String({ maxLength: 64 }), { maxItems: MAX_MAILS_ASKED }) },
    { additionalProperties: false },
  ),
  maxBodyBytes: 128 * 1024,
  success: 200,
  answer: Type.Object({ over: Type.Array(Type.Object({ id: Type.String(), reason: Type.String() })) }),
  problems: ['service_unavailable'],
})

/** The operations by which the worker claims mails and reports their outcome. */
export const mailOperations = [claimMail, finishMail, listMailsOver] as const
