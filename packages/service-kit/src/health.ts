import { type Client, type DependencyHealth, getHealth, type Health } from '@w2meet/contract'
import { ZONES_EDITION } from '@w2meet/scheduling'
import type { Handler } from './handler.ts'
import { inTime } from './in-time.ts'

/** Asks a dependency: resolves with its health, or rejects where it does not answer. */
export type HealthCheck = (caseId: string) => Promise<Omit<DependencyHealth, 'response_time_ms'>>

/** A dependency is healthy as long as `ping` does not reject. */
export function pings(ping: () => Promise<unknown>): HealthCheck {
  return async () => {
    await ping()
    return { status: 'healthy' }
  }
}

/** Asks another service, which tells of its own dependencies too. */
export function asksHealth(client: Client): HealthCheck {
  return async (caseId) => {
    const { status, dependencies } = await client.call(getHealth, {}, { caseIds: [caseId] })
    return { status, dependencies }
  }
}

/** Answers `/health`: all dependencies are asked at once, each for `timeoutMs` at most; 503 where one is not well. */
export function createHealthHandler(
  service: string,
  checks: Record<string, HealthCheck>,
  { timeoutMs }: { timeoutMs: number },
): Handler<typeof getHealth> {
  return async (_, { caseId }, reply) => {
    const entries = Object.entries(checks).map(async ([name, check]) => [name, await ask(check, caseId, timeoutMs)] as const)
    const dependencies = Object.fromEntries(await Promise.all(entries))
    const healthy = Object.values(dependencies).every(({ status }) => status === 'healthy')
    if (!healthy) reply.code(503)
    const status = healthy ? 'healthy' : 'unhealthy'
    return { case_id: caseId, service, status, dependencies, time_zones: ZONES_EDITION } satisfies Health
  }
}

async function ask(check: HealthCheck, caseId: string, timeoutMs: number): Promise<DependencyHealth> {
  const startMs = performance.now()
  const late = () => new Error(`The dependency did not answer within ${timeoutMs} ms`)
  const result = await inTime(check(caseId), timeoutMs, late).catch(() => ({ status: 'unhealthy' }) as const)
  const { status, ...rest } = result
  return { status, response_time_ms: Math.round(performance.now() - startMs), ...rest }
}
