import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { inTime } from '@w2meet/service-kit'
import type { Connection } from 'rabbitmq-client'
import type { Outgoing } from './rabbitmq-message.ts'
import type { Queues } from './rabbitmq-queues.ts'

/** Resolves once the broker has the message safely in the queue named. */
export type Publish = (queue: string, message: Outgoing) => Promise<void>

type Publisher = { publish: Publish; close(): Promise<void> }

export function openPublisher(connection: Connection, { all }: Queues, { timeoutMs }: { timeoutMs: number }): Publisher {
  const publisher = connection.createPublisher({ confirm: true, queues: [...all] })
  const returned = new Set<string>()
  publisher.on('basic.return', ({ correlationId }) => returned.add(correlationId!))

  return {
    async publish(queue, { properties, content }) {
      const correlationId = randomUUID()
      const sent = publisher.send({ ...properties, routingKey: queue, correlationId }, content)
      await inTime(sent, timeoutMs, () => new Error(`RabbitMQ did not take the job within ${timeoutMs} ms`))
      // The broker confirms a message that no queue took, too. It returns the message before that, but the client reports the
      // return a turn of the event loop late.
      await nextTurn()
      if (returned.delete(correlationId)) throw new Error(`RabbitMQ has no queue ${queue}`)
    },
    close: () => publisher.close(),
  }
}
