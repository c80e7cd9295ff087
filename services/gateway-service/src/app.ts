import type { IncomingMessage, ServerResponse } from 'node:http'
import { problem, type ServiceName } from '@w2meet/contract'
import {
  answerProblem,
  BODY_LIMIT_BYTES,
  type Clock,
  caseIdOf,
  createReplicas,
  createRequestLog,
  DEADLINES_MS,
  firstAttemptMs,
  type HttpHandler,
  isTimeout,
  type Log,
  type Replicas,
} from '@w2meet/service-kit'
import { createFrontDesk } from './front-desk.ts'
import { resolveRoute } from './route-table.ts'
import type { Exchange, Upstream } from './upstream.ts'

export { openHttpUpstream } from './http-upstream.ts'
export { createInProcessUpstream, type Upstream } from './upstream.ts'

type Dependencies = {
  upstreams: Record<ServiceName, readonly Upstream[]>
  /** How long the services may be silent; longer than they give each other. */
  timeoutMs?: number
  clock: Clock
  log: Log
}

/**
 * The single public entrance. Its own pages are the front desk's; everything else in the route table it passes on. The
 * upstreams are closed by whoever opened them.
 */
export type Gateway = { ready(): Promise<void>; routing: HttpHandler; close(): Promise<void> }

export async function createGateway({ upstreams, timeoutMs = DEADLINES_MS.gateway, clock, log }: Dependencies): Promise<Gateway> {
  const gatewayLog = log.child({ service: 'gateway-service' })
  const requestLog = createRequestLog('gateway-service', log)
  const frontDesk = await createFrontDesk({ log })
  const replicasOf = Object.fromEntries(
    Object.entries(upstreams).map(([service, replicas]) => [service, createReplicas(replicas, clock)]),
  ) as Record<ServiceName, Replicas<Upstream>>

  function routing(request: IncomingMessage, response: ServerResponse): void {
    const [path, query] = split(request.url ?? '/')
    const target = resolveRoute(path)
    if (target === undefined) {
      frontDesk.routing(request, response)
      return
    }

    const caseId = caseIdOf(request)
    logWhenClosed(request, response, path, caseId)
    if (Number(request.headers['content-length']) > BODY_LIMIT_BYTES) {
      answerProblem(response, caseId, problem('body_too_large', { limitBytes: BODY_LIMIT_BYTES }, ['body']))
    } else {
      void passOn({ request, response, target: target.path + query, caseId }, target.service)
    }
  }

  /**
   * A GET that a replica does not answer is tried on the next one, as long as nothing was answered yet. All but the last
   * get a part of the time.
   */
  async function passOn(exchange: Exchange, service: ServiceName): Promise<void> {
    const { request, response, caseId } = exchange
    const replicas = replicasOf[service]
    const inTurn = replicas.inTurn()
    const isSafe = request.method === 'GET' || request.method === 'HEAD'
    const deadlineMs = performance.now() + timeoutMs
    let failure: unknown
    for (const upstream of inTurn) {
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0) break
      const mayTryNext = isSafe && upstream !== inTurn.at(-1)
      try {
        await upstream.forward(exchange, mayTryNext ? firstAttemptMs(timeoutMs) : leftMs)
        replicas.restore(upstream)
        return
      } catch (error) {
        // The client went away; the replica is not to blame.
        if (response.destroyed) return
        failure = error
        replicas.eject(upstream)
        gatewayLog.warn({ case_id: caseId, to: service, err: error }, 'a replica failed; it is left out for a while')
        if (response.headersSent) {
          response.destroy()
          return
        }
        if (!isSafe) break
      }
    }
    answerProblem(response, caseId, problem(isTimeout(failure) ? 'service_timed_out' : 'service_unavailable', { service }))
  }

  function logWhenClosed({ method = '' }: IncomingMessage, response: ServerResponse, path: string, caseId: string): void {
    const startMs = performance.now()
    response.once('close', () => {
      // 499, as nginx has it: the client went away before it was answered.
      const status = response.writableFinished ? response.statusCode : 499
      requestLog.answered({ caseIds: [caseId], method, path, status, durationMs: performance.now() - startMs })
    })
  }

  return {
    ready: async () => void (await frontDesk.ready()),
    routing,
    close: () => frontDesk.close(),
  }
}

/** Path, and query with its question mark. */
function split(url: string): [string, string] {
  const query = url.indexOf('?')
  return query === -1 ? [url, ''] : [url.slice(0, query), url.slice(query)]
}
