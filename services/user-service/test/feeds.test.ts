import { getMeeting, getMeetingCalendar, getUserCalendar, type Meeting, problem } from '@w2meet/contract'
import { createHttpApp, serve, serveAll } from '@w2meet/service-kit'
import { expect, test } from 'vitest'
import { attendee } from '../../../tests/support/attendee.ts'
import { createFeedHandlers } from '../src/meetings/feeds.ts'
import type { MeetingPeriod } from '../src/meetings/times.ts'
import { silent } from './support/open-user-service.ts'

const nowMs = Date.parse('2026-11-22T12:00:00Z')
const dayMs = 24 * 3_600_000
const id = '0193a5b0-0000-7000-8000-000000000001'
const planned: Meeting = {
  id,
  organizer: 'ada@example.com',
  attendees: [attendee('bob@example.com', { reply: 'accepted' })],
  title: 'Planning',
  description: null,
  location: null,
  start: '2026-11-30T09:00:00.000Z',
  end: '2026-11-30T10:00:00.000Z',
  timezone: 'Europe/Paris',
  status: 'confirmed',
  sequence: 0,
  version: 0,
  created_at: '2026-11-01T08:00:00.000Z',
  updated_at: '2026-11-02T08:00:00.000Z',
}

/** The calendars over these meetings, beside the meeting itself. */
function setUp() {
  const stored = new Map([[id, planned]])
  const asked: [string, number, number][] = []
  const app = createHttpApp({ service: 'user-service', log: silent })
  const meetings = {
    async get(wanted: string) {
      const meeting = stored.get(wanted)
      if (meeting === undefined) throw problem('meeting_not_found', { id: wanted }, ['path', 'id'])
      return meeting
    },
    async feed(email: string, { startMs, endMs }: MeetingPeriod) {
      asked.push([email, startMs, endMs])
      return [...stored.values()].map((meeting) => ({ ...meeting, reply: 'accepted' as const, takesTime: true }))
    },
  }
  serve(app, getMeeting, async ({ params }) => stored.get(params.id)!)
  const operations = [getMeetingCalendar, getUserCalendar] as const
  serveAll(
    app,
    operations,
    createFeedHandlers({ meetings, publicUrl: 'https://meet.example.com/', clock: { nowMs: () => nowMs } }),
  )
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
  return { stored, asked, get }
}

test('a meeting is a file beside its JSON, at the same address with .ics', async () => {
  const { get } = setUp()

  const file = await get(`/meetings/${id}.ics`)
  const json = await get(`/meetings/${id}`)

  expect(file.statusCode).toBe(200)
  expect(file.headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'last-modified': 'Mon, 02 Nov 2026 08:00:00 GMT',
    'content-disposition': `attachment; filename="${id}.ics"`,
  })
  expect(file.body).toMatch(/^BEGIN:VCALENDAR\r\n.*METHOD:PUBLISH\r\n.*SUMMARY:Planning\r\n.*END:VCALENDAR\r\n$/s)
  expect(json.json()).toEqual(planned)
})

test.each([
  [`/meetings/${id.replace('1', '2')}.ics`, 404, 'meeting_not_found'],
  ['/meetings/unheard-of.ics', 400, 'pattern'],
  ['/users/nobody/calendar.ics', 400, 'pattern'],
])('%s is refused with %d', async (url, status, type) => {
  const answer = await setUp().get(url)

  expect([answer.statusCode, answer.json().detail[0].type]).toEqual([status, type])
})

test("a person's feed has the past year and all to come, and says how often to look again", async () => {
  const { asked, get } = setUp()

  const feed = await get('/users/ADA%40example.com/calendar.ics')

  expect(feed.statusCode).toBe(200)
  expect(feed.headers['content-type']).toBe('text/calendar; charset=utf-8')
  expect(feed.body).toContain('X-WR-CALNAME;VALUE=TEXT:ada@example.com')
  expect(feed.body).toContain(`UID:${id}@w2meet`)
  expect(feed.body).toContain('\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n')
  expect(feed.body).toContain('\r\nNAME')
  const unfolded = feed.body.replaceAll('\r\n ', '')
  expect(unfolded).toContain('\r\nURL:https://meet.example.com/#/meetings\r\n')
  expect(unfolded).toContain(`\r\nURL:https://meet.example.com/#/meeting?id=${id}\r\n`)
  expect(asked).toEqual([['ada@example.com', nowMs - 365 * dayMs, expect.any(Number)]])
  expect(new Date(asked[0]![2]).getUTCFullYear()).toBe(2100)
})

test.each([`/meetings/${id}.ics`, '/users/ada@example.com/calendar.ics'])(
  '%s is sent again only when it changed',
  async (url) => {
    const { stored, get } = setUp()
    const etag = String((await get(url)).headers.etag)

    const again = await get(url, { 'if-none-match': `"other", ${etag}` })
    stored.set(id, { ...planned, title: 'Planning, later' })
    const changed = await get(url, { 'if-none-match': etag })

    expect(etag).toMatch(/^W\/"[\w-]{43}"$/)
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    expect(changed.statusCode).toBe(200)
    expect(changed.body).toContain('SUMMARY:Planning\\, later')
  },
)

test('a meeting that leaves a feed is noticed by whoever has the feed, whatever else was changed last', async () => {
  const { stored, get } = setUp()
  const url = '/users/ada@example.com/calendar.ics'
  stored.set('older', { ...planned, id: 'older', updated_at: '2026-11-01T08:00:00.000Z' })
  const etag = String((await get(url)).headers.etag)

  stored.delete(id)
  const answer = await get(url, { 'if-none-match': etag, 'if-modified-since': 'Mon, 02 Nov 2026 08:00:00 GMT' })

  expect(answer.statusCode).toBe(200)
  expect(answer.body).not.toContain(`UID:${id}`)
})
