import { eraseKeys, inTransaction, onceFor, removeExpiredKeys } from '@w2meet/postgres'
import { describe, expect, test } from 'vitest'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeRepeatedRequests(service: () => OpenUserService): void {
  describe('repeated requests', () => {
    const { book, change, cancel, list } = meetingsApi(service)
    const withKey = (key: string) => ({ 'idempotency-key': key.padEnd(16, '-') })
    const create = (payload: object, headers = {}) => service().app.inject({ method: 'POST', url: '/users', payload, headers })

    test('20 at once with one key book once, and all get the same answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => book({ organizer: 'twenty@example.com' }, withKey('twenty'))),
      )

      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]))
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
      expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(19)
      const listed = await list({ user: 'twenty@example.com', from: '2031-03-01T00:00:00Z' })
      expect(listed.json().meetings).toHaveLength(1)
    })

    test('the answer of a booking stays what it was, also after a change, and says that it is repeated', async () => {
      const organizer = 'stays@example.com'
      const booked = await book({ organizer }, withKey('stays'))
      await change(booked.json().id, { location: 'Room 2' })
      await cancel(booked.json().id)

      const again = await book({ organizer }, withKey('stays'))

      expect([again.statusCode, again.body, again.headers.etag]).toEqual([201, booked.body, '"v0"'])
      expect([booked, again].map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, 'true'])
    })

    test('a refusal is not kept: with the same key the booking is made once the time is free', async () => {
      const organizer = 'refused@example.com'
      const other = await book({ organizer })
      const refused = await book({ organizer }, withKey('refused'))
      await cancel(other.json().id)

      const booked = await book({ organizer }, withKey('refused'))

      expect([refused.statusCode, booked.statusCode]).toEqual([409, 201])
      expect(booked.headers['idempotent-replayed']).toBeUndefined()
    })

    test('the same key with another body is refused, with its members in another order it is the same', async () => {
      const body = { organizer: 'order@example.com', location: 'Room 1' }
      const booked = await book(body, withKey('order'))

      const other = await book({ ...body, location: 'Room 2' }, withKey('order'))
      const same = await book(Object.fromEntries(Object.entries(body).toReversed()), withKey('order'))

      expect(other.statusCode).toBe(422)
      expect(other.json().detail).toMatchObject([{ loc: ['header', 'idempotency-key'], type: 'idempotency_key_reused' }])
      expect(same.body).toBe(booked.body)
    })

    test('a person is created once, however often the request comes, and only by the same request', async () => {
      const person = { email: 'repeated@example.com', name: 'First', availabilities: { monday: [9] } }

      const [first, again] = [await create(person, withKey('person')), await create(person, withKey('person'))]
      const other = await create({ ...person, name: 'Other' }, withKey('person'))
      const without = await create(person)
      const refused = await create(person, withKey('another of theirs'.replaceAll(' ', '-')))

      expect([first, again, other, without, refused].map(({ statusCode }) => statusCode)).toEqual([201, 201, 422, 409, 409])
      expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true'])
    })

    describe('keys', () => {
      const DAY_MS = 86_400_000
      const keyed = (key: string, question = 'one', owner = '') => ({ owner, key, question, people: [`${key}@example.com`] })
      const ask = (key: ReturnType<typeof keyed>, nowMs: number, answer: unknown) =>
        inTransaction(service().database, (transaction) => onceFor(transaction, key, nowMs, async () => answer))

      test('of one caller are unknown to another', async () => {
        const answers = [
          await ask(keyed('shared'), 0, 'of anybody'),
          await ask(keyed('shared', 'two', 'program p'), 0, 'of a program'),
          await ask(keyed('shared'), 0, 'later'),
        ]

        expect(answers.map(({ answer, replayed }) => [answer, replayed])).toEqual([
          ['of anybody', false],
          ['of a program', false],
          ['of anybody', true],
        ])
      })

      test('are forgotten after 24 hours, and removed then, however many there are', async () => {
        await service().database.pool.query('delete from idempotency_keys')
        for (let index = 0; index < 250; index++) await ask(keyed(`old-${index}`), 0, 'old')
        await ask(keyed('younger'), DAY_MS - 1, 'young')
        await expect(ask(keyed('old-0', 'another'), DAY_MS - 1, 'new')).rejects.toMatchObject({ status: 422 })

        const late = await ask(keyed('old-0', 'another'), DAY_MS, 'new')
        const removed: number[] = []
        do removed.push(await removeExpiredKeys(service().database.queries, DAY_MS))
        while (removed.at(-1)! > 0)

        expect(late).toEqual({ answer: 'new', replayed: false })
        expect(removed).toEqual([100, 100, 49, 0])
        const { rows } = await service().database.pool.query<{ key: string }>('select key from idempotency_keys order by key')
        expect(rows.map(({ key }) => key)).toEqual(['old-0', 'younger'])
      })

      test('that name a person, or are theirs, are erased with them', async () => {
        await service().database.pool.query('delete from idempotency_keys')
        await ask(keyed('named'), 0, 'named')
        await ask(keyed('other', 'one', 'person named@example.com'), 0, 'theirs')
        await ask(keyed('stays'), 0, 'stays')

        const erased = await inTransaction(service().database, (transaction) =>
          eraseKeys(transaction, 'named@example.com', 'person named@example.com'),
        )

        expect(erased).toBe(2)
      })
    })

    test.each(['', ' '.repeat(16), 'ä'.repeat(16), 'x'.repeat(15), 'x'.repeat(201)])('%j is no key', async (key) => {
      const answers = [
        await book({ organizer: 'key@example.com' }, { 'idempotency-key': key }),
        await create({ email: 'key@example.com', availabilities: {} }, { 'idempotency-key': key }),
      ]

      expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400])
      expect(answers[0]!.json().detail).toMatchObject([{ loc: ['header', 'idempotency-key'] }])
    })
  })
}
