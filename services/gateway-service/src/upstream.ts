import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpApp } from '@w2meet/service-kit'

/** A request under way through the gateway. `target` is path and query as the service knows them. */
export type Exchange = { request: IncomingMessage; response: ServerResponse; target: string; caseId: string }

/** One replica of a service, as the gateway reaches it. */
export type Upstream = {
  /** Has the replica answer. Rejects where it could not be asked, was silent for `silentMs` or broke off. */
  forward(exchange: Exchange, silentMs: number): Promise<void>
}

/** A replica in the same process: it gets the request itself. */
export function createInProcessUpstream(app: HttpApp): Upstream {
  return {
    async forward({ request, response, target, caseId }) {
      request.url = target
      request.headers['case-id'] = caseId
      app.routing(request, response)
    },
  }
}
