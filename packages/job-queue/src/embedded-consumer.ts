import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { jobOf, type Row } from './embedded-file.ts'
import type { Trouble } from './embedded-trouble.ts'
import { type Consumer, GivenBack, type JobFailure, type JobHandler, retryDelayMs } from './job-queue.ts'
import { whenFree } from './when-free.ts'

/** How often a consumer looks by itself: another process, a copy for one, may have let go of the file. */
const LOOK_AGAIN_MS = 1_000

type Options = {
  database: DatabaseSync
  kind: string
  hands: number
  retryDelaysMs: readonly number[]
  handle: JobHandler
  onFailure(failure: JobFailure): void
  trouble: Trouble
}

/** Takes the jobs of one kind as they come due. Call `wake` when some may be due now. */
export function startConsumer({ database, kind, hands, trouble, ...given }: Options): Consumer & { wake(): void } {
  const selectDue = database.prepare(
    'select * from jobs where kind = ? and dead = 0 and due_at_ms <= ? order by due_at_ms, sequence limit ?',
  )
  const selectNextDue = database.prepare(
    'select min(due_at_ms) as due_at_ms from jobs where kind = ? and dead = 0 and due_at_ms > ?',
  )
  const stopping = new AbortController()
  const attempt = createAttempt({ database, ...given })
  const writeDown = createWriteDown({ trouble, stopping: stopping.signal })
  const inHand = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined

  function takeDue(): void {
    clearTimeout(timer)
    if (stopping.signal.aborted) return
    let nextLookMs = LOOK_AGAIN_MS
    try {
      nextLookMs = Math.min(LOOK_AGAIN_MS, takeDueAt(Date.now()))
      trouble.over('reading')
    } catch (error) {
      trouble.met('reading', error)
    }
    timer = setTimeout(takeDue, nextLookMs)
  }

  /** Returns in how many milliseconds the next job is due. */
  function takeDueAt(nowMs: number): number {
    // Jobs in hand are still in the table, and may be the first of it.
    for (const row of selectDue.all(kind, nowMs, hands * 2) as Row[]) {
      if (inHand.size < hands && !inHand.has(row.id)) take(row)
    }
    const { due_at_ms: nextMs } = selectNextDue.get(kind, nowMs) as { due_at_ms: number | null }
    return nextMs === null ? Number.POSITIVE_INFINITY : nextMs - nowMs
  }

  function take(row: Row): void {
    const done = attempt(row)
      .then(writeDown)
      .finally(() => {
        inHand.delete(row.id)
        setImmediate(takeDue)
      })
    inHand.set(row.id, done)
  }

  setImmediate(takeDue)
  return {
    wake: takeDue,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await Promise.all(inHand.values())
    },
  }
}

/** What became of a job: to be written down, and then to be told. */
type Outcome = { write(): void; tell(): void }

/** Handles a job once. Resolves with what became of it, whether that is good or bad. */
function createAttempt(given: Pick<Options, 'database' | 'retryDelaysMs' | 'handle' | 'onFailure'>) {
  const { database, retryDelaysMs, handle, onFailure } = given
  const finish = database.prepare('delete from jobs where id = ?')
  const postpone = database.prepare('update jobs set attempts = ?, error = ?, due_at_ms = ? where id = ?')
  const bury = database.prepare('update jobs set attempts = ?, error = ?, due_at_ms = ?, dead = 1 where id = ?')

  return async (row: Row): Promise<Outcome> => {
    const job = jobOf(row)
    const attempt = row.attempts + 1
    try {
      await handle(job, attempt)
      return { write: () => finish.run(job.id), tell() {} }
    } catch (thrown) {
      // It is in the file as it was.
      if (thrown instanceof GivenBack) return { write() {}, tell() {} }
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      const retryInMs = retryDelayMs(attempt, error, retryDelaysMs)
      return {
        write() {
          if (retryInMs === undefined) bury.run(attempt, error.message, Date.now(), job.id)
          else postpone.run(attempt, error.message, Date.now() + retryInMs, job.id)
        },
        tell: () => onFailure({ job, attempt, error, retryInMs }),
      }
    }
  }
}

/**
 * Writes down what became of a job as soon as the file takes it: till then the job stays in hand, lest it be handled again.
 * Once the consumer stops, what the file does not take is left out, and the next start handles the job anew.
 */
function createWriteDown({ trouble, stopping }: { trouble: Trouble; stopping: AbortSignal }) {
  async function write(outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        await whenFree(outcome.write)
        return trouble.over('writing')
      } catch (error) {
        trouble.met('writing', error)
      }
      if (stopping.aborted) return
      await delay(LOOK_AGAIN_MS, undefined, { signal: stopping }).catch(() => {})
    }
  }

  return async (outcome: Outcome): Promise<void> => {
    await write(outcome)
    outcome.tell()
  }
}
