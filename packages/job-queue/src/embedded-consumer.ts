import type { DatabaseSync } from 'node:sqlite'
import { jobOf, type Row } from './embedded-file.ts'
import { type Consumer, type JobFailure, type JobHandler, retryDelayMs } from './job-queue.ts'

/** How often a consumer looks by itself: another process, the operator's command, may have made jobs due. */
const LOOK_AGAIN_MS = 1_000

type Options = {
  database: DatabaseSync
  kind: string
  hands: number
  retryDelaysMs: readonly number[]
  handle: JobHandler
  onFailure(failure: JobFailure): void
}

/** Takes the jobs of one kind as they come due. Call `wake` when some may be due now. */
export function startConsumer({ database, kind, hands, ...given }: Options): Consumer & { wake(): void } {
  const selectDue = database.prepare(
    'select * from jobs where kind = ? and dead = 0 and due_at_ms <= ? order by due_at_ms, sequence limit ?',
  )
  const selectNextDue = database.prepare(
    'select min(due_at_ms) as due_at_ms from jobs where kind = ? and dead = 0 and due_at_ms > ?',
  )
  const attempt = createAttempt({ database, ...given })
  const inHand = new Map<string, Promise<void>>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  function takeDue(): void {
    clearTimeout(timer)
    if (stopped) return
    const nowMs = Date.now()
    // Jobs in hand are still in the table, and may be the first of it.
    for (const row of selectDue.all(kind, nowMs, hands * 2) as Row[]) {
      if (inHand.size < hands && !inHand.has(row.id)) take(row)
    }
    const nextMs = (selectNextDue.get(kind, nowMs) as { due_at_ms: number | null }).due_at_ms
    timer = setTimeout(takeDue, Math.min(LOOK_AGAIN_MS, nextMs === null ? LOOK_AGAIN_MS : nextMs - nowMs))
  }

  function take(row: Row): void {
    const done = attempt(row).finally(() => {
      inHand.delete(row.id)
      setImmediate(takeDue)
    })
    inHand.set(row.id, done)
  }

  setImmediate(takeDue)
  return {
    wake: takeDue,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await Promise.all(inHand.values())
    },
  }
}

/** Handles a job once, and writes its outcome to the table. */
function createAttempt({ database, retryDelaysMs, handle, onFailure }: Omit<Options, 'kind' | 'hands'>) {
  const finish = database.prepare('delete from jobs where id = ?')
  const postpone = database.prepare('update jobs set attempts = ?, error = ?, due_at_ms = ? where id = ?')
  const bury = database.prepare('update jobs set attempts = ?, error = ?, due_at_ms = ?, dead = 1 where id = ?')

  return async (row: Row): Promise<void> => {
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
}
