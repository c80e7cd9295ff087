import { type Client, ForgetJob, MailJob, TaskJob } from '@w2meet/contract'
import { type Consumer, type Job, type JobHandler, type JobQueue, Unhandleable } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import { Compile } from 'typebox/compile'
import { createForgetHandler } from './handle-forget.ts'
import { createMailHandler } from './handle-mail.ts'
import { handleOnce } from './handle-once.ts'
import { createTaskHandler } from './handle-task.ts'
import type { Mailer } from './mailer.ts'

const taskJob = Compile(TaskJob)
const mailJob = Compile(MailJob)
const forgetJob = Compile(ForgetJob)

export type ConsumeOptions = {
  queue: JobQueue
  suggestionService: Client
  userService: Client
  mailer: Mailer
  /** Where people reach the gateway: what links in mails begin with. */
  publicUrl: string
  log: Log
}

/** Handles the jobs of the queue as they come, each by its kind, and logs what became of each under its Case-Id. */
export function consumeJobs({ queue, suggestionService, userService, mailer, publicUrl, log }: ConsumeOptions): Consumer {
  const workerLog = log.child({ service: 'worker-service' })
  const handleTask = createTaskHandler({ suggestionService, userService, log: workerLog })
  const handleMail = createMailHandler({ userService, mailer, publicUrl, log: workerLog })
  const handleForget = createForgetHandler({ userService, queue, mailer, log: workerLog })

  const handle: JobHandler = async (job: Job, attempt) => {
    if (taskJob.Check(job.body)) return handleTask({ ...job, body: job.body }, attempt)
    if (mailJob.Check(job.body)) return handleMail({ ...job, body: job.body }, attempt)
    if (forgetJob.Check(job.body)) return handleForget({ ...job, body: job.body })
    throw new Unhandleable('the job is not one that this version knows')
  }
  return queue.consume(handleOnce(handle), ({ job, attempt, error, retryInMs }) => {
    const facts = { case_id: job.caseId, job_id: job.id, attempt, reason: error.message }
    if (retryInMs === undefined) workerLog.error(facts, 'job given up; see it with: npm run jobs -- list')
    else workerLog.warn({ ...facts, retry_in_ms: retryInMs }, 'job failed; it will be tried again')
  })
}
