import { type Connection, ConsumerStatus } from 'rabbitmq-client'
import { type Consumer, GivenBack, type JobFailure, type JobHandler, retryDelayMs } from './job-queue.ts'
import { type Incoming, type Message, readMessage } from './rabbitmq-message.ts'
import type { Publish } from './rabbitmq-publisher.ts'
import { declare, onChannel, type Queues } from './rabbitmq-queues.ts'

type Options = {
  connection: Connection
  queues: Queues
  hands: number
  retryDelaysMs: readonly number[]
  publish: Publish
  warn(error: Error): void
  handle: JobHandler
  onFailure(failure: JobFailure): void
}

/**
 * Takes the jobs of one kind. A job that fails is confirmed in its next queue before it leaves the main one: a crash in
 * between makes a second copy, never a loss.
 */
export function startConsumer({ connection, queues, hands, warn, ...given }: Options): Consumer {
  const { queue, ...queueOptions } = queues.main
  const attempt = createAttempt({ queues, warn, ...given })
  const subscription = connection.createConsumer(
    { queue, queueOptions, qos: { prefetchCount: hands }, concurrency: hands },
    (message) => attempt(message as Message),
  )
  subscription.on('error', warn)
  // The broker itself may have to give a job up before anything was published here.
  subscription.on('ready', () => {
    void onChannel(connection, (channel) => declare(channel, queues.all)).catch(warn)
  })
  return { stop: () => subscription.close() }
}

/** Handles a job once, and moves the job on where the handling fails. */
function createAttempt(options: Omit<Options, 'connection' | 'hands'>) {
  const { queues, retryDelaysMs, publish, warn, handle, onFailure } = options

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

  return async (message: Message): Promise<ConsumerStatus> => {
    const { job, attempts, misfit, onward } = readMessage(message)
    const attempt = attempts + 1
    try {
      if (misfit !== undefined) throw misfit
      await handle(job, attempt)
      return ConsumerStatus.ACK
    } catch (thrown) {
      if (thrown instanceof GivenBack) return ConsumerStatus.REQUEUE
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      const retryInMs = retryDelayMs(attempt, error, retryDelaysMs)
      const movedOn = await moveOn(onward, attempt, error, retryInMs)
      onFailure({ job, attempt, error, retryInMs: movedOn ? retryInMs : 0 })
      return movedOn ? ConsumerStatus.ACK : ConsumerStatus.REQUEUE
    }
  }
}
