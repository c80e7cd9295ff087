import type { IncomingMessage, ServerResponse } from 'node:http'
import { INTERNAL_HEADERS, maxBodyBytesOf, type Operation, Problem, problem, type ServiceName } from '@w2meet/contract'
import {
  answerProblem,
  type Clock,
  caseIdOf,
  createRequestLog,
  DEADLINES_MS,
  type HttpHandler,
  type Log,
  NO_OPERATION,
} from '@w2meet/service-kit'
import { createFrontDesk } from './front-desk.ts'
import { createGuard, type Names } from './guard.ts'
import { createPassOn } from './pass-on.ts'
import { findRoute, insidePathOf, type Route } from './route-table.ts'
import { readTarget, type Target } from './target.ts'
import type { Upstream } from './upstream.ts'

export type { Names } from './guard.ts'
export { openHttpUpstream } from './http-upstream.ts'
export { createInProcessUpstream, type Upstream } from './upstream.ts'

type Dependencies = {
  upstreams: Record<ServiceName, readonly Upstream[]>
  names: Names
  /** How long the services may be silent; longer than the time that they give each other. */
  timeoutMs?: number
  clock: Clock
  log: Log
}

/**
 * The single public entrance. The front desk answers its own pages; the gateway passes on requests for operations that the
 * contract declares for the outside, and refuses all others. The opener of the upstreams closes them.
 */
export type Gateway = { ready(): Promise<void>; routing: HttpHandler; close(): Promise<void> }

export async function createGateway({
  upstreams,
  names,
  timeoutMs = DEADLINES_MS.gateway,
  clock,
  log,
}: Dependencies): Promise<Gateway> {
  const requestLog = createRequestLog('gateway-service', log)
  const frontDesk = await createFrontDesk({ log })
  const guard = createGuard(names)
  const passOn = createPassOn({ upstreams, timeoutMs, clock, log: log.child({ service: 'gateway-service' }) })

  function routing(request: IncomingMessage, response: ServerResponse): void {
    for (const name of INTERNAL_HEADERS) delete request.headers[name]
    try {
      const target = readTarget(request.url ?? '')
      guard(request, target)
      if (frontDesk.hasPage(target.path)) {
        mustBeOneOf(READING_METHODS, request, response)
        request.url = target.path + target.query
        frontDesk.routing(request, response)
        return
      }
      const { route, operation } = getDestination(request, response, target)
      const caseId = logWhenClosed(request, response, operation.name)
      void passOn({ request, response, target: insidePathOf(route, target.path) + target.query, caseId }, route.service)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      answerProblem(response, logWhenClosed(request, response, NO_OPERATION), error)
    }
  }

  /** Logs the request once its answer is over. Returns its Case-Id. */
  function logWhenClosed(request: IncomingMessage, response: ServerResponse, operation: string): string {
    const startMs = performance.now()
    const { method = '' } = request
    const caseId = caseIdOf(request)
    response.once('close', () => {
      // 499, as nginx has it: the client went away before its answer.
      const status = response.writableFinished ? response.statusCode : 499
      requestLog.answered({ caseIds: [caseId], method, operation, status, durationMs: performance.now() - startMs })
    })
    return caseId
  }

  return { ready: async () => {}, routing, close: () => frontDesk.close() }
}

/** The methods of the gateway's own pages. */
const READING_METHODS = ['GET', 'HEAD']

type Destination = { route: Route; operation: Operation }

/** The route and the operation of a request. Throws a problem where no route has its path, its method, or room for its body. */
function getDestination(request: IncomingMessage, response: ServerResponse, { path }: Target): Destination {
  const { method = '', headers } = request
  const route = findRoute(path)
  if (route === undefined) throw problem('route_unknown', { method, path })
  mustBeOneOf([...route.operations.keys()], request, response)
  const operation = route.operations.get(method)!
  const limitBytes = maxBodyBytesOf(operation)
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw problem('body_too_large', { limitBytes }, ['body'])
  return { route, operation }
}

function mustBeOneOf(allowed: string[], { method = '' }: Pick<IncomingMessage, 'method'>, response: ServerResponse): void {
  if (allowed.includes(method)) return
  response.setHeader('allow', allowed.join(', '))
  throw problem('method_not_allowed', { method, allowed })
}
