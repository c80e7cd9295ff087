import { setTimeout as delay } from 'node:timers/promises'
import { onDatabase, type Pool } from '@w2meet/postgres'
import type { Log } from '@w2meet/service-kit'

/** How often a replica asks whether it may believe the cache, and how long the answer holds, counted from the question. */
const ASK_EVERY_MS = 100
const LEASE_MS = 500
/** How long one suspension lasts; while a replica cannot reach the cache it suspends anew long before the end. */
const SUSPENSION_MS = 1_000

/** `now()` is before the statement sees the row, so the statement overlooks no suspension that was prolonged in between. */
const ASK = {
  name: 'ask-cache-lease',
  text: 'select generation, suspended_until > now() as suspended from cache_trust',
  values: [],
}
const SUSPEND = {
  name: 'suspend-cache-lease',
  text: `update cache_trust set generation = generation + 1,
    suspended_until = greatest(suspended_until, clock_timestamp() + $1 * interval '1 millisecond')`,
  values: [SUSPENSION_MS],
}

const UNDEFINED_TABLE = '42P01'

/** A replica opens its cache before it migrates, and may read nothing from the cache until then. */
function noneBeforeMigration(error: { code?: string }): { rows: [] } {
  if (error.code === UNDEFINED_TABLE) return { rows: [] }
  throw error
}

export type CacheLease = {
  /** Whether this replica may read the cache now. */
  mayRead(): boolean
  /** The generation of the entries that this replica may believe; undefined during a suspension. */
  generation(): number | undefined
  /**
   * For a committed write that the cache could not be told of: resolves once no replica reads anything older from the cache,
   * and keeps it so until `resume`. Cost: half a second for the first write of an outage, nothing for those that follow; as long
   * as PostgreSQL does not answer besides. Rejects only where the replica closes.
   */
  suspend(): Promise<void>
  /** The cache can be told of writes again. */
  resume(): void
  close(): Promise<void>
}

/**
 * The agreement of all replicas, kept in PostgreSQL, on whether the cache they share may be believed. A Redis that was
 * frozen or cut off comes back with what it held, and replicas that read nothing meanwhile have not even noticed. So:
 *
 * - Each replica believes the cache for the term of a lease, and renews it by asking for the generation.
 * - A replica that commits a write and cannot tell the cache begins a new generation, suspends all leases, and acknowledges
 *   the write when every lease given before has run out. Writes acknowledged during the suspension need no wait.
 * - Entries that are believed after the suspension were read from the database after it, so after all those writes.
 *
 * Leases cost a write nothing while the cache is well. `pool` should be the lease's own, so that no query is in its way.
 * A replica that cannot reach PostgreSQL goes on believing: without PostgreSQL no write is acknowledged by anybody.
 */
export async function openCacheLease({ pool, log }: { pool: Pool; log: Log }): Promise<CacheLease> {
  const nowMs = () => performance.now()
  let generation: number | undefined
  let leaseEndsMs = Number.NEGATIVE_INFINITY
  const closing = new AbortController()
  let failuresInARow = 0
  let untold = false
  /** Of the present suspension: when all older leases have run out, and how long it lasts at least. */
  let inForceAtMs = Number.POSITIVE_INFINITY
  let lastsUntilMs = Number.NEGATIVE_INFINITY

  async function ask(): Promise<void> {
    const askedMs = nowMs()
    const { rows } = await pool.query<{ generation: string; suspended: boolean }>(ASK).catch(noneBeforeMigration)
    const [answer] = rows
    generation = answer === undefined || answer.suspended ? undefined : Number(answer.generation)
    leaseEndsMs = generation === undefined ? Number.NEGATIVE_INFINITY : askedMs + LEASE_MS
  }

  let renewal: Promise<void> | undefined
  const renew = () => (renewal ??= suspendOnce().finally(() => (renewal = undefined)))
  async function suspendOnce(): Promise<void> {
    const beganMs = nowMs()
    await onDatabase(() => pool.query(SUSPEND))
    const doneMs = nowMs()
    generation = undefined
    leaseEndsMs = Number.NEGATIVE_INFINITY
    // Where the suspension before had ended, replicas may have got leases in between.
    if (doneMs >= lastsUntilMs) inForceAtMs = doneMs + LEASE_MS
    lastsUntilMs = beganMs + SUSPENSION_MS
  }

  /** Rejects only where this replica closes. */
  async function renewOrPause(): Promise<void> {
    try {
      await renew()
    } catch (error) {
      if (closing.signal.aborted) throw error
      await delay(ASK_EVERY_MS)
    }
  }

  async function tick(): Promise<void> {
    try {
      await (untold ? renew() : ask())
      failuresInARow = 0
    } catch (error) {
      // Warn at the second failure: the first may be a question from before this process slept, and tell nothing of the database.
      if (++failuresInARow === 2) log.warn({ err: error }, 'PostgreSQL does not answer; this replica still believes the cache')
    }
  }

  async function keepAsking(): Promise<void> {
    while (!closing.signal.aborted) {
      // Ask once more at once after a first failure: the lease may be about to run out.
      await delay(failuresInARow === 1 ? 0 : ASK_EVERY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {})
      if (!closing.signal.aborted) await tick()
    }
  }

  await tick()
  const asking = keepAsking()

  return {
    mayRead: () => nowMs() < leaseEndsMs || (failuresInARow >= 2 && generation !== undefined),
    generation: () => generation,
    async suspend() {
      untold = true
      for (;;) {
        // The write is committed: only its acknowledgement can wait.
        if (nowMs() >= lastsUntilMs) await renewOrPause()
        const waitMs = inForceAtMs - nowMs()
        if (waitMs > 0) await delay(waitMs)
        else if (nowMs() < lastsUntilMs) return
      }
    },
    resume() {
      untold = false
    },
    async close() {
      closing.abort()
      await asking
    },
  }
}
