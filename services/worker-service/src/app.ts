import { services } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { createHealthHandler, createHttpApp, type HttpApp, type Log, pings, serveAll } from '@w2meet/service-kit'
import { createHandlers } from './routes.ts'

export { checkMailServer } from './check-mailer.ts'
export { consumeJobs } from './consume-jobs.ts'
export type { Mailer } from './mailer.ts'
export { openMailer } from './open-mailer.ts'

/** Takes tasks into their queue. `consumeJobs` handles the jobs in the queues, and may run elsewhere. */
export function createWorkerService({ queues, log }: { queues: JobQueues<'task'>; log: Log }): HttpApp {
  const service = 'worker-service'
  const app = createHttpApp({ service, log })
  serveAll(app, services[service], {
    ...createHandlers({ queues }),
    getHealth: createHealthHandler(service, { rabbitmq: pings(queues.ping) }, { timeoutMs: 500 }),
  })
  return app
}
