import { slotsToBase64 } from '@w2meet/scheduling'
import { expect, test } from 'vitest'
import { type Known, setUp } from './support/known-people.ts'

const office = { hours: { monday: [9, 10, 11] } }
const known: Known = {
  'a@x.org': { ...office, booked: [['2026-11-23T09:50:00Z', '2026-11-23T10:20:00Z']] },
  'b@x.org': office,
}
const users = Object.keys(known)

test('a booked meeting takes every quarter-hour that it touches, in the week in which it is', async () => {
  const { app } = setUp(known)

  const answer = await app.inject('/common_availabilities?userId1=a@x.org&userId2=b@x.org&week=2026-W48')

  expect(answer.json().common_periods).toEqual([
    { start: '2026-11-23T09:00:00Z', end: '2026-11-23T09:45:00Z' },
    { start: '2026-11-23T10:30:00Z', end: '2026-11-23T12:00:00Z' },
  ])
  expect(answer.json().common_availabilities.monday).toEqual([11])
})

test('the pattern of all weeks knows no meetings', async () => {
  const { app } = setUp(known)

  const answer = await app.inject('/common_availabilities?userId1=a@x.org&userId2=b@x.org')

  expect(answer.json().common_availabilities.monday).toEqual([9, 10, 11])
})

test('in the heat map of a week a person in a meeting is not free', async () => {
  const { app } = setUp(known)

  const answer = await app.inject({ method: 'POST', url: '/heatmap', payload: { users, week: '2026-W48' } })

  expect(answer.json().counts.slice(36, 48)).toEqual([2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2])
})

test.each([
  ['none', { before: 0, after: 0 }, [0, 1, 2, 6, 7, 8, 9, 10, 11]],
  ['20 minutes before', { before: 20 * 60_000, after: 0 }, [0, 1, 6, 7, 8, 9, 10, 11]],
  ['15 minutes after', { before: 0, after: 15 * 60_000 }, [0, 1, 2, 7, 8, 9, 10, 11]],
])('a search keeps the time around meetings free: %s', async (_, buffer_ms, starts) => {
  const { app } = setUp(known)
  const all = slotsToBase64(new Uint32Array(1).fill(0xffff_ffff))

  const answer = await app.inject({
    method: 'POST',
    url: '/internal/times',
    payload: {
      people: users,
      required: [0, 1],
      optional: [],
      groups: [],
      at_least: 0,
      horizon: { start: Date.parse('2026-11-23T09:00:00Z') / 900_000, slots: 12 },
      window_slots: 12,
      duration_slots: 1,
      working: all,
      starts: all,
      buffer_ms,
      preference: 'first',
      seed: 1,
      limit: 50,
    },
  })

  expect(answer.json().found.times.map(({ start }: { start: number }) => start)).toEqual(starts)
})

test('requests that arrive together share a call for booked times where their times are near, and only there', async () => {
  const { app, bookedCalls } = setUp(known)
  const ask = (week: string) => app.inject(`/common_availabilities?userId1=a@x.org&userId2=b@x.org&week=${week}`)

  const answers = await Promise.all(['2099-W10', '2026-W48', '1980-W10', '2026-W50'].map(ask))

  expect(answers.map((answer) => answer.json().common_periods.length)).toEqual([1, 2, 1, 1])
  expect(bookedCalls.toSorted((a, b) => a.from.localeCompare(b.from))).toEqual([
    { emails: users, from: '1980-03-03T00:00:00.000Z', to: '1980-03-10T00:00:00.000Z' },
    { emails: users, from: '2026-11-23T00:00:00.000Z', to: '2026-12-14T00:00:00.000Z' },
    { emails: users, from: '2099-03-02T00:00:00.000Z', to: '2099-03-09T00:00:00.000Z' },
  ])
})
