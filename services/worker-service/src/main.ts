import { createClient, JOB_KINDS } from '@w2meet/contract'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { DEADLINES_MS, daysMs, openHttpTransport, runService, startSweep, systemClock, urlsOf } from '@w2meet/service-kit'
import { consumeJobs, createRemovals, createWorkerService, mailWarnings, openMailer, watchMailer } from './app.ts'
import { readConfig } from './config.ts'

await runService(
  'worker-service',
  () => readConfig(process.env),
  async (config, { log, opened }) => {
    const clientOf = (service: keyof typeof DEADLINES_MS, backends: string) => {
      const transport = opened(openHttpTransport(service, urlsOf(backends), systemClock))
      return createClient(service, transport.send, { timeoutMs: DEADLINES_MS[service] })
    }
    const suggestionService = clientOf('suggestion-service', config.SUGGESTION_BACKENDS)
    const userService = clientOf('user-service', config.USER_BACKENDS)
    const unwatched = opened(openMailer({ url: config.SMTP_URL, from: config.MAIL_FROM, folder: config.MAIL_DIR }))
    const { mailer, health: mail } = watchMailer(unwatched, systemClock)
    log.info({ service: 'worker-service' }, `mails are ${mailer.destination}`)
    const mailSettings = { url: config.SMTP_URL, from: config.MAIL_FROM, publicUrl: config.PUBLIC_URL }
    for (const warning of mailWarnings(mailSettings)) log.warn({ service: 'worker-service' }, warning)
    const { RABBITMQ_URL: url, QUEUE_NAME: name } = config
    const queues = opened(openRabbitmqJobQueues({ url, name, kinds: JOB_KINDS, log }), 'RabbitMQ')
    const consumer = consumeJobs({ queues, suggestionService, userService, mailer, publicUrl: config.PUBLIC_URL, log })
    opened({ close: consumer.stop }, 'the consumer of jobs from RabbitMQ')
    const keptMs = { jobs: daysMs(config.KEEP_JOBS_DAYS), mails: daysMs(config.KEEP_MAILS_DAYS) }
    opened(startSweep({ removals: createRemovals({ queues, mailer, keptMs }), clock: systemClock, log }))

    return createWorkerService({ queues, userService, mail, log })
  },
)
