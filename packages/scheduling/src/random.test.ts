import { expect, test } from 'vitest'
import { createRandom } from './random.ts'

/** What PractRand's own sfc32, compiled from C, gives for these seeds. */
test.for([
  { seed: 0, bits: [1363572419, 145230303, 808754475, 4216505632] },
  { seed: 42, bits: [1264412219, 1947509147, 3919439299, 1251167922] },
  { seed: Number.MAX_SAFE_INTEGER, bits: [3268402823, 2602357022, 3266425223, 182731693] },
  { seed: -7, bits: [1754247178, 4029762661, 2817628053, 1479546132] },
])('the numbers for seed $seed are those of the source', ({ seed, bits }) => {
  const random = createRandom(seed)

  const numbers = bits.map(() => random() * 2 ** 32)

  expect(numbers).toEqual(bits)
})
