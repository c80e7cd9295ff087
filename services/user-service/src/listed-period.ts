import { type Input, type listMeetings, MOST_LISTED_DAYS, Problem, type ProblemDetail, problemDetail } from '@w2meet/contract'
import { FIRST_YEAR, LAST_YEAR } from '@w2meet/scheduling'
import { type MeetingPeriod, parseInstant } from './meeting-times.ts'

const DAY_MS = 86_400_000
const DEFAULT_MS = 56 * DAY_MS

/** From now, and for eight weeks, where it is not said. Throws what is wrong with it. */
export function listedPeriod(
  { from, to }: Pick<Input<typeof listMeetings>['query'], 'from' | 'to'>,
  nowMs: number,
): MeetingPeriod {
  const wrong: ProblemDetail[] = []
  const startMs = from === undefined ? nowMs : readInstant(from, 'from', wrong)
  const endMs = to === undefined ? startMs + DEFAULT_MS : readInstant(to, 'to', wrong)
  if (endMs <= startMs) {
    wrong.push(problemDetail('window_backwards', { from: new Date(startMs).toISOString(), to: to! }, ['query', 'to']))
  } else if (endMs - startMs > MOST_LISTED_DAYS * DAY_MS) {
    const facts = { days: Math.ceil((endMs - startMs) / DAY_MS), most: MOST_LISTED_DAYS }
    wrong.push(problemDetail('window_too_long', facts, ['query', 'to']))
  }
  if (wrong.length > 0) throw new Problem(400, wrong)
  return { startMs, endMs }
}

function readInstant(given: string, name: 'from' | 'to', wrong: ProblemDetail[]): number {
  const epochMs = parseInstant(given)
  if (Number.isNaN(epochMs)) {
    wrong.push(problemDetail('instant_unknown', { given, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }, ['query', name]))
  }
  return epochMs
}
