import { expect, test } from 'vitest'
import { setUp } from './support/known-people.ts'

const office = { monday: [9, 10, 11, 12, 13, 14, 15, 16] }
const paris = { hours: office, timezone: 'Europe/Paris' }
const newYork = { hours: office, timezone: 'America/New_York' }
const kathmandu = { intervals: { monday: [{ start: '19:00', end: '24:00' }] }, timezone: 'Asia/Kathmandu' }
const nobody = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }

const common = '/common_availabilities?userId1=a@x.org&userId2=b@x.org'

test('people of different zones are compared in the current week, on the clock of the first', async () => {
  const { app } = setUp({ 'a@x.org': paris, 'b@x.org': newYork })

  const answer = await app.inject(common)

  expect(answer.json()).toMatchObject({
    timezone: 'Europe/Paris',
    week: '2026-W48',
    common_availabilities: { ...nobody, monday: [15, 16] },
    common_intervals: { ...nobody, monday: [{ start: '15:00', end: '17:00' }] },
    common_periods: [{ start: '2026-11-23T14:00:00Z', end: '2026-11-23T16:00:00Z' }],
  })
})

test('in the weeks in which one has changed the clock and the other has not, they share another hour', async () => {
  const { app } = setUp({ 'a@x.org': paris, 'b@x.org': newYork })

  const answer = await app.inject(`${common}&week=2026-W12`)

  expect(answer.json()).toMatchObject({ week: '2026-W12', common_availabilities: { ...nobody, monday: [14, 15, 16] } })
})

test('the answer is on the clock that was asked for', async () => {
  const { app } = setUp({ 'a@x.org': paris, 'b@x.org': newYork })

  const answer = await app.inject(`${common}&timezone=Asia/Kolkata`)

  expect(answer.json()).toMatchObject({
    timezone: 'Asia/Kolkata',
    common_availabilities: { ...nobody, monday: [20] },
    common_intervals: { ...nobody, monday: [{ start: '19:30', end: '21:30' }] },
    common_periods: [{ start: '2026-11-23T14:00:00Z', end: '2026-11-23T16:00:00Z' }],
  })
})

test('people who share a zone have one pattern for all weeks, and a certain week where one is named', async () => {
  const { app } = setUp({ 'a@x.org': paris, 'b@x.org': paris })

  const pattern = await app.inject(common)
  const week = await app.inject(`${common}&week=2026-W48`)

  expect(pattern.json()).toMatchObject({ week: null, timezone: 'Europe/Paris' })
  expect(pattern.json()).not.toHaveProperty('common_periods')
  expect(week.json()).toMatchObject({
    week: '2026-W48',
    common_availabilities: pattern.json().common_availabilities,
    common_periods: [{ start: '2026-11-23T08:00:00Z', end: '2026-11-23T16:00:00Z' }],
  })
})

test('a clock of quarter hours, at midnight: 45 minutes of one day are the end of another elsewhere', async () => {
  const { app } = setUp({ 'a@x.org': kathmandu, 'b@x.org': { hours: { monday: [13, 14, 15, 16, 17, 18, 19] } } })

  const answer = await app.inject(`${common}&week=2026-W48`)

  expect(answer.json()).toMatchObject({
    common_intervals: { ...nobody, monday: [{ start: '19:00', end: '24:00' }] },
    common_periods: [{ start: '2026-11-23T13:15:00Z', end: '2026-11-23T18:15:00Z' }],
  })
})

test('an hour that is skipped is not free, and one that is repeated is free where both passes are', async () => {
  const night = { hours: { sunday: [1, 2, 3] }, timezone: 'Europe/Paris' }
  const { app } = setUp({ 'a@x.org': night, 'b@x.org': night })

  const [skipped, repeated] = [await app.inject(`${common}&week=2026-W13`), await app.inject(`${common}&week=2026-W43`)]

  expect(skipped.json()).toMatchObject({
    common_availabilities: { ...nobody, sunday: [1, 3] },
    common_periods: [{ start: '2026-03-29T00:00:00Z', end: '2026-03-29T02:00:00Z' }],
  })
  expect(repeated.json()).toMatchObject({
    common_availabilities: { ...nobody, sunday: [1, 2, 3] },
    common_periods: [{ start: '2026-10-24T23:00:00Z', end: '2026-10-25T03:00:00Z' }],
  })
})

test('people who are free from Sunday to Monday are so without a break', async () => {
  const through = { hours: { sunday: [23], monday: [0] }, timezone: 'Asia/Tokyo' }
  const { app } = setUp({ 'a@x.org': through, 'b@x.org': through })

  const answer = await app.inject(`${common}&week=2026-W48&timezone=UTC`)

  expect(answer.json().common_periods).toEqual([{ start: '2026-11-29T14:00:00Z', end: '2026-11-29T16:00:00Z' }])
})

test.each([
  ['week=2026-W54', 'week', 'week_unknown'],
  ['week=2027-W53', 'week', 'week_unknown'],
  ['week=next', 'week', 'week_unknown'],
  ['week=1979-W01', 'week', 'week_unknown'],
  ['timezone=Mars/Olympus', 'timezone', 'timezone_unknown'],
  ['timezone=%2B01:00', 'timezone', 'timezone_unknown'],
])('%s is refused with its place', async (query, place, type) => {
  const { app } = setUp({ 'a@x.org': paris, 'b@x.org': newYork })

  const [get, post] = await Promise.all([
    app.inject(`${common}&${query}`),
    app.inject({
      method: 'POST',
      url: '/common_availabilities',
      payload: { users: ['a@x.org'], ...Object.fromEntries(new URLSearchParams(query)) },
    }),
  ])

  expect([get.statusCode, post.statusCode]).toEqual([400, 400])
  expect(get.json().detail).toMatchObject([{ loc: ['query', place], type }])
  expect(post.json().detail).toMatchObject([{ loc: ['body', place], type }])
})
