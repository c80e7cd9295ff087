import { describe, expect, test } from 'vitest'
import type { Operation } from './operation.ts'
import { statusOf } from './problems.ts'
import { outsideOperations, type ServiceName, services } from './services.ts'

const names = Object.keys(services) as ServiceName[]
const all = names.flatMap((service) => services[service].map((operation: Operation) => [service, operation] as const))

test('every operation has a name of its own, but for the health that each service has', () => {
  const own = all.map(([, { name }]) => name).filter((name) => name !== 'getHealth')

  expect(own).toEqual([...new Set(own)])
  expect(all.filter(([, { name }]) => name === 'getHealth')).toHaveLength(names.length)
})

describe.each(all)('%s, $name', (service, operation: Operation) => {
  test('says who may call it', () => {
    const { access } = operation

    if (typeof access === 'string') expect(['anybody', 'internal']).toContain(access)
    else expect(Object.keys(access)).toEqual(expect.arrayContaining(['person', 'program']))
  })

  test('is outside exactly where it is not internal, and what is inside has a path of its own', () => {
    const isOutside = outsideOperations(service).includes(operation)

    expect(isOutside).toBe(operation.access !== 'internal')
    const sameRoute = outsideOperations(service).filter(
      ({ method, path }) => method === operation.method && path === operation.path,
    )
    expect(sameRoute).toEqual(isOutside ? [operation] : [])
  })

  test('says so where its answer holds a secret', () => {
    const fields = JSON.stringify(operation.answer).match(/"[^"]*(?:token|secret|password|passphrase|feed_url)[^"]*":/g) ?? []

    if (fields.length > 0) expect(operation.secret).toBe(true)
  })

  test('names each of its problems once, and none that every operation can answer', () => {
    const { problems = [] } = operation

    expect(problems).toEqual([...new Set(problems)])
    for (const code of problems) expect(statusOf(code)).toBeGreaterThanOrEqual(400)
    for (const general of ['internal', 'route_unknown', 'body_too_large', 'json_invalid']) expect(problems).not.toContain(general)
  })
})
