import type { TSchema } from 'typebox'
import type { Answer, Input, Operation } from './operation.ts'
import { ProblemBody } from './problem.ts'
import { problem, problemOf } from './problems.ts'

/** A request as a transport carries it: the body is JSON already. */
export type TransportRequest = {
  method: Operation['method']
  /** Sent twice the request does what it does once, so a caller may send it to another replica. */
  idempotent: boolean
  /** With its query string. */
  target: string
  headers: Record<string, string>
  body?: string
  timeoutMs: number
}
export type TransportAnswer = { status: number; body: string }

/**
 * How a client reaches a service: over HTTP or by a call in the same process. Throws the problems
 * `service_unavailable` and `service_timed_out`; any answer with a status is an answer.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>

export type CallOptions = {
  /** The Case-Ids of all requests that share this call, at least one. */
  caseIds: readonly string[]
}

/** Calls a service by its operations. */
export type Client = {
  /** The service's name, as problems have it. */
  service: string
  /**
   * The answer of success. Throws the service's own problem where it answers with one, and
   * `service_answered_wrongly` where its answer does not have the shape agreed.
   */
  call<O extends Operation>(operation: O, input: Input<O>, options: CallOptions): Promise<Answer<O>>
}

/** Whether a value has the shape of a schema. */
type Conforms = (shape: TSchema, value: unknown) => boolean

/** `timeoutMs` bounds each call: callers deeper in the system give less. */
export type ClientOptions = { timeoutMs: number }

/** A typed client that judges answers by `conforms`. */
export function clientThatChecks(
  conforms: Conforms,
  service: string,
  transport: Transport,
  { timeoutMs }: ClientOptions,
): Client {
  return {
    service,
    async call(operation, input, { caseIds }) {
      const { params, query, headers, body } = input as {
        params?: Record<string, string>
        query?: object
        headers?: Record<string, string>
        body?: unknown
      }
      const answer = await transport({
        method: operation.method,
        idempotent: operation.method === 'GET' || operation.idempotent === true,
        target: targetOf(operation.path, params, query),
        headers: { ...headers, ...caseHeaders(caseIds) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        timeoutMs,
      })
      return read(conforms, service, operation, answer)
    },
  }
}

function targetOf(pattern: string, params: Record<string, string> | undefined, query: object | undefined): string {
  const path = pattern.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params?.[name] ?? ''))
  if (query === undefined) return path
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) parameters.append(name, String(one))
  }
  return `${path}?${parameters}`
}

/** Headers that only services send: gateways remove them from requests from outside. */
export const INTERNAL_HEADERS: readonly string[] = ['case-ids']

/** `Case-Id` is the first; where requests share a call, `Case-Ids` has them all. */
function caseHeaders(caseIds: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = { 'case-id': caseIds[0]! }
  if (caseIds.length > 1) headers['case-ids'] = caseIds.join(',')
  return headers
}

function read<O extends Operation>(
  conforms: Conforms,
  service: string,
  operation: O,
  { status, body }: TransportAnswer,
): Answer<O> {
  if (status === 204 && operation.success === 204) return undefined as Answer<O>
  if (operation.contentType !== undefined && status === operation.success) return body as Answer<O>
  const json = parse(body)
  const shape = status === operation.success ? operation.answer : operation.otherAnswers?.[status]
  if (shape !== undefined && conforms(shape, json)) return json as Answer<O>
  // A 500 says that the service is broken, and its own words are not for the caller of its caller.
  if (status >= 400 && status !== 500 && conforms(ProblemBody, json)) throw problemOf(status, (json as ProblemBody).detail)
  throw problem('service_answered_wrongly', { service }, undefined, { cause: `status ${status}: ${body.slice(0, 200)}` })
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
