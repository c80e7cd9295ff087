import { type Client, services } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import {
  createHealthHandler,
  createHttpApp,
  type HealthCheck,
  type HttpApp,
  type Log,
  pings,
  serveAll,
  sharedCheck,
} from '@w2meet/service-kit'
import { createKeepOnce } from './keep-once.ts'
import { createRetryDead } from './retry-dead.ts'
import { createHandlers } from './routes.ts'

export { checkMailServer } from './check-mailer.ts'
export { consumeJobs } from './consume-jobs.ts'
export { mailWarnings } from './mail-warnings.ts'
export type { Mailer } from './mailer.ts'
export { openMailer } from './open-mailer.ts'
export { createRemovals } from './removals.ts'
export { watchMailer } from './watch-mailer.ts'

type Dependencies = {
  queues: JobQueues<'task'>
  /** Keeps the answers of tasks that come with a key, and knows of mails whether they would be sent again. */
  userService?: Client
  /** Whether mails go out, where they are sent by this process. */
  mail?: HealthCheck
  log: Log
}

/** Takes tasks into their queue. What is in the queues is handled by `consumeJobs`, which may run elsewhere. */
export function createWorkerService({ queues, userService, mail, log }: Dependencies): HttpApp {
  const service = 'worker-service'
  const app = createHttpApp({ service, log })
  serveAll(app, services[service], {
    ...createHandlers({
      queues,
      keepOnce: createKeepOnce(userService),
      retryDead: createRetryDead({ queues, userService }),
    }),
    getHealth: createHealthHandler(
      service,
      { rabbitmq: sharedCheck(pings(queues.ping)), ...(mail && { mail }) },
      { timeoutMs: 500 },
    ),
  })
  return app
}
