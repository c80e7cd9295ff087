import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeUsers(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    beforeAll(async () => {
      service = await open()
    })
    afterAll(() => service.close())

    const post = (payload: object) => service.app.inject({ method: 'POST', url: '/users', payload })
    const get = (email: string) => service.app.inject(`/users/${encodeURIComponent(email)}`)
    const free = { availabilities: { monday: [9] } }

    describe('an address of a domain in letters of any script', () => {
      test('is the person of its form in ASCII, which is answered, by whichever form they are asked for', async () => {
        const created = await post({ email: 'Info@MÜNCHEN.de', ...free })
        const again = await post({ email: 'info@xn--mnchen-3ya.de', ...free })
        const found = await Promise.all(['info@münchen.de', 'info@xn--mnchen-3ya.de', 'INFO@München.DE'].map(get))
        const batch = { emails: ['info@münchen.de', 'INFO@xn--mnchen-3ya.de'] }
        const many = await service.app.inject({ method: 'POST', url: '/user-avail/cache_aside', payload: batch })

        expect([created.statusCode, again.statusCode]).toEqual([201, 409])
        expect(found.map((answer) => answer.json().email)).toEqual(Array(3).fill('info@xn--mnchen-3ya.de'))
        expect(many.json()).toMatchObject({ users: [{ email: 'info@xn--mnchen-3ya.de' }], missing: [] })
      })

      test.each(['a..b@x.org', '.a@x.org', '=?utf-8?q?evil?=@x.org', 'ä@x.org', 'info@１２７.0.0.1', `${'a'.repeat(65)}@x.org`])(
        '%s is refused with its place, in a body and in a path',
        async (email) => {
          const answers = [await post({ email, ...free }), await get(email)]

          expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400])
          expect(answers.map((answer) => answer.json().detail[0].loc)).toEqual([
            ['body', 'email'],
            ['path', 'email'],
          ])
          expect(answers[0]!.json().detail[0].msg).toContain('a valid e-mail address')
        },
      )
    })

    test('a name that turns the direction of text is refused by a sentence that shows how', async () => {
      const answer = await post({ email: 'turned@example.com', name: 'a\u202eb', ...free })

      expect([answer.statusCode, answer.json().detail[0].loc]).toEqual([400, ['body', 'name']])
      expect(answer.json().detail[0].msg).toMatch(/that all can be seen, in one line, not "a\\u202eb"$/)
    })

    describe('what a client may send', () => {
      test('hours may be unsorted and repeated; the answer has all days, sorted, without repeats', async () => {
        const answer = await post({ email: 'hours@example.com', availabilities: { monday: [11, 9, 10, 9], sunday: [23, 0] } })

        expect(answer.statusCode).toBe(201)
        expect(answer.json()).toMatchObject({
          email: 'hours@example.com',
          name: null,
          timezone: 'UTC',
          preferences: 'first',
          availabilities: {
            monday: [9, 10, 11],
            tuesday: [],
            wednesday: [],
            thursday: [],
            friday: [],
            saturday: [],
            sunday: [0, 23],
          },
          intervals: {
            monday: [{ start: '09:00', end: '12:00' }],
            sunday: [
              { start: '00:00', end: '01:00' },
              { start: '23:00', end: '24:00' },
            ],
          },
        })
      })

      test('intervals are merged, and availabilities hold the hours that are free whole', async () => {
        const intervals = {
          tuesday: [
            { start: '09:15', end: '10:30' },
            { start: '10:30', end: '12:00' },
            { start: '23:00', end: '24:00' },
          ],
        }

        const answer = await post({
          email: 'intervals@example.com',
          intervals,
          timezone: 'Asia/Kathmandu',
          preferences: 'last',
          name: 'Ada',
        })

        expect(answer.json()).toMatchObject({
          name: 'Ada',
          timezone: 'Asia/Kathmandu',
          preferences: 'last',
          availabilities: { tuesday: [10, 11, 23] },
          intervals: {
            tuesday: [
              { start: '09:15', end: '12:00' },
              { start: '23:00', end: '24:00' },
            ],
          },
        })
      })

      test.each([
        ['a plus sign', 'ada+tag@example.com'],
        ['upper case', 'Ada.Upper@EXAMPLE.com'],
        ['254 characters', `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(3)}${'c'.repeat(10)}`.padEnd(254, 'd')],
        ['a slash and a question mark', 'a/b?c@example.com'],
      ])('an e-mail with %s is found again, percent-encoded and in any case', async (_, email) => {
        const created = await post({ email, ...free })

        const found = await get(email.toUpperCase())

        expect(created.statusCode).toBe(201)
        expect(found.statusCode).toBe(200)
        expect(found.json().email).toBe(email.toLowerCase())
      })
    })

    describe('what a client may not send is refused with its place, and nothing is kept', () => {
      test.each([
        ['hour 24', { availabilities: { monday: [9, 24] } }, ['body', 'availabilities', 'monday', 1]],
        ['hour -1', { availabilities: { monday: [-1] } }, ['body', 'availabilities', 'monday', 0]],
        ['hour 9.5', { availabilities: { monday: [9.5] } }, ['body', 'availabilities', 'monday', 0]],
        ['hour "9"', { availabilities: { monday: ['9'] } }, ['body', 'availabilities', 'monday', 0]],
        ['hour null', { availabilities: { monday: [null] } }, ['body', 'availabilities', 'monday', 0]],
        ['a day that is none', { availabilities: { funday: [9] } }, ['body', 'availabilities', 'funday']],
        ['a day in capitals', { availabilities: { Monday: [9] } }, ['body', 'availabilities', 'Monday']],
        ['hours that are no list', { availabilities: { monday: 9 } }, ['body', 'availabilities', 'monday']],
        ['no free time', {}, ['body', 'availabilities']],
        ['free time said twice', { ...free, intervals: {} }, ['body', 'intervals']],
        ['an unknown key', { ...free, colour: 'red' }, ['body', 'colour']],
        ['an unknown zone', { ...free, timezone: 'Mars/Olympus' }, ['body', 'timezone']],
        ['an offset for a zone', { ...free, timezone: '+05:30' }, ['body', 'timezone']],
        ['an unknown preference', { ...free, preferences: 'best' }, ['body', 'preferences']],
        ['a number for a name', { ...free, name: 7 }, ['body', 'name']],
        ['a NUL in a name', { ...free, name: 'a\u0000b' }, ['body', 'name']],
        ['a name of two lines', { ...free, name: 'Ada\r\nBcc: eve@example.com' }, ['body', 'name']],
        ['ten past', { intervals: { monday: [{ start: '09:10', end: '10:00' }] } }, ['body', 'intervals', 'monday', 0, 'start']],
        [
          '24:00 for a start',
          { intervals: { monday: [{ start: '24:00', end: '24:00' }] } },
          ['body', 'intervals', 'monday', 0, 'start'],
        ],
        [
          'an interval over midnight',
          { intervals: { monday: [{ start: '22:00', end: '02:00' }] } },
          ['body', 'intervals', 'monday', 0],
        ],
        ['an empty interval', { intervals: { friday: [{ start: '09:00', end: '09:00' }] } }, ['body', 'intervals', 'friday', 0]],
      ])('%s', async (_, body, loc) => {
        const answer = await post({ email: 'refused@example.com', ...body })

        expect(answer.statusCode).toBe(400)
        expect(answer.json().detail[0].loc).toEqual(loc)
        expect(answer.json().case_id).toBe(answer.headers['case-id'])
        expect((await get('refused@example.com')).statusCode).toBe(404)
      })

      test.each(['no-at-sign', 'two@@example.com', 'a b@example.com', '@example.com', `${'a'.repeat(250)}@e.fr`, ''])(
        'the e-mail "%s"',
        async (email) => {
          const answer = await post({ email, ...free })

          expect(answer.statusCode).toBe(400)
          expect(answer.json().detail[0].loc).toEqual(['body', 'email'])
        },
      )

      test('everything that is wrong is said at once', async () => {
        const answer = await post({ email: 'x', availabilities: { monday: [24], tuesday: ['9'] }, preferences: 'best' })

        expect(
          answer
            .json()
            .detail.map(({ loc }: { loc: string[] }) => loc.join('.'))
            .sort(),
        ).toEqual(['body.availabilities.monday.0', 'body.availabilities.tuesday.0', 'body.email', 'body.preferences'])
      })
    })

    describe('one person', () => {
      test('the same e-mail by 50 clients at once is created once and refused 49 times', async () => {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, hour) => post({ email: 'Race@example.com', availabilities: { monday: [hour % 24] } })),
        )

        const statuses = answers.map(({ statusCode }) => statusCode)
        const winner = answers.find(({ statusCode }) => statusCode === 201)
        expect(statuses.filter((status) => status === 201)).toHaveLength(1)
        expect(statuses.filter((status) => status === 409)).toHaveLength(49)
        expect((await get('race@example.com')).json()).toEqual(winner?.json())
      })

      test('a replacement is seen by the next read, and what it leaves out takes its default', async () => {
        await post({ email: 'put@example.com', name: 'Before', preferences: 'last', availabilities: { monday: [9] } })
        await get('put@example.com')

        const replaced = await service.app.inject({
          method: 'PUT',
          url: '/users/put@example.com',
          payload: { email: 'PUT@example.com', availabilities: { friday: [17] } },
        })

        expect(replaced.statusCode).toBe(200)
        const found = (await get('put@example.com')).json()
        expect(found).toEqual(replaced.json())
        expect(found).toMatchObject({ name: null, preferences: 'first', availabilities: { monday: [], friday: [17] } })
      })

      test('an e-mail cannot be changed', async () => {
        await post({ email: 'fixed@example.com', ...free })

        const answer = await service.app.inject({
          method: 'PUT',
          url: '/users/fixed@example.com',
          payload: { email: 'other@example.com', ...free },
        })

        expect(answer.statusCode).toBe(400)
        expect(answer.json().detail[0].loc).toEqual(['body', 'email'])
      })

      test('an erased person is unknown at once, and can come back with another week', async () => {
        await post({ email: 'gone@example.com', availabilities: { monday: [9] } })
        await get('gone@example.com')

        const erased = await service.app.inject({ method: 'DELETE', url: '/users/gone@example.com' })
        const afterErasure = await get('gone@example.com')
        await post({ email: 'gone@example.com', availabilities: { sunday: [1] } })

        expect(erased.statusCode).toBe(204)
        expect(erased.body).toBe('')
        expect(afterErasure.statusCode).toBe(404)
        expect((await get('gone@example.com')).json().availabilities).toMatchObject({ monday: [], sunday: [1] })
      })

      test.each(['GET', 'PUT', 'DELETE'] as const)('%s of an unknown person is 404 and names them', async (method) => {
        const payload = method === 'PUT' ? { payload: free } : {}

        const answer = await service.app.inject({ method, url: '/users/nobody@example.com', ...payload })

        expect(answer.statusCode).toBe(404)
        expect(answer.json().detail).toEqual([
          { loc: ['path', 'email'], msg: 'nobody@example.com is not known', type: 'user_not_found' },
        ])
      })
    })
  })
}
