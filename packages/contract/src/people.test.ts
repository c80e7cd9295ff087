import { describe, expect, test } from 'vitest'
import { type Named, namedInQuery, unknownPeople } from './people.ts'
import type { Problem } from './problem.ts'

function problemOf(throwing: () => unknown): Problem {
  try {
    throwing()
  } catch (error) {
    return error as Problem
  }
  throw new Error('nothing was thrown')
}

describe('the people a query names', () => {
  test('userId1 and userId2 are named in that order, in lower case, each with its place', () => {
    const named = namedInQuery({ userId1: 'Zoe@Example.com', userId2: 'ada@example.com' })

    expect(named).toEqual([
      { email: 'zoe@example.com', loc: ['query', 'userId1'] },
      { email: 'ada@example.com', loc: ['query', 'userId2'] },
    ])
  })

  test('user repeated names people in its order, repeats included, each with its place', () => {
    const named = namedInQuery({ user: ['zoe@example.com', 'ADA@example.com', 'zoe@example.com'] })

    expect(named).toEqual([
      { email: 'zoe@example.com', loc: ['query', 'user', 0] },
      { email: 'ada@example.com', loc: ['query', 'user', 1] },
      { email: 'zoe@example.com', loc: ['query', 'user', 2] },
    ])
  })

  test.for([
    { query: {}, missing: 'userId1' },
    { query: { userId2: 'ada@example.com' }, missing: 'userId1' },
    { query: { userId1: 'ada@example.com' }, missing: 'userId2' },
  ])('a query without $missing is refused at that place', ({ query, missing }) => {
    const refusal = problemOf(() => namedInQuery(query))

    expect(refusal.status).toBe(400)
    expect(refusal.detail).toMatchObject([{ loc: ['query', missing], type: 'people_missing' }])
  })

  test.for([
    { userId1: 'ada@example.com', userId2: 'zoe@example.com', user: ['eve@example.com'] },
    { userId1: 'ada@example.com', user: ['eve@example.com'] },
    { userId2: 'ada@example.com', user: ['eve@example.com'] },
  ])('people named both ways are refused: %j', (query) => {
    const refusal = problemOf(() => namedInQuery(query))

    expect(refusal.status).toBe(400)
    expect(refusal.detail).toMatchObject([{ loc: ['query', 'user'], type: 'people_twice' }])
  })
})

describe('the refusal of a group', () => {
  const pair: Named[] = [
    { email: 'ada@example.com', loc: ['query', 'userId1'] },
    { email: 'zoe@example.com', loc: ['query', 'userId2'] },
  ]
  const three: Named[] = ['ada', 'zoe', 'eve'].map((name, index) => ({
    email: `${name}@example.com`,
    loc: ['body', 'users', index],
  }))

  test('of two people where one is unknown says exactly "One or both users not found", then who, and where', () => {
    const refusal = unknownPeople(['zoe@example.com'], pair)

    expect(refusal.status).toBe(404)
    expect(refusal.detail).toEqual([
      { loc: ['query'], msg: 'One or both users not found', type: 'users_not_found' },
      { loc: ['query', 'userId2'], msg: 'zoe@example.com is not known', type: 'user_not_found' },
    ])
  })

  test('has one entry for each person not known', () => {
    const refusal = unknownPeople(['ada@example.com', 'eve@example.com'], three)

    expect(refusal.detail.slice(1).map(({ loc, type }) => ({ loc, type }))).toEqual([
      { loc: ['body', 'users', 0], type: 'user_not_found' },
      { loc: ['body', 'users', 2], type: 'user_not_found' },
    ])
  })

  test('of other than two people does not speak of both', () => {
    const refusal = unknownPeople(['eve@example.com'], three)

    expect(refusal.detail[0]).toEqual({ loc: ['body'], msg: 'One or more users not found', type: 'users_not_found' })
  })
})
