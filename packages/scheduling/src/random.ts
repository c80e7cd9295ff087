/**
 * A generator of numbers in [0, 1), 32 bits each: the same integer gives the same numbers on every machine. Not for
 * secrets. Source: sfc32 of Chris Doty-Humphrey's PractRand (public domain), seeded as there with 64 bits and 12 rounds.
 */
export function createRandom(seed: number): () => number {
  let a = 0
  let b = seed >>> 0
  let c = Math.floor(seed / 2 ** 32) >>> 0
  let counter = 1

  function next(): number {
    const bits = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + bits) | 0
    return (bits >>> 0) / 2 ** 32
  }

  for (let round = 0; round < 12; round++) next()
  return next
}
