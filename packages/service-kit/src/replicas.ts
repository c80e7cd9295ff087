import type { Clock } from './clock.ts'

/** How long callers leave out a replica that failed: nginx's own `fail_timeout`. */
const EJECT_MS = 10_000

/** The replicas of one service, taken in turn; those that failed lately come last. */
export type Replicas<R> = {
  /** All of them, once each, in the order in which to try them for this request. */
  inTurn(): R[]
  /** Leaves the replica out for a while: it refused or did not answer in time. */
  eject(replica: R): void
  restore(replica: R): void
}

/**
 * Round robin over a fixed list. Callers try an ejected replica again after 10 seconds, or at once when all others are left
 * out too: a certain error is no better than a chance.
 */
export function createReplicas<R>(all: readonly R[], clock: Clock): Replicas<R> {
  const ejectedUntilMs = new Map<R, number>()
  let next = 0

  return {
    inTurn() {
      const start = next
      next = (next + 1) % all.length
      const ordered = all.length === 1 ? [...all] : [...all.slice(start), ...all.slice(0, start)]
      if (ejectedUntilMs.size === 0) return ordered
      const nowMs = clock.nowMs()
      const isOut = (replica: R) => (ejectedUntilMs.get(replica) ?? 0) > nowMs
      return [...ordered.filter((replica) => !isOut(replica)), ...ordered.filter(isOut)]
    },
    eject(replica) {
      ejectedUntilMs.set(replica, clock.nowMs() + EJECT_MS)
    },
    restore(replica) {
      ejectedUntilMs.delete(replica)
    },
  }
}
