import { enqueueTask, type ServiceName, services } from '@w2meet/contract'
import { createHttpApp, createLog, type HttpApp, serve } from '@w2meet/service-kit'
import { expect, onTestFinished, test } from 'vitest'
import { describeClosedDoors } from './closed-doors-contract.ts'
import { describeCompressedAnswers } from './compressed-answers-contract.ts'
import { describeGateway } from './gateway-contract.ts'
import { openBefore, openEmbeddedBefore } from './open-before-apps.ts'
import { openGateway } from './open-gateway.ts'
import { describeRestarts } from './restarts-contract.ts'
import { describeSilentReplicas } from './silent-replicas-contract.ts'
import { describeOwnPages } from './site-contract.ts'
import { describeSlowBodies } from './slow-bodies-contract.ts'

const name = 'gateway-service'
describeGateway(name, openGateway)
describeSilentReplicas(name, openGateway)
describeRestarts(name, openGateway, ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])
describeSlowBodies(name, openGateway)
describeOwnPages(name, openGateway)
describeCompressedAnswers(name, openBefore(openGateway))
describeCompressedAnswers('the embedded gateway', openEmbeddedBefore)
describeClosedDoors(name, openBefore(openGateway), { targets: 1_000 })
describeClosedDoors('the embedded gateway', openEmbeddedBefore, { targets: 1_000 })

test('a service in the same process that is silent is 504 in its time, and what it says later is not sent', async () => {
  const late = Promise.withResolvers<void>()
  const apps = Object.fromEntries(
    Object.keys(services).map((service) => [service, createHttpApp({ service, log: createLog('silent', { write() {} }) })]),
  ) as Record<ServiceName, HttpApp>
  serve(apps['worker-service'], enqueueTask, async () => {
    await late.promise
    return { case_id: 'late', status: 'enqueued' as const, job_id: 'late', queue: 'late' }
  })
  const gateway = await openEmbeddedBefore(apps, { timeoutMs: 100 })
  onTestFinished(() => gateway.close())
  const task = { userId1: 'a@example.com', userId2: 'b@example.com' }
  const headers = { 'content-type': 'application/json' }

  const answer = await fetch(`${gateway.url}/api/tasks`, { method: 'POST', body: JSON.stringify(task), headers })
  late.resolve()

  expect(answer.status).toBe(504)
  expect(await answer.json()).toMatchObject({ detail: [{ type: 'service_timed_out' }] })
  expect((await fetch(`${gateway.url}/health`)).status).toBe(200)
})
