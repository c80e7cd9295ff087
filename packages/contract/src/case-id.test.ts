import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCaseId } from './case-id.ts'

const permitted = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-']

test('1 to 128 letters, digits, dots, underscores, colons and hyphens are a Case-Id', () => {
  const caseIds = fc.string({ unit: fc.constantFrom(...permitted), minLength: 1, maxLength: 128 })
  fc.assert(
    fc.property(caseIds, (value) => {
      const valid = isCaseId(value)

      expect(valid).toBe(true)
    }),
    { examples: [['a'], ['a'.repeat(128)], [permitted.join('')]] },
  )
})

test('a single other character makes it none', () => {
  const other = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((one) => !permitted.includes(one))
  const around = fc.string({ unit: fc.constantFrom(...permitted), maxLength: 20 })
  fc.assert(
    fc.property(around, other, around, (before, one, after) => {
      const valid = isCaseId(before + one + after)

      expect(valid).toBe(false)
    }),
    {
      examples: [
        ['case-1', '\n', ''],
        ['case-1', '\r\n', 'x'],
        ['a', ',', 'b'],
        ['', ' ', 'a'],
      ],
    },
  )
})

test.for(['', 'a'.repeat(129), undefined, null, 1, ['case-1'], { toString: () => 'case-1' }])('%j is no Case-Id', (value) => {
  const valid = isCaseId(value)

  expect(valid).toBe(false)
})
