import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { coalesce } from './coalesce.ts'

type Call = { asked: readonly number[]; caseIds: string[] }

/** Doubles numbers, all at once, and remembers what it was asked. */
function doubling({ mostAtOnce = 100, bytesOf = (_: number): number => 8 } = {}) {
  const calls: Call[] = []
  const double = coalesce<number, number>(
    async (asked, caseIds) => {
      calls.push({ asked, caseIds })
      return asked.map((n) => (n < 0 ? new RangeError(`${n} is negative`) : n * 2))
    },
    { mostAtOnce, bytesOf },
  )
  return { calls, double: (n: number, ...caseIds: string[]) => double({ asked: n, caseIds }) }
}

test('what is asked in one turn of the event loop shares one call, and everybody gets their own answer', async () => {
  const { calls, double } = doubling()

  const answers = await Promise.all([double(3, 'case-1'), double(1, 'case-2'), double(2, 'case-3')])

  expect(answers).toEqual([6, 2, 4])
  expect(calls).toEqual([{ asked: [3, 1, 2], caseIds: ['case-1', 'case-2', 'case-3'] }])
})

test('what is asked after any number of microtasks of the same turn shares the call too', async () => {
  const { calls, double } = doubling()

  const first = double(1, 'case-1')
  for (let i = 0; i < 20; i++) await null
  await Promise.all([first, double(2, 'case-2')])

  expect(calls.map(({ asked }) => asked)).toEqual([[1, 2]])
})

test('what is asked in a later turn is another call', async () => {
  const { calls, double } = doubling()

  const first = double(1, 'case-1')
  await nextTurn()
  await Promise.all([first, double(2, 'case-2')])

  expect(calls.map(({ asked }) => asked)).toEqual([[1], [2]])
})

test('what is asked while a call is under way waits for its answer, and shares the next call', async () => {
  const calls: (readonly number[])[] = []
  const first = Promise.withResolvers<number[]>()
  const ask = coalesce<number, number>((asked) => (calls.push(asked) === 1 ? first.promise : Promise.resolve([...asked])), {
    mostAtOnce: 100,
    bytesOf: () => 8,
  })
  const asking = [1, 2, 3].map((asked) => ({ asked, caseIds: [`case-${asked}`] }))

  const one = ask(asking[0]!)
  await nextTurn()
  const two = ask(asking[1]!)
  await nextTurn()
  const three = ask(asking[2]!)
  first.resolve([1])
  await Promise.all([one, two, three])

  expect(calls).toEqual([[1], [2, 3]])
})

test('a call that hangs does not stop what is asked after it', async () => {
  const ask = coalesce<number, number>((asked) => (asked.includes(1) ? new Promise(() => {}) : Promise.resolve([...asked])), {
    mostAtOnce: 100,
    bytesOf: () => 8,
  })
  void ask({ asked: 1, caseIds: ['case-1'] })
  await nextTurn()

  const answer = await ask({ asked: 2, caseIds: ['case-2'] })

  expect(answer).toBe(2)
})

test('a call that fails lets go what waited for it', async () => {
  const first = Promise.withResolvers<number[]>()
  const ask = coalesce<number, number>((asked) => (asked.includes(1) ? first.promise : Promise.resolve([...asked])), {
    mostAtOnce: 100,
    bytesOf: () => 8,
  })
  const one = ask({ asked: 1, caseIds: ['case-1'] })
  await nextTurn()
  const two = ask({ asked: 2, caseIds: ['case-2'] })
  first.reject(new Error('nobody there'))

  const results = await Promise.allSettled([one, two])

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('the same question is asked anew each time, since its answer may have changed', async () => {
  let answer = 1
  const ask = coalesce<string, number>(async (asked) => asked.map(() => answer++), { mostAtOnce: 100, bytesOf: () => 8 })
  const question = { asked: 'what time is it', caseIds: ['case-1'] }

  const answers = [await ask(question), await ask(question)]

  expect(answers).toEqual([1, 2])
})

test('a Case-Id on whose behalf several things are asked is named once', async () => {
  const { calls, double } = doubling()

  await Promise.all([double(1, 'case-1', 'case-2'), double(2, 'case-2'), double(3, 'case-1')])

  expect(calls[0]!.caseIds).toEqual(['case-1', 'case-2'])
})

test('an Error for one thing fails only those who asked for it', async () => {
  const { double } = doubling()

  const results = await Promise.allSettled([double(1, 'case-1'), double(-1, 'case-2'), double(2, 'case-3')])

  expect(results).toEqual([
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: new RangeError('-1 is negative') },
    { status: 'fulfilled', value: 4 },
  ])
})

test('a call that fails whole fails all who shared it, with its error', async () => {
  const broken = new Error('nobody there')
  const ask = coalesce<number, number>(() => Promise.reject(broken), { mostAtOnce: 100, bytesOf: () => 8 })

  const results = await Promise.allSettled([1, 2].map((asked) => ask({ asked, caseIds: [`case-${asked}`] })))

  expect(results.map((result) => (result as PromiseRejectedResult).reason)).toEqual([broken, broken])
})

test('more than may be asked at once goes in several calls, each on behalf of those in it', async () => {
  const { calls, double } = doubling({ mostAtOnce: 2 })

  const answers = await Promise.all([1, 2, 3].map((n) => double(n, `case-${n}`)))

  expect(answers).toEqual([2, 4, 6])
  expect(calls).toEqual([
    { asked: [1, 2], caseIds: ['case-1', 'case-2'] },
    { asked: [3], caseIds: ['case-3'] },
  ])
})

test('long Case-Ids are shared out over calls, none of which carries more than 8 kB of them', async () => {
  const { calls, double } = doubling({ mostAtOnce: 1_000 })
  const caseIdOf = (n: number) => `${n}-`.padEnd(128, 'x')

  const answers = await Promise.all(Array.from({ length: 130 }, (_, n) => double(n, caseIdOf(n))))

  expect(answers).toEqual(Array.from({ length: 130 }, (_, n) => n * 2))
  expect(calls.flatMap(({ asked }) => asked)).toEqual(Array.from({ length: 130 }, (_, n) => n))
  expect(calls.map(({ caseIds }) => caseIds.join().length).filter((bytes) => bytes > 8 * 1024)).toEqual([])
  expect(calls).toHaveLength(3)
})

test('large questions are shared out over calls by their bytes, and one that is larger than that goes alone', async () => {
  const { calls, double } = doubling({ bytesOf: (n) => n })
  const MB = 1024 * 1024

  await Promise.all([double(MB), double(MB), double(MB), double(3 * MB), double(1)])

  expect(calls.map(({ asked }) => asked)).toEqual([[MB, MB], [MB], [3 * MB], [1]])
})

test('a part that fails fails for those in it, and not for those who were asked about in another call', async () => {
  const ask = coalesce<number, number>(
    async (asked) => {
      if (asked.includes(1)) throw new RangeError('this call fails')
      return [...asked]
    },
    { mostAtOnce: 100, bytesOf: () => 1.5 * 1024 * 1024 },
  )

  const answers = await Promise.allSettled([1, 2].map((asked) => ask({ asked, caseIds: ['case'] })))

  expect(answers).toMatchObject([{ status: 'rejected', reason: { message: 'this call fails' } }, { value: 2 }])
})
