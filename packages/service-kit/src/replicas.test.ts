import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReplicas } from './replicas.ts'

function clockAt(nowMs: number) {
  return { nowMs: () => nowMs, advance: (byMs: number) => void (nowMs += byMs) }
}

test('each request begins with the replica after the one the request before began with', () => {
  const replicas = createReplicas(['a', 'b', 'c'], clockAt(0))

  const turns = [1, 2, 3, 4].map(() => replicas.inTurn())

  expect(turns).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c', 'a'],
    ['c', 'a', 'b'],
    ['a', 'b', 'c'],
  ])
})

test('an ejected replica comes last, after all that are well', () => {
  const replicas = createReplicas(['a', 'b', 'c'], clockAt(1_000))

  replicas.eject('a')

  const turns = [1, 2, 3].map(() => replicas.inTurn())
  expect(turns.map((turn) => turn.at(-1))).toEqual(['a', 'a', 'a'])
})

test('an ejected replica is left out up to the last millisecond of 10 seconds, and is back then', () => {
  const clock = clockAt(1_000)
  const replicas = createReplicas(['a', 'b'], clock)
  replicas.eject('a')

  clock.advance(9_999)
  const before = [replicas.inTurn()[0], replicas.inTurn()[0]]
  clock.advance(1)
  const after = [replicas.inTurn()[0], replicas.inTurn()[0]]

  expect(before).toEqual(['b', 'b'])
  expect(after).toEqual(['a', 'b'])
})

test('a replica that fails again is left out for another 10 seconds from then', () => {
  const clock = clockAt(1_000)
  const replicas = createReplicas(['a', 'b'], clock)
  replicas.eject('a')
  clock.advance(8_000)
  replicas.eject('a')

  clock.advance(8_000)

  expect([replicas.inTurn()[0], replicas.inTurn()[0]]).toEqual(['b', 'b'])
})

test('a restored replica is back at once', () => {
  const replicas = createReplicas(['a', 'b'], clockAt(1_000))
  replicas.eject('a')

  replicas.restore('a')

  expect(replicas.inTurn()).toEqual(['a', 'b'])
})

test('when all are ejected all are still tried, in turn', () => {
  const replicas = createReplicas(['a', 'b'], clockAt(1_000))

  for (const replica of ['a', 'b']) replicas.eject(replica)

  expect([replicas.inTurn(), replicas.inTurn()]).toEqual([
    ['a', 'b'],
    ['b', 'a'],
  ])
})

test('the only replica is tried though it is ejected', () => {
  const replicas = createReplicas(['a'], clockAt(1_000))

  replicas.eject('a')

  expect(replicas.inTurn()).toEqual(['a'])
})

test('whatever failed and came back, every request is offered every replica once, those that are out last', () => {
  const step = fc.record({ index: fc.nat(4), what: fc.constantFrom('eject', 'restore', 'wait', 'ask') })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 40 }), (count, steps) => {
      const all = Array.from({ length: count }, (_, index) => index)
      const clock = clockAt(1_000)
      const replicas = createReplicas(all, clock)
      const outUntilMs = new Map<number, number>()

      for (const { index, what } of steps) {
        const replica = index % count
        if (what === 'eject') {
          replicas.eject(replica)
          outUntilMs.set(replica, clock.nowMs() + 10_000)
        } else if (what === 'restore') {
          replicas.restore(replica)
          outUntilMs.delete(replica)
        } else if (what === 'wait') clock.advance(3_000)

        const turn = replicas.inTurn()

        const out = turn.map((one) => (outUntilMs.get(one) ?? 0) > clock.nowMs())
        expect(turn.toSorted()).toEqual(all)
        expect(out).toEqual(out.toSorted())
      }
    }),
  )
})
