import { DatabaseSync } from 'node:sqlite'
import {
  type Consumer,
  type DeadJob,
  type FailedJob,
  type Job,
  type JobFailure,
  type JobHandler,
  type JobQueue,
  RETRY_DELAYS_MS,
  retryDelayMs,
} from './job-queue.ts'

type Options = {
  name: string
  /** A file of this queue's own; made where it is missing. */
  file: string
  retryDelaysMs?: readonly number[]
  /** How many jobs are in hand at once. */
  concurrency?: number
}

/** Another process, the operator's command, may have made jobs due meanwhile. */
const LOOK_AGAIN_MS = 1_000

type Row = { id: string; case_id: string; body: string; attempts: number; error: string; due_at_ms: number }

/**
 * The queue of the embedded system: a table in a SQLite file, synced to disk before a publisher is told. Which jobs are
 * in hand is known to the consuming process alone, so what a dead process had in hand is simply due at the next start.
 * One process consumes; others may list and retry meanwhile.
 */
export function openEmbeddedJobQueue({ name, file, retryDelaysMs = RETRY_DELAYS_MS, concurrency = 8 }: Options): JobQueue {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma secure_delete = on; -- what was erased is not in free pages either
    create table if not exists jobs (
      sequence  integer primary key autoincrement,
      id        text not null unique,
      case_id   text not null,
      body      text not null,
      attempts  integer not null default 0,
      error     text not null default '',
      dead      integer not null default 0,
      due_at_ms integer not null -- of a dead job: when it died
    );
    create index if not exists jobs_by_due on jobs (dead, due_at_ms, sequence);`)
  const insert = database.prepare('insert or ignore into jobs (id, case_id, body, due_at_ms) values (?, ?, ?, ?)')
  const selectDue = database.prepare('select * from jobs where dead = 0 and due_at_ms <= ? order by due_at_ms, sequence limit ?')
  const selectNextDue = database.prepare('select min(due_at_ms) as due_at_ms from jobs where dead = 0 and due_at_ms > ?')
  const selectFailed = database.prepare('select * from jobs where attempts > 0')
  const selectDead = database.prepare('select * from jobs where dead = 1 order by due_at_ms, sequence')
  const finish = database.prepare('delete from jobs where id = ?')
  const postpone = database.prepare('update jobs set attempts = ?, error = ?, due_at_ms = ? where id = ?')
  const bury = database.prepare('update jobs set attempts = ?, error = ?, due_at_ms = ?, dead = 1 where id = ?')
  const revive = database.prepare(
    "update jobs set dead = 0, attempts = 0, error = '', due_at_ms = ? where dead = 1 and (?2 is null or id = ?2)",
  )

  const consumers: Consumer[] = []
  let wake = () => {}

  /** Jobs published in the same turn of the event loop share one transaction, and so one sync to disk. */
  let arriving: { job: Job; body: string; settle: PromiseWithResolvers<void> }[] = []
  function commitArrived(): void {
    const arrived = arriving
    arriving = []
    try {
      database.exec('begin immediate')
      for (const { job, body } of arrived) insert.run(job.id, job.caseId, body, Date.now())
      database.exec('commit')
      for (const { settle } of arrived) settle.resolve()
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('rollback')
      for (const { settle } of arrived) settle.reject(error)
    }
    wake()
  }

  function consume(handle: JobHandler, onFailure: (failure: JobFailure) => void): Consumer {
    const inHand = new Map<string, Promise<void>>()
    let stopped = false
    let timer: NodeJS.Timeout | undefined

    function takeDue(): void {
      clearTimeout(timer)
      if (stopped) return
      const nowMs = Date.now()
      // Those in hand are still in the table, and may be the first of it.
      for (const row of selectDue.all(nowMs, concurrency * 2) as Row[]) {
        if (inHand.size < concurrency && !inHand.has(row.id)) take(row)
      }
      const nextMs = (selectNextDue.get(nowMs) as { due_at_ms: number | null }).due_at_ms
      timer = setTimeout(takeDue, Math.min(LOOK_AGAIN_MS, nextMs === null ? LOOK_AGAIN_MS : nextMs - nowMs))
    }

    function take(row: Row): void {
      const done = attempt(row).finally(() => {
        inHand.delete(row.id)
        setImmediate(takeDue)
      })
      inHand.set(row.id, done)
    }

    async function attempt(row: Row): Promise<void> {
      const job = jobOf(row)
      const attempt = row.attempts + 1
      try {
        await handle(job, attempt)
        finish.run(job.id)
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown))
        const retryInMs = retryDelayMs(attempt, error, retryDelaysMs)
        if (retryInMs === undefined) bury.run(attempt, error.message, Date.now(), job.id)
        else postpone.run(attempt, error.message, Date.now() + retryInMs, job.id)
        onFailure({ job, attempt, error, retryInMs })
      }
    }

    wake = takeDue
    setImmediate(takeDue)
    const consumer = {
      async stop() {
        stopped = true
        clearTimeout(timer)
        await Promise.all(inHand.values())
      },
    }
    consumers.push(consumer)
    return consumer
  }

  return {
    name,
    async publish(job) {
      const settle = Promise.withResolvers<void>()
      if (arriving.push({ job, body: JSON.stringify(job.body), settle }) === 1) setImmediate(commitArrived)
      await settle.promise
    },
    consume,
    listDead: async () => (selectDead.all() as Row[]).map((row): DeadJob => ({ ...failedJobOf(row), diedAtMs: row.due_at_ms })),
    async retryDead(id) {
      const { changes } = revive.run(Date.now(), id ?? null)
      wake()
      return Number(changes)
    },
    async dropFailed(isToGo) {
      const gone = (selectFailed.all() as Row[]).map(failedJobOf).filter(isToGo)
      for (const { id } of gone) finish.run(id)
      // Nothing of them, or of jobs that are done, stays in the log of changes beside the file either.
      database.exec('pragma wal_checkpoint(truncate)')
      return gone.length
    },
    ping: async () => void database.prepare('select 1').get(),
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      database.close()
    },
  }
}

function jobOf({ id, case_id, body }: Row): Job {
  return { id, caseId: case_id, body: JSON.parse(body) }
}

function failedJobOf(row: Row): FailedJob {
  return { ...jobOf(row), attempts: row.attempts, error: row.error }
}
