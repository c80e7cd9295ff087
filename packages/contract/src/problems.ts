import { type Place, Problem, type ProblemDetail } from './problem.ts'

const internal: Place = ['internal']

/**
 * Every refusal w2meet knows, by its stable code: the status it has and the sentence a person reads. Names of fields stand in
 * backticks, which the page shows as code.
 */
const catalogue = {
  user_exists: {
    status: 409,
    say: ({ email }: { email: string }) => `${email} is already known; change it with PUT /users/{email}`,
  },
  user_not_found: { status: 404, say: ({ email }: { email: string }) => `${email} is not known` },
  users_not_found: {
    status: 404,
    say: ({ asked }: { asked: number }) => (asked === 2 ? 'One or both users not found' : 'One or more users not found'),
  },
  email_differs: {
    status: 400,
    say: ({ given, expected }: { given: string; expected: string }) =>
      `\`email\` is ${given}, but the path names ${expected}; leave \`email\` out, since nobody's e-mail can change`,
  },
  availability_missing: {
    status: 400,
    say: (_: object) => 'Give the free time as `availabilities` (hours by day) or as `intervals` (by day)',
  },
  availability_twice: { status: 400, say: (_: object) => 'Give `availabilities` or `intervals`, not both' },
  interval_backwards: {
    status: 400,
    say: ({ start, end }: { start: string; end: string }) =>
      `The interval ${start}–${end} does not end after it starts; time past midnight belongs to the next day`,
  },
  timezone_unknown: {
    status: 400,
    say: ({ timezone }: { timezone: string }) => `${JSON.stringify(timezone)} is not an IANA time zone such as "Europe/Paris"`,
  },
  people_missing: {
    status: 400,
    say: (_: object) => 'Name the people: `userId1` and `userId2`, or `user` once for each person',
  },
  people_twice: { status: 400, say: (_: object) => 'Name the people by `userId1` and `userId2`, or by `user`, not both' },
  week_unknown: {
    status: 400,
    say: ({ week, firstYear, lastYear }: { week: string; firstYear: number; lastYear: number }) =>
      `${JSON.stringify(week)} is no week of ISO 8601 such as "2026-W48", of the years ${firstYear} to ${lastYear}`,
  },
  instant_unknown: {
    status: 400,
    say: ({ given, firstYear, lastYear }: { given: string; firstYear: number; lastYear: number }) =>
      `${JSON.stringify(given)} is no time such as "2026-11-23T09:00:00Z" (RFC 3339), of the years ${firstYear} to ${lastYear}`,
  },
  window_backwards: {
    status: 400,
    say: ({ from, to }: { from: string; to: string }) => `\`to\` (${to}) must be after \`from\` (${from})`,
  },
  window_too_long: {
    status: 400,
    say: ({ days, most }: { days: number; most: number }) => `\`from\` to \`to\` spans ${days} days; the most is ${most}`,
  },
  person_twice: {
    status: 400,
    say: ({ email, where }: { email: string; where: string }) => `\`${where}\` names ${email} already`,
  },
  nobody_named: { status: 400, say: (_: object) => 'Name at least one person in `required`, `optional` or `groups`' },
  too_many_people: {
    status: 400,
    say: ({ named, most }: { named: number; most: number }) => `The question names ${named} people; the most is ${most}`,
  },
  at_least_too_high: {
    status: 400,
    say: ({ atLeast, people, of }: { atLeast: number; people: number; of: string }) =>
      `\`at_least\` is ${atLeast}, but there ${people === 1 ? 'is only 1 person' : `are only ${people} people`} in ${of}`,
  },
  time_unknown: {
    status: 400,
    say: ({ given, firstYear, lastYear }: { given: string; firstYear: number; lastYear: number }) =>
      `${JSON.stringify(given)} is no time such as "2026-12-01T09:00:00Z", or "2026-12-01T09:00" on the clock of \`timezone\`, of the years ${firstYear} to ${lastYear}`,
  },
  duration_missing: { status: 400, say: (_: object) => 'Say how long the meeting takes, by `duration_minutes` or by `end`' },
  duration_twice: { status: 400, say: (_: object) => 'Give `duration_minutes` or `end`, not both' },
  meeting_backwards: {
    status: 400,
    say: ({ start, end }: { start: string; end: string }) => `\`end\` (${end}) must be after \`start\` (${start})`,
  },
  in_the_past: {
    status: 400,
    say: ({ end }: { end: string }) => `The meeting would end at ${end}, which is over; take a time to come`,
  },
  meeting_too_long: {
    status: 400,
    say: ({ minutes, most }: { minutes: number; most: number }) =>
      `\`start\` to \`end\` spans ${minutes} minutes; the most is ${most}`,
  },
  meeting_not_found: { status: 404, say: ({ id }: { id: string }) => `There is no meeting ${id}` },
  time_taken: { status: 409, say: ({ email }: { email: string }) => `The time of ${email} is taken then` },
  meeting_cancelled: { status: 409, say: (_: object) => 'The meeting is cancelled; book another' },
  cursor_unknown: {
    status: 400,
    say: (_: object) => 'This is no `next` of a page of this list; leave it out to begin with the first page',
  },
  version_differs: {
    status: 412,
    say: ({ given, current }: { given: string; current: string }) =>
      `The meeting was changed meanwhile: If-Match is ${given}, but its ETag is ${current}; read it again`,
  },
  idempotency_key_reused: {
    status: 422,
    say: (_: object) => 'Another request used this `Idempotency-Key` in the last 24 hours; take a new key for each',
  },
  reply_token_invalid: {
    status: 403,
    say: (_: object) => '`token` belongs to no attendee of this meeting; use the link of the latest mail',
  },
  caller_unknown: {
    status: 401,
    say: (_: object) => 'Say who you are: sign in, or send a key as Authorization: Bearer w2m_…',
  },
  caller_refused: {
    status: 403,
    say: ({ operation }: { operation: string }) => `This caller may not use ${operation}; a key needs the scope that it declares`,
  },
  route_unknown: { status: 404, say: ({ method, path }: { method: string; path: string }) => `There is no ${method} ${path}` },
  method_not_allowed: {
    status: 405,
    say: ({ method, allowed }: { method: string; allowed: string[] }) =>
      `${method} is not possible here, only ${allowed.join(', ')}`,
  },
  body_too_large: {
    status: 413,
    say: ({ limitBytes }: { limitBytes: number | string }) => `The body is larger than ${limitBytes} bytes`,
  },
  media_type_unsupported: {
    status: 415,
    say: ({ given }: { given: string | undefined }) =>
      given === undefined
        ? 'The body has no `Content-Type`; it must be application/json'
        : `The body must be application/json, not ${JSON.stringify(given)}`,
  },
  json_invalid: { status: 400, say: ({ reason }: { reason: string }) => `The body is not valid JSON: ${reason}` },
  request_malformed: { status: 400, say: ({ reason }: { reason: string }) => `The request cannot be read: ${reason}` },
  expectation_failed: { status: 417, say: ({ expect }: { expect: string }) => `w2meet cannot meet Expect: ${expect}` },
  request_timed_out: { status: 408, say: (_: object) => 'The request did not arrive in time' },
  host_unknown: {
    status: 421,
    say: ({ host }: { host: string }) =>
      `${host} is not a name of this w2meet; if people reach it by that name, add it to PUBLIC_URL or ALLOWED_HOSTS`,
  },
  write_from_elsewhere: {
    status: 403,
    say: (_: object) => 'Pages of other sites may not change anything here; programs send neither `Origin` nor `Sec-Fetch-Site`',
  },
  headers_too_large: { status: 431, say: (_: object) => 'The headers of the request are too large' },
  service_answered_wrongly: { status: 502, say: ({ service }: { service: string }) => `${service} answered wrongly` },
  changed_by_others: {
    status: 503,
    retryAfterSeconds: 1,
    say: (_: object) => 'Others are changing the same people or meetings just now; nothing was changed, try again in a moment',
  },
  too_many_at_once: {
    status: 503,
    retryAfterSeconds: 1,
    say: (_: object) => 'Too much is asked at once just now; nothing was changed, try again in a moment',
  },
  copy_failed: { status: 503, say: ({ reason }: { reason: string }) => `The data folder could not be copied: ${reason}` },
  service_unavailable: {
    status: 503,
    say: ({ service }: { service: string }) => `${service} cannot be reached; try again in a moment`,
  },
  service_timed_out: {
    status: 504,
    say: ({ service }: { service: string }) => `${service} did not answer in time; try again in a moment`,
  },
  internal: { status: 500, say: (_: object) => 'w2meet failed at this request; its Case-Id leads to the reason in the log' },
} as const

/** The refusals of a change by the store that keeps it: somebody else changes the same rows, or the store is away. */
export const STORE_PROBLEMS = ['changed_by_others', 'too_many_at_once', 'service_unavailable'] as const

/** The failures of a call to another service. */
export const UPSTREAM_PROBLEMS = ['service_answered_wrongly', 'service_unavailable', 'service_timed_out'] as const

export type ProblemCode = keyof typeof catalogue
type Facts<C extends ProblemCode> = Parameters<(typeof catalogue)[C]['say']>[0]

/** The status that a refusal has. */
export const statusOf = (code: ProblemCode): number => catalogue[code].status

/** A refusal from the catalogue. `loc` is where in the input; without one the cause is not in the input. */
export function problem<C extends ProblemCode>(code: C, facts: Facts<C>, loc: Place = internal, options?: ErrorOptions): Problem {
  return problemOf(catalogue[code].status, [problemDetail(code, facts, loc)], options)
}

/** A refusal as it was answered, in a status and its entries. */
export function problemOf(status: number, detail: ProblemDetail[], options?: ErrorOptions): Problem {
  const entry: { status: number; retryAfterSeconds?: number } | undefined = catalogue[detail[0]?.type as ProblemCode]
  return new Problem(status, detail, { ...options, retryAfterSeconds: entry?.retryAfterSeconds })
}

/** One entry of a refusal that has several. */
export function problemDetail<C extends ProblemCode>(code: C, facts: Facts<C>, loc: Place = internal): ProblemDetail {
  const say = catalogue[code].say as (facts: Facts<C>) => string
  return { loc: [...loc], msg: say(facts), type: code }
}
