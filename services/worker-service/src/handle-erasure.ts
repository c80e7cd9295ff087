import { type Client, getErasure, noteForgotten, type ReferenceJob } from '@w2meet/contract'
import type { Job, JobQueues } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import type { Mailer } from './mailer.ts'
import { namesAddress } from './names-address.ts'

type Dependencies = { userService: Client; queues: Pick<JobQueues, 'dropFailed'>; mailer: Mailer; log: Log }

/** Removes the failed jobs and the files of mails that name a person who was erased. A second time does no harm. */
export function createErasureHandler({ userService, queues, mailer, log }: Dependencies) {
  return async ({ id, caseId, body: { reference } }: Job & { body: ReferenceJob }): Promise<void> => {
    const params = { id: reference }
    const { email } = await userService.call(getErasure, { params }, { caseIds: [caseId] })
    if (email === null) return
    const names = namesAddress(email)
    const jobs = await queues.dropFailed(({ body, error }) => names(JSON.stringify(body)) || names(error))
    const mails = await mailer.forget(email)
    await userService.call(noteForgotten, { params }, { caseIds: [caseId] })
    log.info({ case_id: caseId, job_id: id, jobs, mails }, 'the worker forgot a person who was erased')
  }
}
