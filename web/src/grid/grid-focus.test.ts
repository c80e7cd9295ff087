import { expect, test } from 'vitest'
import { moveFocus, selectionOf } from './grid-focus.ts'

const size = { rows: 28, columns: 7, pageRows: 8 }
const press = (key: string, modifiers: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...modifiers,
})

test.each([
  ['ArrowUp', {}, { row: 9, column: 3 }],
  ['ArrowDown', {}, { row: 11, column: 3 }],
  ['ArrowLeft', {}, { row: 10, column: 2 }],
  ['ArrowRight', {}, { row: 10, column: 4 }],
  ['Home', {}, { row: 10, column: 0 }],
  ['End', {}, { row: 10, column: 6 }],
  ['PageUp', {}, { row: 2, column: 3 }],
  ['PageDown', {}, { row: 18, column: 3 }],
  ['Home', { ctrlKey: true }, { row: 0, column: 0 }],
  ['End', { ctrlKey: true }, { row: 27, column: 6 }],
])('%s %o leads where the grid pattern says', (key, modifiers, expected) => {
  expect(moveFocus({ row: 10, column: 3 }, press(key, modifiers), size)).toEqual(expected)
})

test('at the edge a move stays in the grid, and other keys lead nowhere', () => {
  expect(moveFocus({ row: 0, column: 0 }, press('PageUp'), size)).toEqual({ row: 0, column: 0 })
  expect(moveFocus({ row: 27, column: 6 }, press('ArrowRight'), size)).toEqual({ row: 27, column: 6 })
  expect(moveFocus({ row: 0, column: 0 }, press('a'), size)).toBeUndefined()
})

test('Shift stretches a selection from where it began, in any direction, and a move without it ends it', () => {
  const down = moveFocus({ row: 5, column: 5 }, press('ArrowDown', { shiftKey: true }), size)!
  const left = moveFocus(down, press('ArrowLeft', { shiftKey: true }), size)!

  expect(selectionOf(left)).toEqual({ fromRow: 5, toRow: 7, fromColumn: 4, toColumn: 6 })
  expect(moveFocus(left, press('ArrowUp'), size)).toEqual({ row: 5, column: 4 })
})
