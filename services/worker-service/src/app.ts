import type { JobQueues } from '@w2meet/job-queue'
import { createHttpApp, type HttpApp, type Log, pings, serveHealth } from '@w2meet/service-kit'
import { registerRoutes } from './routes.ts'

export { checkMailServer } from './check-mailer.ts'
export { consumeJobs } from './consume-jobs.ts'
export type { Mailer } from './mailer.ts'
export { openMailer } from './open-mailer.ts'

/** Takes tasks into their queue. What is in the queues is handled by `consumeJobs`, which may run elsewhere. */
export function createWorkerService({ queues, log }: { queues: JobQueues<'task'>; log: Log }): HttpApp {
  const app = createHttpApp({ service: 'worker-service', log })
  registerRoutes(app, { queues })
  serveHealth(app, 'worker-service', { rabbitmq: pings(queues.ping) }, { timeoutMs: 500 })
  return app
}
