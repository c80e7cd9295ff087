import type { JobQueue } from '@w2meet/job-queue'
import { createHttpApp, type HttpApp, type Log, pings, serveHealth } from '@w2meet/service-kit'
import { registerRoutes } from './routes.ts'

export { checkMailServer } from './check-mailer.ts'
export { consumeJobs } from './consume-jobs.ts'
export type { Mailer } from './mailer.ts'
export { openMailer } from './open-mailer.ts'

/** Takes tasks into the job queue. What is in the queue is handled by `consumeJobs`, which may run elsewhere. */
export function createWorkerService({ queue, log }: { queue: JobQueue; log: Log }): HttpApp {
  const app = createHttpApp({ service: 'worker-service', log })
  registerRoutes(app, { queue })
  serveHealth(app, 'worker-service', { rabbitmq: pings(queue.ping) }, { timeoutMs: 500 })
  return app
}
