import { median } from './median.ts'

/** The rate and the latencies of one round. */
export type RoundLoad = { perSecond: number; p50Ms: number; p99Ms: number }

/** Clients who each do the work again as soon as it is done, until the seconds are over. Ends with the first failure. */
export async function runClients(
  { clients, seconds, signal }: { clients: number; seconds: number; signal: AbortSignal },
  work: () => Promise<void>,
): Promise<RoundLoad> {
  const tookMs: number[] = []
  const beganMs = performance.now()
  const endMs = beganMs + seconds * 1_000
  async function runClient(): Promise<void> {
    while (performance.now() < endMs) {
      signal.throwIfAborted()
      const askedMs = performance.now()
      await work()
      tookMs.push(performance.now() - askedMs)
    }
  }
  await Promise.all(Array.from({ length: clients }, runClient))
  const lastedSeconds = (performance.now() - beganMs) / 1_000
  return { perSecond: tookMs.length / lastedSeconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) }
}

export const medianLoad = (rounds: readonly RoundLoad[]): RoundLoad => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
})

/** The value that this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
