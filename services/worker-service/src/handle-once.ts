import type { JobHandler } from '@w2meet/job-queue'
import { LRUCache } from 'lru-cache'

/** More jobs than a broker hands out again at once: those in hand when it died. */
const REMEMBERED = 10_000

/**
 * Handles each job once, however often this process gets it: a broker that dies before it hears that a job is done hands
 * it out again. A job whose handling failed is handled when it comes again.
 */
export function handleOnce(handle: JobHandler): JobHandler {
  const handled = new LRUCache<string, Promise<void>>({ max: REMEMBERED })

  return (job, attempt) => {
    const known = handled.get(job.id)
    if (known !== undefined) return known
    const outcome = handle(job, attempt)
    handled.set(job.id, outcome)
    outcome.catch(() => handled.delete(job.id))
    return outcome
  }
}
