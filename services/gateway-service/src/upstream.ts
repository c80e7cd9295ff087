import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpApp } from '@w2meet/service-kit'

/** A request under way through the gateway. `target` is path and query as the service knows them. */
export type Exchange = { request: IncomingMessage; response: ServerResponse; target: string; caseId: string }

/** One replica of a service, as the gateway reaches it. */
export type Upstream = {
  /** Has the replica answer. Rejects where the replica cannot be reached, is silent for `silentMs` or breaks off. */
  forward(exchange: Exchange, silentMs: number): Promise<void>
}

/** A replica in the same process, which gets the client's request itself. */
export function createInProcessUpstream(app: HttpApp): Upstream {
  return {
    forward({ request, response, target, caseId }, silentMs) {
      request.url = target
      request.headers['case-id'] = caseId
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      // An answer of the app that comes later is not sent, since the gateway's is over by then.
      const silent = setTimeout(() => {
        if (response.headersSent) resolve()
        else reject(new DOMException(`No answer within ${Math.round(silentMs)} ms`, 'TimeoutError'))
      }, silentMs)
      response.once('close', () => {
        clearTimeout(silent)
        resolve()
      })
      app.routing(request, response)
      return promise
    },
  }
}
