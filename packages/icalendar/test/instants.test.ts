import { readCalendars } from '@w2meet/test-servers'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { invitationOf } from '../src/index.ts'
import { feedOf, meeting } from './meetings.ts'

const bob = { email: 'bob@example.com', name: 'Bob' }

/** Nine o'clock on 2026-12-01 where Node.js 26.10 and older calendars have other clocks, and ordinary times of others. */
const instants = [
  ['America/Winnipeg', '2026-12-01T14:00:00Z'],
  ['America/Havana', '2026-12-01T13:00:00Z'],
  ['America/Inuvik', '2026-12-01T15:00:00Z'],
  ['Europe/Paris', '2026-07-01T07:00:00Z'],
  ['Europe/Paris', '2026-10-25T01:30:00Z'],
  ['Asia/Kathmandu', '2026-12-01T08:00:00Z'],
  ['UTC', '2099-12-01T08:00:00Z'],
] as const

test('whatever its zone, a meeting is written in UTC, in invitations and in feeds, and no zone is told', () => {
  for (const [timezone, start] of instants) {
    const planned = meeting({ timezone, start, end: new Date(Date.parse(start) + 2_700_000).toISOString() })

    const texts = [invitationOf('confirmed', planned, bob)!.text, feedOf([planned], 'a')]

    for (const text of texts) {
      expect(/^DTSTART.*$/m.exec(text)![0].trim()).toBe(`DTSTART:${start.replace(/[-:]/g, '')}`)
      expect(/^DTEND.*$/m.exec(text)![0].trim()).toMatch(/^DTEND:\d{8}T\d{6}Z$/)
      expect(text).not.toMatch(/TZID|VTIMEZONE/)
    }
  }
})

test('two implementations read the instants that were planned', async () => {
  const meetings = instants.map(([timezone, start]) => {
    return meeting({ timezone, start, end: new Date(Date.parse(start) + 2_700_000).toISOString() })
  })
  const texts = meetings.map((one) => feedOf([one], 'a'))

  const byPython = await readCalendars(texts)

  for (const [index, { start, end }] of meetings.entries()) {
    const event = new ICAL.Event(new ICAL.Component(ICAL.parse(texts[index]!)).getFirstSubcomponent('vevent')!)
    expect([event.startDate, event.endDate].map((time) => time.toUnixTime() * 1_000)).toEqual([start, end].map(Date.parse))
    const read = Object.fromEntries(byPython[index]!.events[0]!.map(({ name, value }) => [name, value]))
    expect([read.DTSTART, read.DTEND]).toEqual([start, end.replace('.000', '')])
  }
})
