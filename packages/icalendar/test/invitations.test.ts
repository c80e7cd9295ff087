import { type CalendarRead, readCalendars } from '@w2meet/test-servers'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { attendee } from '../../../tests/support/attendee.ts'
import { invitationOf } from '../src/index.ts'
import { feedOf, meeting } from './meetings.ts'

const bob = { email: 'bob@example.com', name: 'Bob "Bo" Ōe' }

const valuesOf = (read: CalendarRead, name: string) =>
  read.events.flatMap((event) => event.filter((property) => property.name === name).map(({ value }) => value))

test('an invitation says who meets when and where, to two implementations', async () => {
  const planned = meeting({ location: 'Room 1, left; upstairs', description: 'Bring:\n- ideas\r\n- \\ and "quotes"' })

  const { method, text } = invitationOf('confirmed', planned, bob)!
  const [read] = await readCalendars([text])
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')!)

  expect(method).toBe('REQUEST')
  expect(read!.properties).toContainEqual({ name: 'METHOD', value: 'REQUEST', parameters: {} })
  expect(read!.zones).toEqual([])
  const facts = Object.fromEntries(read!.events[0]!.map(({ name, value }) => [name, value]))
  expect(facts).toMatchObject({
    UID: '0193a5b0-0000-7000-8000-000000000001@w2meet',
    SEQUENCE: '3',
    DTSTAMP: '2026-11-02T08:00:00Z',
    DTSTART: '2026-11-30T09:00:00Z',
    DTEND: '2026-11-30T10:00:00Z',
    SUMMARY: 'Planning',
    LOCATION: 'Room 1, left; upstairs',
    DESCRIPTION: 'Bring:\n- ideas\n- \\ and "quotes"',
    STATUS: 'CONFIRMED',
    ORGANIZER: 'mailto:ada@example.com',
  })
  expect(event.startDate.toJSDate().toISOString()).toBe(planned.start)
  expect(event.location).toBe(planned.location)
  expect(event.description).toBe(facts.DESCRIPTION)
})

test('everybody is listed with their reply, and the recipient by name', async () => {
  const [read] = await readCalendars([invitationOf('rescheduled', meeting(), bob)!.text])

  const attendees = read!.events[0]!.filter(({ name }) => name === 'ATTENDEE')
  expect(attendees.map(({ value, parameters }) => [value, parameters])).toEqual([
    ['mailto:ada@example.com', { CUTYPE: 'INDIVIDUAL', ROLE: 'CHAIR', PARTSTAT: 'ACCEPTED', RSVP: 'FALSE' }],
    [
      'mailto:bob@example.com',
      { CUTYPE: 'INDIVIDUAL', ROLE: 'REQ-PARTICIPANT', PARTSTAT: 'NEEDS-ACTION', RSVP: 'TRUE', CN: "Bob 'Bo' Ōe" },
    ],
    ['mailto:eve@example.com', { CUTYPE: 'INDIVIDUAL', ROLE: 'REQ-PARTICIPANT', PARTSTAT: 'ACCEPTED', RSVP: 'TRUE' }],
  ])
})

test('a cancelled meeting is cancelled for all; whoever is left out of one that takes place is told alone', async () => {
  const cancelled = invitationOf('cancelled', meeting({ status: 'cancelled' }), bob)!
  const leftOut = invitationOf('cancelled', meeting({ attendees: [attendee('eve@example.com', { reply: 'accepted' })] }), bob)!

  const [all, one] = await readCalendars([cancelled.text, leftOut.text])

  expect([cancelled.method, leftOut.method]).toEqual(['CANCEL', 'CANCEL'])
  expect(all!.properties).toContainEqual({ name: 'METHOD', value: 'CANCEL', parameters: {} })
  expect([valuesOf(all!, 'STATUS'), valuesOf(all!, 'ATTENDEE').length]).toEqual([['CANCELLED'], 3])
  expect([valuesOf(one!, 'STATUS'), valuesOf(one!, 'ATTENDEE')]).toEqual([[], ['mailto:bob@example.com']])
})

test('a reminder changes nothing in a calendar', () => {
  expect(invitationOf('reminder', meeting(), bob)).toBeUndefined()
})

test('a feed has a name and its meetings without who takes part', async () => {
  const meetings = [meeting(), meeting({ id: 'b' }), meeting({ id: 'c', timezone: 'asia/kolkata' }), meeting({ timezone: 'UTC' })]

  const [feed, empty] = await readCalendars([feedOf(meetings, 'ada, w2meet'), feedOf([], 'bob')])

  expect(feed!.properties).toContainEqual(expect.objectContaining({ name: 'X-WR-CALNAME', value: 'ada, w2meet' }))
  expect(feed!.properties).toContainEqual({ name: 'METHOD', value: 'PUBLISH', parameters: {} })
  expect(feed!.zones).toEqual([])
  expect(valuesOf(feed!, 'UID')).toHaveLength(4)
  expect(valuesOf(feed!, 'ATTENDEE')).toEqual([])
  expect(empty!.events).toEqual([])
})

test('the same meeting is written the same, octet by octet', () => {
  expect(feedOf([meeting()], 'a')).toBe(feedOf([meeting()], 'a'))
})
