import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, parseRoute } from '../route.ts'
import {
  BREAKS,
  everybodyOf,
  fitting,
  PREFERENCES,
  removePerson,
  roleOf,
  type Search,
  STEPS,
  setRole,
  WORKING_HOURS,
} from './search.ts'
import { paramsOf, searchOf } from './search-params.ts'

const emails = fc.subarray(['ada@example.com', "o'neil+1@example.com", 'a&b@example.com', '100%@example.com', 'eve@example.com'])
const date = fc.constantFrom(undefined, '2026-11-23', '2027-03-28')
const searches: fc.Arbitrary<Search> = fc
  .record({
    people: fc.tuple(emails, fc.infiniteStream(fc.nat(3))),
    atLeast: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    groupAtLeast: fc.integer({ min: 1, max: 3 }),
    durationMinutes: fc.integer({ min: 1, max: 48 }).map((quarters) => quarters * 15),
    stepMinutes: fc.constantFrom(...STEPS),
    from: date,
    to: date,
    within: fc.constantFrom(undefined, WORKING_HOURS, { days: [6], start: '00:15', end: '24:00' }),
    breakMinutes: fc.constantFrom(...BREAKS),
    preference: fc.constantFrom(...PREFERENCES),
    week: date,
  })
  .map(({ people: [all, roles], groupAtLeast, ...search }) => {
    const role = new Map(all.map((email) => [email, roles.next().value]))
    const of = (wanted: number) => all.filter((email) => role.get(email) === wanted)
    const groups = [2, 3].map((wanted) => ({ members: of(wanted), atLeast: groupAtLeast }))
    return fitting({ ...search, required: of(0), optional: of(1), groups } as Search)
  })

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
  const search = searchOf(
    new URLSearchParams(
      'required=a@x,a@x&optional=a@x&group=9,a@x,b@x&group=c@x&least=3&duration=7&step=7&from=2026-02-30&hours=12,17:00-09:00&break=1&prefer=best',
    ),
  )

  expect(search).toEqual({
    required: ['a@x'],
    optional: [],
    groups: [{ members: ['b@x'], atLeast: 1 }],
    atLeast: 1,
    durationMinutes: 60,
    stepMinutes: 30,
    breakMinutes: 0,
    preference: 'most',
  })
})

test('an address that names no view is that of my week', () => {
  expect(parseRoute('').view).toBe('week')
  expect(parseRoute('#/nowhere?x=1').view).toBe('week')
})

test('somebody has one role at a time', () => {
  const search = searchOf(new URLSearchParams('required=a@x,b@x'))

  expect(setRole(setRole(search, 'a@x', 'optional'), 'a@x', 'optional')).toMatchObject({ required: ['b@x'], optional: ['a@x'] })
})

test('a group begins with its first member, wants no more than it has, and ends with its last', () => {
  const search = searchOf(new URLSearchParams('required=a@x,b@x,c@x'))

  const both = setRole(setRole(search, 'a@x', 0), 'b@x', 0)
  const wanting = { ...both, groups: [{ members: ['a@x', 'b@x'], atLeast: 2 }] }
  const second = setRole(wanting, 'c@x', 1)

  expect(both.groups).toEqual([{ members: ['a@x', 'b@x'], atLeast: 1 }])
  expect(removePerson(wanting, 'a@x').groups).toEqual([{ members: ['b@x'], atLeast: 1 }])
  expect(roleOf(second, 'c@x')).toBe(1)
  expect(everybodyOf(second)).toEqual(['a@x', 'b@x', 'c@x'])
  expect(setRole(second, 'c@x', 'required').groups).toHaveLength(1)
})
