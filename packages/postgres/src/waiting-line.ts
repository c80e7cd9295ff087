import { problem } from '@w2meet/contract'

/** What a burst may bring before anything is known of its pace. */
const MAX_WAITING = 500
/** How much an earlier leaving counts beside the next one, when the pace is reckoned. */
const FADING = 0.98

type Options = {
  /** How many may be in at once. */
  places: number
  /** How long anybody may have to wait. */
  waitMs: number
}

type Waiting = { untilMs: number; timer: NodeJS.Timeout; enter(): void; refuse(): void }

/**
 * A line before something that only so many can use at once, first come, first served. Whoever cannot get in within `waitMs`
 * at the pace at which others leave is refused with `too_many_at_once`: at once, or as soon as the pace is known.
 */
export function createWaitingLine({ places, waitMs }: Options) {
  /** Twice as many as there are places, which fade to a little less. */
  const enough = (1 - FADING ** (2 * places)) / (1 - FADING) - 0.5
  const waiting: Waiting[] = []
  let inside = 0
  /** Of the leavings for which somebody waited: how many, and in what time, both fading. The first of each place are left out. */
  let leavings = -places
  let leavingsMs = 0
  let lastMs = 0

  /** Undefined until some have left that came after the others had begun to wait. */
  const msForEach = () => (leavings > enough ? leavingsMs / leavings : undefined)

  /** Whether the last of so many gets in within some time. */
  const getsIn = (count: number, withinMs: number) => count <= MAX_WAITING && count * (msForEach() ?? 0) <= withinMs

  function forgetPace(): void {
    leavings = -places
    leavingsMs = 0
  }

  function notePace(): void {
    const nowMs = performance.now()
    if (leavings < 0) leavings++
    else {
      leavings = leavings * FADING + 1
      leavingsMs = leavingsMs * FADING + nowMs - lastMs
    }
    lastMs = nowMs
  }

  function remove(one: Waiting): void {
    clearTimeout(one.timer)
    waiting.splice(waiting.indexOf(one), 1)
    if (waiting.length === 0) forgetPace()
  }

  function refuse(one: Waiting): void {
    remove(one)
    one.refuse()
  }

  return {
    /** Resolves when there is a place, which is the caller's until `leave`. Throws `too_many_at_once`. */
    async enter(): Promise<void> {
      if (inside < places) {
        inside++
        return
      }
      if (!getsIn(waiting.length + 1, waitMs)) throw problem('too_many_at_once', {})
      const turn = Promise.withResolvers<void>()
      const nowMs = performance.now()
      const one: Waiting = {
        untilMs: nowMs + waitMs,
        timer: setTimeout(() => refuse(one), waitMs),
        enter: turn.resolve,
        refuse: () => turn.reject(problem('too_many_at_once', {})),
      }
      waiting.push(one)
      await turn.promise
    },

    /** Leaves the place to the first who waits. */
    leave(): void {
      const [first] = waiting
      if (first === undefined) {
        inside--
        return
      }
      notePace()
      remove(first)
      first.enter()
      for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
        if (getsIn(waiting.length, last.untilMs - performance.now())) break
        refuse(last)
      }
    },
  }
}
