import { createClient, type GroupQuestion, problem, type Transport } from '@w2meet/contract'
import { weekFromHours, weekToBase64 } from '@w2meet/scheduling'
import { createLog, systemClock } from '@w2meet/service-kit'
import { expect, test } from 'vitest'
import { createSuggestionService } from '../src/app.ts'

function setUp(transport: Transport) {
  const availabilityService = createClient('availability-service', transport, { timeoutMs: 1_000 })
  return createSuggestionService({
    availabilityService,
    clock: systemClock,
    random: () => 0.5,
    log: createLog('silent', { write() {} }),
  })
}

/** An availability-service in which everybody is free on Tuesday from 9 to 12, and prefers what their name says. */
const everybody: Transport = async ({ body }) => {
  const { groups } = JSON.parse(body ?? '{}') as { groups: GroupQuestion[] }
  const free = weekToBase64(weekFromHours({ tuesday: [9, 10, 11] }))
  const answers = groups.map(({ people, week = null, timezone = 'UTC' }) => {
    const preferences = people.map((email) => email.split('@')[0])
    return { common: { preferences, timezone, iso_week: week, free } }
  })
  return { status: 200, body: JSON.stringify({ groups: answers }) }
}

test.each([
  ['?userId1=first@x.org&userId2=first@y.org', [9]],
  ['?userId1=last@x.org&userId2=first@x.org', [11, 9]],
  ['?userId1=last@x.org&userId2=first@x.org&preference=random', [10]],
  ['?user=first@x.org&user=last@x.org&user=random@x.org', [9, 11, 10]],
  ['?user=last@x.org', [11]],
])('%s suggests what the people, or the query, prefer', async (query, hours) => {
  const app = setUp(everybody)

  const answer = await app.inject(`/suggestions${query}`)

  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({
    case_id: answer.headers['case-id'],
    suggestions: hours.map((hour) => ({ day: 'tuesday', slot: [hour, hour + 1] })),
  })
})

test('where there is a week, a suggestion has the instants of that week in that zone', async () => {
  const app = setUp(everybody)

  const answer = await app.inject('/suggestions?user=first@x.org&week=2026-W13&timezone=Australia/Lord_Howe')

  expect(answer.json().suggestions).toEqual([
    { day: 'tuesday', slot: [9, 10], start: '2026-03-23T22:00:00Z', end: '2026-03-23T23:00:00Z' },
  ])
})

test.each([
  ['week=2026-W54', 'week', 'week_unknown'],
  ['timezone=Nowhere', 'timezone', 'timezone_unknown'],
])('%s is refused with its place', async (query, place, type) => {
  const app = setUp(everybody)

  const answer = await app.inject(`/suggestions?user=first@x.org&${query}`)

  expect(answer.statusCode).toBe(400)
  expect(answer.json().detail).toMatchObject([{ loc: ['query', place], type }])
})

test('100 requests at once are one call', async () => {
  let calls = 0
  const app = setUp((request) => {
    calls++
    return everybody(request)
  })

  const answers = await Promise.all(
    Array.from({ length: 100 }, () => app.inject('/suggestions?userId1=first@x.org&userId2=last@x.org')),
  )

  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
  expect(calls).toBe(1)
})

test('one group that cannot be answered does not fail those that share its call', async () => {
  const app = setUp(async (request) => {
    const answer = JSON.parse((await everybody(request)).body)
    answer.groups[1] = { missing: ['ghost@x.org'] }
    return { status: 200, body: JSON.stringify(answer) }
  })
  const ask = (other: string) => app.inject(`/suggestions?userId1=first@x.org&userId2=${other}@x.org`)

  const answers = await Promise.all([ask('last'), ask('ghost'), ask('first')])

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 404, 200])
  expect(answers[1]?.json().detail.map(({ msg }: { msg: string }) => msg)).toEqual([
    'One or both users not found',
    'ghost@x.org is not known',
  ])
})

test('no common hour is an empty answer, not an error', async () => {
  const common = { preferences: [], timezone: 'UTC', iso_week: null, free: weekToBase64(weekFromHours({})) }
  const app = setUp(async () => ({ status: 200, body: JSON.stringify({ groups: [{ common }] }) }))

  const answer = await app.inject('/suggestions?userId1=first@x.org&userId2=last@x.org&preference=last')

  expect(answer.statusCode).toBe(200)
  expect(answer.json().suggestions).toEqual([])
})

test.each([
  [503, async () => Promise.reject(problem('service_unavailable', { service: 'availability-service' }))],
  [504, async () => Promise.reject(problem('service_timed_out', { service: 'availability-service' }))],
  [502, async () => ({ status: 200, body: '{"groups":[{"common":7}]}' })],
  [502, async () => ({ status: 500, body: '{"case_id":"x","detail":[]}' })],
] satisfies [number, Transport][])(
  'an availability-service that is not there, late, wrong or broken: %i',
  async (status, transport) => {
    const app = setUp(transport)

    const answer = await app.inject('/suggestions?userId1=first@x.org&userId2=last@x.org')

    expect(answer.statusCode).toBe(status)
    expect(answer.json().detail[0].loc).toEqual(['internal'])
  },
)

test('health shows what availability-service depends on, and is 503 where it is not there', async () => {
  const nested = { status: 'healthy', response_time_ms: 1, dependencies: { redis: { status: 'healthy', response_time_ms: 0 } } }
  const health = { case_id: 'x', service: 'availability-service', status: 'healthy', dependencies: { 'user-service': nested } }
  const well = setUp(async () => ({ status: 200, body: JSON.stringify(health) }))
  const unwell = setUp(async () => Promise.reject(problem('service_unavailable', { service: 'availability-service' })))

  const answers = [await well.inject('/health'), await unwell.inject('/health')]

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 503])
  expect(answers[0]?.json().dependencies['availability-service'].dependencies['user-service']).toEqual(nested)
  expect(answers[1]?.json()).toMatchObject({
    status: 'unhealthy',
    dependencies: { 'availability-service': { status: 'unhealthy' } },
  })
})
