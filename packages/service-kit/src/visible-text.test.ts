import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visibleLines, visibleText } from './visible-text.ts'

/** C0, DEL, C1, U+2028, U+2029 and what turns text around, by their numbers. */
function isCommand(code: number): boolean {
  const turns = code === 0x61c || code === 0x200e || code === 0x200f || (code >= 0x202a && code <= 0x202e)
  const isolates = code >= 0x2066 && code <= 0x2069
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029 || turns || isolates
}

test.for([
  ['an escape sequence', 'a\x1b[31mred', 'a\\u001b[31mred'],
  ['an 8-bit one', 'a\x9b2J', 'a\\u009b2J'],
  ['a bell and a DEL', '\x07\x7f', '\\u0007\\u007f'],
  ['the end of a line', 'one\r\ntwo\u2028three', 'one\\u000d\\u000atwo\\u2028three'],
  ['an override', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
])('%s is shown, not obeyed', ([, text, expected]) => {
  const visible = visibleText(text!)

  expect(visible).toBe(expected)
})

test.for(['Zoë – 東京', 'مرحبا שלום', '👩‍👩‍👧', 'C:\\u001b'])('%s is shown as it is', (text) => {
  expect(visibleText(text)).toBe(text)
})

test('of every character of the first plane only those are changed that command', () => {
  for (let code = 0; code < 0x10000; code++) {
    const character = String.fromCharCode(code)
    expect(visibleText(character) !== character).toBe(isCommand(code))
  }
})

describe('a text of several lines', () => {
  test('keeps its lines', () => {
    expect(visibleLines('Error: \x1b\n    at here\r\n')).toBe('Error: \\u001b\n    at here\\u000d\n')
  })

  test('that is lines of JSON says the same afterwards', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))), (values) => {
        const lines = visibleLines(values.map((value) => `${JSON.stringify(value)}\n`).join(''))

        expect([...lines].every((character) => character === '\n' || !isCommand(character.codePointAt(0)!))).toBe(true)
        expect(
          lines
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line)),
        ).toEqual(values)
      }),
    )
  })
})
