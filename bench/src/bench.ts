/** Nothing can be measured; the message says why and what to do, and no stack helps. */
export class BenchError extends Error {
  override name = 'BenchError'
}

/** How long and how often is measured. */
export type Plan = {
  rounds: number
  roundSeconds: number
  warmUpSeconds: number
  /** Load on each question before a distributed system is measured: at its rate its code is compiled later than a hello's. */
  compileSeconds: number
  /** Starts of each kind whose median counts. */
  starts: number
  memory: { requests: number; limitSeconds: number; restSeconds: number }
  profileSeconds: number
}

/** The plan, the folder and the signal of every measurement. */
export type Bench = {
  plan: Plan
  /** Temporary; removed at the end. */
  folder: string
  /** Aborted by Ctrl-C: every wait ends, and what is open is closed on the way out. */
  signal: AbortSignal
  /** Says which measurement runs: some take a minute. */
  onProgress(line: string): void
}

export const fullPlan: Plan = {
  rounds: 5,
  roundSeconds: 3,
  warmUpSeconds: 2,
  compileSeconds: 20,
  starts: 3,
  memory: { requests: 200_000, limitSeconds: 120, restSeconds: 3 },
  profileSeconds: 5,
}

/** Figures within a minute or two, good to about a tenth. */
export const shortPlan: Plan = {
  rounds: 3,
  roundSeconds: 2,
  warmUpSeconds: 1,
  compileSeconds: 12,
  starts: 1,
  memory: { requests: 50_000, limitSeconds: 20, restSeconds: 1 },
  profileSeconds: 3,
}

/** Shows that the bench works; its figures are no measurement. */
export const quickPlan: Plan = {
  rounds: 1,
  roundSeconds: 1,
  warmUpSeconds: 1,
  compileSeconds: 1,
  starts: 1,
  memory: { requests: 2_000, limitSeconds: 10, restSeconds: 1 },
  profileSeconds: 1,
}
