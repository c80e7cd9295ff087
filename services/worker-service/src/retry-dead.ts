import { type Client, listMailsOver, MAX_LISTED_DEAD_JOBS, MAX_MAILS_ASKED, ReferenceJob } from '@w2meet/contract'
import type { DeadJob, JobQueues } from '@w2meet/job-queue'
import { Check } from 'typebox/value'

type Left = { id: string; reason: string }
type Dependencies = {
  queues: Pick<JobQueues, 'listDead' | 'retryDead'>
  /** Knows of mails whether they would be sent. Without it every job is sent again. */
  userService: Client | undefined
}

/** Sends dead jobs again, one by its id or all, but for those of mails that would not be sent: tells why of each. */
export function createRetryDead({ queues, userService }: Dependencies) {
  async function reasonsAgainst(dead: readonly DeadJob[], caseId: string): Promise<Map<string, string>> {
    const ids = dead.flatMap(({ kind, body }) => (kind === 'mail' && Check(ReferenceJob, body) ? [body.reference] : []))
    const reasons = new Map<string, string>()
    if (userService === undefined) return reasons
    for (let start = 0; start < ids.length; start += MAX_MAILS_ASKED) {
      const body = { ids: ids.slice(start, start + MAX_MAILS_ASKED) }
      const { over } = await userService.call(listMailsOver, { body }, { caseIds: [caseId] })
      for (const { id, reason } of over) reasons.set(id, reason)
    }
    return reasons
  }

  return async (id: string | undefined, caseId: string): Promise<{ retried: number; left: Left[] }> => {
    const isMeant = (job: { id: string }) => id === undefined || job.id === id
    const reasons = await reasonsAgainst((await queues.listDead()).filter(isMeant), caseId)
    const left: Left[] = []
    const retried = await queues.retryDead((job) => {
      if (!isMeant(job)) return false
      const reason = Check(ReferenceJob, job.body) ? reasons.get(job.body.reference) : undefined
      if (reason !== undefined && left.length < MAX_LISTED_DEAD_JOBS) left.push({ id: job.id, reason })
      return reason === undefined
    })
    return { retried, left }
  }
}
