import type { Log } from '@w2meet/service-kit'

/** Pauses after the first failure in a row, the second and so on; then the last one. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000] as const

/** The parts of a relay's work that fail, each by its name: a relay leaves a part alone for a while, and goes on with the others. */
export type RelayPauses = {
  failed(part: string, error: unknown): void
  succeeded(part: string): void
  /** For how long the relay leaves this part alone; 0 where it need not. */
  leftMs(part: string): number
}

/** Tells of a part once when it fails, and once when it succeeds again. */
export function createRelayPauses(log: Log): RelayPauses {
  const pauses = new Map<string, { failures: number; untilMs: number }>()
  return {
    failed(part, error) {
      const { failures = 0 } = pauses.get(part) ?? {}
      if (failures === 0) log.warn({ err: error, part }, 'the relay cannot publish jobs; it keeps them, and tries again')
      const pauseMs = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]!
      pauses.set(part, { failures: failures + 1, untilMs: performance.now() + pauseMs })
    },
    succeeded(part) {
      if (pauses.delete(part)) log.info({ part }, 'the relay publishes jobs again')
    },
    leftMs(part) {
      const { untilMs = 0 } = pauses.get(part) ?? {}
      return Math.max(0, untilMs - performance.now())
    },
  }
}
