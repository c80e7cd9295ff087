import { askedPeriod, type Input, type listMeetings, MAX_LISTED_DAYS, Problem, type ProblemDetail } from '@w2meet/contract'
import type { MeetingPeriod } from './times.ts'

const DEFAULT_DAYS = 56

/** The period that a request asks for; by default from now, and for eight weeks. Throws all that is wrong with it at once. */
export function listedPeriod(asked: Pick<Input<typeof listMeetings>['query'], 'from' | 'to'>, nowMs: number): MeetingPeriod {
  const wrong: ProblemDetail[] = []
  const options = { nowMs, defaultDays: DEFAULT_DAYS, mostDays: MAX_LISTED_DAYS, part: 'query' } as const
  const { fromMs, toMs } = askedPeriod(asked, options, wrong)
  if (wrong.length > 0) throw new Problem(400, wrong)
  return { startMs: fromMs, endMs: toMs }
}
