import { readCalendars } from '@w2meet/test-servers'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { calendarOf } from '../src/index.ts'
import { meeting } from './meetings.ts'

const startLine = (text: string) => /^DTSTART.*$/m.exec(text.slice(text.indexOf('BEGIN:VEVENT')))![0].trim()

test.each([
  ['Europe/Paris', '2026-07-01T07:00:00Z', 'DTSTART;TZID=Europe/Paris:20260701T090000'],
  ['Europe/Paris', '2026-12-01T08:00:00Z', 'DTSTART;TZID=Europe/Paris:20261201T090000'],
  ['Europe/Kiev', '2026-12-01T08:00:00Z', 'DTSTART;TZID=Europe/Kyiv:20261201T100000'],
  ['Asia/Kathmandu', '2026-12-01T08:00:00Z', 'DTSTART;TZID=Asia/Kathmandu:20261201T134500'],
  ['Australia/Lord_Howe', '2026-12-01T08:00:00Z', 'DTSTART;TZID=Australia/Lord_Howe:20261201T190000'],
  ['Australia/Lord_Howe', '2026-06-01T08:00:00Z', 'DTSTART;TZID=Australia/Lord_Howe:20260601T183000'],
  ['UTC', '2026-12-01T08:00:00Z', 'DTSTART:20261201T080000Z'],
  ['Etc/UTC', '2026-12-01T08:00:00Z', 'DTSTART:20261201T080000Z'],
])('in %s a meeting at %s is written as %s', (timezone, start, line) => {
  const text = calendarOf([meeting({ timezone, start, end: new Date(Date.parse(start) + 3_600_000).toISOString() })], {
    name: 'a',
  })

  expect(startLine(text)).toBe(line)
})

test.each([
  ['the first pass of a repeated hour', '2026-10-25T00:30:00Z'],
  ['the second pass of a repeated hour', '2026-10-25T01:30:00Z'],
  ['a year in which the zone had other rules', '1975-07-01T08:00:00Z'],
])('what a clock shows in %s could be misread, so it is written in UTC', (_, start) => {
  const text = calendarOf([meeting({ start, end: new Date(Date.parse(start) + 1_800_000).toISOString() })], { name: 'a' })

  expect(startLine(text)).toBe(`DTSTART:${start.replace(/[-:]/g, '')}`)
  expect(text).not.toContain('VTIMEZONE')
})

test('in every zone, around the year, two implementations read the instant that was planned', async () => {
  const days = ['2026-01-15', '2026-03-08', '2026-03-29', '2026-04-05', '2026-07-15', '2026-10-04', '2026-10-25', '2026-11-01']
  const meetings = Intl.supportedValuesOf('timeZone').map((timezone, index) => {
    const start = `${days[index % days.length]}T${String(index % 24).padStart(2, '0')}:30:00Z`
    return meeting({ id: timezone, timezone, start, end: new Date(Date.parse(start) + 2_700_000).toISOString() })
  })

  const texts = meetings.map((one) => calendarOf([one], { name: 'a' }))
  // By names that it cannot know, so that it reads the rules written here instead of its own.
  const byPython = await readCalendars(texts.map((text) => text.replace(/(TZID[:=])/g, '$1Unknown-')))

  for (const [index, { timezone, start, end }] of meetings.entries()) {
    const calendar = new ICAL.Component(ICAL.parse(texts[index]!))
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!)
    const block = calendar.getFirstSubcomponent('vtimezone')
    if (block !== null) for (const time of [event.startDate, event.endDate]) time.zone = new ICAL.Timezone(block)
    expect([timezone, event.startDate.toUnixTime() * 1_000, event.endDate.toUnixTime() * 1_000]).toEqual([
      timezone,
      Date.parse(start),
      Date.parse(end),
    ])
    const read = Object.fromEntries(byPython[index]!.events[0]!.map(({ name, value }) => [name, value]))
    expect([timezone, read.DTSTART, read.DTEND]).toEqual([timezone, start, end.replace('.000', '')])
  }
})
