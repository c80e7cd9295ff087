import { type Client, claimMail, finishMail, type MailOutcome, type ReferenceJob } from '@w2meet/contract'
import { GivenBack, type Job, Unhandleable } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import { LRUCache } from 'lru-cache'
import { composeMail } from './compose-mail.ts'
import { MailBrokenOff, type Mailer, MailHeld, MailRefused } from './mailer.ts'

/** Sent mails that user-service does not know of yet: more than are in hand while user-service is away. */
const REMEMBERED = 10_000

type Dependencies = { userService: Client; mailer: Mailer; publicUrl: string; log: Log }
type MailHandler = (job: Job & { body: ReferenceJob }, attempt: number) => Promise<void>

/**
 * Claims a mail, sends it and tells user-service. A mail is sent twice, with the same Message-ID, only where the mail server
 * has taken it and then this process dies before it has told user-service, or the connection breaks before the server's answer.
 */
export function createMailHandler({ userService, mailer, publicUrl, log }: Dependencies): MailHandler {
  const sent = new LRUCache<string, true>({ max: REMEMBERED })

  return async ({ id: job_id, caseId, body: { reference: id } }, attempt) => {
    const finish = (outcome: MailOutcome) =>
      userService.call(finishMail, { params: { id }, body: { outcome } }, { caseIds: [caseId] })
    const facts = { case_id: caseId, job_id, mail_id: id, attempt }

    if (!sent.has(id)) {
      const claim = await userService.call(claimMail, { params: { id } }, { caseIds: [caseId] })
      if (claim.state !== 'claimed')
        return log.info(facts, claim.state === 'sent' ? 'mail is not to be sent any more' : 'mail is not to be sent now')

      const { kind, meeting } = claim.mail
      try {
        await mailer.send(composeMail(claim.mail, { publicUrl, caseId }))
      } catch (error) {
        await finish(outcomeOf(error)).catch((unheard) =>
          log.warn({ ...facts, reason: unheard.message }, 'user-service was not told that the mail was not sent'),
        )
        if (error instanceof MailBrokenOff) {
          log.info({ ...facts, reason: error.message }, 'the worker stops: the mail is given back')
          throw new GivenBack(error.message, { cause: error })
        }
        throw error instanceof MailRefused ? new Unhandleable(error.message, { cause: error }) : error
      }
      sent.set(id, true)
      log.info({ ...facts, kind, meeting_id: meeting.id }, `mail ${mailer.destination}`)
    }
    await finish('sent')
    sent.delete(id)
  }
}

function outcomeOf(error: unknown): MailOutcome {
  if (error instanceof MailRefused) return 'refused'
  return error instanceof MailHeld ? 'held' : 'released'
}
