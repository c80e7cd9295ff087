import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

const EVERY_MS = 60 * 60_000
/** How soon what failed is tried again. */
const AGAIN_AFTER_MS = 60_000
/** Between two parts, so that others have the database, and the queue, meanwhile. */
const PAUSE_MS = 50

/** Removes some of what nobody needs any more, at most a part that holds up nobody; returns how many there were. */
export type RemoveOld = (nowMs: number) => Promise<number>

type SweepOptions = {
  /** By the name of what they remove. */
  removals: Readonly<Record<string, RemoveOld>>
  clock: Clock
  log: Log
  everyMs?: number
  againAfterMs?: number
}

/**
 * Removes what is old at the start and once an hour, whether or not anybody comes: of each kind part after part, until none is
 * left. Several processes may do so at once. A kind that fails is told once, is tried again soon, and holds up no other.
 */
export function startSweep({ removals, clock, log, everyMs = EVERY_MS, againAfterMs = AGAIN_AFTER_MS }: SweepOptions): {
  close(): Promise<void>
} {
  const closing = new AbortController()
  const failing = new Set<string>()
  const pause = (ms: number) => delay(ms, undefined, { signal: closing.signal }).catch(() => {})

  async function removeAll(removeOld: RemoveOld): Promise<number> {
    let removed = 0
    while (!closing.signal.aborted) {
      const count = await removeOld(clock.nowMs())
      if (count === 0) break
      removed += count
      await pause(PAUSE_MS)
    }
    return removed
  }

  async function sweep(kind: string, removeOld: RemoveOld): Promise<void> {
    try {
      const removed = await removeAll(removeOld)
      failing.delete(kind)
      if (removed > 0) log.info({ kind, removed }, 'what is old was removed')
    } catch (error) {
      if (!failing.has(kind)) log.warn({ err: error, kind }, 'what is old cannot be removed; it is tried again')
      failing.add(kind)
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      for (const [kind, removeOld] of Object.entries(removals)) await sweep(kind, removeOld)
      await pause(failing.size > 0 ? againAfterMs : everyMs)
    }
  }

  const running = run()
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}
