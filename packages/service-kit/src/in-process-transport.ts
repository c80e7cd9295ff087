import { problem, type Transport } from '@w2meet/contract'
import type { Clock } from './clock.ts'
import type { HttpApp } from './http-app.ts'
import { createReplicas } from './replicas.ts'

/**
 * Calls replicas of a service in the same process, in turn: the same routes, validation and error bodies as over HTTP,
 * without a socket.
 */
export function createInProcessTransport(service: string, apps: readonly HttpApp[], clock: Clock): Transport {
  const replicas = createReplicas(apps, clock)
  return async ({ method, target, headers, body, timeoutMs }) => {
    const [app] = replicas.inTurn()
    const json = body === undefined ? {} : { payload: body, headers: { ...headers, 'content-type': 'application/json' } }
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(problem('service_timed_out', { service })), timeoutMs)
    try {
      const answer = await Promise.race([app!.inject({ method, url: target, headers, ...json }), late.promise])
      return { status: answer.statusCode, body: answer.body }
    } finally {
      clearTimeout(timer)
    }
  }
}
