import { beforeAll, describe, expect, test } from 'vitest'
import { readReplySecret, replyTokenOf } from '../../src/meetings/reply-tokens.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeListsAndFeeds(service: () => OpenUserService): void {
  describe('lists and feeds', () => {
    const { book, cancel, reply } = meetingsApi(service)
    const get = (url: string) => service().app.inject({ url })
    const feed = async (email: string) => (await get(`/users/${email}/calendar.ics`)).body
    let secret: string
    beforeAll(async () => {
      secret = await readReplySecret(service().database.queries)
    })

    /** Meetings of a quarter of an hour, one after the other from a day on, in the tables alone. */
    async function insertMeetings(email: string, count: number, from: string): Promise<void> {
      await service().database.pool.query(
        `with made as (
          insert into meetings (id, organizer, title, starts_at, ends_at, timezone, status, sequence, created_at, updated_at)
          select gen_random_uuid(), '${email}', 'Many', at, at + interval '15 minutes', 'UTC', 'confirmed', 0, now(), now()
          from (select '${from}'::timestamptz + n * interval '15 minutes' as at from generate_series(1, ${count}) as n) as times
          returning id, starts_at, ends_at)
        insert into attendances (meeting_id, email, position, reply, period, takes_time)
        select id, '${email}', 0, 'accepted', tstzrange(starts_at, ends_at), true from made`,
      )
    }

    /** Follows the links from page to page, and does something before each. */
    async function pagesOf(first: string, before: (page: number) => Promise<unknown> = async () => {}) {
      const pages: string[][] = []
      for (let url: string | undefined = first; url !== undefined; ) {
        await before(pages.length)
        const answer = await get(url)
        pages.push(answer.json().meetings.map(({ start }: { start: string }) => start))
        const link = /^<(.*)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1]
        expect(link === undefined).toBe(answer.json().next === null)
        url = link && new URL(link, `http://x${url}`).href.slice('http://x'.length)
      }
      return pages
    }

    test('a list is answered page by page, each meeting once and in order, also while others come and go', async () => {
      const email = 'pages@example.com'
      await insertMeetings(email, 250, '2031-06-01T00:00:00Z')
      const early = (await book({ organizer: email, start: '2031-05-31T00:00:00Z' })).json()

      const pages = await pagesOf(`/meetings?user=${email}&from=2031-05-01T00:00:00Z&to=2031-07-01T00:00:00Z`, async (page) => {
        // Before the second: one that was told goes, and one comes before those that are told.
        if (page === 1) await cancel(early.id)
        if (page === 1) await book({ organizer: email, start: '2031-05-30T00:00:00Z' })
      })

      expect(pages.map(({ length }) => length)).toEqual([100, 100, 51])
      const all = pages.flat()
      expect(new Set(all).size).toBe(251)
      expect(all).toEqual(all.toSorted())
    })

    test('a page has as many as are asked for, at most a thousand, and the last says that it is', async () => {
      const email = 'few@example.com'
      await insertMeetings(email, 3, '2031-06-01T00:00:00Z')
      const path = `/meetings?user=${email}&from=2031-05-01T00:00:00Z&to=2031-07-01T00:00:00Z`

      const pages = await pagesOf(`${path}&limit=2`)
      const exact = await pagesOf(`${path}&limit=3`)
      const wrong = await Promise.all(
        ['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'cursor='].map((part) => get(`${path}&${part}`)),
      )

      expect([pages, exact].map((list) => list.map(({ length }) => length))).toEqual([[2, 1], [3]])
      expect(wrong.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400, 400])
      expect(wrong[3]!.json().detail).toMatchObject([{ loc: ['query', 'cursor'], type: 'cursor_unknown' }])
    })

    test('a feed has all meetings, however many', async () => {
      const email = 'many@example.com'
      await insertMeetings(email, 2_100, '2031-06-01T00:00:00Z')

      const text = await feed(email)

      expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(2_100)
      expect(text.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true)
    })

    test.each([
      ['accepted', 'CONFIRMED'],
      ['tentative', 'TENTATIVE'],
      ['declined', undefined],
      [undefined, 'CONFIRMED'],
    ])('who must come and replied %s has it as %s in their feed, the organizer as confirmed', async (status, own) => {
      const people = { organizer: `of-${status}@example.com`, attendees: [`must-${status}@example.com`] }
      const { id } = (await book(people)).json()
      if (status) await reply(id, replyTokenOf(secret, id, people.attendees[0]!), status)
      const statusIn = (text: string) => /^STATUS:(\w+)/m.exec(text)?.[1]

      expect([statusIn(await feed(people.attendees[0]!)), statusIn(await feed(people.organizer))]).toEqual([own, 'CONFIRMED'])
    })

    test("a meeting that does not take a person's time does not block it in their feed", async () => {
      const { id } = (await book({ organizer: 'transp@example.com', optional: ['may-come@example.com'] })).json()
      const isTransparent = async () => (await feed('may-come@example.com')).includes('\r\nTRANSP:TRANSPARENT\r\n')
      const invited = await isTransparent()

      await reply(id, replyTokenOf(secret, id, 'may-come@example.com'), 'accepted')

      expect([invited, await isTransparent()]).toEqual([true, false])
    })

    test('what was made says where it is, by a reference that is right on every way in', async () => {
      const meeting = await book({ organizer: 'where@example.com' })
      const payload = { email: "o'neil+x@example.com", availabilities: {} }
      const person = await service().app.inject({ method: 'POST', url: '/users', payload })

      const at = (answer: typeof meeting, url: string) => new URL(String(answer.headers.location), url).href
      expect(at(meeting, 'http://a/api/meetings')).toBe(`http://a/api/meetings/${meeting.json().id}`)
      expect(at(person, 'http://a/users/users')).toBe("http://a/users/users/o'neil%2Bx@example.com")
      expect((await get(new URL(at(person, 'http://a/users')).pathname)).json()).toMatchObject({ email: payload.email })
    })
  })
}
