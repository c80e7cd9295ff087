import { type Client, claimMail, finishMail } from '@w2meet/contract'
import { type JobHandler, Unhandleable } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import { LRUCache } from 'lru-cache'
import { composeMail } from './compose-mail.ts'
import { type Mailer, MailRefused } from './mailer.ts'

/** Sent mails whose end could not be told yet: more than are in hand while user-service is away. */
const REMEMBERED = 10_000

type Dependencies = { userService: Client; mailer: Mailer; publicUrl: string; log: Log }

/**
 * Claims a mail, sends it and tells so; the job has the mail's id. A mail is sent twice, with the same Message-ID, only
 * where this process dies, or the connection to the mail server breaks, between the server's taking it and our hearing or
 * telling so.
 */
export function createMailHandler({ userService, mailer, publicUrl, log }: Dependencies): JobHandler {
  const sent = new LRUCache<string, true>({ max: REMEMBERED })

  return async ({ id, caseId }, attempt) => {
    const finish = (outcome: 'sent' | 'refused' | 'released') =>
      userService.call(finishMail, { params: { id }, body: { outcome } }, { caseIds: [caseId] })
    const facts = { case_id: caseId, job_id: id, attempt }

    if (!sent.has(id)) {
      const claim = await userService.call(claimMail, { params: { id } }, { caseIds: [caseId] })
      if (claim.state !== 'claimed') {
        if (claim.state === 'sent') return log.info(facts, 'mail is not to be sent any more')
        throw new Error('somebody else has the mail in hand, or an earlier one is still to be sent')
      }

      const { kind, meeting } = claim.mail
      try {
        await mailer.send(composeMail(claim.mail, { publicUrl, caseId }))
      } catch (error) {
        await finish(error instanceof MailRefused ? 'refused' : 'released').catch((unheard) =>
          log.warn({ ...facts, reason: unheard.message }, 'user-service was not told that the mail was not sent'),
        )
        throw error instanceof MailRefused ? new Unhandleable(error.message, { cause: error }) : error
      }
      sent.set(id, true)
      log.info({ ...facts, kind, meeting_id: meeting.id }, `mail ${mailer.destination}`)
    }
    await finish('sent')
    sent.delete(id)
  }
}
