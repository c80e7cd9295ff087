import { type ChangedMeeting, MAX_MEETING_MINUTES, type Place, type ProblemDetail, problemDetail } from '@w2meet/contract'
import { END_MS, epochMsOfLocal, FIRST_MS, FIRST_YEAR, instantText, LAST_YEAR, parseInstant } from '@w2meet/scheduling'

/** Half-open; milliseconds since 1970-01-01T00:00Z, whole seconds. */
export type MeetingPeriod = { startMs: number; endMs: number }

type Given = Pick<ChangedMeeting, 'start' | 'end' | 'duration_minutes'>

const MINUTE_MS = 60_000

/**
 * The period that a meeting is to have: parts that are not given stay as they were `before`, and a new start keeps the
 * duration. Adds every mistake of the given times to `wrong`.
 */
export function periodOf(
  given: Given,
  timezone: string,
  before: MeetingPeriod | undefined,
  wrong: ProblemDetail[],
): MeetingPeriod {
  const { start, end, duration_minutes: minutes } = given
  if (end !== undefined && minutes !== undefined) wrong.push(problemDetail('duration_twice', {}, ['body', 'end']))
  if (end === undefined && minutes === undefined && before === undefined) {
    wrong.push(problemDetail('duration_missing', {}, ['body', 'duration_minutes']))
  }

  const startMs = start === undefined ? before!.startMs : readTime(start, timezone, ['body', 'start'], wrong)
  if (end === undefined) {
    const durationMs = minutes === undefined ? (before === undefined ? 0 : before.endMs - before.startMs) : minutes * MINUTE_MS
    const endMs = startMs + durationMs
    if (endMs > END_MS)
      wrong.push(timeUnknown(new Date(endMs).toISOString(), ['body', minutes === undefined ? 'start' : 'duration_minutes']))
    return { startMs, endMs }
  }
  const endMs = readTime(end, timezone, ['body', 'end'], wrong)
  if (endMs <= startMs) wrong.push(problemDetail('meeting_backwards', { start: instantText(startMs), end }, ['body', 'end']))
  if (endMs - startMs > MAX_MEETING_MINUTES * MINUTE_MS) {
    const facts = { minutes: Math.ceil((endMs - startMs) / MINUTE_MS), most: MAX_MEETING_MINUTES }
    wrong.push(problemDetail('meeting_too_long', facts, ['body', 'end']))
  }
  return { startMs, endMs }
}

const WALL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/i

/** Reads an instant, or a time on the clock of `timezone`, in whole seconds. Any other text gives NaN, and adds to `wrong`. */
function readTime(given: string, timezone: string, loc: Place, wrong: ProblemDetail[]): number {
  const epochMs = WALL_TIME.test(given) ? parseLocal(given, timezone) : parseInstant(given)
  if (Number.isNaN(epochMs)) wrong.push(timeUnknown(given, loc))
  return Math.floor(epochMs / 1_000) * 1_000
}

function parseLocal(given: string, timezone: string): number {
  try {
    const epochMs = epochMsOfLocal(given, timezone)
    return epochMs >= FIRST_MS && epochMs < END_MS ? epochMs : Number.NaN
  } catch {
    return Number.NaN
  }
}

const timeUnknown = (given: string, loc: Place) =>
  problemDetail('time_unknown', { given, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }, loc)
