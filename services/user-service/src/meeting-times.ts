import { type ChangedMeeting, MOST_MEETING_MINUTES, type Place, type ProblemDetail, problemDetail } from '@w2meet/contract'
import { FIRST_YEAR, instantOfLocal, LAST_YEAR } from '@w2meet/scheduling'

/** Half-open; milliseconds since 1970-01-01T00:00Z, whole seconds. */
export type MeetingPeriod = { startMs: number; endMs: number }

type Given = Pick<ChangedMeeting, 'start' | 'end' | 'duration_minutes'>

/** Before and after them there are no meetings; milliseconds since 1970-01-01T00:00Z. */
export const FIRST_MS = Date.UTC(FIRST_YEAR, 0)
export const LAST_MS = Date.UTC(LAST_YEAR + 1, 0)

const MINUTE_MS = 60_000

/**
 * When a meeting is to be; what is not given stays as it was `before`, and a new start keeps the duration. Adds what is
 * wrong with it to `wrong`.
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
    if (endMs > LAST_MS)
      wrong.push(timeUnknown(new Date(endMs).toISOString(), ['body', minutes === undefined ? 'start' : 'duration_minutes']))
    return { startMs, endMs }
  }
  const endMs = readTime(end, timezone, ['body', 'end'], wrong)
  if (endMs <= startMs) wrong.push(problemDetail('meeting_backwards', { start: instantOf(startMs), end }, ['body', 'end']))
  if (endMs - startMs > MOST_MEETING_MINUTES * MINUTE_MS) {
    const facts = { minutes: Math.ceil((endMs - startMs) / MINUTE_MS), most: MOST_MEETING_MINUTES }
    wrong.push(problemDetail('meeting_too_long', facts, ['body', 'end']))
  }
  return { startMs, endMs }
}

/** By RFC 3339 in UTC: `2026-12-01T09:00:00Z`. */
export function instantOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z')
}

/** Milliseconds since 1970-01-01T00:00Z, a fraction of a second cut off; NaN where it is no instant of the years known. */
export function parseInstant(given: string): number {
  return inSeconds(() => Temporal.Instant.from(given).epochMilliseconds)
}

const WALL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/i

/** An instant, or a time on the clock of `timezone`; NaN, and one thing more that is wrong, where it is neither. */
function readTime(given: string, timezone: string, loc: Place, wrong: ProblemDetail[]): number {
  const epochMs = WALL_TIME.test(given) ? inSeconds(() => instantOfLocal(given, timezone)) : parseInstant(given)
  if (Number.isNaN(epochMs)) wrong.push(timeUnknown(given, loc))
  return epochMs
}

function inSeconds(read: () => number): number {
  try {
    const epochMs = Math.floor(read() / 1_000) * 1_000
    return epochMs >= FIRST_MS && epochMs < LAST_MS ? epochMs : Number.NaN
  } catch {
    return Number.NaN
  }
}

const timeUnknown = (given: string, loc: Place) =>
  problemDetail('time_unknown', { given, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }, loc)
