import type { HourSlot } from '@w2meet/scheduling'
import { expect, test } from 'vitest'
import { pickSlots } from './pick.ts'

const slots: HourSlot[] = [
  { day: 'monday', hour: 9 },
  { day: 'tuesday', hour: 10 },
  { day: 'sunday', hour: 23 },
]
const [first, middle, last] = slots

test('first is the earliest hour of the week, last the latest, random the one the dice say', () => {
  expect(pickSlots(slots, ['first'], () => 0)).toEqual([first])
  expect(pickSlots(slots, ['last'], () => 0)).toEqual([last])
  expect(pickSlots(slots, ['random'], () => 0.5)).toEqual([middle])
  expect(pickSlots(slots, ['random'], () => 0.999_999)).toEqual([last])
})

test('people who agree get one suggestion, people who differ one for each preference, the first person first', () => {
  expect(pickSlots(slots, ['last', 'last'], () => 0)).toEqual([last])
  expect(pickSlots(slots, ['last', 'first', 'last'], () => 0)).toEqual([last, first])
})

test('no slot is suggested twice', () => {
  expect(pickSlots([first!], ['first', 'last', 'random'], () => 0)).toEqual([first])
})

test('a random pick avoids what is suggested already as long as something else is left', () => {
  expect(pickSlots(slots, ['first', 'random'], () => 0)).toEqual([first, middle])
})

test('nothing in common is no suggestion', () => {
  expect(pickSlots([], ['first', 'last', 'random'], () => 0.5)).toEqual([])
})
