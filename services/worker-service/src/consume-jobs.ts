import { type Client, type JobKind, ReferenceJob, TaskJob } from '@w2meet/contract'
import { type Consumer, type Job, type JobFailure, type JobHandler, type JobQueues, Unhandleable } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { movingFormerJobs } from './former-jobs.ts'
import { createErasureHandler } from './handle-erasure.ts'
import { createMailHandler } from './handle-mail.ts'
import { handleOnce } from './handle-once.ts'
import { createTaskHandler } from './handle-task.ts'
import type { Mailer } from './mailer.ts'

/** How long a worker that stops goes on with the mails in hand. */
const FINISH_MAILS_MS = 2_500

export type ConsumeOptions = {
  queues: JobQueues<JobKind>
  suggestionService: Client
  userService: Client
  mailer: Mailer
  /** Where people reach the gateway: links in mails begin with this. */
  publicUrl: string
  log: Log
}

/** Handles the jobs of every kind as they come, each kind with its own hands, and logs their outcomes under their Case-Ids. */
export function consumeJobs({ queues, suggestionService, userService, mailer, publicUrl, log }: ConsumeOptions): Consumer {
  const workerLog = log.child({ service: 'worker-service' })
  const handleTask = createTaskHandler({ suggestionService, userService, log: workerLog })
  const handleMail = createMailHandler({ userService, mailer, publicUrl, log: workerLog })
  const handleErasure = createErasureHandler({ userService, queues, mailer, log: workerLog })
  const handlers: Record<JobKind, JobHandler> = {
    task: movingFormerJobs(queues, reading(TaskJob, handleTask)),
    mail: reading(ReferenceJob, handleMail),
    erasure: reading(ReferenceJob, handleErasure),
  }

  const consumers = Object.entries(handlers).map(([kind, handle]) =>
    queues.queueOf(kind as JobKind).consume(handleOnce(handle), logFailure(workerLog, kind)),
  )
  return {
    async stop() {
      // A mail server may take its time, or say nothing at all: the mails in hand are given back, and sent later.
      const enough = setTimeout(mailer.abort, FINISH_MAILS_MS)
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      clearTimeout(enough)
    },
  }
}

/** Gives a handler the jobs whose body is the one of its kind; any other is given up. */
function reading<S extends TSchema>(
  schema: S,
  handle: (job: Job & { body: Static<S> }, attempt: number) => Promise<void>,
): JobHandler {
  const compiled = Compile(schema)
  return async (job, attempt) => {
    if (!compiled.Check(job.body)) throw new Unhandleable('the job is not one that this version knows')
    await handle({ ...job, body: job.body }, attempt)
  }
}

function logFailure(log: Log, kind: string): (failure: JobFailure) => void {
  return ({ job, attempt, error, retryInMs }) => {
    const facts = { case_id: job.caseId, job_id: job.id, job_kind: kind, attempt, reason: error.message }
    if (retryInMs === undefined) log.error(facts, 'job given up; see it with: npm run jobs -- list')
    else log.warn({ ...facts, retry_in_ms: retryInMs }, 'job failed; it will be tried again')
  }
}
