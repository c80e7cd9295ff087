import { beforeAll, describe, expect, test } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import { readReplySecret, replyTokenOf } from '../../src/meetings/reply-tokens.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

const BOB = 'bob@example.com'

export function describeHeldTime(service: () => OpenUserService): void {
  describe('whose time a meeting holds', () => {
    let secret: string
    let days = 0
    beforeAll(async () => {
      secret = await readReplySecret(service().database.queries)
    })
    const { book, get, change, reply, register, busy } = meetingsApi(service)

    /** An hour at nine, on a day of its own. */
    async function booked(people: { organizer?: string; attendees?: string[]; optional?: string[] }) {
      const day = new Date(Date.UTC(2034, 0, ++days)).toISOString().slice(0, 10)
      const at = (time: string) => `${day}T${time}:00Z`
      const meeting = (await book({ organizer: 'ada@example.com', start: at('09:00'), ...people })).json()
      const answer = (email: string, status: string) => reply(meeting.id, replyTokenOf(secret, meeting.id, email), status)
      const held = async (email: string) => (await busy([email], at('00:00'), at('23:59')))[email] ?? []
      return { id: meeting.id as string, meeting, at, answer, held }
    }
    const statusOf = (answer: { statusCode: number }) => answer.statusCode
    const repliesOf = async (id: string) =>
      (await get(id)).json().attendees.map(({ email, reply: status }: { email: string; reply: string }) => [email, status])

    test('those who may come are invited by their name, and refuse no booking though they are busy', async () => {
      const { at } = await booked({ organizer: BOB })
      await register('cyd@example.com')

      const answer = await book({ organizer: 'ada@example.com', start: at('09:00'), optional: [BOB, 'CYD@example.com', BOB] })

      expect(statusOf(answer)).toBe(201)
      expect(answer.json().attendees).toEqual([
        attendee(BOB, { optional: true }),
        attendee('cyd@example.com', { optional: true }),
      ])
      expect((await get(answer.json().id)).json()).toEqual(answer.json())
    })

    test('who may come holds time once they have accepted, where they are free', async () => {
      const { answer, held, at } = await booked({ optional: [BOB, 'cyd@example.com'] })
      await book({ organizer: 'cyd@example.com', start: at('09:30') })
      const invited = await held(BOB)

      const statuses = [await answer(BOB, 'tentative'), await answer('cyd@example.com', 'accepted')].map(statusOf)
      const maybe = await held(BOB)
      statuses.push(statusOf(await answer(BOB, 'accepted')))

      expect(statuses).toEqual([200, 409, 200])
      expect([invited, maybe, await held(BOB)]).toEqual([[], [], [`${at('09:00').slice(0, 16)}/${at('10:00').slice(0, 16)}`]])
      expect(statusOf(await book({ organizer: BOB, start: at('09:30') }))).toBe(409)
    })

    test('who may come is asked anew by a new time, and does not stand in its way', async () => {
      const { id, answer, held, at } = await booked({ optional: [BOB] })
      await answer(BOB, 'accepted')
      await book({ organizer: BOB, start: at('14:00') })

      const moved = await change(id, { start: at('14:00') })

      expect(statusOf(moved)).toBe(200)
      expect(await repliesOf(id)).toEqual([[BOB, 'needs_action']])
      expect(await held(BOB)).toHaveLength(1)
    })

    test('who is in both lists must come; of a list that is given who is in it leaves the other', async () => {
      const { id, meeting } = await booked({
        attendees: [BOB, 'cyd@example.com'],
        optional: ['CYD@example.com', 'dan@example.com'],
      })
      const optionalOf = (answer: { json(): { attendees: { email: string; optional: boolean }[] } }) =>
        Object.fromEntries(answer.json().attendees.map(({ email, optional }) => [email.slice(0, 3), optional]))

      const first = optionalOf({ json: () => meeting })
      const fewer = optionalOf(await change(id, { optional: [BOB] }))
      const more = optionalOf(await change(id, { attendees: [BOB] }))

      expect([first, fewer, more]).toEqual([{ bob: false, cyd: false, dan: true }, { cyd: false, bob: true }, { bob: false }])
    })

    test('who may come and is made to come must be free then', async () => {
      const { id, held, at } = await booked({ attendees: ['cyd@example.com'], optional: [BOB] })
      const other = (await book({ organizer: BOB, start: at('09:00') })).json()

      const refused = await change(id, { attendees: ['cyd@example.com', BOB] })
      await change(other.id, { start: at('20:00') })
      const made = await change(id, { attendees: ['cyd@example.com', BOB] })

      expect(refused.json().detail).toMatchObject([{ loc: ['body', 'attendees', 1], type: 'time_taken' }])
      expect([refused, made].map(statusOf)).toEqual([409, 200])
      expect(await held(BOB)).toHaveLength(2)
    })

    test('who declined and is busy elsewhere does not stand in the way of a change, and is asked anew without holding time', async () => {
      const { id, answer, held, at } = await booked({ attendees: [BOB, 'cyd@example.com'] })
      await answer(BOB, 'declined')
      await answer('cyd@example.com', 'accepted')
      await book({ organizer: BOB, start: at('09:00'), duration_minutes: 240 })

      const shorter = await change(id, { duration_minutes: 30 })
      const later = await change(id, { start: at('11:00') })
      const accepted = await answer(BOB, 'accepted')
      const maybe = await answer(BOB, 'tentative')

      expect([shorter, later, accepted, maybe].map(statusOf)).toEqual([200, 200, 409, 200])
      expect(await repliesOf(id)).toEqual([
        [BOB, 'tentative'],
        ['cyd@example.com', 'needs_action'],
      ])
      expect(await held(BOB)).toHaveLength(1)
      expect(await held('cyd@example.com')).toHaveLength(1)
    })

    test('who declined holds time again once they accept, after however many changes', async () => {
      const { id, answer, held, at } = await booked({ attendees: [BOB] })
      await answer(BOB, 'declined')
      await change(id, { start: at('12:00') })
      await change(id, { start: at('13:00'), title: 'Later' })
      const before = await held(BOB)

      await answer(BOB, 'accepted')

      expect([before, await held(BOB)]).toEqual([[], [`${at('13:00').slice(0, 16)}/${at('14:00').slice(0, 16)}`]])
    })

    test('a reply that is given again changes nothing', async () => {
      const { id, answer } = await booked({ attendees: [BOB] })
      const first = await answer(BOB, 'accepted')

      const again = await answer(BOB, 'accepted')

      expect(again.json()).toEqual(first.json())
      expect((await get(id)).json().version).toBe(1)
    })
  })
}
