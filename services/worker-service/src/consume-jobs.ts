import type { Client } from '@w2meet/contract'
import type { Consumer, JobQueue } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import { handleOnce } from './handle-once.ts'
import { createTaskHandler } from './handle-task.ts'

/** Handles the jobs of the queue as they come, and logs what became of each under its Case-Id. */
export function consumeJobs({
  queue,
  suggestionService,
  log,
}: {
  queue: JobQueue
  suggestionService: Client
  log: Log
}): Consumer {
  const workerLog = log.child({ service: 'worker-service' })
  return queue.consume(
    handleOnce(createTaskHandler({ suggestionService, log: workerLog })),
    ({ job, attempt, error, retryInMs }) => {
      const facts = { case_id: job.caseId, job_id: job.id, attempt, reason: error.message }
      if (retryInMs === undefined) workerLog.error(facts, 'job given up; see it with: npm run jobs -- list')
      else workerLog.warn({ ...facts, retry_in_ms: retryInMs }, 'job failed; it will be tried again')
    },
  )
}
