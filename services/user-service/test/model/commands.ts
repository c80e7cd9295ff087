import type { Reply } from '@w2meet/contract'
import fc from 'fast-check'

/** Few people and few hours, so that they often meet each other. */
export const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`)
const HOURS = 40

/** `meeting` counts from the newest, `attendee` from the first, those that there are over and over. */
export type Command =
  | { do: 'book'; organizer: string; attendees: string[]; optional: string[]; hour: number; hours: number; title: string }
  | { do: 'change'; meeting: number; hour?: number; hours?: number; title?: string; attendees?: string[]; optional?: string[] }
  | { do: 'reply'; meeting: number; attendee: number; status: Exclude<Reply, 'needs_action'> }
  | { do: 'cancel'; meeting: number }
  | { do: 'erase'; person: string }
  | { do: 'pass'; minutes: number }

const person = fc.constantFrom(...PEOPLE)
const people = fc.array(person, { maxLength: 3 })
const hour = fc.nat({ max: HOURS - 1 })
const hours = fc.integer({ min: 1, max: 6 })
const title = fc.constantFrom('Plans', 'Review')
const meeting = fc.nat({ max: 3 })

export const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('book' as const),
        organizer: person,
        attendees: people,
        optional: people,
        hour,
        hours,
        title,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record(
        { do: fc.constant('change' as const), meeting, hour, hours, title, attendees: people, optional: people },
        { requiredKeys: ['do', 'meeting'] },
      ),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('reply' as const),
        meeting,
        attendee: fc.nat({ max: 5 }),
        status: fc.constantFrom('accepted' as const, 'declined' as const, 'tentative' as const),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('change' as const), meeting, hour }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), meeting }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), person }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(0, 4, 30, 300, 1500) }) },
  ),
  { minLength: 5, maxLength: 40 },
)
