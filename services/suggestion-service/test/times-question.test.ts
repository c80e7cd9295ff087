import { createClient, type PackedSearch, type Transport } from '@w2meet/contract'
import { type SearchResult, slotsFromBase64 } from '@w2meet/scheduling'
import { createLog } from '@w2meet/service-kit'
import { describe, expect, test } from 'vitest'
import { createSuggestionService } from '../src/app.ts'

const NOW = '2026-11-25T12:07:00Z'
const nothing: SearchResult = { times: [], candidates: 0, none: { reason: 'no_common_time', blockers: [], relaxations: [] } }

/** Asks the service over an availability-service that finds what is given; `asked` is what it was asked. */
async function ask(body: object, found: SearchResult | { missing: string[] } = nothing) {
  let asked: PackedSearch | undefined
  const transport: Transport = async (request) => {
    asked = JSON.parse(request.body ?? '')
    return { status: 200, body: JSON.stringify('missing' in found ? found : { found }) }
  }
  const app = createSuggestionService({
    availabilityService: createClient('availability-service', transport, { timeoutMs: 1_000 }),
    clock: { nowMs: () => Date.parse(NOW) },
    random: () => 0.5,
    log: createLog('silent', { write() {} }),
  })
  const answer = await app.inject({ method: 'POST', url: '/suggestions', payload: body, headers: { 'case-id': 'case-1' } })
  return { status: answer.statusCode, body: answer.json(), asked: asked! }
}

/** The slots in which a bit is set, counted from the start of the horizon. */
const slotsIn = (packed: string, { horizon }: PackedSearch) => {
  const slots = slotsFromBase64(packed, horizon)
  return Array.from({ length: horizon.slots }, (_, slot) => slot).filter((slot) => (slots[slot >>> 5]! >>> (slot & 31)) & 1)
}
const slotOf = (instant: string) => Date.parse(instant) / 900_000

describe('what is asked of availability-service', () => {
  test('names each person once, and says their roles by their places', async () => {
    const { asked } = await ask({
      required: ['Ada@x.org', 'bob@x.org'],
      optional: ['eve@x.org'],
      groups: [{ members: ['bob@x.org', 'kim@x.org'], at_least: 1 }],
      at_least: 2,
    })

    expect(asked).toMatchObject({
      people: ['ada@x.org', 'bob@x.org', 'eve@x.org', 'kim@x.org'],
      required: [0, 1],
      optional: [2],
      groups: [{ members: [1, 3], at_least: 1 }],
      at_least: 2,
    })
  })

  test('begins with the next quarter-hour and ends two weeks later, where no dates are given', async () => {
    const { asked } = await ask({ required: ['ada@x.org'] })

    expect(asked).toMatchObject({
      horizon: { start: slotOf('2026-11-25T12:15:00Z') },
      window_slots: 14 * 96,
      duration_slots: 4,
      preference: 'most',
      limit: 5,
    })
  })

  test('may end before the next quarter-hour: then there is no time, which is no mistake', async () => {
    const { asked } = await ask({ required: ['ada@x.org'], to: '2026-11-25T12:14:00Z' })

    expect(asked).toMatchObject({ horizon: { start: slotOf('2026-11-25T12:15:00Z') }, window_slots: 0 })
  })

  test('is two weeks long, too, from a time that is no quarter-hour', async () => {
    const { asked } = await ask({ required: ['ada@x.org'], from: '2026-12-01T09:05:00Z' })

    expect(asked).toMatchObject({ horizon: { start: slotOf('2026-12-01T09:15:00Z') }, window_slots: 14 * 96 })
  })

  test('keeps to whole quarter-hours within the dates given, in any offset', async () => {
    const { asked } = await ask({ required: ['ada@x.org'], from: '2026-12-01T09:01:00+01:00', to: '2026-12-01T11:59:59Z' })

    expect(asked).toMatchObject({ horizon: { start: slotOf('2026-12-01T08:15:00Z') }, window_slots: 14 })
  })

  test('has starts on the clock of its zone, be it 45 minutes off, and working hours there', async () => {
    const { asked } = await ask({
      required: ['ada@x.org'],
      from: '2026-11-30T00:00:00Z',
      timezone: 'Asia/Kathmandu',
      step_minutes: 60,
      working_hours: { monday: [{ start: '09:00', end: '10:00' }] },
    })

    expect(slotsIn(asked.starts, asked).slice(0, 3)).toEqual([1, 5, 9])
    expect(slotsIn(asked.working, asked).slice(0, 5)).toEqual([13, 14, 15, 16, 13 + 672])
  })

  test('says the time around booked meetings in milliseconds', async () => {
    const { asked } = await ask({ required: ['ada@x.org'], buffer_minutes: { before: 10, after: 20 } })

    expect(asked.buffer_ms).toEqual({ before: 600_000, after: 1_200_000 })
  })

  test('draws the same for the same seed, and has a seed where none is given', async () => {
    const [seeded, drawn] = [await ask({ required: ['ada@x.org'], seed: 7 }), await ask({ required: ['ada@x.org'] })]

    expect(seeded.asked.seed).toBe(7)
    expect(drawn.asked.seed).toBe(2 ** 31)
  })
})

describe('what was found', () => {
  const start = slotOf('2026-12-01T08:00:00Z') - slotOf('2026-11-25T12:15:00Z')

  test('is told with its instants, its day in the zone asked for, who is missing and why it is there', async () => {
    const { status, body } = await ask(
      { required: ['ada@x.org', 'bob@x.org'], optional: ['eve@x.org'], duration_minutes: 90, timezone: 'Pacific/Auckland' },
      {
        times: [
          { start, free: 3, total: 3, missing: [] },
          { start: start + 16, free: 2, total: 3, missing: [2] },
        ],
        candidates: 9,
        none: null,
      },
    )

    expect(status).toBe(200)
    expect(body).toEqual({
      case_id: 'case-1',
      timezone: 'Pacific/Auckland',
      candidates: 9,
      none: null,
      suggestions: [
        {
          start: '2026-12-01T08:00:00Z',
          end: '2026-12-01T09:30:00Z',
          day: 'tuesday',
          free: 3,
          total: 3,
          missing: [],
          reason: 'All 3 are free; the earliest of the times that suit most people',
        },
        {
          start: '2026-12-01T12:00:00Z',
          end: '2026-12-01T13:30:00Z',
          day: 'wednesday',
          free: 2,
          total: 3,
          missing: ['eve@x.org'],
          reason: '2 of 3 are free, without eve@x.org; the earliest of the times that suit fewer people',
        },
      ],
    })
  })

  test('where it is nothing, is told with the reason, who is in the way, and what would help', async () => {
    const { body } = await ask(
      { required: ['ada@x.org', 'bob@x.org'] },
      {
        times: [],
        candidates: 0,
        none: {
          reason: 'no_common_time',
          blockers: [{ person: 1, candidatesWithout: 4 }],
          relaxations: [
            { change: 'drop', person: 1, candidates: 4, start },
            { change: 'shorten', duration: 2, candidates: 1, start: start + 1 },
            { change: 'extend', windowSlots: 1_400, candidates: 1, start: 1_396 },
          ],
        },
      },
    )

    expect(body).toMatchObject({ suggestions: [], candidates: 0 })
    expect(body.none).toEqual({
      reason: 'no_common_time',
      explanation: 'There is no time at which all who must come are free for 60 minutes; in the way is the time of bob@x.org',
      blockers: [{ email: 'bob@x.org', candidates_without: 4 }],
      relaxations: [
        { change: 'drop', email: 'bob@x.org', candidates: 4, start: '2026-12-01T08:00:00Z' },
        { change: 'shorten', duration_minutes: 30, candidates: 1, start: '2026-12-01T08:15:00Z' },
        { change: 'extend', to: '2026-12-10T02:15:00Z', candidates: 1, start: '2026-12-10T01:15:00Z' },
      ],
    })
  })

  test('people who are not known are 404, each with the place that names them', async () => {
    const { status, body } = await ask({ required: ['ada@x.org'], optional: ['ghost@x.org'] }, { missing: ['ghost@x.org'] })

    expect(status).toBe(404)
    expect(body.detail[1]).toEqual({ loc: ['body', 'optional', 0], msg: 'ghost@x.org is not known', type: 'user_not_found' })
  })
})

const many = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}${index}@x.org`)

test.each([
  ['a zone that is not known', { timezone: 'Mars/Olympus' }, ['body', 'timezone']],
  ['from after to', { from: '2026-12-02T00:00:00Z', to: '2026-12-01T00:00:00Z' }, ['body', 'to']],
  ['from at to', { from: '2026-12-02T00:00:00Z', to: '2026-12-02T00:00:00Z' }, ['body', 'to']],
  ['to before now', { to: '2026-11-01T00:00:00Z' }, ['body', 'to']],
  ['a horizon over 8 weeks', { from: '2026-12-01T00:00:00Z', to: '2027-01-26T00:15:00Z' }, ['body', 'to']],
  ['a time without an offset', { from: '2026-12-01T00:00:00' }, ['body', 'from']],
  ['a year that cannot be computed', { from: '1901-01-01T00:00:00Z', to: '1901-01-02T00:00:00Z' }, ['body', 'from']],
  ['a day that no month has', { to: '2026-11-31T00:00:00Z' }, ['body', 'to']],
  ['duration 7', { duration_minutes: 7 }, ['body', 'duration_minutes']],
  ['duration 0', { duration_minutes: 0 }, ['body', 'duration_minutes']],
  ['duration 735', { duration_minutes: 735 }, ['body', 'duration_minutes']],
  ['a person both required and optional', { optional: ['eve@x.org', 'ADA@x.org'] }, ['body', 'optional', 1]],
  ['a person required twice', { required: ['ada@x.org', 'ada@x.org'] }, ['body', 'required', 1]],
  ['a member twice', { groups: [{ members: ['a@x.org', 'A@x.org'], at_least: 1 }] }, ['body', 'groups', 0, 'members', 1]],
  ['at_least above the people', { at_least: 2 }, ['body', 'at_least']],
  ['at_least above a group', { groups: [{ members: ['a@x.org'], at_least: 2 }] }, ['body', 'groups', 0, 'at_least']],
  ['nobody', { required: [] }, ['body', 'required']],
  ['no list of required people', { required: undefined }, ['body', 'required']],
  ['10,001 people in one list', { required: many(10_001, 'p') }, ['body', 'required']],
  ['10,001 people in two lists', { required: many(5_000, 'p'), optional: many(5_001, 'q') }, ['body']],
  ['a step of 20 minutes', { step_minutes: 20 }, ['body', 'step_minutes']],
  ['51 suggestions', { limit: 51 }, ['body', 'limit']],
  [
    'working hours that end before they start',
    { working_hours: { monday: [{ start: '17:00', end: '09:00' }] } },
    ['body', 'working_hours', 'monday', 0],
  ],
  ['a preference of the other kind', { preference: 'best' }, ['body', 'preference']],
  ['a field that there is not', { colour: 'red' }, ['body', 'colour']],
])('%s is refused with its place', async (_, wrong, loc) => {
  const { status, body, asked } = await ask({ required: ['ada@x.org'], ...wrong })

  expect(status).toBe(400)
  expect(body.detail[0]).toMatchObject({ loc, msg: expect.stringMatching(/.{10}/) })
  expect(asked).toBeUndefined()
})

test('everything that is wrong is told at once', async () => {
  const { body } = await ask({ required: ['ada@x.org'], at_least: 5, timezone: 'Nowhere', from: 'soon' })

  expect(body.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual(['at_least', 'from', 'timezone'])
})
