import type { ForgetJob } from '@w2meet/contract'
import type { Job, JobQueue } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import type { Mailer } from './mailer.ts'
import { namesAddress } from './names-address.ts'

/** Removes the failed jobs and the files of mails that name somebody who was erased. Doing it twice does no harm. */
export function createForgetHandler({ queue, mailer, log }: { queue: JobQueue; mailer: Mailer; log: Log }) {
  return async ({ id, caseId, body: { email } }: Job & { body: ForgetJob }): Promise<void> => {
    const names = namesAddress(email)
    const jobs = await queue.dropFailed(({ body, error }) => names(JSON.stringify(body)) || names(error))
    const mails = await mailer.forget(email)
    log.info({ case_id: caseId, job_id: id, jobs, mails }, 'somebody who was erased is forgotten')
  }
}
