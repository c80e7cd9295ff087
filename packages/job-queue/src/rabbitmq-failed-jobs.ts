import type { Connection, SyncMessage } from 'rabbitmq-client'
import { type DeadJob, type JobQueues, MAX_DROPPED_AT_ONCE } from './job-queue.ts'
import { deadJobOf, failedJobOf, type Message, readMessage } from './rabbitmq-message.ts'
import type { Publish } from './rabbitmq-publisher.ts'
import { declare, onChannel, type Queue, type Queues } from './rabbitmq-queues.ts'

type Look<T> = (message: Message, takeAway: () => void) => Promise<T>
type Kind = { kind: string; queues: Queues; publish: Publish }

/** RabbitMQ shows a message only by handing it out, so each look takes all of them, and gives back those that stay. */
export function createFailedJobs(
  connection: Connection,
  kinds: readonly Kind[],
): Pick<JobQueues, 'listDead' | 'retryDead' | 'dropFailed' | 'dropDead'> {
  // One look at a time: another would not see the messages that this one holds.
  let last: Promise<unknown> = Promise.resolve()

  function lookAtAll<T>(queue: Queue, look: Look<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
    const looked = last.then(() =>
      onChannel(connection, async (channel) => {
        await declare(channel, [queue])
        const held: SyncMessage[] = []
        for (let one = await channel.basicGet(queue.queue); one !== undefined; one = await channel.basicGet(queue.queue)) {
          held.push(one)
          if (held.length === most) break
        }
        const seen: T[] = []
        for (const { deliveryTag, ...message } of held) {
          seen.push(await look(message as Message, () => channel.basicAck({ deliveryTag })))
        }
        return seen
      }),
    )
    last = looked.catch(() => {})
    return looked
  }

  return {
    async listDead() {
      const jobs: DeadJob[] = []
      for (const { kind, queues } of kinds) {
        jobs.push(...(await lookAtAll(queues.dead, async (message) => ({ ...deadJobOf(message), kind }))))
      }
      return jobs.sort((one, other) => one.diedAtMs - other.diedAtMs)
    },
    async retryDead(isToGo) {
      let count = 0
      for (const { kind, queues, publish } of kinds) {
        await lookAtAll(queues.dead, async (message, takeAway) => {
          if (!isToGo({ ...deadJobOf(message), kind })) return
          await publish(queues.main.queue, readMessage(message).onward({ attempts: 0 }))
          takeAway()
          count++
        })
      }
      return count
    },
    async dropFailed(isToGo) {
      let count = 0
      for (const queue of kinds.flatMap(({ queues }) => [...queues.retries, queues.dead])) {
        await lookAtAll(queue, async (message, takeAway) => {
          if (!isToGo(failedJobOf(message))) return
          takeAway()
          count++
        })
      }
      return count
    },
    async dropDead(diedBeforeMs) {
      let count = 0
      for (const { queues } of kinds) {
        // The broker hands out first what it was given first, and what was given back before that.
        await lookAtAll(
          queues.dead,
          async (message, takeAway) => {
            if (deadJobOf(message).diedAtMs >= diedBeforeMs) return
            takeAway()
            count++
          },
          MAX_DROPPED_AT_ONCE,
        )
      }
      return count
    },
  }
}
