import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { canonicalEmail, Email, emailOf, isMailbox } from './email.ts'

const shape = Compile(Email)
/** As services judge it: by the pattern and by the format. */
const email = { Check: (value: unknown) => shape.Check(value) && isMailbox(value as string) }

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
  const longest = `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`

  const valid = [email.Check(longest), email.Check(longest.replace('d', 'dd'))]

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
  'a..b@x.org',
  '.a@x.org',
  'a.@x.org',
  '=?utf-8?q?evil?=@x.org',
  `${'a'.repeat(65)}@example.com`,
  'info@mün_chen.de',
  'info@-münchen.de',
  'info@１２７.1',
  'info@１２７.０.０.１',
  'info@\u0301a.de',
  `info@${'ü'.repeat(63)}.de`,
  'info@münchen..de',
  'info@mün chen.de',
  'info@mün%63hen.de',
  'info@münchen.de:80',
  'info@x@münchen.de',
  'info@münchen.de/x',
  'info@[1.2.3.4]',
  '"ada"@example.com',
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

test.each([
  ['info@münchen.de', 'info@xn--mnchen-3ya.de'],
  ['INFO@MÜNCHEN.DE', 'info@xn--mnchen-3ya.de'],
  ['info@xn--mnchen-3ya.de', 'info@xn--mnchen-3ya.de'],
  ['info@straße.de', 'info@xn--strae-oqa.de'],
  ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
  ['a@ｅｘａｍｐｌｅ.com', 'a@example.com'],
  ['a@παράδειγμα.δοκιμή', 'a@xn--hxajbheg2az3al.xn--jxalpdlp'],
  ['  Ada@Example.com ', 'ada@example.com'],
])('%s is the address %s', (typed, canonical) => {
  expect([emailOf(typed), canonicalEmail(typed.trim())]).toEqual([canonical, canonical])
})

test('an address of any domain has one canonical form, which is its own, as Node.js has the domain', () => {
  const label = fc.string({ unit: fc.constantFrom(...'aßéüñ例え한ö1-'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
      const domain = labels.join('.')
      const canonical = emailOf(`a@${domain}`)
      // Of a number alone, which is a label, Node.js makes the number of a host.
      fc.pre(canonical !== undefined && /[^\0-\x7f]/.test(domain))

      expect(canonical).toBe(`a@${domainToASCII(domain)}`)
      expect(emailOf(canonical!)).toBe(canonical)
      expect(shape.Check(canonical)).toBe(true)
    }),
  )
})
