import type { DatabaseSync } from 'node:sqlite'
import { startConsumer } from './embedded-consumer.ts'
import { failedJobOf, openJobsFile, type Row } from './embedded-file.ts'
import { createPublisher } from './embedded-publisher.ts'
import { createTrouble, type QueueLog } from './embedded-trouble.ts'
import { type DeadJob, type JobKinds, type JobQueue, type JobQueues, MAX_DROPPED_AT_ONCE, RETRY_DELAYS_MS } from './job-queue.ts'
import { checkKind, queueName } from './queue-name.ts'
import { BUSY, whenFree } from './when-free.ts'

export { jobsFileHeld } from './embedded-file.ts'
export { isBusy } from './when-free.ts'

type Options<Kind extends string> = {
  name: string
  /** A file of these queues' own; made where it is missing. */
  file: string
  kinds: JobKinds<Kind>
  retryDelaysMs?: readonly number[]
  log?: QueueLog
}

/**
 * The queues of the embedded system: a table in a SQLite file, synced to disk before a publisher is told. Only the consuming
 * process knows which jobs are in hand, so the jobs that a dead process had in hand are simply due at the next start. One
 * process has the file open. While another holds the file, or the disk is full, publishing
 * is refused after two seconds, and jobs wait.
 */
export function openEmbeddedJobQueues<Kind extends string>(options: Options<Kind>): JobQueues<Kind> {
  const { name, file, kinds, retryDelaysMs = RETRY_DELAYS_MS, log } = options
  const database = openJobsFile(file)
  const consumers: ReturnType<typeof startConsumer>[] = []
  const noteProbe = database.prepare('insert or replace into probes values (1, ?)')
  const wake = () => {
    for (const consumer of consumers) consumer.wake()
  }
  const publish = createPublisher(database, wake)
  const trouble = createTrouble(name, log)

  return {
    queueOf(kind): JobQueue {
      checkKind(kinds, kind)
      return {
        name: queueName(name, kind),
        publish: (job) => publish(kind, job),
        consume(handle, onFailure) {
          const given = { database, kind, ...kinds[kind], retryDelaysMs, trouble }
          const consumer = startConsumer({ ...given, handle, onFailure })
          consumers.push(consumer)
          return consumer
        },
      }
    },
    ...createFailedJobs(database, wake),
    ping: () => whenFree(() => void noteProbe.run(Date.now())),
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      database.close()
    },
  }
}

/** The failed jobs of all kinds, by the table. `onRevive` is called when dead jobs are due again. */
function createFailedJobs(
  database: DatabaseSync,
  onRevive: () => void,
): Pick<JobQueues, 'listDead' | 'retryDead' | 'dropFailed' | 'dropDead'> {
  const selectFailed = database.prepare('select * from jobs where attempts > 0')
  const selectDead = database.prepare('select * from jobs where dead = 1 order by due_at_ms, sequence')
  const remove = database.prepare('delete from jobs where id = ?')
  const revive = database.prepare("update jobs set dead = 0, attempts = 0, error = '', due_at_ms = ? where dead = 1 and id = ?")
  const removeOld = database.prepare(
    'delete from jobs where id in (select id from jobs where dead = 1 and due_at_ms < ? order by due_at_ms limit ?)',
  )
  const deadJobOf = (row: Row): DeadJob => ({ ...failedJobOf(row), kind: row.kind, diedAtMs: row.due_at_ms })

  return {
    listDead: () => whenFree(() => (selectDead.all() as Row[]).map(deadJobOf)),
    async retryDead(isToGo) {
      const dead = await whenFree(() => (selectDead.all() as Row[]).map(deadJobOf))
      let count = 0
      for (const { id } of dead.filter(isToGo)) count += Number((await whenFree(() => revive.run(Date.now(), id))).changes)
      onRevive()
      return count
    },
    async dropFailed(isToGo) {
      const failed = await whenFree(() => selectFailed.all() as Row[])
      const gone = failed.map(failedJobOf).filter(isToGo)
      for (const { id } of gone) await whenFree(() => remove.run(id))
      // Empty the log of changes beside the file, so that it keeps nothing of these jobs, or of jobs that are done.
      await whenFree(() => emptyChangeLog(database))
      return gone.length
    },
    dropDead: async (diedBeforeMs) => Number((await whenFree(() => removeOld.run(diedBeforeMs, MAX_DROPPED_AT_ONCE))).changes),
  }
}

/** Throws where another process reads what is in the log: it would stay there, and SQLite says so in an answer alone. */
function emptyChangeLog(database: DatabaseSync): void {
  const { busy } = database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number }
  if (busy !== 0) throw Object.assign(new Error('another process reads the file of the jobs'), { errcode: BUSY })
}
