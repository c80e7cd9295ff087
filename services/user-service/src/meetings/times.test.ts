import type { ProblemDetail } from '@w2meet/contract'
import { instantText } from '@w2meet/scheduling'
import { expect, test } from 'vitest'
import { periodOf } from './times.ts'

const NINE = Date.parse('2026-12-01T09:00:00Z')
const TEN = Date.parse('2026-12-01T10:00:00Z')

function read(given: Parameters<typeof periodOf>[0], timezone = 'UTC', before?: Parameters<typeof periodOf>[2]) {
  const wrong: ProblemDetail[] = []
  const { startMs, endMs } = periodOf(given, timezone, before, wrong)
  if (wrong.length > 0) return wrong.map(({ type, loc }) => `${type} ${loc.join('.')}`)
  return `${instantText(startMs)}/${instantText(endMs)}`
}

test.each([
  ['an instant', { start: '2026-12-01T09:00:00Z', duration_minutes: 45 }, 'UTC', '2026-12-01T09:00:00Z/2026-12-01T09:45:00Z'],
  [
    'an instant with an offset, whatever the zone',
    { start: '2026-12-01T09:00:00-05:00', end: '2026-12-01T16:00:00+01:00' },
    'Asia/Tokyo',
    '2026-12-01T14:00:00Z/2026-12-01T15:00:00Z',
  ],
  [
    'wall time',
    { start: '2026-12-01T09:00', end: '2026-12-01T10:30:00' },
    'Asia/Kolkata',
    '2026-12-01T03:30:00Z/2026-12-01T05:00:00Z',
  ],
  [
    'wall time that is shown twice: the first',
    { start: '2026-10-25T02:30', duration_minutes: 60 },
    'Europe/Paris',
    '2026-10-25T00:30:00Z/2026-10-25T01:30:00Z',
  ],
  [
    'wall time that is skipped: by the offset before',
    { start: '2026-03-29T02:30', duration_minutes: 60 },
    'Europe/Paris',
    '2026-03-29T01:30:00Z/2026-03-29T02:30:00Z',
  ],
  [
    'a fraction of a second is cut off',
    { start: '2026-12-01T09:00:00.999Z', duration_minutes: 1 },
    'UTC',
    '2026-12-01T09:00:00Z/2026-12-01T09:01:00Z',
  ],
] as const)('%s', (_, given, timezone, expected) => {
  const period = read(given, timezone)

  expect(period).toBe(expected)
})

test.each([
  ['a new start alone keeps the duration', { start: '2026-12-02T09:00:00Z' }, '2026-12-02T09:00:00Z/2026-12-02T10:00:00Z'],
  ['a new duration alone keeps the start', { duration_minutes: 15 }, '2026-12-01T09:00:00Z/2026-12-01T09:15:00Z'],
  ['a new end alone keeps the start', { end: '2026-12-01T12:00:00Z' }, '2026-12-01T09:00:00Z/2026-12-01T12:00:00Z'],
  ['nothing new keeps both', {}, '2026-12-01T09:00:00Z/2026-12-01T10:00:00Z'],
] as const)('of a meeting that is booked, %s', (_, given, expected) => {
  const period = read(given, 'UTC', { startMs: NINE, endMs: TEN })

  expect(period).toBe(expected)
})

const start = '2026-12-01T09:00:00Z'
test.each([
  [{ start }, ['duration_missing body.duration_minutes']],
  [{ start, end: '2026-12-01T10:00:00Z', duration_minutes: 60 }, ['duration_twice body.end']],
  [{ start, end: start }, ['meeting_backwards body.end']],
  [{ start, end: '2026-12-01T08:00:00Z' }, ['meeting_backwards body.end']],
  [{ start, end: '2026-12-08T09:00:01Z' }, ['meeting_too_long body.end']],
  [{ start: 'soon', end: 'later' }, ['time_unknown body.start', 'time_unknown body.end']],
  [{ start: '2026-02-30T09:00', duration_minutes: 60 }, ['time_unknown body.start']],
  [{ start: '2026-12-01', duration_minutes: 60 }, ['time_unknown body.start']],
  [{ start: '2026-12-01T09:00[Asia/Tokyo]', duration_minutes: 60 }, ['time_unknown body.start']],
  [{ start: '1979-12-31T23:00:00Z', duration_minutes: 60 }, ['time_unknown body.start']],
  [{ start: '2100-01-01T00:00:00Z', duration_minutes: 60 }, ['time_unknown body.start']],
  [{ start: '2099-12-31T23:30:00Z', duration_minutes: 60 }, ['time_unknown body.duration_minutes']],
] as const)('%j is refused: %j', (given, expected) => {
  const wrong = read(given)

  expect(wrong).toEqual(expected)
})
