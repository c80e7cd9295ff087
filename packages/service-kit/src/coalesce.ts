import DataLoader from 'dataloader'

/** What is asked, and on whose behalf. */
export type Question<Q> = { asked: Q; caseIds: readonly string[] }

/**
 * Gathers what is asked in the same turn of the event loop into one call. `answerAll` gets the questions and the
 * Case-Ids of all of them, and answers in the same order, with an Error where one question alone fails.
 *
 * Under load a turn reads every socket that is ready before it comes to the check phase, so the more arrives together
 * the larger the batch; alone, a question waits for no timer.
 */
export function coalesce<Q, A>(
  answerAll: (asked: readonly Q[], caseIds: string[]) => Promise<readonly (A | Error)[]>,
  { mostAtOnce }: { mostAtOnce: number },
): (question: Question<Q>) => Promise<A> {
  const loader = new DataLoader<Question<Q>, A>(
    (questions) =>
      answerAll(
        questions.map(({ asked }) => asked),
        [...new Set(questions.flatMap(({ caseIds }) => caseIds))],
      ),
    { cache: false, maxBatchSize: mostAtOnce, batchScheduleFn: setImmediate },
  )
  return (question) => loader.load(question)
}
