/**
 * A computation that may take long, as a generator that yields between its steps, none of which takes more than some 20 ms
 * for 10,000 people. Between two steps the caller may do something else.
 */
export type Steps<R> = Generator<void, R, void>

/** Takes all steps at once. */
export function finish<R>(steps: Steps<R>): R {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
