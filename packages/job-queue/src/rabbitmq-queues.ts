import type { Channel, Connection } from 'rabbitmq-client'

export type Queue = { queue: string; durable: true; arguments: Record<string, unknown> }

/** The queues in RabbitMQ that the queue of one kind of job is made of. */
export type Queues = {
  main: Queue
  dead: Queue
  retries: readonly Queue[]
  retryAfter(delayMs: number): string
  all: readonly Queue[]
}

/** Deliveries that end without an answer, as when a job kills its worker each time, before the broker gives the job up. */
const DELIVERIES_MAX = 20
/** Where none is set, RabbitMQ 4 has a limit of its own, and drops messages that were looked at too often. */
const NO_LIMIT = 2_147_483_647

/**
 * Declaring the queues again changes nothing, and makes missing ones. Each delay has a queue of its own, since messages
 * expire only at the head of a queue; other delays later make other queues, and jobs that wait in the old ones still arrive.
 */
export function queuesOf(name: string, retryDelaysMs: readonly number[]): Queues {
  const main = quorumQueue(name, { ...leadsTo(`${name}.dead`), 'x-delivery-limit': DELIVERIES_MAX })
  const dead = quorumQueue(`${name}.dead`, { 'x-delivery-limit': NO_LIMIT })
  const retryAfter = (delayMs: number) => `${name}.retry.${delayMs}`
  const retries = retryDelaysMs.map((delayMs) =>
    quorumQueue(retryAfter(delayMs), { ...leadsTo(name), 'x-message-ttl': delayMs, 'x-delivery-limit': NO_LIMIT }),
  )
  return { main, dead, retries, retryAfter, all: [main, dead, ...retries] }
}

function quorumQueue(queue: string, settings: Record<string, unknown>): Queue {
  return { queue, durable: true, arguments: { 'x-queue-type': 'quorum', ...settings } }
}

/** The queue to which the broker itself moves messages on, once they are safe there; it asks for `x-overflow` for that. */
function leadsTo(next: string): Record<string, unknown> {
  return {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': next,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  }
}

export async function declare(channel: Channel, queues: readonly Queue[]): Promise<void> {
  for (const queue of queues) await channel.queueDeclare(queue)
}

/** Runs work with a channel of its own; messages that it took and did not acknowledge are back in their queue afterwards. */
export async function onChannel<T>(connection: Connection, work: (channel: Channel) => Promise<T>): Promise<T> {
  const channel = await connection.acquire()
  try {
    return await work(channel)
  } finally {
    await channel.close()
  }
}
