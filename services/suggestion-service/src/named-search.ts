import {
  backwardsIntervals,
  type Named,
  type PackedSearch,
  Problem,
  type ProblemDetail,
  problemDetail,
  TIMES_QUESTION_DEFAULTS,
  type TimesQuestion,
} from '@w2meet/contract'
import {
  expandWeek,
  isTimeZone,
  MAX_HORIZON_SLOTS,
  SLOT_MINUTES,
  slotsToBase64,
  stepStarts,
  weekFromIntervals,
} from '@w2meet/scheduling'
import { rolesOf } from './roles.ts'
import { windowOf } from './window.ts'

/** A search as availability-service takes it, with the people and the clock by which suggestion-service describes its result. */
export type NamedSearch = { search: PackedSearch; named: Named[]; timezone: string }

/** The search that a question asks for. Throws everything that is wrong with the question, each with its place. */
export function namedSearchOf(asked: TimesQuestion, nowMs: number, seed: number): NamedSearch {
  const { timezone, step_minutes, duration_minutes, preference, limit, working_hours } = { ...TIMES_QUESTION_DEFAULTS, ...asked }
  const { before = 0, after = 0 } = asked.buffer_minutes ?? {}
  const wrong: ProblemDetail[] = []
  const { people, ...roles } = rolesOf(asked, wrong)
  const { start, end } = windowOf(asked, nowMs, wrong)
  if (!isTimeZone(timezone)) wrong.push(problemDetail('timezone_unknown', { timezone }, ['body', 'timezone']))
  if (working_hours !== undefined) wrong.push(...backwardsIntervals(working_hours, ['body', 'working_hours']))
  if (wrong.length > 0) throw new Problem(400, wrong.slice(0, MAX_DETAILS))

  // The horizon is longer than the window, so that the search can say what a longer window would bring.
  const horizon = { start, slots: MAX_HORIZON_SLOTS }
  const working = working_hours === undefined ? ALWAYS : expandWeek(weekFromIntervals(working_hours), timezone, horizon)
  const search: PackedSearch = {
    people: people.map(({ email }) => email),
    ...roles,
    at_least: asked.at_least ?? 0,
    horizon,
    window_slots: end - start,
    duration_slots: duration_minutes / SLOT_MINUTES,
    working: slotsToBase64(working),
    starts: slotsToBase64(stepStarts(step_minutes, timezone, horizon)),
    buffer_ms: { before: before * 60_000, after: after * 60_000 },
    preference,
    seed: asked.seed ?? seed,
    limit,
  }
  return { search, named: people, timezone }
}

/** The most problems that a refusal lists: the first few explain ten thousand people named twice. */
const MAX_DETAILS = 20
const ALWAYS = new Uint32Array(MAX_HORIZON_SLOTS / 32).fill(0xffff_ffff)
