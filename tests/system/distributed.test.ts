import { afterAll, beforeAll } from 'vitest'
import { type DistributedSystem, startDistributed } from '../support/distributed-system.ts'
import { describeSystem } from './scenarios.ts'

let system: DistributedSystem
beforeAll(async () => {
  system = await startDistributed()
})
afterAll(() => system?.close())

for (const gateway of ['gateway-service', 'nginx'] as const) {
  describeSystem(`distributed: a process for each service, over PostgreSQL, Redis and RabbitMQ, behind ${gateway}`, async () => ({
    url: system.gateways[gateway],
    logs: system.logs,
    async close() {},
  }))
}
