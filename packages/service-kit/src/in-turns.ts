import { setImmediate as nextTurn } from 'node:timers/promises'

/** How long a computation may keep the event loop before other requests have their turn; with the longest step, less than 50 ms. */
const TURN_MS = 10
/** Any work for each of fewer people takes less than a few milliseconds in all. */
const FEW = 1_000

/** Takes the steps of a computation, and lets the event loop go on in between. A short computation is not held up. */
export async function inTurns<R>(steps: Generator<void, R, void>): Promise<R> {
  let startMs = performance.now()
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() - startMs < TURN_MS) continue
    await nextTurn()
    startMs = performance.now()
  }
}

/** Lets the event loop go on between two stages of a request about many people. */
export async function afterMany(people: number): Promise<void> {
  if (people >= FEW) await nextTurn()
}

/** The parts of a long list, each of which is short. */
export function* partsOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += FEW) yield list.slice(start, start + FEW)
}
