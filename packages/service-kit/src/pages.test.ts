import { Problem } from '@w2meet/contract'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { cursorOf, linkToNext, positionOf } from './pages.ts'

const Position = Type.Tuple([Type.Integer(), Type.String()])

test('a cursor stands for its position, and none for no position', () => {
  expect(positionOf(cursorOf([1, 'é']), Position)).toEqual([1, 'é'])
  expect(positionOf(undefined, Position)).toBeUndefined()
})

test.each(['x', 'AAAA', cursorOf(['1', 'a']), cursorOf([1]), cursorOf(null), '%'])('%j is no cursor of the list', (cursor) => {
  expect(() => positionOf(cursor, Position)).toThrow(Problem)
})

test.each(['http://a/api/meetings', 'http://a/users/meetings', 'http://a:8000/meetings'])(
  'the next page of %s is there too',
  (url) => {
    const [, reference] = /^<(.*)>; rel="next"$/.exec(linkToNext({ user: 'a+b@x.org', limit: 5, from: undefined }, 'c'))!

    expect(new URL(reference!, `${url}?user=other`).href).toBe(`${url}?user=a%2Bb%40x.org&limit=5&cursor=c`)
  },
)
