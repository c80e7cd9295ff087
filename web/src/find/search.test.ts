import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, parseRoute } from '../route.ts'
import { PREFERENCES, paramsOf, type Search, searchOf, setRole } from './search.ts'

const emails = fc.uniqueArray(fc.constantFrom('ada@example.com', "o'neil+1@example.com", 'a&b@example.com', '100%@example.com'))
const date = fc.constantFrom(undefined, '2026-11-23', '2027-03-28')
const searches: fc.Arbitrary<Search> = fc
  .record({
    required: emails,
    optional: emails,
    durationMinutes: fc.integer({ min: 1, max: 48 }).map((quarters) => quarters * 15),
    from: date,
    to: date,
    preference: fc.constantFrom(...PREFERENCES),
    week: date,
  })
  .map((search) => ({ ...search, optional: search.optional.filter((email) => !search.required.includes(email)) }))

test('a search comes back from its address as it was', () => {
  fc.assert(
    fc.property(searches, (search) => {
      const { view, params } = parseRoute(hashOf('find', paramsOf(search)))

      expect(view).toBe('find')
      expect(searchOf(params)).toEqual(JSON.parse(JSON.stringify(search)))
    }),
  )
})

test('what no search can mean is left out', () => {
  const search = searchOf(new URLSearchParams('required=a@x,a@x&optional=a@x&duration=7&from=2026-02-30&prefer=best'))

  expect(search).toEqual({ required: ['a@x'], optional: [], durationMinutes: 60, preference: 'most' })
})

test('an address that names no view is that of my week', () => {
  expect(parseRoute('').view).toBe('week')
  expect(parseRoute('#/nowhere?x=1').view).toBe('week')
})

test('somebody has one role at a time', () => {
  const search = searchOf(new URLSearchParams('required=a@x,b@x'))

  expect(setRole(setRole(search, 'a@x', 'optional'), 'a@x', 'optional')).toMatchObject({ required: ['b@x'], optional: ['a@x'] })
})
