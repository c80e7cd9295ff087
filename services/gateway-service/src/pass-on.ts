import type { IncomingMessage } from 'node:http'
import { problem, type ServiceName } from '@w2meet/contract'
import {
  answerProblem,
  type Clock,
  createReplicas,
  firstAttemptMs,
  isTimeout,
  type Log,
  type Replicas,
  wasRefused,
} from '@w2meet/service-kit'
import type { Exchange, Upstream } from './upstream.ts'

export type PassOn = (exchange: Exchange, service: ServiceName) => Promise<void>

type Dependencies = {
  upstreams: Record<ServiceName, readonly Upstream[]>
  timeoutMs: number
  clock: Clock
  log: Log
}

/**
 * Has a replica answer, in turn. A GET that one does not answer is tried on the next one, as long as nothing was answered
 * yet; all but the last get a part of the time. Any request is that found no connection, and so had no effect. Where none
 * answers the client is told so.
 */
export function createPassOn({ upstreams, timeoutMs, clock, log }: Dependencies): PassOn {
  const replicasOf = Object.fromEntries(
    Object.entries(upstreams).map(([service, replicas]) => [service, createReplicas(replicas, clock)]),
  ) as Record<ServiceName, Replicas<Upstream>>

  return async (exchange, service) => {
    const { request, response, caseId } = exchange
    const replicas = replicasOf[service]
    const inTurn = replicas.inTurn()
    const mayRepeat = isRepeatable(request)
    const deadlineMs = performance.now() + timeoutMs
    let failure: unknown
    for (const upstream of inTurn) {
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0) break
      const mayTryNext = mayRepeat && upstream !== inTurn.at(-1)
      try {
        await upstream.forward(exchange, mayTryNext ? firstAttemptMs(timeoutMs) : leftMs)
        replicas.restore(upstream)
        return
      } catch (error) {
        // The client went away, which is no failure of the replica.
        if (response.destroyed) return
        failure = error
        replicas.eject(upstream)
        log.warn({ case_id: caseId, to: service, err: error }, 'a replica failed; it is left out for a while')
        if (response.headersSent) {
          response.destroy()
          return
        }
        if (!mayRepeat && !wasRefused(error)) break
      }
    }
    answerProblem(response, caseId, problem(isTimeout(failure) ? 'service_timed_out' : 'service_unavailable', { service }))
  }
}

/** Whether the gateway may send a request to another replica: the request changes nothing and has no body. */
function isRepeatable({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return !hasBody && (method === 'GET' || method === 'HEAD')
}
