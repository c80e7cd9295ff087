import DataLoader from 'dataloader'

/** One caller's question, and the Case-Ids of the requests that ask it. */
export type Question<Q> = { asked: Q; caseIds: readonly string[] }

/** How long a call that is under way may hold up the next one, whose questions would otherwise have left at once. */
const HOLD_MS = 20

/** Half of the headers that a server takes. */
const MAX_CASE_IDS_BYTES = 8 * 1024
/** Half of the largest body that an operation takes; one question alone may need more than half, but never the whole. */
const MAX_ASKED_BYTES = 2 * 1024 * 1024

type Options<Q> = {
  /** The most questions in one call. */
  mostAtOnce: number
  /** How many bytes a question takes in the body of a call; an estimate will do. */
  bytesOf: (asked: Q) => number
}

/**
 * Gathers the questions of one turn of the event loop, and those that come while a call is under way, into the next call.
 * `answerAll` gets the questions and the Case-Ids of all of them, and answers in the same order, with an Error where one
 * question alone fails. Questions that together are too large for a server leave in several calls, so that no caller's long
 * Case-Id or large question costs others their answers.
 *
 * Under load a turn reads every socket that is ready before it comes to the check phase, and calls take longer, so batches
 * grow with the load; a question that is alone waits for no timer. A call that hangs costs others 20 ms.
 */
export function coalesce<Q, A>(
  answerAll: (asked: readonly Q[], caseIds: string[]) => Promise<readonly (A | Error)[]>,
  { mostAtOnce, bytesOf }: Options<Q>,
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
      const answers = await Promise.all(partsOf(questions, bytesOf).map(answerPart))
      return answers.flat()
    } finally {
      underWay--
      for (const leave of held) if (underWay === 0) leave()
    }
  }

  /** A call that fails fails for those who share it, and for nobody else. */
  async function answerPart(questions: readonly Question<Q>[]): Promise<readonly (A | Error)[]> {
    try {
      const asked = questions.map((question) => question.asked)
      return await answerAll(asked, [...new Set(questions.flatMap(({ caseIds }) => caseIds))])
    } catch (error) {
      return questions.map(() => error as Error)
    }
  }

  const loader = new DataLoader<Question<Q>, A>(call, {
    cache: false,
    maxBatchSize: mostAtOnce,
    batchScheduleFn: (leave) => void setImmediate(leaveInTurn, leave),
  })
  return (question) => loader.load(question)
}

/** The questions in their order, cut so that each part is small enough for one call. */
function partsOf<Q>(questions: readonly Question<Q>[], bytesOf: (asked: Q) => number): Question<Q>[][] {
  const parts: Question<Q>[][] = []
  let [askedBytes, caseIdsBytes] = [Infinity, Infinity]
  for (const question of questions) {
    const ownCaseIdsBytes = question.caseIds.reduce((sum, { length }) => sum + length + 1, 0)
    askedBytes += bytesOf(question.asked)
    caseIdsBytes += ownCaseIdsBytes
    if (askedBytes > MAX_ASKED_BYTES || caseIdsBytes > MAX_CASE_IDS_BYTES) {
      parts.push([])
      askedBytes = bytesOf(question.asked)
      caseIdsBytes = ownCaseIdsBytes
    }
    parts.at(-1)!.push(question)
  }
  return parts
}
