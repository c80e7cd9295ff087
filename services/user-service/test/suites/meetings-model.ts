import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Command, commands, PEOPLE } from '../model/commands.ts'
import { createOracle, type ModelMeeting, type Outcome } from '../model/oracle.ts'
import { modelOf, openRealMeetings } from '../model/real-meetings.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

const START_MS = Date.UTC(2031, 2, 3)
const HOUR_MS = 3_600_000
const WHOLE_TIME = ['2031-01-01T00:00:00Z', '2031-06-01T00:00:00Z'] as const
/** Beyond the last reminder, and the last mail that is gathered. */
const TO_THE_END_MINUTES = 5 * 1440

type Run = {
  real: Awaited<ReturnType<typeof openRealMeetings>>
  oracle: ReturnType<typeof createOracle>
  registered: Set<string>
}

/** Meetings, mails and feeds against an oracle that knows the rules and nothing of tables, in any order of what people do. */
export function describeMeetingsModel(name: string, open: () => Promise<OpenUserService>, runs: number): void {
  describe(name, () => {
    let service: OpenUserService
    beforeAll(async () => {
      service = await open()
    })
    afterAll(() => service.close())

    test('whatever people do, in any order, their time, mails, reminders and feeds are as the rules say', async () => {
      await fc.assert(
        fc.asyncProperty(commands, async (list) => {
          const real = await openRealMeetings(service, START_MS)
          const run: Run = { real, oracle: createOracle(START_MS), registered: new Set(PEOPLE.slice(0, 2)) }
          for (const email of run.registered) await real.register(email)

          for (const command of list) {
            await carryOut(run, command)
            await compare(run)
          }
          await carryOut(run, { do: 'pass', minutes: TO_THE_END_MINUTES })
          await real.app.close()
        }),
        { numRuns: runs, endOnFailure: false },
      )
    }, 600_000)
  })
}

async function carryOut({ real, oracle, registered }: Run, command: Command): Promise<void> {
  const chosen = 'meeting' in command ? oracle.meetings.at(-1 - (command.meeting % oracle.meetings.length)) : undefined
  if ('meeting' in command && chosen === undefined) return
  const timeOf = (hour: number | undefined, hours: number | undefined) => ({
    ...(hour !== undefined && { start: new Date(START_MS + hour * HOUR_MS).toISOString() }),
    ...(hours !== undefined && { duration_minutes: hours * 60 }),
  })

  switch (command.do) {
    case 'book': {
      const { do: _, hour, hours, ...content } = command
      const answer = await real.book({ ...content, ...timeOf(hour, hours) })
      const { organizer, attendees, optional, title } = content
      expect(outcomeOf(answer)).toEqual(
        oracle.book(answer.json().id, organizer, attendees, optional, START_MS + hour * HOUR_MS, hours * 60, title),
      )
      return
    }
    case 'change': {
      const { do: _, meeting, hour, hours, ...content } = command
      const answer = await real.change(chosen!.id, { ...content, ...timeOf(hour, hours) })
      const time = { ...(hour !== undefined && { startMs: START_MS + hour * HOUR_MS }), ...(hours && { minutes: hours * 60 }) }
      expect(outcomeOf(answer)).toEqual(oracle.change(chosen!, { ...content, ...time }))
      return
    }
    case 'reply': {
      const email = chosen!.people[command.attendee % chosen!.people.length]?.email
      if (email === undefined) return
      const answer = await real.replyAs(chosen!.id, email, command.status)
      expect(outcomeOf(answer)).toEqual(oracle.reply(chosen!, email, command.status))
      return
    }
    case 'cancel':
      expect(outcomeOf(await real.cancel(chosen!.id))).toEqual(oracle.cancel(chosen!))
      return
    case 'erase':
      expect(outcomeOf(await real.erase(command.person))).toEqual(oracle.erase(command.person, registered.delete(command.person)))
      return
    case 'pass':
      expect(await real.pass(command.minutes)).toEqual(oracle.pass(command.minutes))
  }
}

/** Whose time is held, each meeting, and each feed. */
async function compare({ real, oracle }: Run): Promise<void> {
  const busy = await real.busy(PEOPLE, ...WHOLE_TIME)
  const text = (ms: number) => new Date(ms).toISOString().slice(0, 16)
  const held = PEOPLE.map((email) => [email, oracle.heldBy(email).map((period) => period.map(text).join('/'))] as const)
  expect(busy).toEqual(Object.fromEntries(held.filter(([, periods]) => periods.length > 0)))

  for (const meeting of oracle.meetings) expect(modelOf((await real.get(meeting.id)).json())).toMatchObject(shown(meeting))
  for (const email of PEOPLE) expect(await real.feed(email)).toEqual(oracle.feedOf(email))
}

const shown = ({ people, ...meeting }: ModelMeeting) => ({ ...meeting, people: people.map(({ holds: _, ...person }) => person) })

function outcomeOf({ statusCode: status, body }: { statusCode: number; body: string }): Outcome {
  if (status !== 409) return { status }
  const { detail } = JSON.parse(body) as { detail: { type: string; msg: string }[] }
  const busy = detail.filter(({ type }) => type === 'time_taken').map(({ msg }) => /\S+@example\.com/.exec(msg)![0])
  return busy.length === 0 ? { status } : { status, busy }
}
