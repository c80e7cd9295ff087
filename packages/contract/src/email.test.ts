import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { canonicalEmail, Email } from './email.ts'

const email = Compile(Email)

test.for([
  'ada@example.com',
  'ada+meetings@example.com',
  'ADA@EXAMPLE.COM',
  'Ada.Lovelace@Mail.Example.co.uk',
  "o'hara_1843/x=y@example-host.com",
  'ada@localhost',
  `ada@${'a'.repeat(63)}.com`,
])('%s is a valid address', (address) => {
  const valid = email.Check(address)

  expect(valid).toBe(true)
})

test('an address of 254 characters is valid, and one of 255 is not', () => {
  const longest = `${'a'.repeat(242)}@example.com`

  const valid = [email.Check(longest), email.Check(`a${longest}`)]

  expect(longest).toHaveLength(254)
  expect(valid).toEqual([true, false])
})

test.for([
  '',
  'ada',
  'ada.example.com',
  '@example.com',
  'ada@',
  'ada@@example.com',
  'ada@lovelace@example.com',
  'ada lovelace@example.com',
  ' ada@example.com',
  'ada@example.com ',
  'ada@example.com\n',
  'ada@exam ple.com',
  'ada@example..com',
  'ada@.example.com',
  'ada@example.com.',
  'ada@-example.com',
  'ada@example-.com',
  `ada@${'a'.repeat(64)}.com`,
  'ada@example.com\r\nBcc: eve@example.com',
  'Ada <ada@example.com>',
  'ada,eve@example.com',
  'adä@example.com',
  42,
  null,
])('%j is not a valid address', (address) => {
  const valid = email.Check(address)

  expect(valid).toBe(false)
})

test('whatever is valid has one @, no space and at most 254 characters, and is valid in its canonical form', () => {
  const loose = fc.string({ unit: fc.constantFrom(...'aZ9.+-_@@ \n'), maxLength: 20 })
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), loose), (address) => {
      fc.pre(email.Check(address))

      const canonical = canonicalEmail(address)

      expect(address).toMatch(/^[^@\s]+@[^@\s]+$/)
      expect(address.length).toBeLessThanOrEqual(254)
      expect(email.Check(canonical)).toBe(true)
    }),
  )
})

test('two spellings of an address in other cases have the same canonical form', () => {
  const spellings = ['Ada@Example.COM', 'ada@example.com', 'ADA@EXAMPLE.COM']

  const canonical = spellings.map(canonicalEmail)

  expect(new Set(canonical)).toEqual(new Set(['ada@example.com']))
})
