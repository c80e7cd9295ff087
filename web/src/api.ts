import type { Answer, Input } from '@w2meet/contract'
import { createInterpretingClient, type Operation, problem, type Transport } from '@w2meet/contract'

/** Longer than the gateway waits for the services. */
const TIMEOUT_MS = 12_000

const overFetch =
  (prefix: string): Transport =>
  async ({ method, target, headers, body, timeoutMs }) => {
    try {
      const answer = await fetch(prefix + target, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: answer.status, body: await answer.text() }
    } catch (error) {
      const timedOut = (error as Error).name === 'TimeoutError'
      throw problem(timedOut ? 'service_timed_out' : 'service_unavailable', { service: 'w2meet' }, undefined, { cause: error })
    }
  }

const clients = {
  '/api': createInterpretingClient('w2meet', overFetch('/api'), { timeoutMs: TIMEOUT_MS }),
  '/api/availability': createInterpretingClient('w2meet', overFetch('/api/availability'), { timeoutMs: TIMEOUT_MS }),
}

/** Calls an operation through the gateway. Throws a Problem, also where the gateway cannot be reached. */
export function call<O extends Operation>(
  operation: O,
  input: Input<O>,
  below: keyof typeof clients = '/api',
): Promise<Answer<O>> {
  return clients[below].call(operation, input, { caseIds: [newCaseId()] })
}

/** Not `crypto.randomUUID`, which browsers keep from pages that came over plain HTTP. */
function newCaseId(): string {
  return `page-${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
