import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { Line, Lines } from './line.ts'

const line = Compile(Line(0, 200, 'a line'))
const lines = Compile(Lines(200, 'a text'))

test.each([
  ['a line separator', 'a\u2028b'],
  ['a paragraph separator', 'a\u2029b'],
  ['an override of the direction', 'a\u202eb'],
  ['an embedding', 'a\u202bb'],
  ['an isolate', 'a\u2067b'],
  ['the end of an isolate', 'a\u2069b'],
  ['a byte order mark', '\ufeffa'],
  ['half a surrogate pair', 'a\ud800b'],
  ['NUL', 'a\0b'],
  ['an escape', 'a\u001bb'],
  ['a next line', 'a\u0085b'],
])('%s is in no text', (_, text) => {
  expect([line.Check(text), lines.Check(text)]).toEqual([false, false])
})

test.each([
  ['Hebrew with its mark', '\u05e9\u05dc\u05d5\u05dd\u200f!'],
  ['Persian with a non-joiner', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['a family of joined emoji', '\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67'],
  ['the flag of Scotland', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['a soft hyphen', 'Donau\u00addampf'],
  ['what looks like an encoded word', '=?utf-8?q?evil?='],
])('%s is a line, and a text', (_, text) => {
  expect([line.Check(text), lines.Check(text)]).toEqual([true, true])
})

test('a text has lines and tabs, a line has none', () => {
  const text = 'a\r\nb\tc\n'

  expect([line.Check(text), lines.Check(text)]).toEqual([false, true])
})
