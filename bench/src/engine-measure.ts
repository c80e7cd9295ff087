import { do_not_optimize, measure } from 'mitata'
import type { Bench } from './bench.ts'

/** In nanoseconds. */
export type Timing = { p50: number; p99: number }

/**
 * Times each of them in turn, round by round, so that what else the machine does hits all alike. mitata warms up, repeats
 * what is short in batches, and takes the samples. Given is the round with the smallest median: the least disturbed one.
 */
export async function timeInTurn<Name extends string>(
  bench: Bench,
  contestants: Record<Name, () => unknown>,
  seconds = 0.3,
): Promise<Record<Name, Timing>> {
  const entries = Object.entries(contestants) as [Name, () => unknown][]
  const best: Partial<Record<Name, Timing>> = {}
  for (let round = 0; round < bench.plan.rounds; round++) {
    for (const [name, run] of entries) {
      bench.signal.throwIfAborted()
      const timing = await measure(() => do_not_optimize(run()), { min_cpu_time: seconds * 1e9 })
      if (timing.p50 < (best[name]?.p50 ?? Number.POSITIVE_INFINITY)) best[name] = timing
    }
  }
  return best as Record<Name, Timing>
}

/** Three digits, whatever the size. */
export function figure(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: false })
}
