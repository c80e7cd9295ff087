import { inTime } from '@w2meet/service-kit'
import { Connection, ConsumerStatus } from 'rabbitmq-client'
import { type Consumer, type JobFailure, type JobHandler, type JobQueue, RETRY_DELAYS_MS, retryDelayMs } from './job-queue.ts'
import { createFailedJobs } from './rabbitmq-failed-jobs.ts'
import { type Incoming, type Message, messageOf, readMessage } from './rabbitmq-message.ts'
import { openPublisher } from './rabbitmq-publisher.ts'
import { declare, onChannel, queuesOf } from './rabbitmq-queues.ts'

type Options = {
  /** `amqp://user:password@host:port/vhost`. */
  url: string
  name: string
  retryDelaysMs?: readonly number[]
  /** How many jobs are in hand at once. */
  concurrency?: number
  /** Hears of lost connections; they are made again without help. */
  log?: { warn(facts: object, message: string): void }
}

/** How long a publisher waits for a broker that is away, or does not answer. */
const TIMEOUT_MS = 2_000
const late = (deed: string) => new Error(`RabbitMQ did not ${deed} within ${TIMEOUT_MS} ms`)
/** A broker that says nothing for twice as long is given up, and connected to anew. */
const HEARTBEAT_SECONDS = 5

/**
 * The queue of the distributed system: a quorum queue, a queue for each delay before a retry, and one for the dead. A job
 * that moves between them is confirmed in the next before it leaves the last: a crash in between makes a second copy,
 * never a loss. Opens at once; the connection is made, and made again, in the background.
 */
export function openRabbitmqJobQueue({ url, name, retryDelaysMs = RETRY_DELAYS_MS, concurrency = 8, log }: Options): JobQueue {
  const queues = queuesOf(name, retryDelaysMs)
  const warn = (error: Error) => log?.warn({ queue: name, reason: error.message }, 'trouble with RabbitMQ; it is tried again')
  const connect = () => {
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
  const connection = connect()
  // A broker that is short of memory reads nothing from a connection that publishes; jobs done must still be acknowledged.
  const publishing = connect()
  const publisher = openPublisher(publishing, queues, { timeoutMs: TIMEOUT_MS })
  const { publish } = publisher
  const consumers: Consumer[] = []
  let closed: Promise<void> | undefined

  const declareAll = () => onChannel(connection, (channel) => declare(channel, queues.all))

  function consume(handle: JobHandler, onFailure: (failure: JobFailure) => void): Consumer {
    const { queue, ...queueOptions } = queues.main
    const subscription = connection.createConsumer(
      { queue, queueOptions, qos: { prefetchCount: concurrency }, concurrency },
      (message) => attempt(message as Message, handle, onFailure),
    )
    subscription.on('error', warn)
    // The broker itself may have to give a job up before anything was published here.
    subscription.on('ready', () => void declareAll().catch(warn))
    const consumer = { stop: () => subscription.close() }
    consumers.push(consumer)
    return consumer
  }

  async function attempt(
    message: Message,
    handle: JobHandler,
    onFailure: (failure: JobFailure) => void,
  ): Promise<ConsumerStatus> {
    const { job, attempts, misfit, onward } = readMessage(message)
    const attempt = attempts + 1
    try {
      if (misfit !== undefined) throw misfit
      await handle(job, attempt)
      return ConsumerStatus.ACK
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      const retryInMs = retryDelayMs(attempt, error, retryDelaysMs)
      const movedOn = await moveOn(onward, attempt, error, retryInMs)
      onFailure({ job, attempt, error, retryInMs: movedOn ? retryInMs : 0 })
      return movedOn ? ConsumerStatus.ACK : ConsumerStatus.REQUEUE
    }
  }

  /** Whether the job is safe in its next queue; otherwise it must stay in this one. */
  async function moveOn(onward: Incoming['onward'], attempts: number, { message: error }: Error, retryInMs: number | undefined) {
    try {
      if (retryInMs === undefined) await publish(queues.dead.queue, onward({ attempts, error, diedAtMs: Date.now() }))
      else await publish(queues.retryAfter(retryInMs), onward({ attempts, error }))
      return true
    } catch (publishError) {
      warn(publishError as Error)
      return false
    }
  }

  async function closeAll(): Promise<void> {
    await Promise.all(consumers.map((consumer) => consumer.stop()))
    const goodbye = publisher.close().then(() => Promise.all([publishing.close(), connection.close()]))
    await inTime(goodbye, TIMEOUT_MS, () => late('say goodbye')).catch(() => {
      publishing.unsafeDestroy()
      connection.unsafeDestroy()
    })
  }

  return {
    name,
    publish: async (job) => publish(name, messageOf(job, { attempts: 0 })),
    consume,
    ...createFailedJobs(connection, queues, publish),
    ping: () => inTime(declareAll(), TIMEOUT_MS, () => late('answer')),
    close: () => (closed ??= closeAll()),
  }
}
