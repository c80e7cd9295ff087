import Type, { type Static } from 'typebox'
import { Nothing, operation } from '../operation.ts'
import { Meeting } from './meeting.ts'

/** The occasion of a mail: a change of a meeting, or that the meeting is near. */
export const MailKind = Type.Enum(['confirmed', 'rescheduled', 'cancelled', 'reminder'])
export type MailKind = Static<typeof MailKind>

/** A mail to one person about one change of a meeting; `meeting` is as it was after that change. */
export const Mail = Type.Object({
  id: Type.String(),
  kind: MailKind,
  meeting: Meeting,
  recipient: Type.Object({ email: Type.String(), name: Type.Union([Type.String(), Type.Null()]), timezone: Type.String() }),
  /** The token by which the recipient alone can reply; null for the organizer. */
  reply_token: Type.Union([Type.String(), Type.Null()]),
})
export type Mail = Static<typeof Mail>

const byId = Type.Object({ id: Type.String({ maxLength: 64 }) })

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

/** Internal. What became of a mail that was claimed: sent, refused for good, or to be claimed again. */
export const finishMail = operation({
  name: 'finishMail',
  summary: 'Tell what became of a claimed mail',
  access: 'internal',
  method: 'POST',
  path: '/internal/mails/:id/finish',
  params: byId,
  body: Type.Object({ outcome: Type.Enum(['sent', 'refused', 'released']) }, { additionalProperties: false }),
  success: 204,
  answer: Nothing,
  problems: ['service_unavailable'],
})

/** The operations by which the worker claims mails and reports their outcome. */
export const mailOperations = [claimMail, finishMail] as const
