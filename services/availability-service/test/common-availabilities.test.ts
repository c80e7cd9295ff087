import { expect, test } from 'vitest'
import { setUp } from './support/known-people.ts'

const two = {
  'a@x.org': { hours: { monday: [9, 10, 11], friday: [23] } },
  'b@x.org': { hours: { monday: [10, 11, 12], friday: [23] }, preferences: 'last' },
}

test('what two people have in common, with their preferences, as hours and as intervals', async () => {
  const { app } = setUp(two)

  const answer = await app.inject('/common_availabilities?userId1=A@x.org&userId2=b@x.org')

  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({
    case_id: answer.headers['case-id'],
    timezone: 'UTC',
    week: null,
    common_availabilities: { monday: [10, 11], tuesday: [], wednesday: [], thursday: [], friday: [23], saturday: [], sunday: [] },
    common_intervals: {
      monday: [{ start: '10:00', end: '12:00' }],
      tuesday: [],
      wednesday: [],
      thursday: [],
      friday: [{ start: '23:00', end: '24:00' }],
      saturday: [],
      sunday: [],
    },
    user1preference: 'first',
    user2preference: 'last',
    users: [
      { email: 'a@x.org', preferences: 'first', timezone: 'UTC' },
      { email: 'b@x.org', preferences: 'last', timezone: 'UTC' },
    ],
  })
})

test.each(['/availabilities?userId1=a@x.org&userId2=b@x.org', '/common_availabilities?user=a@x.org&user=b@x.org'])(
  '%s is the same question',
  async (url) => {
    const { app } = setUp(two)

    const answer = await app.inject(url)

    expect(answer.json().common_availabilities).toMatchObject({ monday: [10, 11], friday: [23] })
  },
)

test('one person may be asked for twice: they have their own week in common', async () => {
  const { app, calls } = setUp(two)

  const answer = await app.inject('/common_availabilities?userId1=a@x.org&userId2=a@x.org')

  expect(answer.json()).toMatchObject({
    common_availabilities: { monday: [9, 10, 11] },
    user1preference: 'first',
    user2preference: 'first',
  })
  expect(answer.json().users).toHaveLength(1)
  expect(calls[0]?.emails).toEqual(['a@x.org'])
})

test('10,000 people are asked for in one call', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`p${index}@x.org`, { hours: { monday: [9, index === 7 ? 10 : 11] } }]),
  )
  const { app, calls } = setUp(many)

  const answer = await app.inject({ method: 'POST', url: '/common_availabilities', payload: { users: Object.keys(many) } })

  expect(answer.json().common_availabilities.monday).toEqual([9])
  expect(calls).toHaveLength(1)
})

test('requests that arrive together share one call, which carries the Case-Ids of all', async () => {
  const { app, calls } = setUp(two)
  const ask = (caseId: string) =>
    app.inject({ url: '/common_availabilities?userId1=a@x.org&userId2=b@x.org', headers: { 'case-id': caseId } })

  const answers = await Promise.all(['case-1', 'case-2', 'case-3'].map(ask))

  expect(answers.map((answer) => answer.json().case_id)).toEqual(['case-1', 'case-2', 'case-3'])
  expect(calls).toEqual([{ emails: ['a@x.org', 'b@x.org'], caseIds: 'case-1,case-2,case-3' }])
})

test('a missing person is 404 with the sentence of the contract, then each who is missing, with the place', async () => {
  const { app } = setUp(two)

  const answer = await app.inject('/common_availabilities?userId1=a@x.org&userId2=nobody@x.org')

  expect(answer.statusCode).toBe(404)
  expect(answer.json().detail).toEqual([
    { loc: ['query'], msg: 'One or both users not found', type: 'users_not_found' },
    { loc: ['query', 'userId2'], msg: 'nobody@x.org is not known', type: 'user_not_found' },
  ])
})

test.each([
  ['nobody', '', ['query', 'userId1']],
  ['one of two', '?userId1=a@x.org', ['query', 'userId2']],
  ['both ways', '?userId1=a@x.org&userId2=b@x.org&user=a@x.org', ['query', 'user']],
  ['no e-mail', '?userId1=a@x.org&userId2=b', ['query', 'userId2']],
  ['an unknown parameter', '?userId1=a@x.org&userId2=b@x.org&colour=red', ['query', 'colour']],
  ['one parameter twice', '?userId1=a@x.org&userId1=b@x.org', ['query', 'userId1']],
  ['201 people', `?${Array.from({ length: 201 }, (_, index) => `user=p${index}@x.org`).join('&')}`, ['query', 'user']],
])('a query that names %s is refused with its place', async (_, query, loc) => {
  const { app } = setUp(two)

  const answer = await app.inject(`/common_availabilities${query}`)

  expect(answer.statusCode).toBe(400)
  expect(answer.json().detail[0].loc).toEqual(loc)
})

test('a user-service that answers wrongly is 502, and its words are not passed on', async () => {
  const { app } = setUp({}, { broken: async () => ({ status: 200, body: '<html>secret</html>' }) })

  const answer = await app.inject('/common_availabilities?userId1=a@x.org&userId2=b@x.org')

  expect(answer.statusCode).toBe(502)
  expect(answer.body).not.toContain('secret')
})
