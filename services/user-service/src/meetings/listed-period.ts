import { askedPeriod, type Input, type listMeetings, MAX_LISTED_DAYS, Problem, type ProblemDetail } from '@w2meet/contract'
import type { MeetingPeriod } from './times.ts'

const DEFAULT_DAYS = 56

/** From now, and for eight weeks, where it is not said. Throws what is wrong with it. */
export function listedPeriod(asked: Pick<Input<typeof listMeetings>['query'], 'from' | 'to'>, nowMs: number): MeetingPeriod {
  const wrong: ProblemDetail[] = []
  const options = { nowMs, defaultDays: DEFAULT_DAYS, mostDays: MAX_LISTED_DAYS, part: 'query' } as const
  const { fromMs, toMs } = askedPeriod(asked, options, wrong)
  if (wrong.length > 0) throw new Problem(400, wrong)
  return { startMs: fromMs, endMs: toMs }
}
