import { Connection, type SyncMessage } from 'rabbitmq-client'
import type { FailedJob } from '../src/job-queue.ts'

/** Every message of a queue with its headers, as JSON; each stays where it is. */
export async function readMessages(url: string, queue: string): Promise<string[]> {
  await using connection = open(url)
  const channel = await connection.acquire()
  const messages: SyncMessage[] = []
  for (let one = await channel.basicGet(queue); one !== undefined; one = await channel.basicGet(queue)) messages.push(one)
  await channel.close()
  return messages.map((message) => JSON.stringify(message))
}

/** Leaves a job in a queue as a worker does when an attempt has failed, the last one where it says when the job died. */
export async function leaveFailed(url: string, queue: string, job: FailedJob & { diedAtMs?: number }): Promise<void> {
  const { id, caseId, body, attempts, error, diedAtMs } = job
  await using connection = open(url)
  const publisher = connection.createPublisher({ confirm: true })
  const died = diedAtMs === undefined ? {} : { 'Died-At': new Date(diedAtMs).toISOString() }
  const headers = { 'Case-Id': caseId, Attempts: attempts, Error: error, ...died }
  const message = { routingKey: queue, messageId: id, contentType: 'application/json', durable: true, headers }
  await publisher.send(message, Buffer.from(JSON.stringify(body)))
  await publisher.close()
}

function open(url: string): Connection & AsyncDisposable {
  const connection = new Connection(url)
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.close() })
}
