import { readCalendars } from '@w2meet/test-servers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attendee } from '../../../tests/support/attendee.ts'
import { invitationOf } from '../src/index.ts'
import { feedOf, meeting } from './meetings.ts'

const attempts = [
  'x\r\nATTENDEE:mailto:mallory@example.com',
  'x\nEND:VEVENT\nBEGIN:VEVENT',
  'x\rX-EVIL:1',
  'x\u2028X-EVIL:1\u2029X-EVIL:2\u0085X-EVIL:3\vX-EVIL:4\fX-EVIL:5',
  'x\\nX-EVIL:1',
  'x^nX-EVIL:1',
  '";X-EVIL=1:mailto:mallory@example.com',
  'x\0y',
  '\ud800 alone',
]

/** Everywhere that somebody's words can be. */
function everywhere(words: string): string[] {
  const given = meeting({
    title: words,
    location: words,
    description: words,
    organizer: `${words}@example.com`,
    attendees: [attendee(`${words}@example.com`)],
  })
  const recipient = { email: given.organizer, name: words }
  return [invitationOf('confirmed', given, recipient)!.text, feedOf([given], words)]
}

const namesIn = (texts: readonly { events: { name: string }[][] }[]) =>
  texts.map(({ events }) => events.map((event) => event.map(({ name }) => name).sort()))

test('no words become a property, a parameter or a component of their own', async () => {
  const [ordinary, ...tried] = ['ordinary', ...attempts].map(everywhere)

  const expected = namesIn(await readCalendars(ordinary!))
  const read = await readCalendars(tried.flat())

  for (const [index, words] of attempts.entries()) {
    expect([words, namesIn(read.slice(index * 2, index * 2 + 2))]).toEqual([words, expected])
  }
  const parameters = read.flatMap(({ events }) => events.flat().flatMap((property) => Object.keys(property.parameters)))
  expect(parameters.filter((name) => name.startsWith('X-'))).toEqual([])
})

test('whatever the words, lines have at most 75 octets of whole characters, and texts come back as they were', async () => {
  const words = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), { numRuns: 100, seed: 7 })
  const clean = words.map((word) => word.replace(/[\p{Cc}\u2028\u2029]/gu, '')).filter((word) => word !== '')
  const long = 'ä€😀👩‍👩‍👧'.repeat(60)

  const texts = [long, ...clean].map((word) => everywhere(word)[0]!)
  const read = await readCalendars(texts)

  for (const line of texts.flatMap((text) => text.split('\r\n'))) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line).not.toMatch(/[\r\n]/)
    expect(line.isWellFormed()).toBe(true)
  }
  for (const [index, word] of [long, ...clean].entries()) {
    const facts = Object.fromEntries(read[index]!.events[0]!.map(({ name, value }) => [name, value]))
    expect([facts.SUMMARY, facts.LOCATION, facts.DESCRIPTION]).toEqual([word, word, word])
  }
})
