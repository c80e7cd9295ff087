import DataLoader from 'dataloader'

/** What is asked, and on whose behalf. */
export type Question<Q> = { asked: Q; caseIds: readonly string[] }

/** How long a call that is under way may hold up the next one: what is asked meanwhile would have left without it. */
const HOLD_MS = 20

/**
 * Gathers what is asked in the same turn of the event loop, and while a call is under way, into the next call. `answerAll`
 * gets the questions and the Case-Ids of all of them, and answers in the same order, with an Error where one question
 * alone fails.
 *
 * Under load a turn reads every socket that is ready before it comes to the check phase, and calls take longer, so the
 * more arrives the larger the batches; alone, a question waits for no timer. A call that hangs costs others 20 ms.
 */
export function coalesce<Q, A>(
  answerAll: (asked: readonly Q[], caseIds: string[]) => Promise<readonly (A | Error)[]>,
  { mostAtOnce }: { mostAtOnce: number },
): (question: Question<Q>) => Promise<A> {
  let underWay = 0
  const held = new Set<() => void>()

  function leaveInTurn(leave: () => void): void {
    if (underWay === 0) {
      leave()
      return
    }
    const leaveOnce = () => {
      clearTimeout(limit)
      held.delete(leaveOnce)
      leave()
    }
    const limit = setTimeout(leaveOnce, HOLD_MS)
    held.add(leaveOnce)
  }

  async function call(questions: readonly Question<Q>[]): Promise<readonly (A | Error)[]> {
    underWay++
    try {
      return await answerAll(
        questions.map(({ asked }) => asked),
        [...new Set(questions.flatMap(({ caseIds }) => caseIds))],
      )
    } finally {
      underWay--
      for (const leave of held) if (underWay === 0) leave()
    }
  }

  const loader = new DataLoader<Question<Q>, A>(call, {
    cache: false,
    maxBatchSize: mostAtOnce,
    batchScheduleFn: (leave) => void setImmediate(leaveInTurn, leave),
  })
  return (question) => loader.load(question)
}
