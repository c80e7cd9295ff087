import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codingFor } from './accept-encoding.ts'

describe('the coding of an answer', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['deflate, gzip', 'gzip'],
    ['BR', 'br'],
    ['gzip;q=1.0, deflate;q=0.6, identity;q=0.3', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br ; q=0.000 , gzip ; q=0.001', 'gzip'],
    ['gzip;q=1, br;q=0.01', 'br'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['identity;q=0, *;q=0.5', 'br'],
    ['gzip, *;q=0', 'gzip'],
  ])('for %j is %s', (header, coding) => {
    expect(codingFor(header)).toBe(coding)
  })

  test.each([
    undefined,
    '',
    'identity',
    'identity;q=1, *;q=0',
    'identity;q=0',
    'zstd, deflate',
    'brotli, gzipped, x-br',
    'br;q=0, gzip;q=0.0, *',
    '*;q=0',
    'br x',
    '"br"',
  ])('for %j is none', (header) => {
    expect(codingFor(header)).toBeUndefined()
  })

  test('is the first that the list names, or leaves to `*`, without a weight of 0', () => {
    const space = fc.constantFrom('', ' ', '\t ')
    const weight = fc.constantFrom('', '1', '1.000', '0', '0.', '0.00', '0.5', '0.001')
    const entry = fc.record({ name: fc.constantFrom('br', 'gzip', '*', 'identity', 'zstd'), weight, before: space, after: space })
    // Naming one twice has no meaning.
    const list = fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 5 })

    fc.assert(
      fc.property(list, (entries) => {
        const takes = (coding: string) => {
          const named = entries.find(({ name }) => name === coding) ?? entries.find(({ name }) => name === '*')
          return named !== undefined && (named.weight === '' || Number(named.weight) > 0)
        }
        const header = entries
          .map(({ name, weight, before, after }) => `${before}${name}${after}${weight && `;${before}q=${weight}`}${after}`)
          .join(',')

        expect(codingFor(header)).toBe(['br', 'gzip'].find(takes))
      }),
    )
  })
})
