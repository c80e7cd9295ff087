import { inTime } from '@w2meet/service-kit'
import { Connection } from 'rabbitmq-client'
import { type Consumer, type JobKinds, type JobQueue, type JobQueues, RETRY_DELAYS_MS } from './job-queue.ts'
import { checkKind, queueName } from './queue-name.ts'
import { startConsumer } from './rabbitmq-consumer.ts'
import { createFailedJobs } from './rabbitmq-failed-jobs.ts'
import { messageOf } from './rabbitmq-message.ts'
import { openPublisher } from './rabbitmq-publisher.ts'
import { declare, onChannel, queuesOf } from './rabbitmq-queues.ts'

type Options<Kind extends string> = {
  /** `amqp://user:password@host:port/vhost`. */
  url: string
  name: string
  kinds: JobKinds<Kind>
  retryDelaysMs?: readonly number[]
  /** Hears of lost connections; the queues make them again without help. */
  log?: { warn(facts: object, message: string): void }
}

/** How long a publisher waits for a broker that is away, or does not answer. */
const TIMEOUT_MS = 2_000
const late = (deed: string) => new Error(`RabbitMQ did not ${deed} within ${TIMEOUT_MS} ms`)
/** After twice as long without a word from the broker the client drops the connection, and makes a new one. */
const HEARTBEAT_SECONDS = 5

/**
 * The queues of the distributed system: for each kind of job a quorum queue, a queue for each delay before a retry, and
 * one for the dead. All kinds share two connections, and each has channels of its own on them. Opens at once; the
 * connections are made, and made again, in the background.
 */
export function openRabbitmqJobQueues<Kind extends string>(options: Options<Kind>): JobQueues<Kind> {
  const { url, name, kinds, retryDelaysMs = RETRY_DELAYS_MS, log } = options
  const warn = (error: Error) => log?.warn({ queue: name, reason: error.message }, 'trouble with RabbitMQ; the queue tries again')
  const connection = connect(url, warn)
  // A broker short of memory reads nothing from a connection that publishes, and consumers must still acknowledge jobs.
  const publishing = connect(url, warn)
  const prober = publishing.createPublisher({ confirm: true })
  let blockedBy: string | undefined
  publishing.on('connection.blocked', (reason) => {
    blockedBy = reason
    log?.warn({ queue: name, reason }, 'RabbitMQ takes no jobs now; they wait')
  })
  publishing.on('connection.unblocked', () => (blockedBy = undefined))
  const openKind = (kind: string) => {
    const queues = queuesOf(queueName(name, kind), retryDelaysMs)
    return { kind, queues, ...openPublisher(publishing, queues, { timeoutMs: TIMEOUT_MS }) }
  }
  const opened = new Map(Object.keys(kinds).map((kind) => [kind, openKind(kind)]))
  const consumers: Consumer[] = []
  let closed: Promise<void> | undefined

  async function declareAll(): Promise<void> {
    await onChannel(connection, (channel) =>
      declare(
        channel,
        [...opened.values()].flatMap(({ queues }) => queues.all),
      ),
    )
  }

  /** Publishes what no queue takes, and the broker forgets: one that is short of memory or disk does not confirm it. */
  async function probe(): Promise<void> {
    if (blockedBy !== undefined) throw new Error(`RabbitMQ takes no jobs: ${blockedBy}`)
    await prober.send({ routingKey: `${name}.nowhere` }, 'probe')
  }

  async function closeAll(): Promise<void> {
    await Promise.all(consumers.map((consumer) => consumer.stop()))
    const published = Promise.all([prober, ...opened.values()].map((publisher) => publisher.close()))
    const goodbye = published.then(() => Promise.all([publishing.close(), connection.close()]))
    await inTime(goodbye, TIMEOUT_MS, () => late('say goodbye')).catch(() => {
      publishing.unsafeDestroy()
      connection.unsafeDestroy()
    })
  }

  return {
    queueOf(kind): JobQueue {
      checkKind(kinds, kind)
      const { queues, publish } = opened.get(kind)!
      return {
        name: queues.main.queue,
        publish: async (job) => publish(queues.main.queue, messageOf(job, { attempts: 0 })),
        consume(handle, onFailure) {
          const given = { connection, queues, ...kinds[kind], retryDelaysMs, publish, warn }
          const consumer = startConsumer({ ...given, handle, onFailure })
          consumers.push(consumer)
          return consumer
        },
      }
    },
    ...createFailedJobs(connection, [...opened.values()]),
    ping: () => inTime(Promise.all([declareAll(), probe()]), TIMEOUT_MS, () => late('answer')).then(() => {}),
    close: () => (closed ??= closeAll()),
  }
}

function connect(url: string, warn: (error: Error) => void): Connection {
  const connection = new Connection({
    url,
    acquireTimeout: TIMEOUT_MS,
    connectionTimeout: TIMEOUT_MS,
    heartbeat: HEARTBEAT_SECONDS,
    retryLow: 100,
    retryHigh: 2_000,
  })
  return connection.on('error', warn)
}
