import { expect, test } from 'vitest'
import { redo, startHistory, step, undo } from './history.ts'

test('what was undone can be had again, until something else is done', () => {
  const three = step(step(startHistory(1), 2), 3)

  const back = undo(undo(three))
  const other = step(undo(three), 9)

  expect(back.present).toBe(1)
  expect(redo(redo(back))).toEqual(three)
  expect(redo(other)).toBe(other)
  expect(undo(other).present).toBe(2)
})

test('there is nothing before the first and nothing after the last', () => {
  const start = startHistory(1)

  expect(undo(start)).toBe(start)
  expect(redo(start)).toBe(start)
})
