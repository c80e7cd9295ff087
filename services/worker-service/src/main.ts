import { createClient } from '@w2meet/contract'
import { openRabbitmqJobQueue } from '@w2meet/job-queue/rabbitmq'
import { DEADLINES_MS, openHttpTransport, runService, systemClock, urlsOf } from '@w2meet/service-kit'
import { consumeJobs, createWorkerService } from './app.ts'
import { readConfig } from './config.ts'

await runService(
  'worker-service',
  () => readConfig(process.env),
  async ({ SUGGESTION_BACKENDS, RABBITMQ_URL, QUEUE_NAME }, { log, opened }) => {
    const transport = opened(openHttpTransport('suggestion-service', urlsOf(SUGGESTION_BACKENDS), systemClock))
    const timeoutMs = DEADLINES_MS['suggestion-service']
    const suggestionService = createClient('suggestion-service', transport.send, { timeoutMs })
    const queue = opened(openRabbitmqJobQueue({ url: RABBITMQ_URL, name: QUEUE_NAME, log }))
    const consumer = consumeJobs({ queue, suggestionService, log })
    opened({ close: consumer.stop })

    return createWorkerService({ queue, log })
  },
)
