import { problem, type Transport, type TransportAnswer, type TransportRequest } from '@w2meet/contract'
import { type Dispatcher, errors, Pool } from 'undici'
import type { Clock } from './clock.ts'
import { firstAttemptMs } from './deadlines.ts'
import { createReplicas } from './replicas.ts'

/** A transport that holds connections. */
export type HttpTransport = { send: Transport; close(): Promise<void> }

/** Whether the call that failed with this error surely had no effect, because no connection was made. */
export function wasRefused(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'EHOSTUNREACH' || code === 'ENOTFOUND'
}

export function isTimeout(error: unknown): boolean {
  return (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    (error as Error).name === 'TimeoutError'
  )
}

/**
 * Calls replicas of a service over HTTP, in turn, with connections kept alive. A replica that refuses or does not answer
 * in time is left out for a while; what changes nothing is then tried on the next, as is a request that found no
 * connection. So that there is time for that, all but the last get a part of the call's time. With `socketPath` it calls
 * whoever listens on that Unix socket, by any URL.
 */
export function openHttpTransport(
  service: string,
  urls: readonly string[],
  clock: Clock,
  { socketPath }: { socketPath?: string } = {},
): HttpTransport {
  // `sendOnce` keeps the time of a call, to the millisecond; undici's own timeouts are coarser.
  const options = { connections: 64, connectTimeout: 500, headersTimeout: 0, bodyTimeout: 0, socketPath }
  const pools = urls.map((url) => new Pool(url, options))
  const replicas = createReplicas(pools, clock)

  async function send(request: TransportRequest): Promise<TransportAnswer> {
    const endMs = performance.now() + request.timeoutMs
    let failure: unknown
    const inTurn = replicas.inTurn()
    for (const pool of inTurn) {
      const mayTryNext = request.idempotent && pool !== inTurn.at(-1)
      const attemptMs = mayTryNext ? firstAttemptMs(request.timeoutMs) : request.timeoutMs
      try {
        const answer = await sendOnce(pool, request, Math.min(attemptMs, endMs - performance.now()))
        replicas.restore(pool)
        return answer
      } catch (error) {
        replicas.eject(pool)
        failure = error
        if (performance.now() >= endMs || !(request.idempotent || wasRefused(error))) break
      }
    }
    throw problem(isTimeout(failure) ? 'service_timed_out' : 'service_unavailable', { service }, undefined, { cause: failure })
  }

  return {
    send,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.close()))
    },
  }
}

/** Calls by `dispatch`: the streams and abort signals of undici's `request` took more than half of a call's time. */
function sendOnce(pool: Pool, { method, target, headers, body }: TransportRequest, timeoutMs: number): Promise<TransportAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TransportAnswer>()
  let exchange: Dispatcher.DispatchController | undefined
  let late: Error | undefined
  const limit = setTimeout(() => {
    late = new DOMException(`No answer within ${Math.round(timeoutMs)} ms`, 'TimeoutError')
    exchange?.abort(late)
    // The call may still be waiting for a connection, which no abort ends.
    reject(late)
  }, timeoutMs)
  let status = 0
  const received: Buffer[] = []

  const json = body === undefined ? {} : { body, headers: { ...headers, 'content-type': 'application/json' } }
  pool.dispatch(
    { method, path: target, headers, ...json },
    {
      onRequestStart(controller) {
        exchange = controller
        if (late !== undefined) controller.abort(late)
      },
      onResponseStart(_, statusCode) {
        status = statusCode
      },
      onResponseData(_, chunk) {
        received.push(chunk)
      },
      onResponseEnd() {
        clearTimeout(limit)
        resolve({ status, body: Buffer.concat(received).toString() })
      },
      onResponseError(_, error) {
        clearTimeout(limit)
        reject(error)
      },
    },
  )
  return promise
}
