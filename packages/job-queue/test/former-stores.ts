import { DatabaseSync } from 'node:sqlite'
import { Connection } from 'rabbitmq-client'
import type { FailedJob, Job } from '../src/job-queue.ts'
import type { FormerJobs } from './queue-bench.ts'
import { leaveFailed } from './rabbitmq-messages.ts'

/** A file of the embedded queue as it was made while there was one queue for all kinds of job. */
export function leaveInFormerFile(file: string, { next, retry, operator }: FormerJobs): void {
  const database = new DatabaseSync(file)
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma secure_delete = on;
    create table if not exists jobs (
      sequence  integer primary key autoincrement,
      id        text not null unique,
      case_id   text not null,
      body      text not null,
      attempts  integer not null default 0,
      error     text not null default '',
      dead      integer not null default 0,
      due_at_ms integer not null
    );
    create index if not exists jobs_by_due on jobs (dead, due_at_ms, sequence);`)
  const insert = database.prepare(
    'insert into jobs (id, case_id, body, attempts, error, dead, due_at_ms) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const leave = ({ id, caseId, body, attempts, error }: FailedJob, dead: 0 | 1) =>
    insert.run(id, caseId, JSON.stringify(body), attempts, error, dead, Date.now())
  leave({ ...next, attempts: 0, error: '' }, 0)
  leave(retry, 0)
  leave(operator, 1)
  database.close()
}

/** Queues of RabbitMQ as they were declared then; declaring them with other arguments is refused. */
export async function leaveInFormerQueues(
  url: string,
  name: string,
  retryDelaysMs: readonly number[],
  { next, retry, operator }: FormerJobs,
): Promise<void> {
  const connection = new Connection(url)
  const leadsTo = (queue: string) => ({
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  })
  const declare = (queue: string, settings: object) =>
    connection.queueDeclare({ queue, durable: true, arguments: { 'x-queue-type': 'quorum', ...settings } })
  await declare(name, { ...leadsTo(`${name}.dead`), 'x-delivery-limit': 20 })
  await declare(`${name}.dead`, { 'x-delivery-limit': 2_147_483_647 })
  for (const delayMs of retryDelaysMs) {
    const settings = { ...leadsTo(name), 'x-message-ttl': delayMs, 'x-delivery-limit': 2_147_483_647 }
    await declare(`${name}.retry.${delayMs}`, settings)
  }
  await connection.close()
  const asNew = (job: Job): FailedJob => ({ ...job, attempts: 0, error: '' })
  await leaveFailed(url, name, asNew(next))
  await leaveFailed(url, `${name}.retry.${retryDelaysMs[0]}`, retry)
  await leaveFailed(url, `${name}.dead`, { ...operator, diedAtMs: Date.now() })
}
