import { weekFromBase64 } from '@w2meet/scheduling'
import { expect, test } from 'vitest'
import { type Known, setUp } from './support/known-people.ts'

const slotOf = (day: number, hour: number, minute = 0) => day * 96 + hour * 4 + minute / 15

async function heatMap(known: Known, body: object = {}) {
  const { app, calls } = setUp(known)
  const answer = await app.inject({ method: 'POST', url: '/heatmap', payload: { users: Object.keys(known), ...body } })
  return { status: answer.statusCode, body: answer.json(), calls }
}

test('says of each quarter-hour how many are free, and of each person when', async () => {
  const { body } = await heatMap({
    'a@x.org': { hours: { monday: [9, 10] } },
    'b@x.org': { hours: { monday: [10], sunday: [23] } },
  })

  expect(body).toMatchObject({ timezone: 'UTC', week: null, slot_minutes: 15, total: 2 })
  expect(body.counts).toHaveLength(672)
  expect(
    [slotOf(0, 8, 45), slotOf(0, 9), slotOf(0, 10), slotOf(0, 10, 45), slotOf(0, 11), 671].map((slot) => body.counts[slot]),
  ).toEqual([0, 1, 2, 2, 0, 1])
  expect(body.people.map(({ email }: { email: string }) => email)).toEqual(['a@x.org', 'b@x.org'])
  expect(weekFromBase64(body.people[1].free)[slotOf(0, 10) >>> 5]).toBe(0b1111 << (slotOf(0, 10) & 31))
})

test('of people of different zones it is of a certain week, in which a skipped hour has 0', async () => {
  const { body } = await heatMap(
    {
      'a@x.org': { hours: { sunday: [1, 2, 3] }, timezone: 'Europe/Paris' },
      'b@x.org': { hours: { sunday: [0, 1] }, timezone: 'UTC' },
    },
    { week: '2026-W13', timezone: 'Europe/Paris' },
  )

  expect(body).toMatchObject({ week: '2026-W13', timezone: 'Europe/Paris' })
  expect([0, 1, 2, 3, 4].map((hour) => body.counts[slotOf(6, hour)])).toEqual([0, 2, 0, 2, 0])
})

test('in a repeated hour the smaller count stands', async () => {
  const { body } = await heatMap(
    {
      'a@x.org': { hours: { sunday: [2] }, timezone: 'Europe/Paris' },
      'b@x.org': { hours: { sunday: [1] }, timezone: 'UTC' },
    },
    { week: '2026-W43', timezone: 'Europe/Paris' },
  )

  expect(body.counts[slotOf(6, 2)]).toBe(1)
})

test('somebody who is named twice counts once', async () => {
  const { body } = await heatMap({ 'a@x.org': { hours: { monday: [9] } } }, { users: ['a@x.org', 'A@x.org'] })

  expect(body.total).toBe(1)
  expect(Math.max(...body.counts)).toBe(1)
})

test('10,000 people are counted in one request and one call, and not shown one by one', async () => {
  const known = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`p${index}@x.org`, { hours: { tuesday: [index % 24] } }]),
  )

  const { status, body, calls } = await heatMap(known)

  expect(status).toBe(200)
  expect(body).toMatchObject({ total: 10_000 })
  expect([0, 15, 16, 23].map((hour) => body.counts[slotOf(1, hour)])).toEqual([417, 417, 416, 416])
  expect(body).not.toHaveProperty('people')
  expect(calls).toHaveLength(1)
})

test('10,001 people are refused with the limit and the place', async () => {
  const { status, body } = await heatMap({}, { users: Array.from({ length: 10_001 }, (_, index) => `p${index}@x.org`) })

  expect(status).toBe(400)
  expect(body.detail).toMatchObject([{ loc: ['body', 'users'], msg: '`users` has 10001 entries; the most is 10000' }])
})

test('who is not known is 404, with the place', async () => {
  const { status, body } = await heatMap({ 'a@x.org': {} }, { users: ['a@x.org', 'ghost@x.org'] })

  expect(status).toBe(404)
  expect(body.detail[1]).toMatchObject({ loc: ['body', 'users', 1], msg: 'ghost@x.org is not known' })
})
