import { expect, test } from 'vitest'
import { afterMany, inTurns, partsOf } from './in-turns.ts'

function* spin(steps: number, stepMs: number): Generator<void, number, void> {
  for (let step = 0; step < steps; step++) {
    const endMs = performance.now() + stepMs
    while (performance.now() < endMs);
    yield
  }
  return steps
}

test('others have their turn while a long computation goes on, and it comes to its end', async () => {
  const happened: string[] = []
  const other = setInterval(() => happened.push('other'), 0)

  const result = await inTurns(spin(50, 1))
  happened.push('done')
  clearInterval(other)

  expect(result).toBe(50)
  expect(happened.at(-1)).toBe('done')
  expect(happened.length).toBeGreaterThan(2)
})

test('a short computation is done before anything else happens', async () => {
  let others = 0
  const other = setImmediate(() => others++)

  await inTurns(spin(3, 0))
  clearImmediate(other)

  expect(others).toBe(0)
})

test('a stage about few is followed at once by the next, one about many when others had their turn', async () => {
  let others = 0
  setImmediate(() => others++)

  await afterMany(999)
  const afterFew = others
  await afterMany(1_000)

  expect([afterFew, others]).toEqual([0, 1])
})

test('the parts of a list are the list, and none of an empty one', () => {
  const list = Array.from({ length: 2_500 }, (_, index) => index)

  expect([...partsOf(list)].map(({ length }) => length)).toEqual([1_000, 1_000, 500])
  expect([...partsOf(list)].flat()).toEqual(list)
  expect([...partsOf([])]).toEqual([])
})
